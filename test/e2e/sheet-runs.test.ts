// Runs that are cut short, undone, or allowed to route alone, on the built bundle.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import {
  type Bench,
  HEADERS,
  newRows,
  press,
  queueOf,
  recordOf,
  records,
  startBench,
  taughtRows,
} from '../builders/sheet-world.ts';

const TAUGHT = 400;
const SHARED_SEED = 1;

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  press(worldOver([]), 'runLearn');
});
afterAll(() => bench.close());

function worldOver(rows: readonly (readonly string[])[], options = {}): World {
  const world = bench.world([HEADERS, ...taughtRows(TAUGHT), ...rows], { seed: SHARED_SEED, ...options });
  press(world, 'runSetUp');
  return world;
}

/** Sets the mode of both queues in the tab, as a lead would. */
function setModes(world: World, mode: string): void {
  const tab = world.spreadsheet.sheet('Usher queues');
  const column = (tab.displayValues()[0] ?? []).indexOf('Mode') + 1;
  tab.setCell(2, column, mode);
  tab.setCell(3, column, mode);
  press(world, 'runApplyQueues');
}

const statuses = (world: World) =>
  new Set(
    records(world)
      .slice(TAUGHT)
      .map((record) => record['Status']),
  );

describe('a queue under the promise', () => {
  it('stays a suggestion until a lead sets its mode to auto', () => {
    const world = worldOver(newRows(30));
    press(world, 'runTriageNew');
    expect(statuses(world)).toEqual(new Set(['needs review']));
  });

  it('is assigned alone in mode auto, with the proof in the reason and a share left to blind judgement', () => {
    const world = worldOver(newRows(120), { seed: 78 });
    press(world, 'runLearn');
    setModes(world, 'auto');
    press(world, 'runTriageNew');
    const rows = records(world).slice(TAUGHT);
    const assigned = rows.filter((record) => record['Status'] === 'assigned');
    const blind = rows.filter((record) => (record['Reason'] ?? '').startsWith('Picked for a blind check'));
    expect(assigned.length).toBeGreaterThan(60);
    expect(assigned[0]?.['Reason']).toMatch(/95 % promise.* holds from/);
    expect(blind.length).toBeGreaterThan(2);
    expect(blind.every((record) => record['Queue'] === '' && record['Queue confidence'] === '')).toBe(true);
  });

  it('is told in the queues tab after learning: what is proven, from what, and how to switch it on', () => {
    const world = worldOver([]);
    press(world, 'runLearn');
    const [, first = []] = world.spreadsheet.sheet('Usher queues').displayValues();
    expect(first.join(' ')).toMatch(
      /Proven( together with 1 other small queue)?: at least 95 % right from .* confidence on \(0 of \d+ checked tickets were wrong\)/,
    );
  });

  it('refuses auto where nothing is proven, in the tab', () => {
    const world = bench.world([HEADERS, ...taughtRows(20), ...newRows(2)], { seed: 77 });
    press(world, 'runSetUp');
    press(world, 'runLearn');
    setModes(world, 'auto');
    const [, changedLast = []] = world.spreadsheet.sheet('Usher queues').displayValues();
    expect(changedLast).toContain('suggest');
    expect(changedLast.join(' ')).toContain('Auto is refused');
  });
});

describe('a queue that was taken back', () => {
  it('has nothing to be allowed again before', () => {
    expect(press(worldOver([]), 'runArm')).toMatch(/No queue was taken back/);
  });

  it('is allowed again by a lead only on fresh audits, and says what is missing', () => {
    const world = worldOver(newRows(240), { seed: 79 });
    press(world, 'runLearn');
    setModes(world, 'auto');
    press(world, 'runTriageNew');
    const column = Object.keys(records(world)[0] ?? {}).indexOf('Queue') + 1;
    const sheet = world.spreadsheet.sheet('Tickets');
    records(world).forEach((record, i) => {
      if (!(record['Reason'] ?? '').startsWith('Picked for a blind check')) return;
      const own = queueOf(Number(record['Ticket']?.slice(2)));
      sheet.setCell(i + 2, column, own === 'Network' ? 'Printing' : 'Network');
    });
    press(world, 'runTriageNew');
    world.spreadsheet.show('Usher queues');
    world.spreadsheet.select(2, 1, 2);
    expect(press(world, 'runArm')).toMatch(
      /: not yet\. The audits since .* do not prove it again: .* stays a suggestion until then\. Keep judging/,
    );
  });
});

describe('undo', () => {
  it('brings every cell of the last run back that nobody has touched', () => {
    const world = worldOver(newRows(12));
    const before = records(world).map(({ Queue, Status }) => [Queue, Status]);
    press(world, 'runTriageNew');
    expect(press(world, 'runUndo')).toContain('12 rows are as before');
    expect(records(world).map(({ Queue, Status }) => [Queue, Status])).toEqual(before);
  });

  it('leaves a row that a person has corrected', () => {
    const world = worldOver(newRows(3));
    press(world, 'runTriageNew');
    world.spreadsheet.setCell(TAUGHT + 2, 4, 'Printing');
    expect(press(world, 'runUndo')).toContain('1 row that people have touched');
    expect(recordOf(world, 'N-0')['Queue']).toBe('Printing');
  });

  it('brings back what an earlier run had written', () => {
    const world = worldOver(newRows(1));
    press(world, 'runTriageNew');
    const first = recordOf(world, 'N-0');
    world.spreadsheet.select(TAUGHT + 2, 1);
    world.clock.advance(60_000);
    press(world, 'runTriageSelected');
    press(world, 'runUndo');
    expect(recordOf(world, 'N-0')).toEqual(first);
  });

  it('says so when there is nothing left to undo', () => {
    const world = worldOver(newRows(1));
    press(world, 'runTriageNew');
    press(world, 'runUndo');
    expect(press(world, 'runUndo')).toContain('no run to undo');
  });
});

describe('a run that is cut short', () => {
  it.each([6, 9, 14, 20, 26, 32, 38])(
    'is finished by the next one when it was killed after call %i',
    (calls) => {
      const world = worldOver(newRows(30));
      world.faults.killAfter(calls);
      world.call('runTriageNew', [], { entry: 'menu' });
      world.faults.clear();
      world.clock.advance(500_000);
      press(world, 'runTriageNew');
      // Some tickets are unlike the others and get no label; every one has its outcome, and no label is another's.
      const rows = records(world).slice(TAUGHT);
      expect(rows.map((record) => record['Status'])).toEqual(newRows(30).map(() => 'needs review'));
      expect(rows.filter((record, i) => record['Queue'] !== '' && record['Queue'] !== queueOf(i))).toEqual(
        [],
      );
      expect(rows.filter((record) => record['Queue'] !== '').length).toBeGreaterThan(20);
    },
  );

  it('does not start beside a run that is still at work', () => {
    const world = worldOver(newRows(5));
    world.faults.killAfter(30);
    world.call('runTriageNew', [], { entry: 'menu' });
    world.faults.clear();
    expect(press(world, 'runTriageNew')).toMatch(/Somebody else is running|Nothing to do/);
  });

  it('goes on by itself a minute after the time limit', () => {
    const world = worldOver(newRows(4_500), { latency: { requestMs: 150_000 } });
    expect(press(world, 'runTriageNew')).toContain('left for the next run');
    world.clock.advance(3_600_000);
    expect(statuses(world)).toEqual(new Set(['needs review']));
  });
});
