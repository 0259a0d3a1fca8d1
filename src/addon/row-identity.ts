// Which ticket a row is, when people have sorted some of its columns only: text and `Usher ID` then no longer belong together, and
// the row is known by its text, or by the rest of what people wrote in it.
import { textOfCell } from './cell-text.ts';
import { type ColumnKey, isLabelKey, managedKeys } from './column-keys.ts';
import { isUsherId, parseRowState, shortDigest } from './row-state.ts';
import type { TicketRow } from './rows.ts';
import { columnKeys, rowValues, type SheetView } from './sheet-view.ts';

/** A row as it stands; `rest` is worked out only when it is asked for. */
export interface SeenRow {
  /** Row number in the sheet, from 1. */
  readonly row: number;
  /** The id in its cell, or empty. */
  readonly id: string;
  /** `textHash` of its text, or empty. */
  readonly hash: string;
  readonly rest: () => string;
  /** What people wrote in it, cell by cell, its text included. */
  readonly cells: () => readonly string[];
  /** True where something of Usher's stands in it, be it in a column of people's: a plain new row is nobody's but its own. */
  readonly hasUshers: () => boolean;
  /** True where there is no id and nothing else of Usher's: a new row, as long as nothing tells otherwise. */
  readonly isBare: boolean;
  /** The text in a column; '' where there is no such column. */
  readonly shows: (column: ColumnKey) => string;
}

/** What a ticket looked like when its id was last known to stand beside it. */
export interface KnownTicket {
  readonly hash: string;
  readonly rest: () => string;
  /** What people had written in its row, cell by cell; empty where that is not known. */
  readonly cells: () => readonly string[];
  /** True where Usher has written nothing for it but the id. */
  readonly isBare: boolean;
}

/**
 * The id of the ticket in each row that bears another's, by row number; '' for a row of which nothing is known. Null while nothing
 * shows that ids and texts have parted: a text that changed in its place is no such sign.
 */
export function partedRows(
  rows: readonly SeenRow[],
  known: ReadonlyMap<string, KnownTicket>,
): ReadonlyMap<number, string> | null {
  const settled = rowsInPlace(rows, known);
  const loose = rows.filter((row) => settled.get(row.id) !== row);
  if (loose.length === 0) return null;
  const free = new Map([...known].filter(([id]) => !settled.has(id)));
  const found = new Map<number, string>();
  // A write that met moved rows may have made the texts of neighbours alike: who still has cells of its own beside its id is itself.
  const own = loose.filter((row) => free.has(row.id));
  if (own.length > 0) matchCells(own, free, { rows, known }, found, (row, id) => id === row.id);
  matchTexts(unmatched(loose, found), free, found);
  // An id that stands beside its own text elsewhere, and not in a copy of that row, has nothing to say here.
  const astray = loose.filter((row) => settled.has(row.id) && known.get(row.id)?.hash !== row.hash);
  if (found.size > 0) matchRests(unmatched(loose, found), free, found);
  const strangers = unmatched(loose, found).filter((row) => !known.has(row.id) && row.hasUshers());
  if (strangers.length > 0 && free.size > 0) matchCells(strangers, free, { rows, known }, found, () => true);
  const ids = new Map([
    ...astray.flatMap(({ row }) => (found.has(row) ? [] : [[row, ''] as const])),
    ...parted(loose, known, found),
  ]);
  return ids.size === 0 ? null : ids;
}

/** By id, the row that bears it and has its text; of a row and its copy the one whose other cells are the ticket's. */
function rowsInPlace(
  rows: readonly SeenRow[],
  known: ReadonlyMap<string, KnownTicket>,
): ReadonlyMap<string, SeenRow> {
  const settled = new Map<string, SeenRow>();
  for (const row of rows) {
    const ticket = known.get(row.id);
    if (ticket === undefined || ticket.hash !== row.hash) continue;
    const other = settled.get(row.id);
    if (other === undefined || (other.rest() !== ticket.rest() && row.rest() === ticket.rest()))
      settled.set(row.id, row);
  }
  return settled;
}

