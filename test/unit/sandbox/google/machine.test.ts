import { describe, expect, it } from '@jest/globals';
import { aWorld, START, valueFrom } from './a-world.ts';

describe('Machine', () => {
  it('evaluates the project anew for each call, as Apps Script does', () => {
    const world = aWorld('var count = 0; function main() { count += 1; return count; }');
    world.call('main', [], { entry: 'menu' });
    expect(world.call('main', [], { entry: 'menu' }).value).toBe(1);
  });

  it('gives the script arrays, dates and errors of its own realm', () => {
    const world = aWorld(`function main() {
      const sheet = SpreadsheetApp.getActiveSheet();
      sheet.getRange(1, 1).setValue(new Date(0));
      const values = sheet.getRange(1, 1).getValues();
      try { sheet.getRange(0, 1); } catch (error) {
        return [values instanceof Array, values[0][0] instanceof Date, error instanceof Error, error.name];
      }
    }`);
    expect(world.call('main', [], { entry: 'menu' }).value).toEqual([true, true, true, 'Exception']);
  });

  it.each([
    'fetch',
    'URL',
    'TextEncoder',
    'setTimeout',
    'structuredClone',
    'process',
    'require',
    'Buffer',
    'Atomics',
  ])('has no %s', (name) => {
    const world = aWorld(`function main() { return typeof ${name}; }`);
    expect(world.call('main', [], { entry: 'menu' }).value).toBe('undefined');
  });

  it('answers the virtual time to new Date() and Date.now()', () => {
    const world = aWorld(
      'function main() { Utilities.sleep(500); return [Date.now(), new Date().getTime()]; }',
    );
    expect(world.call('main', [], { entry: 'menu' }).value).toEqual([START + 500, START + 500]);
  });

  it('draws the same random numbers for the same seed', () => {
    const draw = () =>
      aWorld('function main() { return Math.random(); }').call('main', [], { entry: 'menu' }).value;
    expect(draw()).toBe(draw());
  });

  it('reports a member that is not in the sandbox even if the script catches the error', () => {
    const world = aWorld(
      'function main() { try { SpreadsheetApp.openTheDoor(); } catch (error) { return 1; } }',
    );
    const { error } = world.call('main', [], { entry: 'menu' });
    expect(error?.message).toContain('SpreadsheetApp.openTheDoor is not in the sandbox');
  });

  it('says which function is missing', () => {
    const { error } = aWorld('function main() {}').call('other', [], { entry: 'menu' });
    expect(error?.message).toBe('The script has no function other.');
  });

  it('counts calls that the top-level code makes', () => {
    const world = aWorld('PropertiesService.getScriptProperties().getKeys(); function main() {}');
    expect(world.call('main', [], { entry: 'menu' }).calls.topLevel).toBe(1);
  });

  it('refuses every service to a top-level evaluation', () => {
    const world = aWorld('PropertiesService.getScriptProperties().getKeys(); function main() {}');
    expect(world.call('', [], { entry: 'top-level' }).error?.message).toContain('permission');
  });

  it('tells calls that move cells from calls that only build handles', () => {
    const world = aWorld(`function main() {
      const sheet = SpreadsheetApp.getActive().getSheets()[0];
      sheet.getRange(1, 1, 2, 2).getValues();
      sheet.getDataRange();
    }`);
    const { calls } = world.call('main', [], { entry: 'menu' });
    expect([calls.navigation, calls.cells]).toEqual([3, 2]);
  });

  it('charges a document call its fixed part and a part for each cell', () => {
    const world = aWorld('function main() { SpreadsheetApp.getActive().getRange("A1:Z1000").getValues(); }', {
      latency: { cellsMs: 800, cellUs: 10, navigationMs: 0 },
    });
    expect(world.call('main', [], { entry: 'menu' }).virtualMs).toBe(800 + 260);
  });

  it('ends a card after 30 seconds, whatever the script catches', () => {
    const world = aWorld(`function main() {
      try { Utilities.sleep(31000); } catch (error) {}
      PropertiesService.getScriptProperties().setProperty('late', 'yes');
    }`);
    const { error } = world.call('main', [], { entry: 'card' });
    expect([error?.ended, world.snapshot()['properties']]).toEqual(['time limit', {}]);
  });

  it('gives a menu six minutes', () => {
    const world = aWorld('function main() { Utilities.sleep(299000); return "done"; }');
    expect(world.call('main', [], { entry: 'menu' }).value).toBe('done');
  });

  it('stops a script that hangs without a service call', () => {
    const world = aWorld('function main() { for (;;); }', { realTimeoutMs: 100 });
    expect(world.call('main', [], { entry: 'menu' }).error?.ended).toBe('real time');
  });

  it('refuses a page a private function', () => {
    const world = aWorld('function hidden_() {}');
    expect(world.call('hidden_', [], { entry: 'html' }).error?.message).toContain('private');
  });

  it('refuses a page a date', () => {
    const world = aWorld('function main() {}');
    expect(world.call('main', [new Date(0)], { entry: 'html' }).error?.message).toContain('cannot cross');
  });

  it.each([
    ['new Date(2026, 6, 1, 12).getTime()', Date.UTC(2026, 6, 1, 10)],
    ["new Date('2026-07-01T12:00:00').getTime()", Date.UTC(2026, 6, 1, 10)],
    ["new Date('2026-07-01').getTime()", Date.UTC(2026, 6, 1)],
    ["new Date('2026-07-01T12:00:00Z').getHours()", 14],
    ['new Date(2026, 0, 31, 0).getDay()', 6],
    ['new Date(0).getTimezoneOffset()', -60],
    ['new Date(0).toString()', 'Thu Jan 01 1970 01:00:00 GMT+0100 (Europe/Berlin)'],
    [
      "(() => { const date = new Date('2026-03-28T23:00:00Z'); date.setDate(date.getDate() + 1); return date.toISOString(); })()",
      '2026-03-29T22:00:00.000Z',
    ],
  ])("takes %s in the script's own time zone", (code, value) => {
    const world = aWorld(`function main() { return ${code}; }`, { manifest: { timeZone: 'Europe/Berlin' } });
    expect(world.call('main', [], { entry: 'menu' }).value).toBe(value);
  });

  it('reports what goes wrong in the hands of the person who acts between two calls', () => {
    const world = aWorld(
      'function main() { try { SpreadsheetApp.getActive(); } catch (error) { return 1; } }',
    );
    world.faults.between(() => {
      throw new Error('the test is wrong');
    });
    expect(world.call('main', [], { entry: 'menu' }).error?.message).toBe('the test is wrong');
  });

  it('gives equal worlds for equal options and deeds', () => {
    const deeds = () => {
      const world = aWorld(`function main() { const sheet = SpreadsheetApp.getActiveSheet();
        sheet.appendRow([Utilities.getUuid(), Math.random(), new Date(), '=A1']); sheet.getRange('A1').setNote('x'); }`);
      valueFrom(world);
      world.clock.advance(1_000);
      valueFrom(world);
      world.spreadsheet.sortRange(1, 1, 2, 4, 2);
      return JSON.stringify(world.snapshot());
    };
    expect(deeds()).toBe(deeds());
  });
});
