// Writes cells and makes sure that they stand in their own rows: write, look again, put right, until a look finds nothing.
import { Problem } from '../core/contract.ts';
import { aftermathOf, idBeside, type Matter } from './aftermath.ts';
import { shownText, textOfCell, unchangedText } from './cell-text.ts';
import { type ColumnKey, ID_KEY, machineKeys, managedKeys, STATE_KEY } from './column-keys.ts';
import { type CrossedEdits, crossedEdits } from './crossed-edits.ts';
import { readEdits } from './edit-journal.ts';
import { messages } from './messages.ts';
import { writeOpenCells } from './open-cells.ts';
import { inColumns, joinRows } from './place-writes.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import {
  type Aftermath,
  type Footprint,
  findRepairs,
  type Intent,
  type KeyedWrite,
  leaveFootprint,
  type ReadRow,
} from './reconcile.ts';
import { type KnownTicket, knownTickets, partedRows, seenRows } from './row-identity.ts';
import { columnKeys, rowValues, type SheetView } from './sheet-view.ts';
import { type PersonEdit, typedBy } from './typed-edits.ts';
import { heldByPeople, type Journal, layoutOf, saveJournal, type Wanted } from './write-journal.ts';

/** People move a handful of rows a minute; a sheet that is still moving after this many looks is not left unsaid. */
const LOOKS_MAX = 12;
/** A cell that is found unchanged after so many writes takes none: it lies under a merged one. */
const TRIES_MAX = 3;

/** A write that has been planned against `view`, by Usher ID; rows that get an id have it in `view` already. */
export interface CheckedWrite {
  readonly view: SheetView;
  readonly wanted: Wanted;
}

export interface WriteResult extends CrossedEdits {
  /** Cells that were put right because rows moved or a person typed between look and write. */
  readonly repaired: number;
  /** Cells that were still wrong at the last look, or that hold another ticket's value and are closed. */
  readonly unsettled: number;
  /** Those of them that are closed. */
  readonly closed: number;
  /** Ids of tickets with a cell that takes no value. */
  readonly stuck: ReadonlySet<string>;
  /** The sheet at the last look; its rows bear the ids of their own tickets, whatever their cells say. */
  readonly view: SheetView;
}

/** The result of a write of nothing. */
export function nothingWritten(view: SheetView): WriteResult {
  return { repaired: 0, unsettled: 0, closed: 0, putBack: [], toCheck: [], stuck: new Set<string>(), view };
}

/** The same result; throws a `Problem` when the sheet did not hold still, or a closed cell holds another ticket's value. */
export function settled(result: WriteResult): WriteResult {
  if (result.unsettled === 0) return result;
  throw new Problem('conflict', unsettledText(result));
}

/** Says that cells are not as they must be, and what ends it; empty when all are. */
export function unsettledText({ unsettled, closed }: Pick<WriteResult, 'unsettled' | 'closed'>): string {
  if (closed > 0) return messages.displaced(closed);
  return unsettled > 0 ? messages.unsettled(unsettled) : '';
}

type Look = (earlier: SheetView) => SheetView;

/**
 * Brings `wanted` to the rows that bear its ids. Costs one call for the journal, one for each block and one read when nobody interferes;
 * each interference costs the same again. The read makes Sheets carry out what was written before it, so no flush is needed. `look`
 * reads the sheet, given the last view.
 */
export function writeChecked(
  world: SheetWorld,
  sheetId: number,
  { view, wanted }: CheckedWrite,
  look: Look,
): WriteResult {
  const writes = writesOf(view, wanted);
  if (writes.length === 0) return nothingWritten(view);
  saveJournal(world, view, wanted);
  return settle(world, sheetId, matterOf(view, wanted), writes, view, look);
}

/**
 * Goes on with the write of an execution that was killed: looks whether every value stands in its own row, as that execution would have
 * done. What it left in rows that came after its look is taken away.
 */
export function resumeWrite(
  world: SheetWorld,
  sheetId: number,
  journal: Journal,
  view: SheetView,
  look: Look,
): WriteResult {
  const { tickets, layout, at } = journal;
  // That execution may have written the rows between its own as well, with what they held.
  const put = new Set(['']);
  const reached = [...managedKeys(view.columns).values()];
  for (const { held, wanted } of tickets.values()) {
    for (const value of wanted.values()) put.add(shownText(value));
    for (const key of reached) put.add(shownText(held.get(key) ?? ''));
  }
  const footprint: Footprint = { all: new Set(put), ushers: put };
  const intent: Intent = {
    wanted: new Map([...tickets].map(([id, { wanted }]) => [id, wanted])),
    held: (id, key) => {
      const ticket = tickets.get(id);
      return ticket === undefined ? undefined : (ticket.held.get(key) ?? '');
    },
    places: null,
    machineColumns: new Set(machineKeys(view.columns)),
  };
  const known = new Map(
    [...tickets].map(([id, { hash, rest, held, wanted }]): [string, KnownTicket] => [
      id,
      {
        ...{ hash, rest: () => rest, cells: () => heldByPeople(held) },
        isBare: isBare(held) && isBare(wanted),
      },
    ]),
  );
  return settle(
    world,
    sheetId,
    { intent, tickets: known, layout, editsFrom: at, footprint },
    null,
    view,
    look,
  );
}

