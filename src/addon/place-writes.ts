// Writes by column key, placed in the columns as they stand now, and joined into few rectangles, since each costs a call.
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { type ColumnKey, isManagedKey } from './column-keys.ts';
import type { WrittenValue } from './ports.ts';
import { type KeyedWrite, restored } from './reconcile.ts';
import { columnKeys, rowValues, type SheetView } from './sheet-view.ts';

/** Rectangles of one write in Usher's own columns; a sheet call takes the better part of a second. */
const BLOCKS_MAX = 6;
/** In people's columns what lies between is theirs, and writing it again could meet what they do just then. */
const OTHERS_BLOCKS_MAX = 40;

/**
 * The same writes in few rectangles: where scattered rows would take more than a handful, the rows between them are
 * written too, with what they hold, formulas excepted. Few calls also leave people little time to move rows in the midst of a write.
 */
export function joinRows(writes: readonly KeyedWrite[], view: SheetView): readonly KeyedWrite[] {
  const ushers = joined(only(writes, isManagedKey), view, BLOCKS_MAX);
  const others = joined(
    only(writes, (key) => !isManagedKey(key)),
    view,
    OTHERS_BLOCKS_MAX,
  );
  // Kept apart, so that a few cells of people's do not cut Usher's rectangles into many.
  return [...ushers, ...others];
}

function only(writes: readonly KeyedWrite[], isWanted: (key: ColumnKey) => boolean): KeyedWrite[] {
  return writes.flatMap(({ row, cells }) => {
    const kept = new Map([...cells].filter(([key]) => isWanted(key)));
    return kept.size > 0 ? [{ row, cells: kept }] : [];
  });
}

function joined(writes: readonly KeyedWrite[], view: SheetView, blocksMax: number): readonly KeyedWrite[] {
  if (cellBlocks(inColumns(writes, view)).length <= blocksMax) return writes;
  const byRow = new Map(writes.map((write) => [write.row, write]));
  const keys = new Set(writes.flatMap(({ cells }) => [...cells.keys()]));
  const columns = [...columnKeys(view)].filter(([, key]) => keys.has(key));
  const rows = writes.map(({ row }) => row);
  const first = rows.reduce((least, row) => Math.min(least, row), Number.POSITIVE_INFINITY);
  const last = rows.reduce((most, row) => Math.max(most, row), 0);
  const filled: KeyedWrite[] = [];
  for (let row = first; row <= last; row++) {
    const values = rowValues(view, row);
    const wanted = byRow.get(row)?.cells;
    const computed = view.formulas?.get(row);
    const cells = new Map<ColumnKey, WrittenValue>();
    for (const [column, key] of columns) {
      const value = wanted?.get(key);
      if (value !== undefined) cells.set(key, value);
      else if (!computed?.has(column)) cells.set(key, restored(values[column] ?? ''));
    }
    filled.push({ row, cells });
  }
  return filled;
}

/** The writes in the columns as they are in `view`; a column that is gone is passed over. */
export function inColumns(writes: readonly KeyedWrite[], view: SheetView): RowWrite[] {
  const columnOf = new Map<ColumnKey, number>();
  for (const [column, key] of columnKeys(view)) columnOf.set(key, column);
  return writes.map(({ row, cells }) => {
    const placed = new Map<number, WrittenValue>();
    for (const [key, value] of cells) {
      const column = columnOf.get(key);
      if (column !== undefined) placed.set(column, value);
    }
    return { row, cells: placed };
  });
}
