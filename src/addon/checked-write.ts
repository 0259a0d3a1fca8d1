// Writes cells and makes sure that they stand in their own rows: write, look again, put right, until a look finds nothing.
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { type ColumnKey, machineKeys, managedKeys } from './column-keys.ts';
import { headersOf } from './columns.ts';
import { readEdits } from './edit-journal.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import {
  type Footprint,
  findRepairs,
  type KeyedWrite,
  leaveFootprint,
  type ManagedRow,
  restored,
} from './reconcile.ts';
import { rowValues, type SheetView } from './sheet-view.ts';
import { saveDecisions } from './write-journal.ts';

/** People move a handful of rows a minute; a sheet that is still moving after this many looks is not left unsaid. */
const LOOKS_MAX = 12;
/** Rectangles of one write; a sheet call takes the better part of a second. */
const BLOCKS_MAX = 6;

/** A write that has been planned against `view`, by Usher ID. */
export interface CheckedWrite {
  readonly view: SheetView;
  readonly wanted: ReadonlyMap<string, ReadonlyMap<ColumnKey, WrittenValue>>;
  /** True while a cut-off run is being put right: what people had decided stands in the journal and not in `view`. */
  readonly isRecovery?: boolean;
  /** Edits of people count from this instant on, in epoch milliseconds; from the look on where it is not given. */
  readonly editsFrom?: number;
}

export interface WriteResult {
  /** Cells that were put right because rows moved or a person typed between look and write. */
  readonly repaired: number;
  /** Cells that were still wrong at the last look. */
  readonly unsettled: number;
}

/**
 * Brings `wanted` to the rows that bear its ids. Costs one call for each block and one read when nobody interferes; each
 * interference costs the same again. The read makes Sheets carry out what was written before it, so no flush is needed. `look` reads the sheet.
 */
export function writeChecked(
  world: SheetWorld,
  sheetId: number,
  write: CheckedWrite,
  look: () => SheetView,
): WriteResult {
  const { view, wanted } = write;
  const layout = layoutOf(view);
  const footprint: Footprint = new Set();
  let now = view;
  let writes: readonly KeyedWrite[] = writesOf(view, wanted);
  let repaired = 0;
  if (writes.length > 0 && write.isRecovery !== true) saveDecisions(world, view);
  for (let looks = 0; looks < LOOKS_MAX && writes.length > 0; looks++) {
    const sent = joinRows(writes, now);
    leaveFootprint(footprint, sent);
    world.sheets.write(sheetId, cellBlocks(inColumns(sent, now)));
    now = look();
    // A write can have reached other columns than ours only when the columns have moved.
    const reach = layoutOf(now) === layout ? 'managed' : 'all';
    const before = managedRows(view, reach);
    const machineColumns = new Set(machineKeys(view.columns));
    writes = findRepairs(
      { wanted, before, machineColumns },
      footprint,
      managedRows(now, reach),
      readEdits(world.settings, write.editsFrom ?? view.at),
    );
    repaired += countCells(writes);
  }
  return { repaired, unsettled: countCells(writes) };
}

/**
 * The same writes in few rectangles: where scattered rows would take more than a handful, the rows between them are
 * written too, with what they hold. Few calls also leave people little time to move rows in the midst of a write.
 */
function joinRows(writes: readonly KeyedWrite[], view: SheetView): readonly KeyedWrite[] {
  if (cellBlocks(inColumns(writes, view)).length <= BLOCKS_MAX) return writes;
  const byRow = new Map(writes.map((write) => [write.row, write]));
  const keys = [...new Set(writes.flatMap(({ cells }) => [...cells.keys()]))];
  const columns = [...allKeys(view)].filter(([, key]) => keys.includes(key));
  const rows = writes.map(({ row }) => row);
  const joined: KeyedWrite[] = [];
  for (let row = Math.min(...rows); row <= Math.max(...rows); row++) {
    const values = rowValues(view, row);
    const wanted = byRow.get(row)?.cells;
    const cells = new Map(
      columns.map(([column, key]) => [key, wanted?.get(key) ?? restored(values[column] ?? '')]),
    );
    joined.push({ row, cells });
  }
  return joined;
}

function writesOf(view: SheetView, wanted: CheckedWrite['wanted']): KeyedWrite[] {
  const writes: KeyedWrite[] = [];
  const seen = new Set<string>();
  for (const { id, row } of view.rows) {
    const cells = wanted.get(id);
    if (!cells || seen.has(id)) continue;
    seen.add(id);
    writes.push({ row, cells });
  }
  return writes;
}

/** The writes in the columns as they are in `view`; a column that is gone is passed over. */
function inColumns(writes: readonly KeyedWrite[], view: SheetView): RowWrite[] {
  const columnOf = new Map<ColumnKey, number>();
  for (const [column, key] of allKeys(view)) columnOf.set(key, column);
  return writes.map(({ row, cells }) => {
    const placed = new Map<number, WrittenValue>();
    for (const [key, value] of cells) {
      const column = columnOf.get(key);
      if (column !== undefined) placed.set(column, value);
    }
    return { row, cells: placed };
  });
}

function allKeys(view: SheetView): Map<number, ColumnKey> {
  const managed = managedKeys(view.columns);
  const keys = new Map<number, ColumnKey>();
  headersOf(view.table.rows[0]).forEach((header, column) => {
    if (column !== view.columns.id) keys.set(column, managed.get(column) ?? `header:${header}`);
  });
  return keys;
}

function managedRows(view: SheetView, reach: 'managed' | 'all'): ManagedRow[] {
  const keys = reach === 'all' ? allKeys(view) : managedKeys(view.columns);
  return view.rows.map(({ row, id, hash }) => {
    const values = rowValues(view, row);
    const cells = new Map([...keys].map(([column, key]) => [key, values[column] ?? '']));
    return { row, id, hash, cells };
  });
}

function layoutOf(view: SheetView): string {
  return headersOf(view.table.rows[0]).join('\n');
}

function countCells(writes: readonly KeyedWrite[]): number {
  return writes.reduce((sum, { cells }) => sum + cells.size, 0);
}
