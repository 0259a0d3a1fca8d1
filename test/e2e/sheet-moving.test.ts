// People who insert, move, merge and protect at an exact call of a run, on the built bundle: nothing of theirs is lost, and every
// ticket is triaged and charged once.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import {
  BLANK,
  COLUMN,
  type CutOffBench,
  FIRST_ROW,
  justBefore,
  ownCells,
  PAUSE_MS,
  shown,
  startCutOffBench,
  TRIAGED,
  ticketsOf,
  triage,
  triageUntilKilled,
  writtenCells,
} from '../builders/cut-off-sheet.ts';
import { press } from '../builders/sheet-world.ts';

let bench: CutOffBench;
beforeAll(async () => {
  bench = await startCutOffBench();
});
afterAll(() => bench.close());

/** The calls of `setValues` of a run over new rows: journal and ids, and then journal and answers. */
const WRITE_OF_ANSWERS = 4;

describe('somebody inserts between the look for the last row and the read', () => {
  it('rows, and the last rows, which that pushes out, are triaged all the same and charged once', () => {
    const world = bench.world(bench.freshRows());
    const charged = bench.charged();
    justBefore(world, 'Range.getValues', () => ticketsOf(world).insertRows(2, 3));
    triage(world);
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
    expect(bench.charged() - charged).toBe(4);
  });

  it('rows at every read of a run that goes on, and what was asked before is not charged again', () => {
    const world = bench.world(bench.freshRows());
    const charged = bench.charged();
    justBefore(world, 'UrlFetchApp.fetchAll', () => world.faults.killAfter(1));
    triageUntilKilled(world);
    world.clock.advance(PAUSE_MS);
    let reads = 0;
    let isRead = false;
    world.faults.between(({ name }) => {
      if (name === 'Sheet.getDataRange') isRead = true;
      if (name !== 'Range.getValues' || !isRead || reads === 3) return;
      [isRead, reads] = [false, reads + 1];
      ticketsOf(world).insertRows(2, 3);
    });
    triage(world);
    const whileMoving = shown(world, 'Queue');
    triage(world);
    expect(whileMoving).toMatchObject({ 'N-3': '' });
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
    expect(bench.charged() - charged).toBe(4);
  });

  it('columns, and rows keep their ids and are charged once', () => {
    const rows = bench.freshRows();
    const world = bench.world(rows.slice(0, 2));
    const charged = bench.charged();
    triage(world);
    const first = shown(world, 'Queue', 'Status', 'Usher ID');
    ticketsOf(world).paste(FIRST_ROW + 2, 1, rows.slice(2));
    justBefore(world, 'Range.getValues', () => ticketsOf(world).insertColumns(1, 2));
    triage(world);
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
    expect(shown(world, 'Queue', 'Status', 'Usher ID')).toMatchObject(first);
    expect(bench.charged() - charged).toBe(4);
  });
});

/** Puts description and `Usher ID` to where the run is about to write: text and id of its rows are then lost. */
function moveIntoTheWay(world: World): void {
  ticketsOf(world).moveColumn(COLUMN.description, COLUMN.queue + 1);
  ticketsOf(world).moveColumn(COLUMN.id, COLUMN.queue + 1);
}

/** The same, and all that is Usher's is closed once the run has written. */
function closeBehind(world: World): void {
  moveIntoTheWay(world);
  justBefore(world, 'Range.getValues', () => ticketsOf(world).protect(FIRST_ROW, COLUMN.queue - 1, 12, 1));
}

describe('somebody moves columns to where the run is about to write', () => {
  it('and every cell of people’s holds by its end what it held before', () => {
    const rows = bench.freshRows();
    const world = bench.world(rows);
    justBefore(world, 'Range.setValues', () => moveIntoTheWay(world), WRITE_OF_ANSWERS);
    triage(world);
    expect(ownCells(world)).toEqual(writtenCells(rows));
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
  });

  it('and the next run puts people’s cells right where the write was the run’s last call', () => {
    const rows = bench.freshRows();
    const world = bench.world(rows);
    const charged = bench.charged();
    const moveAndKill = () => {
      moveIntoTheWay(world);
      world.faults.killAfter(1);
    };
    justBefore(world, 'Range.setValues', moveAndKill, WRITE_OF_ANSWERS);
    triageUntilKilled(world);
    const whenKilled = ownCells(world);
    world.clock.advance(PAUSE_MS);
    triage(world);
    expect(whenKilled).not.toEqual(writtenCells(rows));
    expect(ownCells(world)).toEqual(writtenCells(rows));
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
    expect(bench.charged() - charged).toBe(4);
  });

  it('and sorts the rows as well, before it is killed, and every cell comes back to its own row', () => {
    const rows = bench.freshRows();
    const world = bench.world(rows);
    const disturb = () => {
      moveIntoTheWay(world);
      ticketsOf(world).reorder(FIRST_ROW, 1, 9, [3, 0, 1, 2]);
      world.faults.killAfter(1);
    };
    justBefore(world, 'Range.setValues', disturb, WRITE_OF_ANSWERS);
    triageUntilKilled(world);
    world.clock.advance(PAUSE_MS);
    triage(world);
    expect(ownCells(world)).toEqual(writtenCells(rows));
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
  });
});

