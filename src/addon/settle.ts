// Write, look again, put right, until a look finds nothing: people sort, insert and delete between any two calls.
import { aftermathOf, type Matter } from './aftermath.ts';
import type { RowWrite } from './cell-blocks.ts';
import { shownText, textOfCell, unchangedText } from './cell-text.ts';
import { type ColumnKey, ID_KEY, isManagedKey } from './column-keys.ts';
import { crossedEdits } from './crossed-edits.ts';
import { readEdits } from './edit-journal.ts';
import { type OpenWrite, writeOpenCells } from './open-cells.ts';
import { inColumns, joinRows } from './place-writes.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import {
  type Aftermath,
  findRepairs,
  type Intent,
  type KeyedWrite,
  leaveFootprint,
  type ReadRow,
} from './reconcile.ts';
import { partedRows, seenRows } from './row-identity.ts';
import { columnKeys, type SheetView } from './sheet-view.ts';
import { type PersonEdit, placedEdits, typedBy } from './typed-edits.ts';
import type { Wanted } from './write-journal.ts';
import type { WriteResult } from './write-result.ts';

/** People move a handful of rows a minute; a sheet that is still moving after this many looks is not left unsaid. */
const LOOKS_MAX = 12;
/** A cell that is found unchanged after so many writes takes none: it lies under a merged one. */
const TRIES_MAX = 3;

/** Reads the sheet, given the last view. */
export type Look = (earlier: SheetView) => SheetView;

/**
 * Writes `first`, or what is found to be wrong where that is null, and looks until every cell is as `matter` wants it. Costs one call for
 * each block and one read when nobody interferes; each interference costs the same again.
 */
export function settle(
  world: SheetWorld,
  sheetId: number,
  matter: Matter,
  first: readonly KeyedWrite[] | null,
  view: SheetView,
  look: Look,
): WriteResult {
  const { footprint } = matter;
  const wanted = new Map(matter.intent.wanted);
  const intent: Intent = { ...matter.intent, wanted };
  const tries = new Map<string, number>();
  const stuck = new Set<string>();
  const repairedCells = new Set<string>();
  let now = view;
  let edits: readonly PersonEdit[] = [];
  let repaired = 0;
  let displaced = 0;
  let { closed, isCutShort }: OpenWrite = { closed: new Set(), isCutShort: false };
  const repairs = (): readonly KeyedWrite[] => {
    const seen = seenRows(now);
    const ids = partedRows(seen, matter.tickets);
    const after = aftermathOf(now, matter, seen, ids);
    edits = placedEdits(readEdits(world.settings, matter.editsFrom).edits, matter.stood);
    const typed = typedBy(edits, seen);
    const find = () => withIds(findRepairs(intent, footprint, after, typed), after.rows);
    const isStuck = stuckCells(after.rows, tries);
    let found = find();
    if (!isCutShort) countTries(found, tries);
    const rowOf = new Map(after.rows.map((row) => [row.row, row]));
    const giveUp = found.flatMap((write) =>
      [...write.cells].some(([key, value]) => isStuck(write.row, key, value))
        ? (rowOf.get(write.row)?.id ?? [])
        : [],
    );
    for (const id of giveUp) if (id !== '') stuck.add(id);
    // As with closed cells: a row of which one cell takes no value is left as it was.
    if (giveUp.filter((id) => wanted.delete(id)).length > 0) found = find();
    for (const { row, cells } of found) {
      for (const key of cells.keys()) repairedCells.add(`${rowOf.get(row)?.id ?? ''}\n${key}`);
    }
    repaired += countCells(found);
    if (ids !== null)
      now = { ...now, rows: now.rows.map((row) => ({ ...row, id: ids.get(row.row) ?? row.id })) };
    displaced = closed.size === 0 ? 0 : countDisplaced(found, closed, after, intent);
    return isCutShort ? found : withoutCells(found, isStuck);
  };
  let writes = first ?? repairs();
  for (let looks = 0; looks < LOOKS_MAX && writes.length > 0; looks++) {
    const sent = joinRows(writes, now);
    leaveFootprint(footprint, sent);
    const sentCells = inColumns(sent, now);
    ({ closed, isCutShort } = writeOpenCells(world, sheetId, sentCells, columnsWanted(now, wanted)));
    for (const id of idsIn(now, writes, closed)) {
      // What came through of a row that is closed in part is taken back: half a row would be told as somebody else's.
      if (wanted.delete(id)) stuck.add(id);
    }
    now = look(now);
    writes = repairs();
  }
  const touched = (id: string, key: ColumnKey) => {
    if (repairedCells.has(`${id}\n${key}`)) return 'repaired';
    return (matter.intent.wanted.get(id)?.has(key) ?? false) ? 'wanted' : null;
  };
  const unsettled = Math.max(countCells(writes), displaced);
  return { repaired, stuck, unsettled, closed: displaced, view: now, ...crossedEdits(now, edits, touched) };
}