/** Pairs rows with tickets of the same text: first those whose other cells are the same as well. */
function matchTexts(
  loose: readonly SeenRow[],
  free: Map<string, KnownTicket>,
  found: Map<number, string>,
): void {
  const byHash = new Map<string, string[]>();
  const standing = new Set(loose.map(({ id }) => id));
  for (const [id, { hash }] of free) {
    if (hash === '') continue;
    const ids = byHash.get(hash);
    if (ids) ids.push(id);
    else byHash.set(hash, [id]);
  }
  const pair = (row: SeenRow, isLike: (id: string) => boolean): void => {
    // The same text in a new row is another ticket, unless the id of the one that is known stands in the sheet without its text.
    const canBe = (id: string): boolean => !row.isBare || standing.has(id) || free.get(id)?.isBare === true;
    const id = byHash.get(row.hash)?.find((one) => free.has(one) && canBe(one) && isLike(one));
    if (id === undefined) return;
    found.set(row.row, id);
    free.delete(id);
  };
  // Of a row and its copy the one whose other cells are the ticket's, wherever they stand.
  for (const row of loose) pair(row, (id) => free.get(id)?.rest() === row.rest());
  for (const row of unmatched(loose, found)) pair(row, () => true);
}

/** Pairs what is left by the rest of the row, where that is one of a kind on both sides. */
function matchRests(
  unmatched: readonly SeenRow[],
  free: Map<string, KnownTicket>,
  found: Map<number, string>,
): void {
  const once = <T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T> => {
    const seen = new Map<string, T | null>();
    for (const item of items) {
      const key = keyOf(item);
      seen.set(key, seen.has(key) ? null : item);
    }
    return new Map([...seen].flatMap(([key, item]) => (item === null || key === '' ? [] : [[key, item]])));
  };
  const rows = once(unmatched, (row) => row.rest());
  for (const [rest, [id]] of once(free, ([, ticket]) => ticket.rest())) {
    const row = rows.get(rest);
    if (row === undefined) continue;
    found.set(row.row, id);
    free.delete(id);
  }
}

function unmatched(loose: readonly SeenRow[], found: ReadonlyMap<number, string>): SeenRow[] {
  return loose.filter((row) => !found.has(row.row));
}

/**
 * Pairs rows with a text that nobody knows, and without an id that stands beside its own elsewhere: a write that met moved columns has gone
 * into people's own. They are known by the cells that it left, of those that are one of a kind in the whole sheet, where these are at least
 * half of the ticket's; the id beside them counts as one more.
 */
function matchCells(
  strangers: readonly SeenRow[],
  free: Map<string, KnownTicket>,
  all: { readonly rows: readonly SeenRow[]; readonly known: ReadonlyMap<string, KnownTicket> },
  found: Map<number, string>,
  isWanted: (row: SeenRow, id: string) => boolean,
): void {
  const isOnceNow = onceIn(all.rows);
  const isOnceThen = onceIn(all.known.values());
  const own = new Map<string, string>();
  const least = new Map<string, number>();
  for (const [id, ticket] of free) {
    const cells = ticket.cells().filter(isOnceThen);
    for (const cell of cells) own.set(cell, id);
    least.set(id, cells.length / 2);
  }
  for (const row of strangers) {
    const votes = new Map<string, number>();
    for (const cell of row.cells()) {
      const id = isOnceNow(cell) ? own.get(cell) : undefined;
      if (id !== undefined) votes.set(id, (votes.get(id) ?? 0) + 1);
    }
    const ofOwnId = votes.get(row.id);
    if (ofOwnId !== undefined) votes.set(row.id, ofOwnId + 1);
    const [best, other] = [...votes].sort((a, b) => b[1] - a[1]);
    if (
      !best ||
      !isWanted(row, best[0]) ||
      best[1] === other?.[1] ||
      best[1] < (least.get(best[0]) ?? 0) ||
      !free.has(best[0])
    )
      continue;
    found.set(row.row, best[0]);
    free.delete(best[0]);
  }
}

function onceIn(rows: Iterable<Pick<SeenRow, 'cells'>>): (cell: string) => boolean {
  const times = new Map<string, number>();
  for (const { cells } of rows) for (const cell of cells()) times.set(cell, (times.get(cell) ?? 0) + 1);
  return (cell) => times.get(cell) === 1;
}

/** Outside the rows that were sorted a row keeps its id, though its text changed; inside them it bears somebody else's. */
function parted(
  loose: readonly SeenRow[],
  known: ReadonlyMap<string, KnownTicket>,
  found: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const taken = new Set(found.values());
  const moved = loose.filter((row) => found.has(row.row) && found.get(row.row) !== row.id);
  if (moved.length === 0) return new Map();
  const left = new Set(moved.map((row) => found.get(row.row)));
  const touched = loose.filter((row) => left.has(row.id)).concat(moved);
  const first = touched.reduce((least, { row }) => Math.min(least, row), Number.POSITIVE_INFINITY);
  const last = touched.reduce((most, { row }) => Math.max(most, row), 0);
  const ids = new Map<number, string>();
  for (const row of loose) {
    const id = found.get(row.row);
    if (id !== undefined) {
      if (id !== row.id) ids.set(row.row, id);
      continue;
    }
    const isInside = row.row >= first && row.row <= last;
    if (row.id !== '' && (taken.has(row.id) || (isInside && known.has(row.id)))) ids.set(row.row, '');
  }
  return ids;
}

