// Before a run: rows whose text and Usher's own cells people have parted, by sorting or cutting only some of the columns, and rows without
// an id. Usher's cells follow their text; what people wrote stays where they put it.
import { textOfCell, unchangedText } from './cell-text.ts';
import {
  type ColumnKey,
  confidenceKey,
  ID_KEY,
  isLabelKey,
  labelKey,
  managedKeys,
  REASON_KEY,
  STATE_KEY,
  STATUS_KEY,
} from './column-keys.ts';
import { planIds } from './give-ids.ts';
import type { CellValue, WrittenValue } from './ports.ts';
import { restored } from './reconcile.ts';
import { rowsById } from './row-identity.ts';
import { encodeRowState, parseRowState, type RowState } from './row-state.ts';
import type { TicketRow } from './rows.ts';
import { rowValues, type SheetView } from './sheet-view.ts';
import { saysAgain, type Typed } from './typed-edits.ts';
import type { Journal, Wanted } from './write-journal.ts';

export interface Together {
  /** The sheet with the ids that its rows shall bear. */
  readonly view: SheetView;
  readonly wanted: Wanted;
}

/** What the row of a ticket held when it was whole. */
interface Remembered {
  readonly state: RowState | null;
  readonly cell: (key: ColumnKey) => CellValue;
}

/** The writes that give every row its id and bring parted rows together again, or null when there is nothing to do. */
export function planTogether(
  view: SheetView,
  journal: Journal | null,
  typed: Typed,
  seed: string,
  newId: () => string,
): Together | null {
  const { ids, parted } = planIds(view, journal, seed, newId);
  if (ids.size === 0 && parted.size === 0) return null;
  const rows = view.rows.map((row) => ({ ...row, id: ids.get(row.row) ?? row.id }));
  const remember = memoryOf(view, journal);
  const rowOf = rowsById(view.rows);
  const rowWithReason = reasonRows(view);
  const pairOf = (at: number, id: string, memory: Remembered, leftAt: number | undefined): Pair => {
    const left = leftAt === undefined ? [] : rowValues(view, leftAt);
    const reasonAt = rowWithReason(reasonMark(view, memory.cell));
    return { at, id, memory, left, beside: reasonAt === undefined ? [] : rowValues(view, reasonAt) };
  };
  const finalId = new Map(rows.map((row) => [row.row, row.id]));
  const pairs = [...parted].flatMap((at): Pair[] => {
    const id = finalId.get(at) ?? '';
    const memory = remember(id, '');
    return memory ? [pairOf(at, id, memory, rowOf.get(id)?.row)] : [];
  });
  const pairAt = new Map(pairs.map((pair) => [pair.at, pair]));
  const sources = sourcesOf(view, pairs);
  const saidOfOthers = idsBesideOthers(view, typed, (row) => finalId.get(row) ?? '');
  const wanted = new Map<string, Map<ColumnKey, WrittenValue>>();
  const named = rows.map((row) => {
    if (!ids.has(row.row) && !parted.has(row.row)) return row;
    const id = ids.get(row.row) ?? row.id;
    const cells = new Map<ColumnKey, WrittenValue>([[ID_KEY, unchangedText(id)]]);
    // A row of which nothing is known, and in which no ticket stands, gets a name for as long as it takes to write it.
    const name = id === '' ? `row ${row.row}` : id;
    if (parted.has(row.row)) {
      const memory = remember(id, row.hash);
      const pair = pairAt.get(row.row) ?? (memory && pairOf(row.row, id, memory, undefined));
      const own = pair
        ? followingCells(view, row, pair, sources, typed, saidOfOthers)
        : foreignCells(view, row, sources, typed);
      for (const [key, value] of own) cells.set(key, value);
    }
    wanted.set(name, cells);
    return { ...row, id: name };
  });
  return { view: { ...view, rows: named }, wanted };
}

