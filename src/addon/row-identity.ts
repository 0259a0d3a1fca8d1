// Which ticket a row is, when people have sorted some of its columns only: text and `Usher ID` then no longer belong together, and
// the row is known by its text, or by the rest of what people wrote in it.
import { textOfCell } from './cell-text.ts';
import { managedKeys } from './column-keys.ts';
import { shortDigest } from './row-state.ts';
import { rowValues, type SheetView } from './sheet-view.ts';

/** A row as it stands; `rest` is worked out only when it is asked for. */
export interface SeenRow {
  /** Row number in the sheet, from 1. */
  readonly row: number;
  /** The id in its cell, or empty. */
  readonly id: string;
  /** `textHash` of its text, or empty. */
  readonly hash: string;
  readonly rest: () => string;
}

/** What a ticket looked like when its id was last known to stand beside it. */
export interface KnownTicket {
  readonly hash: string;
  readonly rest: () => string;
}

/**
 * The id of the ticket in each row that bears another's, by row number; '' for a row of which nothing is known. Null while nothing
 * shows that ids and texts have parted: a text that changed in its place is no such sign.
 */
export function partedRows(
  rows: readonly SeenRow[],
  known: ReadonlyMap<string, KnownTicket>,
): ReadonlyMap<number, string> | null {
  const settled = new Set<string>();
  const loose: SeenRow[] = [];
  let isSuspect = false;
  for (const row of rows) {
    const ticket = known.get(row.id);
    if (ticket !== undefined && ticket.hash === row.hash && !settled.has(row.id)) {
      settled.add(row.id);
      continue;
    }
    isSuspect ||= ticket !== undefined && ticket.hash !== row.hash;
    loose.push(row);
  }
  if (!isSuspect) return null;
  const free = new Map([...known].filter(([id]) => !settled.has(id)));
  const found = matchTexts(loose, free);
  if (found.size === 0) return null;
  const unmatched = loose.filter((row) => !found.has(row.row));
  matchRests(unmatched, free, found);
  return parted(loose, known, found);
}

/** Pairs rows with tickets of the same text, the row's own first, then one whose other cells are the same. */
function matchTexts(loose: readonly SeenRow[], free: Map<string, KnownTicket>): Map<number, string> {
  const byHash = new Map<string, string[]>();
  for (const [id, { hash }] of free) {
    if (hash === '') continue;
    const ids = byHash.get(hash);
    if (ids) ids.push(id);
    else byHash.set(hash, [id]);
  }
  const found = new Map<number, string>();
  for (const row of loose) {
    const ids = byHash.get(row.hash)?.filter((id) => free.has(id)) ?? [];
    const [first] = ids;
    if (first === undefined) continue;
    const id = ids.length === 1 ? first : (ids.find((one) => free.get(one)?.rest() === row.rest()) ?? first);
    found.set(row.row, id);
    free.delete(id);
  }
  return found;
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

/** Outside the rows that were sorted a row keeps its id, though its text changed; inside them it bears somebody else's. */
function parted(
  loose: readonly SeenRow[],
  known: ReadonlyMap<string, KnownTicket>,
  found: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> | null {
  const taken = new Set(found.values());
  const moved = loose.filter((row) => found.has(row.row) && found.get(row.row) !== row.id);
  if (moved.length === 0) return null;
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

/** The rows of a view as they are to be told apart. */
export function seenRows(view: SheetView): SeenRow[] {
  const isTheirs = personsColumns(view);
  return view.rows.map(({ row, id, hash }) => ({
    row,
    id,
    hash,
    rest: lazy(() => restOf(view, row, isTheirs)),
  }));
}

/** The tickets of a view in which every id stands beside its own text. */
export function knownTickets(view: SheetView): Map<string, KnownTicket> {
  const rows = seenRows(view).filter((row) => row.id !== '');
  return new Map(rows.map((row) => [row.id, { hash: row.hash, rest: row.rest }]));
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
