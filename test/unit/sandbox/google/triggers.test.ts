import { describe, expect, it } from '@jest/globals';
import { aWorld, START, valueFrom } from './a-world.ts';

const MINUTE_MS = 60_000;

describe('triggers', () => {
  it('run onEdit with the old and new value of one cell', () => {
    const world = aWorld(
      'function onEdit(e) { e.range.setNote(e.oldValue + " > " + e.value + " " + e.authMode); }',
    );
    world.spreadsheet.setCell(2, 3, '5');
    world.spreadsheet.setCell(2, 3, 'Access');
    expect(world.spreadsheet.active.note(2, 3)).toBe('5 > Access LIMITED');
  });

  it('tell no values of a paste', () => {
    const world = aWorld(`function onEdit(e) {
      e.source.getSheets()[0].getRange('Z1').setValue([e.range.getA1Notation(), 'value' in e, 'oldValue' in e].join()); }`);
    world.spreadsheet.paste(1, 1, [['a', 'b']]);
    expect(world.spreadsheet.active.cell(1, 26)).toBe('A1:B1,false,false');
  });

  it('do not fire for what a script writes', () => {
    const world = aWorld(`function onEdit() { throw new Error('fired'); }
      function main() { SpreadsheetApp.getActiveSheet().getRange('A1').setValue(1); }`);
    valueFrom(world);
    expect(world.executions).toHaveLength(1);
  });

  it('do not fire for an entry that a drop-down refuses', () => {
    const world = aWorld(`function onEdit() {} function main() {
      const rule = SpreadsheetApp.newDataValidation().requireValueInList(['Billing'], true).setAllowInvalid(false).build();
      SpreadsheetApp.getActiveSheet().getRange('A1').setDataValidation(rule); }`);
    valueFrom(world);
    expect([world.spreadsheet.setCell(1, 1, 'Nonsense'), world.executions.length]).toEqual([false, 1]);
  });

  it('run installed ones as their creator, with all rights', () => {
    const world = aWorld(`function main() {
        ScriptApp.newTrigger('edited').forSpreadsheet(SpreadsheetApp.getActive()).onEdit().create(); }
      function edited(e) { console.log(Session.getEffectiveUser().getEmail(), e.user.getEmail(), e.authMode); }`);
    valueFrom(world);
    world.spreadsheet.as({ email: 'ben@example.com' }).setCell(1, 1, 'x');
    expect(world.logs.map((line) => line.text)).toEqual(['ana@example.com ben@example.com FULL']);
  });

  it.each([
    ['an inserted row', 'INSERT_ROW', 'insertRows'],
    ['a deleted row', 'REMOVE_ROW', 'deleteRows'],
    ['an inserted column', 'INSERT_COLUMN', 'insertColumns'],
    ['a deleted column', 'REMOVE_COLUMN', 'deleteColumns'],
  ] as const)('report %s as a change', (_name, changeType, act) => {
    const world = aWorld(`function main() {
        ScriptApp.newTrigger('changed').forSpreadsheet(SpreadsheetApp.getActive()).onChange().create(); }
      function changed(e) { console.log(e.changeType); }`);
    valueFrom(world);
    world.spreadsheet.active[act](2);
    expect(world.logs.map((line) => line.text)).toEqual([changeType]);
  });

  it('report a form answer with its row', () => {
    const world = aWorld(`function main() {
        ScriptApp.newTrigger('submitted').forSpreadsheet(SpreadsheetApp.getActive().getId()).onFormSubmit().create(); }
      function submitted(e) { console.log(e.range.getRow(), e.values[0]); }`);
    valueFrom(world);
    world.spreadsheet.active.load([['Subject']]).submitForm(['No sound']);
    expect(world.logs.map((line) => line.text)).toEqual(['2 No sound']);
  });

  it('build the menu when the document is opened', () => {
    const world = aWorld(`function onOpen() {
      SpreadsheetApp.getUi().createMenu('Usher').addItem('Triage', 'runTriage').addSeparator().addToUi(); }`);
    world.spreadsheet.open();
    expect(world.ui.menus).toEqual([
      {
        caption: 'Usher',
        entries: [{ kind: 'item', caption: 'Triage', functionName: 'runTriage' }, { kind: 'separator' }],
      },
    ]);
  });

  it('fire every five minutes as time passes', () => {
    const world =
      aWorld(`function main() { ScriptApp.newTrigger('tick').timeBased().everyMinutes(5).create(); }
      function tick() {}`);
    valueFrom(world);
    world.clock.advance(60 * MINUTE_MS);
    expect(world.executions.filter((execution) => execution.functionName === 'tick')).toHaveLength(12);
  });

  it('fire once after a while, and stay until they are deleted', () => {
    const world = aWorld(`function main() { ScriptApp.newTrigger('later').timeBased().after(60000).create(); }
      function later() {}`);
    valueFrom(world);
    world.clock.advance(10 * MINUTE_MS);
    expect([world.executions.length, world.triggers.length]).toEqual([2, 1]);
  });

  it('fire daily at an hour of a time zone', () => {
    const world = aWorld(`function main() {
        ScriptApp.newTrigger('daily').timeBased().everyDays(1).atHour(6).inTimezone('Europe/Berlin').create(); }
      function daily() {}`);
    valueFrom(world);
    world.clock.advance(48 * 60 * MINUTE_MS);
    const fired = world.executions.slice(1).map((execution) => new Date(execution.startedAt).toISOString());
    expect(fired).toEqual(['2026-01-06T05:00:00.000Z', '2026-01-07T05:00:00.000Z']);
  });

  it('stop when the day has no trigger time left, and go on the next day', () => {
    const world = aWorld(
      `function main() { ScriptApp.newTrigger('tick').timeBased().everyHours(1).create(); }
      function tick() { Utilities.sleep(60000); }`,
      { quotas: { triggerMs: 120_000 } },
    );
    valueFrom(world);
    world.clock.advance(26 * 60 * MINUTE_MS);
    const ended = world.executions.slice(1).map((execution) => execution.error?.ended ?? 'done');
    expect([ended.filter((end) => end === 'done').length, ended[2], ended[25]]).toEqual([
      4,
      'computer time',
      'done',
    ]);
  });

  it.each([
    ['every 7 minutes', 'everyMinutes(7)', 'sheet', 'every 1, 5, 10, 15 or 30 minutes'],
    ['every 5 minutes in an add-on', 'everyMinutes(5)', 'gmail', 'once an hour'],
  ] as const)('refuse %s', (_name, chain, kind, message) => {
    const world = aWorld(`function main() { ScriptApp.newTrigger('x').timeBased().${chain}.create(); }`, {
      kind,
    });
    expect(() => valueFrom(world)).toThrow(message);
  });

  it('are at most twenty for each user', () => {
    const world = aWorld(`function main() {
      for (let i = 0; i < 21; i += 1) ScriptApp.newTrigger('x').timeBased().everyHours(1).create(); }`);
    expect(() => valueFrom(world)).toThrow('too many triggers');
  });

  it('are seen and deleted by their creator only', () => {
    const world = aWorld(`function add() { ScriptApp.newTrigger('x').timeBased().everyHours(1).create(); }
      function main() { const own = ScriptApp.getProjectTriggers(); own.forEach((one) => ScriptApp.deleteTrigger(one)); return own.length; }`);
    world.call('add', [], { entry: 'menu', user: { email: 'ben@example.com' } });
    world.call('add', [], { entry: 'menu' });
    expect([valueFrom(world), valueFrom(world), world.triggers.length]).toEqual([1, 0, 1]);
  });

  it('run beside an execution that they interrupt, without costing it time', () => {
    const world = aWorld(
      `function onEdit() { Utilities.sleep(20000); }
      function main() { SpreadsheetApp.getActiveSheet().getRange('A1').getValue(); return Date.now(); }`,
      {
        latency: { cellsMs: 100, cellUs: 0, navigationMs: 0 },
      },
    );
    world.faults.between(({ name }) => name === 'Range.getValue' && world.spreadsheet.setCell(5, 5, 'typed'));
    // The read, and the instant in which somebody typed.
    expect(valueFrom(world)).toBe(START + 101);
  });
});
