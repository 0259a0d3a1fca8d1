// Before a run: rows whose text and Usher's own cells people have parted, by sorting or cutting only some of the columns. Each state
// tells which text it is about, so what Usher wrote follows its text; what people wrote stays where they put it.
import { Problem } from '../core/contract.ts';
import { shownText, textOfCell, unchangedText } from './cell-text.ts';
import { type CheckedWrite, writeChecked } from './checked-write.ts';
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
import { messages } from './messages.ts';
import type { CellValue, SheetWorld, WrittenValue } from './ports.ts';
import { restored } from './reconcile.ts';
import { type KnownTicket, partedRows, seenRows } from './row-identity.ts';
import { type RowState, shortDigest } from './row-state.ts';
import type { TicketRow } from './rows.ts';
import type { Settings } from './settings.ts';
import { rowValues, type SheetView } from './sheet-view.ts';
import type { SavedDecisions } from './write-journal.ts';

/**
 * Brings ids, states and what else stayed behind back to their texts, and answers the sheet as it is then. `saved` adds rows that a
 * person decided, which have no state. Throws a `Problem` when the sheet does not hold still.
 */
export function realign(
  world: SheetWorld,
  settings: Settings,
  view: SheetView,
  saved: SavedDecisions | null,
  look: (earlier: SheetView) => SheetView,
): SheetView {
  const write = planRealignment(view, saved);
  if (write === null) return view;
  let last = view;
  const { unsettled } = writeChecked(world, settings.sheetId, write, (earlier) => {
    last = look(earlier);
    return last;
  });
  if (unsettled > 0) throw new Problem('conflict', messages.unsettled(unsettled));
  return last;
}

/** The writes that bring parted rows together again, or null when none are parted. */
export function planRealignment(view: SheetView, saved: SavedDecisions | null): CheckedWrite | null {
  const holders = new Map<string, TicketRow>();
  const known = new Map<string, KnownTicket>();
  for (const [id, row] of Object.entries(saved?.decisions ?? {})) {
    const ticket = row.known;
    if (ticket) known.set(id, { hash: ticket.hash, rest: () => ticket.rest });
  }
  for (const row of view.rows) {
    if (row.state === null || row.state.id !== row.id || holders.has(row.id)) continue;
    const { id, hash, rest = '' } = row.state;
    holders.set(id, row);
    known.set(id, { hash, rest: () => rest });
  }
  const ids = partedRows(seenRows(view), known);
  if (ids === null) return null;
  const pairs = [...ids].flatMap(([at, id]): Pair[] => {
    const holder = holders.get(id);
    return holder?.state ? [{ at, holder, state: holder.state }] : [];
  });
  const votes = votesOf(view, pairs);
  const pairAt = new Map(pairs.map((pair) => [pair.at, pair]));
  const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
  const rows = view.rows.map((row) => ({ ...row, id: ids.get(row.row) ?? row.id }));
  for (const row of view.rows) {
    const id = ids.get(row.row);
    if (id === undefined) continue;
    const pair = pairAt.get(row.row);
    const cells = pair ? followingCells(view, row, pair, votes) : foreignCells(row, votes);
    cells.set(ID_KEY, unchangedText(id));
    // A row of which nothing is known gets a name for as long as it takes to write it.
    wanted.set(id === '' ? nameOf(row) : id, cells);
  }
  const named = rows.map((row) => (ids.get(row.row) === '' ? { ...row, id: nameOf(row) } : row));
  return { view: { ...view, rows: named }, wanted };
}

function nameOf(row: TicketRow): string {
  return `row ${row.row}`;
}

/** A text at row `at`, and the row that holds what Usher wrote for it. */
interface Pair {
  readonly at: number;
  readonly holder: TicketRow;
  readonly state: RowState;
}

/** For a column and a run: how many values came along with their text, less those that stayed behind with the state. */
type Votes = ReadonlyMap<string, number>;

/** The cells of Usher's that stayed behind, for the row that now has the text. */
function followingCells(
  view: SheetView,
  row: TicketRow,
  { holder, state }: Pair,
  votes: Votes,
): Map<ColumnKey, WrittenValue> {
  const here = rowValues(view, row.row);
  const there = rowValues(view, holder.row);
  const cells = new Map<ColumnKey, WrittenValue>();
  for (const [column, key] of managedKeys(view.columns)) {
    const left = there[column] ?? '';
    if (key === STATE_KEY) {
      cells.set(key, restored(left));
      continue;
    }
    if ((votes.get(`${state.run}\n${key}`) ?? 0) >= 0) continue;
    const isPersons = isLabelKey(key) && row.state === null && textOfCell(here[column]) !== '';
    if (!isPersons) cells.set(key, restored(left));
  }
  return cells;
}

/** Asks every parted row which columns came along. A value that fits both places tells nothing. */
function votesOf(view: SheetView, pairs: readonly Pair[]): Votes {
  const votes = new Map<string, number>();
  for (const { at, holder, state } of pairs) {
    const here = rowValues(view, at);
    const there = rowValues(view, holder.row);
    for (const [column, key] of managedKeys(view.columns)) {
      if (key === STATE_KEY) continue;
      const vote =
        Number(fits(state, key, here[column] ?? '')) - Number(fits(state, key, there[column] ?? ''));
      const name = `${state.run}\n${key}`;
      votes.set(name, (votes.get(name) ?? 0) + vote);
    }
  }
  return votes;
}

/** Whether a cell holds what the state says was written into this column for its ticket. */
function fits(state: RowState, key: ColumnKey, cell: CellValue): boolean {
  const shown = textOfCell(cell);
  if (key === STATUS_KEY) return shown === state.status;
  if (key === REASON_KEY) return state.why !== undefined && shortDigest(shown) === state.why;
  for (const [field, value] of Object.entries(state.confidences ?? {})) {
    if (key === confidenceKey(field)) return shown === shownText(value);
  }
  for (const [field, value] of Object.entries(state.written)) {
    if (key === labelKey(field)) return shown === value;
  }
  return false;
}

/** Takes away what stayed behind of the ticket that stood in this row before; what came along with the text is the text's own. */
function foreignCells(row: TicketRow, votes: Votes): Map<ColumnKey, WrittenValue> {
  const cells = new Map<ColumnKey, WrittenValue>();
  const { state } = row;
  if (state === null) return cells;
  const stayed = (key: ColumnKey): boolean => (votes.get(`${state.run}\n${key}`) ?? 0) < 0;
  for (const [field, origin] of Object.entries(row.origins)) {
    if (origin.kind === 'usher' && stayed(labelKey(field))) cells.set(labelKey(field), '');
    if (stayed(confidenceKey(field))) cells.set(confidenceKey(field), '');
  }
  for (const key of [STATUS_KEY, REASON_KEY]) if (stayed(key)) cells.set(key, '');
  cells.set(STATE_KEY, '');
  return cells;
}