/** The sheet as `view` has it, and what is wanted of it. */
function matterOf(view: SheetView, wanted: Wanted): Matter {
  const columnOf = new Map([...columnKeys(view)].map(([column, key]) => [key, column]));
  const rowOf = new Map<string, number>();
  for (const { id, row } of view.rows) if (id !== '' && !rowOf.has(id)) rowOf.set(id, row);
  const intent: Intent = {
    wanted,
    held: (id, key) => {
      const row = rowOf.get(id);
      const column = columnOf.get(key);
      if (row === undefined) return undefined;
      return column === undefined ? '' : (rowValues(view, row)[column] ?? '');
    },
    places: view.rows,
    machineColumns: new Set(machineKeys(view.columns)),
  };
  const known = { tickets: knownTickets(view), layout: layoutOf(view), editsFrom: view.at };
  return { intent, ...known, footprint: { all: new Set(), ushers: new Set() } };
}

/**
 * Brings together what people have parted between `earlier` and `view`, by sorting some of the columns only, before anything is planned
 * on it; costs nothing where they have not.
 */
export function keepTogether(
  world: SheetWorld,
  sheetId: number,
  earlier: SheetView,
  view: SheetView,
  look: Look,
): WriteResult {
  const isWhole = view.rows.every(({ row, id }) => idBeside(view, row) === id);
  if (isWhole) return nothingWritten(view);
  saveJournal(world, earlier, new Map());
  return settle(world, sheetId, matterOf(earlier, new Map()), null, view, look);
}

function settle(
  world: SheetWorld,
  sheetId: number,
  matter: Matter,
  first: readonly KeyedWrite[] | null,
  view: SheetView,
  look: Look,
): WriteResult {
  const { intent, footprint } = matter;
  const tries = new Map<string, number>();
  const stuck = new Set<string>();
  const repairedCells = new Set<string>();
  let now = view;
  let edits: readonly PersonEdit[] = [];
  let repaired = 0;
  let displaced = 0;
  let closed: ReadonlySet<number> = new Set();
  const repairs = (): KeyedWrite[] => {
    const seen = seenRows(now);
    const ids = partedRows(seen, matter.tickets);
    const after = aftermathOf(now, matter, seen, ids);
    edits = readEdits(world.settings, matter.editsFrom);
    const found = withIds(findRepairs(intent, footprint, after, typedBy(edits, seen)), after.rows);
    const idOf = new Map(after.rows.map(({ row, id }) => [row, id]));
    for (const { row, cells } of found) {
      for (const key of cells.keys()) repairedCells.add(`${idOf.get(row) ?? ''}\n${key}`);
    }
    repaired += countCells(found);
    if (ids !== null)
      now = { ...now, rows: now.rows.map((row) => ({ ...row, id: ids.get(row.row) ?? row.id })) };
    displaced = closed.size === 0 ? 0 : countDisplaced(found, closed, after, intent);
    return withoutStuck(found, idOf, tries, stuck);
  };
  let writes = first ?? repairs();
  for (let looks = 0; looks < LOOKS_MAX && writes.length > 0; looks++) {
    const sent = joinRows(writes, now);
    leaveFootprint(footprint, sent);
    closed = writeOpenCells(world, sheetId, inColumns(sent, now), columnsWanted(now, intent.wanted));
    now = look(now);
    writes = repairs();
  }
  const touched = (id: string, key: ColumnKey) => {
    if (repairedCells.has(`${id}\n${key}`)) return 'repaired';
    return (intent.wanted.get(id)?.has(key) ?? false) ? 'wanted' : null;
  };
  const unsettled = Math.max(countCells(writes), displaced);
  return { repaired, stuck, unsettled, closed: displaced, view: now, ...crossedEdits(now, edits, touched) };
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
function columnsWanted(view: SheetView, wanted: Wanted): (row: number) => readonly number[] {
  const columnOf = new Map([...columnKeys(view)].map(([column, key]) => [key, column]));
  const idOf = new Map(view.rows.map(({ row, id }) => [row, id]));
  return (row) =>
    [...(wanted.get(idOf.get(row) ?? '')?.keys() ?? [])].flatMap((key) => columnOf.get(key) ?? []);
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

function writesOf(view: SheetView, wanted: CheckedWrite['wanted']): KeyedWrite[] {
  const writes: KeyedWrite[] = [];
  const seen = new Set<string>();
  for (const { id, row } of view.rows) {
    const cells = wanted.get(id);
    if (!cells || seen.has(id)) continue;
    seen.add(id);
    writes.push({ row, cells: withOwnId(view, row, id, cells) });
  }
  return writes;
}

/** A row that is known under another id than its cell says gets its own with whatever else it gets. */
function withOwnId(
  view: SheetView,
  row: number,
  id: string,
  cells: ReadonlyMap<ColumnKey, WrittenValue>,
): ReadonlyMap<ColumnKey, WrittenValue> {
  const isItsOwn = cells.has(ID_KEY) || idBeside(view, row) === id;
  return isItsOwn ? cells : new Map([...cells, [ID_KEY, unchangedText(id)]]);
}

/** True for a ticket of which only people have written anything. */
function isBare(cells: ReadonlyMap<ColumnKey, WrittenValue>): boolean {
  return !cells.has(STATE_KEY) || cells.get(STATE_KEY) === '';
}

function countCells(writes: readonly KeyedWrite[]): number {
  return writes.reduce((sum, { cells }) => sum + cells.size, 0);
}
