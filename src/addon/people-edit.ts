// What happens when a person edits the ticket sheet: a changed label becomes a correction that the row shows, and while a
// run is at work the edit is filed, so that no write of Usher's can swallow it.

import { cellBlocks } from './cell-blocks.ts';
import { textOfCell } from './cell-text.ts';
import {
  type ColumnKey,
  ID_KEY,
  isLabelKey,
  isManagedKey,
  labelKey,
  machineKeys,
  REASON_KEY,
  STATUS_KEY,
} from './column-keys.ts';
import { followHeaders, headersOf } from './columns.ts';
import { fileEdits, mayFile } from './edit-journal.ts';
import { messages } from './messages.ts';
import { broughtBy, clearPastedOver } from './pasted-over.ts';
import type { RowRange, SheetEdit, SheetWorld } from './ports.ts';
import { isQueuesTab } from './queues-tab.ts';
import { restDigest } from './row-identity.ts';
import { isStateCurrent, type TicketRow } from './rows.ts';
import { isRunActive, openHolder, openRunId } from './run-lease.ts';
import { readSettings, type Settings, writeSettings } from './settings.ts';
import { columnKeys, lookAtRows, rowValues, type SheetView } from './sheet-view.ts';
import type { PersonEdit } from './typed-edits.ts';
import { bringBackNow, isWrittenOver } from './written-over.ts';

/** Rows of one paste that are looked at; a larger paste is left to the sweep at the start of the next run. */
const EDITED_ROWS_MAX = 2_000;
/** All properties of a document share half a megabyte, and rows that Usher never touched are pasted into by the thousand. */
const SMALL_PASTE_ROWS = 50;
/** An edit trigger has 30 seconds and people wait for the colour to change. */
const LOCK_WAIT_MS = 500;

/** Called for each edit of the spreadsheet by a person. */
export function onPeopleEdit(world: SheetWorld, edit: SheetEdit): void {
  // Before anything is read: of two edits the later one may be looked into faster.
  const at = world.now();
  const settings = readSettings(world.settings);
  if (!settings) return;
  if (isQueuesTab(world.sheets, edit.sheetId)) {
    // The trigger runs as whoever installed it; what an editor typed must not go out in that person's name.
    world.ui.toast(messages.queuesEdited, messages.title, 8);
    return;
  }
  if (edit.sheetId !== settings.sheetId) return;
  if (edit.rows.first === 1) keepHeaders(world, settings);
  if (edit.rows.last < 2) return;
  const range: RowRange = {
    first: Math.max(2, edit.rows.first),
    last: Math.min(edit.rows.last, Math.max(2, edit.rows.first) + EDITED_ROWS_MAX - 1),
  };
  const view = lookAtRows(world, settings, range);
  const isDuringRun = openHolder(world) !== null;
  const file = (): void => fileCells(world, editedCells(edit, view, openRunId(world)), at, isDuringRun);
  // Of a paste nobody can tell whether it put Usher's own word over itself beside another row's cells.
  const isSmallPaste =
    edit.typed === null && view.rows.length <= SMALL_PASTE_ROWS && view.rows.some(({ id }) => id !== '');
  // Where a text was written anew, or parted from its state, only the next run can show what was decided.
  const isOpen =
    isDuringRun ||
    view.rows.some((row) => (row.state !== null || isSame(edit) || isSmallPaste) && !isStateCurrent(row));
  if (isOpen) file();
  if (isRunActive(world)) return;
  const isCleared = clearPastedOver(world, settings, edit, view);
  if (isCleared !== null) {
    if (!isCleared && !isOpen) file();
    return;
  }
  const told = edit.typed === null ? [] : editedCells(edit, view, openRunId(world));
  const late = told.filter(({ before }) => before !== undefined);
  if (late.length > 0 && !bringBackNow(world, settings, late, range) && !isOpen) file();
  const isKept = view.rows.some((row) => isKeptBy(edit, view, row));
  // Where the lock cannot be had, the next run shows what was decided; and a row that was kept may lose its status to a sort until then.
  if ((!showCorrections(world, settings, edit, view) || isKept) && !isOpen) file();
}

/**
 * Files edited cells. Between runs only what a run would ask of them, and while there is room: a full store must stop neither this nor the
 * next run.
 */
