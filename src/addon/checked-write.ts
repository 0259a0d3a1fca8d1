// Writes cells and makes sure that they stand in their own rows: write, look again, put right, until a look finds nothing.
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { shownText, unchangedText } from './cell-text.ts';
import { type ColumnKey, ID_KEY, machineKeys, managedKeys } from './column-keys.ts';
import { headersOf } from './columns.ts';
import { readEdits } from './edit-journal.ts';
import { writeOpenCells } from './open-cells.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import {
  type Footprint,
  findRepairs,
  type KeyedWrite,
  leaveFootprint,
  type ManagedRow,
  restored,
} from './reconcile.ts';
import { knownTickets, partedRows, seenRows } from './row-identity.ts';
import { columnKeys, rowValues, type SheetView } from './sheet-view.ts';
import { type PersonEdit, typedBy } from './typed-edits.ts';
import { saveDecisions } from './write-journal.ts';

/** People move a handful of rows a minute; a sheet that is still moving after this many looks is not left unsaid. */
const LOOKS_MAX = 12;
/** Rectangles of one write; a sheet call takes the better part of a second. */
const BLOCKS_MAX = 6;
/** A cell that is found unchanged after so many writes takes none: it lies under a merged one. */
const TRIES_MAX = 3;

/** A write that has been planned against `view`, by Usher ID. */
export interface CheckedWrite {
  readonly view: SheetView;
  readonly wanted: ReadonlyMap<string, ReadonlyMap<ColumnKey, WrittenValue>>;
  /** True while a cut-off run is being put right: what people had decided stands in the journal and not in `view`. */
  readonly isRecovery?: boolean;
  /** Edits of people count from this instant on, in epoch milliseconds; from the look on where it is not given. */
  readonly editsFrom?: number;
}

/** A cell by where it was when this was said, and by what stays true when rows move. */
export interface NamedCell {
  readonly row: number;
  readonly header: string;
  readonly id: string;
}

export interface WriteResult {
  /** Cells that were put right because rows moved or a person typed between look and write. */
  readonly repaired: number;
  /** Cells that were still wrong at the last look. */
  readonly unsettled: number;
  /** Values that people typed while this was written, and that stand again because the edit event told them. */
  readonly putBack: readonly NamedCell[];
  /** Cells that a person should look at: several were pasted at once just then, and Sheets does not tell what. */
  readonly toCheck: readonly NamedCell[];
  /** Ids of tickets with a cell that takes no value. */
  readonly stuck: ReadonlySet<string>;
}

export const NOTHING_WRITTEN: WriteResult = {
  ...{ repaired: 0, unsettled: 0, putBack: [], toCheck: [], stuck: new Set<string>() },
};

/**
 * Brings `wanted` to the rows that bear its ids. Costs one call for each block and one read when nobody interferes; each
 * interference costs the same again. The read makes Sheets carry out what was written before it, so no flush is needed. `look`
 * reads the sheet, given the last view.
 */
export function writeChecked(
  world: SheetWorld,
  sheetId: number,
  write: CheckedWrite,
  look: (earlier: SheetView) => SheetView,
): WriteResult {
  const { view, wanted } = write;
  const layout = layoutOf(view);
  const footprint: Footprint = new Set();
  const known = knownTickets(view);
  const tries = new Map<string, number>();
  const stuck = new Set<string>();
  const repairedCells = new Set<string>();
  let now = view;
  let edits: readonly PersonEdit[] = [];
  let writes: readonly KeyedWrite[] = writesOf(view, wanted);
  let repaired = 0;
  if (writes.length > 0 && write.isRecovery !== true) saveDecisions(world, view);
  for (let looks = 0; looks < LOOKS_MAX && writes.length > 0; looks++) {
    const sent = joinRows(writes, now);
    leaveFootprint(footprint, sent);
    writeOpenCells(world, sheetId, inColumns(sent, now));
    now = look(now);
    // A write can have reached other columns than ours only when the columns have moved.
    const reach = layoutOf(now) === layout ? 'managed' : 'all';
    const before = managedRows(view, reach, null);
    const machineColumns = new Set(machineKeys(view.columns));
    const ids = partedRows(seenRows(now), known);
    const after = managedRows(now, reach, ids);
    edits = readEdits(world.settings, write.editsFrom ?? view.at);
    const found = withIds(findRepairs({ wanted, before, machineColumns }, footprint, after, edits), ids);
    const idOf = new Map(after.map(({ row, id }) => [row, id]));
    for (const { row, cells } of found) {
      for (const key of cells.keys()) repairedCells.add(`${idOf.get(row) ?? ''}\n${key}`);
    }
    repaired += countCells(found);
    writes = withoutStuck(found, idOf, tries, stuck);
  }
  return {
    ...{ repaired, stuck, unsettled: countCells(writes) },
    ...crossings(now, edits, (id, key) =>
      repairedCells.has(`${id}\n${key}`) ? 'repaired' : (wanted.get(id)?.has(key) ?? false) ? 'wanted' : null,
    ),
  };
}