describe('a sheet that ends with its last ticket', () => {
  it('gets one spare row, and no other when rows are deleted while a run is at work', () => {
    const world = bench.world(bench.freshRows());
    const sheet = ticketsOf(world);
    sheet.deleteRows(FIRST_ROW + 4, sheet.model.rowCount - (FIRST_ROW + 3));
    justBefore(world, 'UrlFetchApp.fetchAll', () => sheet.deleteRows(2, 3));
    triage(world);
    triage(world);
    expect([sheet.model.rowCount - sheet.lastRow, shown(world, 'Queue')]).toEqual([1, TRIAGED]);
  });
});

describe('somebody deletes the last row of a sheet without spare ones just before a write', () => {
  it.each(['Sheet.getRange', 'Range.setValues'])(
    'at its %s, and the others are triaged in the same run',
    (call) => {
      const world = bench.world(bench.freshRows());
      const sheet = ticketsOf(world);
      const last = FIRST_ROW + 3;
      const spare = sheet.model.rowCount - last;
      if (spare > 0) sheet.deleteRows(last + 1, spare);
      let writes = 0;
      let isDone = false;
      world.faults.between(({ name }) => {
        if (name === 'Range.setValues') writes += 1;
        if (isDone || name !== call || writes < WRITE_OF_ANSWERS - (call === 'Range.setValues' ? 0 : 1))
          return;
        isDone = true;
        sheet.deleteRows(last, 1);
      });
      expect(triage(world)).toContain('rows triaged');
      const { 'N-3': _deleted, ...others } = TRIAGED;
      expect([isDone, shown(world, 'Queue')]).toEqual([true, others]);
    },
  );
});

describe('somebody sorts Usher’s cells after every write of a run', () => {
  it('and no row is left out for it, since its cells do take values', () => {
    const world = bench.world(bench.freshRows());
    let writes = 0;
    let sorts = 0;
    world.faults.between(({ name }) => {
      if (name === 'Range.setValues') writes += 1;
      if (name !== 'Range.getValues' || writes < WRITE_OF_ANSWERS || sorts === 5) return;
      sorts += 1;
      ticketsOf(world).reorder(FIRST_ROW, COLUMN.queue, COLUMN.id - COLUMN.queue, [1, 0, 2, 3]);
    });
    expect(triage(world)).not.toContain('left out');
    expect([sorts, shown(world, 'Queue')]).toEqual([5, TRIAGED]);
  });
});

describe('cells that are closed', () => {
  it('just after such a write do not keep people’s own cells of their rows from being put right', () => {
    const rows = bench.freshRows(12);
    const world = bench.world(rows);
    justBefore(world, 'Range.setValues', () => closeBehind(world), WRITE_OF_ANSWERS);
    expect(triage(world)).toContain('12 rows are left out');
    expect(ownCells(world)).toEqual(writtenCells(rows));
  });

  it('for a moment whenever the run writes, and elsewhere when it asks which are, make it leave no row out', () => {
    const world = bench.world(bench.freshRows());
    const sheet = ticketsOf(world);
    let writes = 0;
    let asks = 0;
    world.faults.between(({ name }) => {
      if (name === 'Sheet.getProtections') asks += 1;
      if (name === 'Range.setValues') writes += 1;
      // Kinds of protection are asked for one after the other, and all of it before and after a write that was refused.
      const isFirstAsk = name === 'Sheet.getProtections' && asks % 4 === 1;
      if (name !== 'Range.setValues' && !isFirstAsk) return;
      sheet.unprotect();
      if (writes < WRITE_OF_ANSWERS + 10) sheet.protect(isFirstAsk ? 2 : FIRST_ROW, COLUMN.queue, 1, 1);
    });
    expect(triage(world)).not.toContain('left out');
    expect(asks).toBeGreaterThanOrEqual(4 * 4);
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
  });
});