/** Tells what a ticket's cells were, by its id, and else, for a copy, by its text. */
function memoryOf(
  view: SheetView,
  journal: Journal | null,
): (id: string, hash: string) => Remembered | undefined {
  const byId = new Map<string, Remembered>();
  const byHash = new Map<string, Remembered>();
  const columns = new Map([...managedKeys(view.columns)].map(([column, key]) => [key, column]));
  for (const row of view.rows) {
    const { state } = row;
    if (state === null || state.id !== row.id || byId.has(row.id)) continue;
    const values = rowValues(view, row.row);
    const memory = { state, cell: (key: ColumnKey) => values[columns.get(key) ?? -1] ?? '' };
    byId.set(row.id, memory);
    byHash.set(state.hash, memory);
  }
  for (const [id, { hash, held, wanted }] of journal?.tickets ?? []) {
    const cell = (key: ColumnKey): CellValue => {
      const value = wanted.get(key);
      if (value === undefined) return held.get(key) ?? '';
      return typeof value === 'string' ? value.replace(/^'/, '') : value;
    };
    const then = parseRowState(textOfCell(cell(STATE_KEY)));
    const inSheet = byId.get(id);
    if (inSheet && inSheet.state?.run !== then?.run) continue;
    // Of the same run the sheet has the later state, which may note that a person kept the row.
    const state = inSheet?.state ?? then;
    const memory = { state, cell };
    byId.set(id, memory);
    if (state) byHash.set(hash, memory);
  }
  return (id, hash) => byId.get(id) ?? byHash.get(hash);
}

/** A text at row `at` and what is remembered of it. */
interface Pair {
  readonly at: number;
  readonly id: string;
  readonly memory: Remembered;
  /** The cells of the row in which its id stayed behind. */
  readonly left: readonly CellValue[];
  /** The cells of the row that shows its reason, if only one does. */
  readonly beside: readonly CellValue[];
}

/**
 * Where the values of a column are by now: beside the text of their ticket, beside its id, or beside its reason, as after two sorts of
 * different columns; null where nothing tells.
 */
type Source = 'text' | 'id' | 'reason' | null;

/** Asks every parted row where each column's values are. A value that fits several places tells nothing. */
function sourcesOf(view: SheetView, pairs: readonly Pair[]): (key: ColumnKey) => Source {
  const all = votesOf(view, pairs);
  const told = votesOf(
    view,
    pairs.filter(({ beside }) => beside.length > 0),
  );
  const votedFor = (key: ColumnKey): Source => {
    const { text, id } = all.get(key) ?? NO_VOTES;
    const ofTold = told.get(key) ?? NO_VOTES;
    if (ofTold.reason > Math.max(ofTold.text, ofTold.id)) return 'reason';
    if (id === text) return null;
    return id > text ? 'id' : 'text';
  };
  // Nearly all rows show one status, so that it tells little; it stays with what stands on both sides of it.
  const beside = new Set(
    [REASON_KEY, ...view.columns.fields.map(({ field }) => confidenceKey(field))].map(votedFor),
  );
  const [ofOthers = null] = beside;
  return (key) => (key === STATUS_KEY && beside.size === 1 && ofOthers !== null ? ofOthers : votedFor(key));
}

type Votes = Readonly<Record<NonNullable<Source>, number>>;
const NO_VOTES: Votes = { text: 0, id: 0, reason: 0 };

function votesOf(view: SheetView, pairs: readonly Pair[]): ReadonlyMap<ColumnKey, Votes> {
  const votes = new Map<ColumnKey, Votes>();
  for (const { at, memory, left, beside } of pairs) {
    const here = rowValues(view, at);
    for (const [column, key] of managedKeys(view.columns)) {
      const right = textOfCell(memory.cell(key));
      const isIn = (cells: readonly CellValue[]): number => Number(textOfCell(cells[column]) === right);
      const { text, id, reason } = votes.get(key) ?? NO_VOTES;
      votes.set(key, { text: text + isIn(here), id: id + isIn(left), reason: reason + isIn(beside) });
    }
  }
  return votes;
}

/** Reason and confidences as one text, which tells most tickets apart; '' where there is no reason. */
function reasonMark(view: SheetView, cell: (key: ColumnKey) => CellValue): string {
  const reason = textOfCell(cell(REASON_KEY));
  if (reason === '') return '';
  return [reason, ...view.columns.fields.map(({ field }) => textOfCell(cell(confidenceKey(field))))].join(
    '\n',
  );
}

/** Finds the row that shows a reason; undefined where none does, or several do. */
function reasonRows(view: SheetView): (mark: string) => number | undefined {
  const columnOf = new Map([...managedKeys(view.columns)].map(([column, key]) => [key, column]));
  const rows = new Map<string, number | undefined>();
  for (const { row } of view.rows) {
    const values = rowValues(view, row);
    const mark = reasonMark(view, (key) => values[columnOf.get(key) ?? -1] ?? '');
    rows.set(mark, rows.has(mark) ? undefined : row);
  }
  rows.delete('');
  return (mark) => rows.get(mark);
}

/** Statuses by which a person has decided. */
const PERSONS_WORD: ReadonlySet<string> = new Set(['confirmed', 'corrected']);

/** The cells of Usher's for the row that now has the text. */
function followingCells(
  view: SheetView,
  row: TicketRow,
  { id, left, beside, memory: { state, cell } }: Pair,
  sourceOf: (key: ColumnKey) => Source,
  typed: Typed,
  saidOfOthers: ReadonlySet<string>,
): Map<ColumnKey, WrittenValue> {
  const here = rowValues(view, row.row);
  const cells = new Map<ColumnKey, WrittenValue>();
  for (const [column, key] of managedKeys(view.columns)) {
    const edit = typed(row, key);
    const source = sourceOf(key);
    const hasStayed = source === 'id';
    const standing = { text: here, id: left, reason: beside }[source ?? 'text'][column] ?? '';
    if (edit !== undefined) cells.set(key, unchangedText(edit.value));
    else if (key === STATE_KEY)
      cells.set(key, state === null ? '' : unchangedText(encodeRowState({ ...state, id })));
    else if (key === STATUS_KEY) {
      // What somebody typed beside the id when another text stood there was said of that one.
      const isOthers = hasStayed && saidOfOthers.has(id);
      const isPersons = !isOthers && PERSONS_WORD.has(textOfCell(standing));
      const known =
        state !== null && (state.kept === true || areAllSaidAgain(row, state, typed))
          ? 'confirmed'
          : state?.status;
      cells.set(key, isPersons ? textOfCell(standing) : (known ?? ''));
    } else if (!isLabelKey(key)) cells.set(key, restored(cell(key)));
    else if (hasStayed && (row.state !== null || textOfCell(here[column]) === ''))
      cells.set(key, restored(standing));
  }
  return cells;
}

/** The ids beside which somebody typed a status while the text of another row stood there, wherever that is by now. */
function idsBesideOthers(view: SheetView, typed: Typed, idOf: (row: number) => string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { row } of view.rows) {
    const edit = typed({ row }, STATUS_KEY);
    if (edit !== undefined && edit.id !== '' && edit.id !== idOf(row)) ids.add(edit.id);
  }
  return ids;
}

/** True when a person has since written every word of Usher's in the row over itself. */
function areAllSaidAgain(row: TicketRow, { written }: RowState, typed: Typed): boolean {
  const fields = Object.keys(written);
  return (
    fields.length > 0 &&
    fields.every((field) => {
      const edit = typed(row, labelKey(field));
      return edit !== undefined && saysAgain(edit, written[field]);
    })
  );
}

/**
 * Takes away what stayed behind of the ticket that stood in this row before; a label that came along with the text, or was chosen for it,
 * stays.
 */
function foreignCells(
  view: SheetView,
  row: TicketRow,
  sourceOf: (key: ColumnKey) => Source,
  typed: Typed,
): Map<ColumnKey, WrittenValue> {
  const cells = new Map<ColumnKey, WrittenValue>();
  for (const [, key] of managedKeys(view.columns)) if (!isLabelKey(key)) cells.set(key, '');
  for (const [field, origin] of Object.entries(row.origins)) {
    const key = labelKey(field);
    if (origin.kind !== 'usher' || sourceOf(key) === 'text') continue;
    const edit = typed(row, key);
    if (!(edit && saysAgain(edit, origin.label))) cells.set(key, '');
  }
  return cells;
}