/** By id, the row that bears it; of a row and its copy the one beside the ticket's own state, else the upper one. */
export function rowsById(rows: readonly TicketRow[]): ReadonlyMap<string, TicketRow> {
  const found = new Map<string, TicketRow>();
  for (const row of rows) {
    const other = found.get(row.id);
    const isOwn = row.state?.id === row.id && other?.state?.id !== row.id;
    if (other === undefined || isOwn) found.set(row.id, row);
  }
  return found;
}

/** The rows of a view as they are to be told apart. */
export function seenRows(view: SheetView): SeenRow[] {
  const isTheirs = personsColumns(view);
  const managed = [...managedKeys(view.columns).keys()];
  const columnOf = new Map([...columnKeys(view)].map(([column, key]) => [key, column]));
  return view.rows.map(({ row, id, hash }) => ({
    row,
    id,
    hash,
    rest: lazy(() => restOf(view, row, isTheirs)),
    cells: () => peoplesCells(view, row),
    hasUshers: () => id !== '' || hasUshers(view, row),
    isBare: id === '' && managed.every((column) => textOfCell(rowValues(view, row)[column]) === ''),
    shows: (key) => textOfCell(rowValues(view, row)[columnOf.get(key) ?? -1]),
  }));
}

/** The tickets of a view in which every id stands beside its own text. */
export function knownTickets(view: SheetView): Map<string, KnownTicket> {
  const known = new Map<string, KnownTicket>();
  const isTheirs = personsColumns(view);
  for (const { row, id, hash, state } of view.rows) {
    if (id === '' || known.has(id)) continue;
    known.set(id, {
      ...{
        hash,
        rest: lazy(() => restOf(view, row, isTheirs)),
        cells: () => peoplesCells(view, row),
      },
      isBare: state === null,
    });
  }
  return known;
}

/** `shortDigest` of what people wrote in a row beside its text and its labels, in any order of columns; '' where there is nothing. */
export function restDigest(view: SheetView, row: number): string {
  return restOf(view, row, personsColumns(view));
}

function restOf(view: SheetView, row: number, isTheirs: (column: number) => boolean): string {
  const texts = rowValues(view, row).flatMap((cell, column) => {
    const text = isTheirs(column) ? textOfCell(cell) : '';
    return text === '' ? [] : [text];
  });
  return texts.length === 0 ? '' : shortDigest(texts.sort().join('\u0001'));
}

function hasUshers(view: SheetView, row: number): boolean {
  const managed = managedKeys(view.columns);
  return rowValues(view, row).some((cell, column) => {
    const text = textOfCell(cell);
    const key = managed.get(column);
    if (key !== undefined) return text !== '' && !isLabelKey(key);
    return isUsherId(text) || parseRowState(text) !== null;
  });
}

/** What people wrote in a row, cell by cell, its text included. */
export function peoplesCells(view: SheetView, row: number): string[] {
  const managed = managedKeys(view.columns);
  return rowValues(view, row).flatMap((cell, column) => {
    const text = managed.has(column) || column === view.columns.id ? '' : textOfCell(cell);
    return text === '' ? [] : [text];
  });
}

/** Marks of what stands in rows without an id: as `textsMark` has it, of people's cells alone and together with each label. */
export function namelessMarks(view: SheetView): string[] {
  return view.rows.flatMap(({ id, row, origins }) => {
    if (id !== '') return [];
    const texts = peoplesCells(view, row);
    const labels = Object.values(origins).flatMap((origin) => ('label' in origin ? [origin.label] : []));
    return [textsMark(texts), ...labels.map((label) => textsMark([...texts, label]))];
  });
}

/** A mark of some texts in any order. */
export function textsMark(texts: readonly string[]): string {
  return shortDigest([...texts].sort().join('\u0001'));
}

function personsColumns(view: SheetView): (column: number) => boolean {
  const { columns } = view;
  const managed = managedKeys(columns);
  const text = new Set([columns.subject, columns.body, columns.id]);
  return (column) => !managed.has(column) && !text.has(column);
}

function lazy(work: () => string): () => string {
  let value: string | undefined;
  return () => {
    value ??= work();
    return value;
  };
}