/** The tickets whose rows were to be written and are closed. */
function idsIn(view: SheetView, writes: readonly KeyedWrite[], closed: ReadonlySet<number>): string[] {
  if (closed.size === 0) return [];
  const idOf = new Map(view.rows.map(({ row, id }) => [row, id]));
  return writes.flatMap(({ row }) => (closed.has(row) ? (idOf.get(row) ?? []) : []));
}

/** How many cells of closed rows hold neither what they held before nor what is right for them: the journal must not forget those. */
function countDisplaced(
  repairs: readonly KeyedWrite[],
  closed: ReadonlySet<number>,
  after: Aftermath,
  intent: Intent,
): number {
  const readRow = new Map(after.rows.map((row) => [row.row, row]));
  let displaced = 0;
  for (const { row, cells } of repairs) {
    const now = closed.has(row) ? readRow.get(row) : undefined;
    if (now === undefined) continue;
    for (const key of cells.keys()) {
      const isAsBefore =
        key === ID_KEY || textOfCell(now.cell(key)) === textOfCell(intent.held(now.likeId, key));
      if (!isAsBefore) displaced += 1;
    }
  }
  return displaced;
}

/** The columns that a write is to change in a row: where one of them is closed, the row is left as it is. */
function columnsWanted(view: SheetView, wanted: Wanted): (write: RowWrite) => readonly number[] {
  const keys = columnKeys(view);
  const columnOf = new Map([...keys].map(([column, key]) => [key, column]));
  const idOf = new Map(view.rows.map(({ row, id }) => [row, id]));
  return ({ row, cells }) => {
    // What is put back into people's own columns is not held up by Usher's.
    if (![...cells.keys()].some((column) => isManagedKey(keys.get(column) ?? ''))) return [];
    return [...(wanted.get(idOf.get(row) ?? '')?.keys() ?? [])].flatMap((key) => columnOf.get(key) ?? []);
  };
}

function countTries(repairs: readonly KeyedWrite[], tries: Map<string, number>): void {
  for (const { row, cells } of repairs) {
    for (const [key, value] of cells) {
      const cell = nameOf(row, key, value);
      tries.set(cell, (tries.get(cell) ?? 0) + 1);
    }
  }
}

function nameOf(row: number, key: ColumnKey, value: WrittenValue): string {
  return `${row}\n${key}\n${shownText(value)}`;
}

/** Tells cells that were written again and again in the same place and stayed blank: they lie under a merged one. */
function stuckCells(
  rows: readonly ReadRow[],
  tries: ReadonlyMap<string, number>,
): (row: number, key: ColumnKey, value: WrittenValue) => boolean {
  const readRow = new Map(rows.map((one) => [one.row, one]));
  return (row, key, value) => {
    if ((tries.get(nameOf(row, key, value)) ?? 0) < TRIES_MAX) return false;
    const read = readRow.get(row);
    return (key === ID_KEY ? read?.idBeside : read && textOfCell(read.cell(key))) === '';
  };
}

function withoutCells(
  repairs: readonly KeyedWrite[],
  isStuck: (row: number, key: ColumnKey, value: WrittenValue) => boolean,
): KeyedWrite[] {
  return repairs.flatMap(({ row, cells }) => {
    const kept = new Map([...cells].filter(([key, value]) => !isStuck(row, key, value)));
    return kept.size > 0 ? [{ row, cells: kept }] : [];
  });
}

/** Adds the id cells of rows that bear another ticket's id. */
function withIds(repairs: readonly KeyedWrite[], rows: readonly ReadRow[]): readonly KeyedWrite[] {
  const byRow = new Map(repairs.map(({ row, cells }) => [row, new Map(cells)]));
  for (const { row, id, idBeside } of rows) {
    if (id === idBeside) continue;
    const cells = byRow.get(row) ?? new Map<ColumnKey, WrittenValue>();
    cells.set(ID_KEY, unchangedText(id));
    byRow.set(row, cells);
  }
  return [...byRow].map(([row, cells]) => ({ row, cells }));
}

function countCells(writes: readonly KeyedWrite[]): number {
  return writes.reduce((sum, { cells }) => sum + cells.size, 0);
}
