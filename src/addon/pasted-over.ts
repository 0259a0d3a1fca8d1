// Another export that people paste over old rows: the texts are new tickets that have no queue yet, and what Usher wrote for those that stood
// there is taken away. A blank cell alone would be a person's word: emptied.
import { cellBlocks } from './cell-blocks.ts';
import { type ColumnKey, confidenceKey, labelKey, REASON_KEY, STATE_KEY, STATUS_KEY } from './column-keys.ts';
import type { SheetEdit, SheetWorld, WrittenValue } from './ports.ts';
import { isStateCurrent, type TicketRow } from './rows.ts';
import type { Settings } from './settings.ts';
import { lookAtRows, type SheetView } from './sheet-view.ts';
import type { Typed } from './typed-edits.ts';

/** Rows of one paste that are cleared at once; reading and writing them takes a second or two of the thirty that a trigger has. */
const ROWS_MAX = 20_000;
const LOCK_WAIT_MS = 5_000;

/** Whether a paste brought texts, and whether these came with an id, as in a row that was copied. */
export function broughtBy(
  edit: SheetEdit,
  view: SheetView,
): { readonly isText: boolean; readonly isRow: boolean } {
  const { subject, body, id } = view.columns;
  const isIn = (column: number | null): boolean =>
    column === null || (column >= edit.firstColumn - 1 && column < edit.lastColumn);
  const isText = edit.typed === null && [subject, body].every(isIn);
  return { isText, isRow: isText && isIn(id) };
}

/** True where an edit of a run's time says that another ticket, with no queue yet, was pasted over one that Usher has triaged. */
export function isPastedOver(row: TicketRow, typed: Typed): boolean {
  return (
    isLeftOver(row) && Object.keys(row.origins).every((field) => typed(row, labelKey(field))?.isNew === true)
  );
}

/**
 * True for a row with no label, whose state tells of another text, or of a label that stood there: what Usher has left blank beside this
 * very text, for a blind check or since none fits, stands.
 */
function isLeftOver(row: TicketRow): boolean {
  const kinds = Object.values(row.origins).map(({ kind }) => kind);
  const isBlank = kinds.every((kind) => kind === 'cleared' || kind === 'blank');
  return row.state !== null && isBlank && (!isStateCurrent(row) || kinds.includes('cleared'));
}

/** The cells of Usher's for a row that is a new ticket. */
export function clearedCells(row: TicketRow): Map<ColumnKey, WrittenValue> {
  const confidences = Object.keys(row.origins).map(confidenceKey);
  return new Map([...confidences, STATUS_KEY, REASON_KEY, STATE_KEY].map((key) => [key, '']));
}

/** Clears rows over which other tickets were pasted; null where this edit is no such paste, false where they could not be cleared now. */
export function clearPastedOver(
  world: SheetWorld,
  settings: Settings,
  edit: SheetEdit,
  view: SheetView,
): boolean | null {
  const { isText, isRow } = broughtBy(edit, view);
  const { fields, status, reason, state } = view.columns;
  const isLabelled = fields.every(({ label }) => label >= edit.firstColumn - 1 && label < edit.lastColumn);
  if (!isText || isRow || !isLabelled || !view.rows.some(isLeftOver)) return null;
  const first = Math.max(2, edit.rows.first);
  const range = { first, last: Math.min(edit.rows.last, first + ROWS_MAX - 1) };
  const ushers = [...fields.map(({ confidence }) => confidence), status, reason, state];
  const cells = new Map<number, WrittenValue>(ushers.map((column) => [column, '']));
  const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
    const fresh = lookAtRows(world, settings, range);
    const writes = fresh.rows.filter(isLeftOver).map(({ row }) => ({ row, cells }));
    if (writes.length > 0) world.sheets.write(settings.sheetId, cellBlocks(writes));
  });
  return locked !== null;
}
