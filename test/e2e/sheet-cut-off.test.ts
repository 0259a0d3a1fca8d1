// Two people at one sheet, words that they paste and type while a run is at work, and what they do in its very end: on the built bundle.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import {
  BLANK,
  COLLEAGUE,
  COLUMN,
  type CutOffBench,
  FIRST_ROW,
  inLedger,
  justBefore,
  PAUSE_MS,
  shown,
  startCutOffBench,
  TRIAGED,
  ticketsOf,
  triage,
  triageUntilKilled,
} from '../builders/cut-off-sheet.ts';
import { press } from '../builders/sheet-world.ts';

let bench: CutOffBench;
beforeAll(async () => {
  bench = await startCutOffBench();
});
afterAll(() => bench.close());

const fourNew = () => bench.world(bench.freshRows());

/** The lock is let go of for the second time when the answers are written and checked; the first time the lease was taken. */
function onceWritten(world: World, act: () => void): void {
  justBefore(world, 'Lock.releaseLock', act, 2);
}

/** Sorts text and ticket number away from everything that is Usher's. */
function sortOwnColumns(world: World): void {
  ticketsOf(world).reorder(FIRST_ROW, 1, 3, [3, 0, 1, 2]);
}

describe('two people who triage at the same time', () => {
  it('have every ticket charged once, also where answers to the one are lost', () => {
    const world = fourNew();
    const charged = bench.charged();
    justBefore(world, 'Properties.setProperty', () => {
      world.faults.everyFetch('lost answer');
      world.call('runTriageNew', [], { entry: 'menu', user: COLLEAGUE });
      world.faults.everyFetch(undefined);
    });
    triage(world);
    triage(world);
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
    expect(bench.charged() - charged).toBe(4);
  });

  it('are told so, the one who came later', () => {
    const world = fourNew();
    justBefore(world, 'UrlFetchApp.fetchAll', () => {
      world.call('runTriageNew', [], { entry: 'menu', user: COLLEAGUE });
    });
    expect(triage(world)).toContain('Somebody else is running Usher in this spreadsheet.');
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
  });
});

describe('Usher’s own words, pasted over several cells during a run', () => {
  const pasteOwnWords = (world: World) =>
    ticketsOf(world).paste(FIRST_ROW, COLUMN.queue, [['Network'], ['Printing']]);
  const NAMED = /^Queue, row 22 \(id [0-9a-f]{8}\); Queue, row 23 \(id [0-9a-f]{8}\)$/;

  it('stay suggestions, and the ledger names the cells for a look', () => {
    const world = fourNew();
    onceWritten(world, () => pasteOwnWords(world));
    expect(triage(world)).toContain('please check Queue in row 22, Queue in row 23');
    expect(inLedger(world, 'Please check')).toMatch(NAMED);
    expect(shown(world, 'Status')).toMatchObject({ 'N-0': 'needs review', 'N-1': 'needs review' });
  });

  it('are named by the next run where that one was killed, though nothing else is left to do', () => {
    const world = fourNew();
    onceWritten(world, () => {
      pasteOwnWords(world);
      world.faults.killAfter(1);
    });
    triageUntilKilled(world);
    world.clock.advance(PAUSE_MS);
    expect(triage(world)).toContain('Nothing to do');
    expect(inLedger(world, 'Please check')).toMatch(NAMED);
    triage(world);
    expect(inLedger(world, 'Please check')).toMatch(NAMED);
  });

  it('are a decision where one is typed over the word of the very run', () => {
    const world = fourNew();
    onceWritten(world, () => ticketsOf(world).setCell(FIRST_ROW, COLUMN.queue, 'Network'));
    triage(world);
    expect(shown(world, 'Status')).toMatchObject({ 'N-0': 'confirmed', 'N-1': 'needs review' });
    expect(inLedger(world, 'Please check')).toBe('');
  });
});

describe('a word typed over itself', () => {
  it('beside another row’s hidden cells is kept by undo, as one that stands beside its own', () => {
    const world = fourNew();
    triage(world);
    const sheet = ticketsOf(world);
    // The last example and the first new row change places, all but the two hidden columns at the end.
    sheet.reorder(FIRST_ROW - 1, 1, COLUMN.reason, [1, 0]);
    sheet.setCell(FIRST_ROW - 1, COLUMN.queue, 'Network');
    press(world, 'runUndo');
    expect(shown(world, 'Queue')).toEqual({ ...BLANK, 'N-0': 'Network' });
  });

  it('beside the cells of a row with the same queue is kept by undo for the text that it was typed beside', () => {
    const world = fourNew();
    triage(world);
    const sheet = ticketsOf(world);
    sheet.reorder(FIRST_ROW, 1, 3, [2, 1, 0, 3]);
    sheet.setCell(FIRST_ROW, COLUMN.queue, 'Network');
    press(world, 'runUndo');
    expect(shown(world, 'Queue')).toEqual({ ...BLANK, 'N-2': 'Network' });
  });
});