function fileCells(world: SheetWorld, cells: readonly PersonEdit[], at: number, isDuringRun: boolean): void {
  if (!isDuringRun && !mayFile(world.settings)) return;
  const asked = isDuringRun ? cells : cells.filter(({ column }) => isManagedKey(column));
  try {
    fileEdits(world.settings, asked, at, world.newId);
  } catch (error) {
    world.log(`An edit could not be noted: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A header was typed over: from now on its column goes by the new one, also once another column takes the old. */
function keepHeaders(world: SheetWorld, settings: Settings): void {
  const { rows } = world.sheets.readRows(settings.sheetId, { first: 1, last: 1 });
  const followed = followHeaders(settings, headersOf(rows[0]), world.sheets.markedColumns(settings.sheetId));
  if (JSON.stringify(followed) !== JSON.stringify(settings)) writeSettings(world.settings, followed);
}

/** Every edited cell but Usher's own, with what was typed, or what the cell holds now where Sheets does not say. */
function editedCells(edit: SheetEdit, view: SheetView, runId: string | null): PersonEdit[] {
  const keys = columnKeys(view);
  const machine = new Set([ID_KEY, ...machineKeys(view.columns)]);
  // People write notes beside Usher's reasons.
  machine.delete(REASON_KEY);
  const { isText, isRow } = broughtBy(edit, view);
  return view.rows.flatMap((row) => {
    const values = rowValues(view, row.row);
    const rest = restDigest(view, row.row);
    const cells: PersonEdit[] = [];
    for (let column = edit.firstColumn - 1; column < edit.lastColumn; column++) {
      const key = keys.get(column);
      if (key === undefined || machine.has(key) || isCopied(row, key, edit, view)) continue;
      const value = edit.typed ?? textOfCell(values[column]);
      const place = { id: row.id, hash: row.hash, rest, row: row.row, column: key };
      // A cell that is blank beside a text that was pasted with it was blank in what was pasted: another ticket, with no queue yet.
      const isNew = isText && !isRow && value === '';
      const isTold = edit.typed !== null || isNew;
      const isSure = isTold || !isUshers(row, key, value, runId);
      const isLate = isLabelKey(key) && isWrittenOver(edit, textOfCell(values[column]));
      const before = isLate ? { before: edit.before ?? '' } : {};
      cells.push({ ...place, value, isTold, isSure, isRow, ...(isNew ? { isNew } : {}), ...before });
    }
    return cells;
  });
}

/** True where somebody wrote the word that stood there over itself. */
function isSame({ typed, before }: SheetEdit): boolean {
  return typed !== null && typed !== '' && typed === before;
}

/** True for a word of Usher's that a copied row has brought along together with its state: nobody has decided by copying. */
function isCopied(row: TicketRow, key: ColumnKey, edit: SheetEdit, view: SheetView): boolean {
  const state = view.columns.state + 1;
  const hasState = edit.typed === null && edit.firstColumn <= state && state <= edit.lastColumn;
  if (!hasState || row.state === null || !isStateCurrent(row)) return false;
  if (key === STATUS_KEY) return row.status === row.state.status;
  if (key === REASON_KEY) return true;
  return Object.entries(row.origins).some(
    ([field, { kind }]) => key === labelKey(field) && (kind === 'usher' || kind === 'blank'),
  );
}

/** True for the label that this very run has written: whether the paste has brought the same cannot be told. */
function isUshers(row: TicketRow, key: ColumnKey, value: string, runId: string | null): boolean {
  if (row.state?.run !== runId) return false;
  return Object.entries(row.state?.written ?? {}).some(
    ([field, label]) => key === labelKey(field) && label === value,
  );
}

/** Shows what people decided by this edit; false when that could not be written now. */
function showCorrections(world: SheetWorld, settings: Settings, edit: SheetEdit, view: SheetView): boolean {
  const range = { first: view.table.firstRow, last: view.table.firstRow + view.table.rows.length - 2 };
  const isWrong = (row: TicketRow): boolean => statusAfter(edit, view, row) !== null;
  if (!view.rows.some(isWrong)) return true;
  const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
    const fresh = lookAtRows(world, settings, range);
    const writes = fresh.rows.flatMap((row) => {
      const status = statusAfter(edit, fresh, row);
      return status === null ? [] : [{ row: row.row, cells: new Map([[fresh.columns.status, status]]) }];
    });
    if (writes.length > 0) world.sheets.write(settings.sheetId, cellBlocks(writes));
  });
  return locked !== null;
}

/** True for a row that this edit has kept: by Usher's own word written over it, or by the status. */
function isKeptBy(edit: SheetEdit, view: SheetView, row: TicketRow): boolean {
  const column = view.columns.status + 1;
  const isStatus = edit.firstColumn <= column && column <= edit.lastColumn;
  return isStatus ? edit.typed === 'confirmed' : statusAfter(edit, view, row) === 'confirmed';
}

/** The status that an edited row gets, or null when it shows the right one. */
function statusAfter(edit: SheetEdit, view: SheetView, row: TicketRow): string | null {
  // Where the state is about another text, labels and states may have been parted by a sort; the next run tells.
  if (!isStateCurrent(row)) return null;
  const wasEdited = (column: number): boolean =>
    column + 1 >= edit.firstColumn && column + 1 <= edit.lastColumn;
  // An event may come after rows have moved: of a word that was new in its cell the row must show that it was changed before.
  const isSaid = (label: string | undefined): boolean =>
    edit.typed === null || (edit.typed.trim() === label && (isSame(edit) || row.status === 'corrected'));
  const kept = view.columns.fields.filter(
    ({ field, label }) =>
      wasEdited(label) && row.origins[field]?.kind === 'usher' && isSaid(row.state?.written[field]),
  );
  const isKept = kept.length > 0 && keepsWholeRow(row, new Set(kept.map(({ field }) => field)));
  // Whoever writes Usher's own word over Usher's word has decided; a whole row that was pasted brings its own status.
  if (isKept && !wasEdited(view.columns.status) && row.status !== 'confirmed') return 'confirmed';
  return shownStatus(row);
}

/** Whether these fields are all that Usher has filled and nobody decided: `confirmed` would keep the others of the row as well. */
export function keepsWholeRow({ origins }: TicketRow, kept: ReadonlySet<string>): boolean {
  return Object.keys(origins).every((field) => origins[field]?.kind !== 'usher' || kept.has(field));
}

/** The status a row should show after people's edits, or null when it shows the right one. */
export function shownStatus(row: TicketRow): string | null {
  if (row.state === null) return null;
  const origins = Object.values(row.origins);
  const isCorrected = origins.some((origin) => origin.kind === 'corrected');
  if (isCorrected) return row.status === 'corrected' ? null : 'corrected';
  if (row.status !== 'corrected') return null;
  return origins.some((origin) => origin.kind === 'usher') ? row.state.status : null;
}
