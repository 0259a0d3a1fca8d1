import { describe, expect, it } from '@jest/globals';
import { cellBlocks } from '../../../src/addon/cell-blocks.ts';
import { inColumns, joinRows } from '../../../src/addon/place-writes.ts';
import type { KeyedWrite } from '../../../src/addon/reconcile.ts';
import type { SheetView } from '../../../src/addon/sheet-view.ts';
import { aSheet } from '../../builders/sheet.ts';

const ROWS = 100;
const view: SheetView = Array.from({ length: ROWS })
  .reduce<ReturnType<typeof aSheet>>(
    (sheet, _, i) => sheet.suggestion({ Ticket: `T-${i}`, Subject: `VPN drops ${i}` }, 'Network'),
    aSheet(['Ticket']),
  )
  .view();

/** Writes into every other row from row 2 on, `count` of them. */
function scattered(count: number, cells: Readonly<Record<string, string>>): KeyedWrite[] {
  return Array.from({ length: count }, (_, i) => ({ row: 2 + 2 * i, cells: new Map(Object.entries(cells)) }));
}

const THEIRS = { 'header:Ticket': 'T' };
const USHERS = { 'label.queue': 'Printing', status: 'assigned' };

/** Rows that are written into a column. */
const rowsOf = (writes: readonly KeyedWrite[], key: string) =>
  writes.filter(({ cells }) => cells.has(key)).map(({ row }) => row);
const blocksOf = (writes: readonly KeyedWrite[]) => cellBlocks(inColumns(writes, view));
const everyOther = (count: number) => scattered(count, {}).map(({ row }) => row);

describe('joinRows', () => {
  it('writes scattered rows of Usher’s in at most six rectangles, and what stands between with what it holds', () => {
    const joined = joinRows(scattered(30, USHERS), view);
    expect(blocksOf(joined).length).toBeLessThanOrEqual(6);
    const labels = joined.map(({ cells }) => cells.get('label.queue'));
    expect(labels.slice(0, 4)).toEqual(['Printing', 'Network', 'Printing', 'Network']);
  });

  it('writes nothing in between where six rectangles are enough', () => {
    expect(rowsOf(joinRows(scattered(3, USHERS), view), 'status')).toEqual(everyOther(3));
  });

  it('never writes people’s cells in between while theirs fit 40 rectangles', () => {
    expect(rowsOf(joinRows(scattered(40, THEIRS), view), 'header:Ticket')).toEqual(everyOther(40));
  });

  it('joins people’s cells too where there are more, which would take minutes', () => {
    expect(blocksOf(joinRows(scattered(41, THEIRS), view))).toHaveLength(1);
  });

  it('writes a few cells of people’s that stand beside many of Usher’s without cutting these into more', () => {
    const theirs = [7, 17, 27].map((row) => ({ row, cells: new Map([['header:Body', 'Since noon.']]) }));
    const joined = joinRows([...scattered(30, USHERS), ...theirs], view);
    expect(rowsOf(joined, 'header:Body')).toEqual([7, 17, 27]);
    expect(blocksOf(joined)).toHaveLength(blocksOf(joinRows(scattered(30, USHERS), view)).length + 3);
  });

  it('writes both into the same row where both are wanted', () => {
    const joined = joinRows(scattered(2, { ...THEIRS, ...USHERS }), view);
    expect(blocksOf(joined).map(({ row, values }) => [row, values[0]])).toEqual(
      expect.arrayContaining([
        [2, ['T']],
        [4, ['T']],
        [2, ['Printing']],
      ]),
    );
  });

  it('never writes over a formula that stands in between', () => {
    const formulas = new Map([[3, new Map([[view.columns.status, '=TODAY()']])]]);
    const joined = joinRows(scattered(30, USHERS), { ...view, formulas });
    expect(rowsOf(joined, 'status')).not.toContain(3);
    expect(rowsOf(joined, 'label.queue')).toContain(3);
  });
});