describe('a queue that is typed just before the answers are written, and heard of seconds later', () => {
  /** The calls of `setValues` of a run over new rows: journal and ids, and then journal and answers. */
  const WRITE_OF_ANSWERS = 4;
  const typeBeforeAnswers = (
    world: World,
    lagMs: number,
    alsoThen: () => void = () => undefined,
    queue = 'Network',
  ) => {
    world.edits.delay(() => lagMs);
    let writes = 0;
    world.faults.between(({ name }) => {
      world.edits.deliver();
      if (name !== 'Range.setValues') return;
      writes += 1;
      if (writes !== WRITE_OF_ANSWERS) return;
      ticketsOf(world).setCell(FIRST_ROW + 1, COLUMN.queue, queue);
      alsoThen();
    });
  };
  const STANDS = {
    ...{ 'N-0': 'Network, needs review', 'N-1': 'Network, corrected' },
    ...{ 'N-2': 'Network, needs review', 'N-3': 'Printing, needs review' },
  };

  it.each([1_000, 4_000, 8_000])(
    'stands again where that is %i ms later, and the person is told',
    (lagMs) => {
      const world = fourNew();
      typeBeforeAnswers(world, lagMs);
      const said = triage(world);
      world.ui.clear();
      world.clock.advance(30_000);
      const later = world.ui.toasts.map(({ message }) => message).join(' ');
      expect(`${said} ${later}`).toContain('just then stands again: Queue in row 23');
      expect(shown(world, 'Queue', 'Status')).toEqual(STANDS);
    },
  );

  it('stands again though an empty run comes between', () => {
    const world = fourNew();
    typeBeforeAnswers(world, 8_000);
    triage(world);
    triage(world);
    world.clock.advance(30_000);
    expect(shown(world, 'Queue', 'Status')).toEqual(STANDS);
  });

  it.each([
    ['a row is inserted above', (world: World) => ticketsOf(world).insertRows(2, 1)],
    ['a row above is deleted', (world: World) => ticketsOf(world).deleteRows(FIRST_ROW, 1)],
  ])('comes to no other row where %s before it is heard of', (_, move) => {
    for (const lagMs of [1_000, 4_000, 8_000, 15_000]) {
      const world = fourNew();
      typeBeforeAnswers(world, lagMs, () => move(world), 'Accounts');
      triage(world);
      world.clock.advance(30_000);
      const { 'N-1': _typed, ...others } = shown(world, 'Queue', 'Status');
      const left = {
        'N-0': 'Network, needs review',
        'N-2': 'Network, needs review',
        'N-3': 'Printing, needs review',
      };
      for (const [ticket, cells] of Object.entries(others)) expect(left).toMatchObject({ [ticket]: cells });
    }
  });
});

describe('a correction some time after a run, heard of seconds later', () => {
  const corrected = (queue: string, row: number, then: (world: World) => void) => {
    const world = fourNew();
    triage(world);
    world.clock.advance(PAUSE_MS);
    world.edits.delay(() => 2_000);
    ticketsOf(world).setCell(row, COLUMN.queue, queue);
    then(world);
    world.clock.advance(30_000);
    return shown(world, 'Queue', 'Status');
  };

  it('is not written into the row that a sort has put in its place', () => {
    const sort = (world: World) => ticketsOf(world).reorder(FIRST_ROW, 1, COLUMN.id, [0, 2, 1, 3]);
    expect(corrected('Accounts', FIRST_ROW + 1, sort)).toMatchObject({ 'N-2': 'Network, needs review' });
  });

  it('keeps no ticket that nobody touched, where rows have moved meanwhile', () => {
    const insert = (world: World) => ticketsOf(world).insertRows(2, 1);
    expect(corrected('Printing', FIRST_ROW + 2, insert)).toMatchObject({ 'N-1': 'Printing, needs review' });
  });

  it.each([[['Network', 'Printing']], [['Network', 'Accounts', 'Printing']], [['Network', '', 'Printing']]])(
    'ends with the last of %j',
    (queues) => {
      const world = fourNew();
      triage(world);
      world.edits.delay(() => 3_000);
      for (const queue of queues) ticketsOf(world).setCell(FIRST_ROW + 1, COLUMN.queue, queue);
      world.clock.advance(30_000);
      expect(shown(world, 'Queue')).toMatchObject({ 'N-1': 'Printing' });
    },
  );
});