describe('a queue that takes no value', () => {
  const LEFT_OUT = 'A cell of this row takes no value';

  it('since it lies under a merged one leaves its row as it was, with the reason, and loses nothing', () => {
    const world = bench.world(bench.freshRows());
    ticketsOf(world).merge(FIRST_ROW, COLUMN.queue, 2, 1);
    expect(triage(world)).toContain('1 row is left out, since merged or protected cells take no value');
    expect(shown(world, 'Queue')).toEqual({ ...TRIAGED, 'N-1': '' });
    expect(shown(world, 'Queue confidence', 'Status', 'Reason')['N-1']).toMatch(`, skipped, ${LEFT_OUT}`);
    press(world, 'runUndo');
    expect(shown(world, 'Queue')).toEqual(BLANK);
    ticketsOf(world).unmerge();
    triage(world);
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
  });

  it('since it is protected leaves its row as it was, and is filled once it is open, without another charge', () => {
    const world = bench.world(bench.freshRows());
    const charged = bench.charged();
    ticketsOf(world).protect(FIRST_ROW + 1, COLUMN.queue, 1, 1);
    triage(world);
    expect(shown(world, 'Queue')).toEqual({ ...TRIAGED, 'N-1': '' });
    expect(shown(world, 'Queue confidence', 'Status', 'Reason')['N-1']).toMatch(`, skipped, ${LEFT_OUT}`);
    ticketsOf(world).unprotect();
    world.spreadsheet.select(FIRST_ROW + 1, 1);
    press(world, 'runTriageSelected');
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
    expect(bench.charged() - charged).toBe(4);
  });

  it('is found by undo once it is open, and the run stays one to undo until then', () => {
    const world = bench.world(bench.freshRows());
    ticketsOf(world).protect(FIRST_ROW + 1, COLUMN.queue, 1, 1);
    triage(world);
    expect(press(world, 'runUndo')).toContain('1 row is left out');
    expect(shown(world, 'Status')).toEqual({ ...BLANK, 'N-1': 'skipped' });
    ticketsOf(world).unprotect();
    press(world, 'runUndo');
    expect(shown(world, 'Status')).toEqual(BLANK);
  });

  it('and holds what a sort brought while the run was asking keeps what is known of it until it is open', () => {
    const rows = bench.freshRows(8);
    const world = bench.world(rows.slice(0, 4));
    const charged = bench.charged();
    triage(world);
    const first = shown(world, 'Queue', 'Status', 'Reason');
    ticketsOf(world).paste(FIRST_ROW + 4, 1, rows.slice(4));
    justBefore(world, 'UrlFetchApp.fetchAll', () => {
      ticketsOf(world).reorder(FIRST_ROW, 1, 3, [3, 0, 1, 2]);
      ticketsOf(world).protect(FIRST_ROW, COLUMN.queue, 4, 1);
    });
    expect(triage(world)).toContain('in a protected range hold what belongs to another row');
    ticketsOf(world).unprotect();
    triage(world);
    expect(shown(world, 'Queue', 'Status', 'Reason')).toMatchObject(first);
    expect(Object.values(shown(world, 'Status'))).toEqual(Array(8).fill('needs review'));
    expect(bench.charged() - charged).toBe(8);
  });

  it('and holds what a sort brought is told with what to do, and the next run after that puts it right', () => {
    const world = bench.world(bench.freshRows());
    let writes = 0;
    world.faults.between(({ name }) => {
      if (name === 'Range.setValues') writes += 1;
      if (writes !== WRITE_OF_ANSWERS) return;
      if (name === 'Range.setValues') ticketsOf(world).reorder(FIRST_ROW, 1, 9, [3, 0, 1, 2]);
      if (name !== 'Range.getValues') return;
      writes += 1;
      ticketsOf(world).protect(FIRST_ROW, COLUMN.queue, 2, 1);
    });
    const told = /10 cells in a protected range hold what belongs to another row.*Lift the protection/;
    expect(triage(world)).toMatch(told);
    expect(shown(world, 'Queue')).toMatchObject({ 'N-3': 'Network', 'N-0': 'Printing' });
    expect(triage(world)).toMatch(told);
    ticketsOf(world).unprotect();
    triage(world);
    expect(shown(world, 'Queue')).toEqual(TRIAGED);
  });
});

describe('a new ticket', () => {
  it('with the text of one that was deleted is triaged as a ticket of its own', () => {
    const rows = bench.freshRows();
    const world = bench.world(rows);
    triage(world);
    ticketsOf(world).deleteRows(FIRST_ROW);
    const [, subject = '', body = ''] = rows[0] ?? [];
    ticketsOf(world).paste(FIRST_ROW + 3, COLUMN.ticket, [['N-9', subject, body, '']]);
    triage(world);
    expect(shown(world, 'Queue', 'Status')['N-9']).toBe('Network, needs review');
  });
});