/** The edits that met this write, told apart by whether their value is known. */
function crossings(
  view: SheetView,
  edits: readonly PersonEdit[],
  touched: (id: string, key: ColumnKey) => 'repaired' | 'wanted' | null,
): Pick<WriteResult, 'putBack' | 'toCheck'> {
  if (edits.length === 0) return { putBack: [], toCheck: [] };
  const putBack = new Map<string, NamedCell>();
  const toCheck = new Map<string, NamedCell>();
  const columnOf = new Map([...columnKeys(view)].map(([column, key]) => [key, column]));
  const headers = headersOf(view.table.rows[0]);
  const typed = typedBy(edits, view.rows);
  const keys = new Set(edits.map((edit) => edit.column));
  for (const row of view.rows) {
    for (const key of keys) {
      const edit = typed(row, key);
      const how = edit ? touched(row.id, key) : null;
      if (!edit || how === null) continue;
      const header = headers[columnOf.get(key) ?? -1] ?? key;
      const cell: NamedCell = { row: row.row, header, id: row.id };
      if (!edit.isTold) toCheck.set(`${row.id}\n${key}`, cell);
      else if (how === 'repaired') putBack.set(`${row.id}\n${key}`, cell);
    }
  }
  return { putBack: [...putBack.values()], toCheck: [...toCheck.values()] };
}

/** Leaves out cells that were written again and again in the same place and never took the value. */
function withoutStuck(
  repairs: readonly KeyedWrite[],
  idOf: ReadonlyMap<number, string>,
  tries: Map<string, number>,
  stuck: Set<string>,
): KeyedWrite[] {
  return repairs.flatMap(({ row, cells }) => {
    const kept = new Map<ColumnKey, WrittenValue>();
    for (const [key, value] of cells) {
      const cell = `${row}\n${key}\n${shownText(value)}`;
      const tried = (tries.get(cell) ?? 0) + 1;
      tries.set(cell, tried);
      if (tried < TRIES_MAX) kept.set(key, value);
      else stuck.add(idOf.get(row) ?? '');
    }
    return kept.size > 0 ? [{ row, cells: kept }] : [];
  });
}

/** Adds the id cells of rows that bear another ticket's id. */
function withIds(
  repairs: readonly KeyedWrite[],
  ids: ReadonlyMap<number, string> | null,
): readonly KeyedWrite[] {
  if (ids === null) return repairs;
  const byRow = new Map(repairs.map(({ row, cells }) => [row, new Map(cells)]));
  for (const [row, id] of ids) {
    const cells = byRow.get(row) ?? new Map<ColumnKey, WrittenValue>();
    cells.set(ID_KEY, unchangedText(id));
    byRow.set(row, cells);
  }
  return [...byRow].map(([row, cells]) => ({ row, cells }));
}

/**
 * The same writes in few rectangles: where scattered rows would take more than a handful, the rows between them are
 * written too, with what they hold, formulas excepted. Few calls also leave people little time to move rows in the midst of a write.
 */
function joinRows(writes: readonly KeyedWrite[], view: SheetView): readonly KeyedWrite[] {
  if (cellBlocks(inColumns(writes, view)).length <= BLOCKS_MAX) return writes;
  const byRow = new Map(writes.map((write) => [write.row, write]));
  const keys = new Set(writes.flatMap(({ cells }) => [...cells.keys()]));
  const columns = [...columnKeys(view)].filter(([, key]) => keys.has(key));
  const rows = writes.map(({ row }) => row);
  const first = rows.reduce((least, row) => Math.min(least, row), Number.POSITIVE_INFINITY);
  const last = rows.reduce((most, row) => Math.max(most, row), 0);
  const joined: KeyedWrite[] = [];
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

function managedRows(
  view: SheetView,
  reach: 'managed' | 'all',
  ids: ReadonlyMap<number, string> | null,
): ManagedRow[] {
  const keys = [...(reach === 'all' ? columnKeys(view) : managedKeys(view.columns))];
  const managed = keys.filter(([, key]) => key !== ID_KEY);
  return view.rows.map(({ row, id, hash }) => {
    const values = rowValues(view, row);
    const cells = new Map(managed.map(([column, key]) => [key, values[column] ?? '']));
    return { row, id: ids?.get(row) ?? id, idBeside: id, hash, cells };
  });
}

function layoutOf(view: SheetView): string {
  return headersOf(view.table.rows[0]).join('\n');
}

function countCells(writes: readonly KeyedWrite[]): number {
  return writes.reduce((sum, { cells }) => sum + cells.size, 0);
}