describe('another export, pasted over rows that stand there', () => {
  it.each(['N-', 'N-1'])(
    'is triaged, though the queues of what stood there before are gone, numbered %s0 and on',
    (mark) => {
      const world = fourNew();
      triage(world);
      const others = bench.freshRows().map((cells, i) => [`${mark}${i}`, ...cells.slice(1, 3), '']);
      ticketsOf(world).paste(FIRST_ROW, COLUMN.ticket, others);
      triage(world);
      expect(Object.values(shown(world, 'Queue'))).toEqual(Object.values(TRIAGED));
    },
  );

  it('is triaged where it is the same once more, and while a run is at work', () => {
    const rows = bench.freshRows();
    const world = bench.world(rows);
    const paste = () =>
      ticketsOf(world).paste(
        FIRST_ROW,
        COLUMN.ticket,
        rows.map((cells) => [...cells.slice(0, 3), '']),
      );
    triage(world);
    paste();
    triage(world);
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
    ticketsOf(world).setCell(FIRST_ROW - 1, COLUMN.queue, '');
    justBefore(world, 'UrlFetchApp.fetchAll', paste);
    triage(world);
    triage(world);
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
  });

  it('does not fill again what a person emptied, whatever else of the row is another by now', () => {
    const world = fourNew();
    triage(world);
    const sheet = ticketsOf(world);
    sheet.setCell(FIRST_ROW, COLUMN.queue, '');
    sheet.setCell(FIRST_ROW, COLUMN.ticket, 'N-0');
    sheet.setCell(FIRST_ROW, COLUMN.description, 'It was something else, x99002.');
    triage(world);
    expect(shown(world, 'Queue')).toMatchObject({ 'N-0': '' });
  });
});

describe('the very end of a run', () => {
  it('brings a word that was typed, and a sort of some columns, to the rows that they are about', () => {
    const world = fourNew();
    onceWritten(world, () => {
      ticketsOf(world).setCell(FIRST_ROW + 1, COLUMN.queue, 'Network');
      sortOwnColumns(world);
    });
    triage(world);
    expect(shown(world, 'Queue', 'Status')).toEqual({
      ...{ 'N-0': 'Network, needs review', 'N-1': 'Network, corrected' },
      ...{ 'N-2': 'Network, needs review', 'N-3': 'Printing, needs review' },
    });
  });

  it('keeps the journal where closed cells hold up what it brings together, and the next run ends it', () => {
    const world = fourNew();
    const charged = bench.charged();
    onceWritten(world, () => {
      ticketsOf(world).setCell(FIRST_ROW + 1, COLUMN.queue, 'Network');
      ticketsOf(world).reorder(FIRST_ROW, COLUMN.queue, 6, [3, 0, 1, 2]);
      ticketsOf(world).protect(FIRST_ROW, COLUMN.queue, 4, 1);
    });
    expect(triage(world)).toMatch(/in a protected range hold what belongs to another row/);
    ticketsOf(world).unprotect();
    triage(world);
    expect(shown(world, 'Queue', 'Status')).toMatchObject({
      ...{ 'N-0': 'Network, needs review', 'N-1': 'Network, corrected' },
      ...{ 'N-2': 'Network, needs review', 'N-3': 'Printing, needs review' },
    });
    expect(bench.charged() - charged).toBe(4);
  });

  it.each(['Sheet.appendRow', 'Properties.deleteProperty', 'Spreadsheet.toast'])(
    'leaves what somebody sorts just before its %s for the next run, which asks for nothing again',
    (call) => {
      const world = fourNew();
      const charged = bench.charged();
      justBefore(world, call, () => sortOwnColumns(world));
      triage(world);
      const parted = shown(world, 'Queue');
      triage(world);
      expect(parted).not.toEqual(TRIAGED);
      expect(shown(world, 'Queue')).toEqual(TRIAGED);
      expect(bench.charged() - charged).toBe(4);
    },
  );
});
