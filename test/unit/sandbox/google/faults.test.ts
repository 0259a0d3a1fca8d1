import { describe, expect, it } from '@jest/globals';
import { aWorld, evaluated, START, valueFrom } from './a-world.ts';

const COUNT_UP = `function main() {
  const properties = PropertiesService.getScriptProperties();
  for (let i = 1; i <= 5; i += 1) { try { properties.setProperty('n', i); } catch (error) {} }
  return 'done';
}`;

describe('Faults', () => {
  it('kill a run after its n-th call, whose effect stays, whatever the script catches', () => {
    const world = aWorld(COUNT_UP);
    world.faults.killAfter(3);
    const { value, error } = world.call('main', [], { entry: 'menu' });
    expect([value, error?.ended, world.snapshot()['properties']]).toEqual([
      undefined,
      'fault',
      { script: { n: '3' } },
    ]);
  });

  it('free the locks of a run that was killed', () => {
    const world =
      aWorld(`function main() { const lock = LockService.getDocumentLock(); const got = lock.tryLock(100);
      PropertiesService.getScriptProperties().getKeys(); return got; }`);
    world.faults.killAfter(2);
    world.call('main', [], { entry: 'menu' });
    expect(valueFrom(world)).toBe(true);
  });

  it('let a person act between two calls', () => {
    const world = aWorld(`function main() { const range = SpreadsheetApp.getActiveSheet().getRange('A1:A2');
      return [range.getValues(), range.getValues()]; }`);
    world.spreadsheet.active.load([['b'], ['a']]);
    let reads = 0;
    world.faults.between(({ name }) => {
      reads += name === 'Range.getValues' ? 1 : 0;
      if (reads === 2) world.spreadsheet.sortRange(1, 1, 2, 1, 1);
    });
    expect(valueFrom(world)).toEqual([
      [['b'], ['a']],
      [['a'], ['b']],
    ]);
  });

  it('fail the next calls of a service before they have an effect', () => {
    const world = aWorld(COUNT_UP);
    world.faults.failCalls(/^Properties\.set/, 4);
    expect([valueFrom(world), world.snapshot()['properties']]).toEqual(['done', { script: { n: '5' } }]);
  });
});

describe('LockService', () => {
  const TRY = 'function main(ms) { return [LockService.getDocumentLock().tryLock(ms), Date.now()]; }';
  const latency = { lockMs: 0 };

  it('keeps a competitor waiting until the first lets go', () => {
    const world = aWorld(TRY, { latency });
    world.locks.holdUntil('document', START + 3_000);
    expect([valueFrom(world, 1_000), valueFrom(world, 5_000)]).toEqual([
      [false, START + 1_000],
      [true, START + 3_000],
    ]);
  });

  it('is refused to a run beside the one that holds it', () => {
    const world = aWorld(`function other() { console.log(LockService.getDocumentLock().tryLock(1000)); }
      function main() { const lock = LockService.getDocumentLock(); lock.waitLock(10);
        SpreadsheetApp.getActiveSheet().getRange('A1').getValue(); return lock.hasLock(); }`);
    world.faults.between(
      ({ name }) => name === 'Range.getValue' && world.call('other', [], { entry: 'menu' }),
    );
    expect([valueFrom(world), world.logs.map((line) => line.text)]).toEqual([true, ['false']]);
  });

  it('refuses on demand, after the whole wait or by throwing', () => {
    const world = aWorld(TRY, { latency });
    world.faults.refuseLocks(1, 'busy');
    world.faults.refuseLocks(1, 'throws');
    expect(valueFrom(world, 2_000)).toEqual([false, START + 2_000]);
    expect(() => valueFrom(world, 2_000)).toThrow('too many lock operations');
  });

  it('has no document lock in a standalone add-on', () => {
    expect(evaluated('return LockService.getDocumentLock();', { kind: 'gmail' })).toBeNull();
  });
});
