// What happens when a person edits the ticket sheet: a changed label becomes a correction that the row shows, and while a
// run is at work the edit is filed, so that no write of Usher's can swallow it.

import { cellBlocks } from './cell-blocks.ts';
import { textOfCell } from './cell-text.ts';
import { labelKey, managedKeys, STATUS_KEY } from './column-keys.ts';
import { followHeaders, headersOf } from './columns.ts';
import { clearEdits, fileEdit } from './edit-journal.ts';
import { messages } from './messages.ts';
import type { RowRange, SheetEdit, SheetWorld } from './ports.ts';
import { isQueuesTab } from './queues-tab.ts';
import type { TicketRow } from './rows.ts';
import { isRunActive, openHolder } from './run-lease.ts';
import { readSettings, type Settings, writeSettings } from './settings.ts';
import { lookAtRows, rowValues, type SheetView } from './sheet-view.ts';

/** Rows of one paste that are looked at; a larger paste is left to the sweep at the start of the next run. */
const EDITED_ROWS_MAX = 2_000;
/** An edit trigger has 30 seconds and people wait for the colour to change. */
const LOCK_WAIT_MS = 500;

/** Called for each edit of the spreadsheet by a person. */
export function onPeopleEdit(world: SheetWorld, edit: SheetEdit): void {
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
  const isOpen = openHolder(world) !== null;
  if (isOpen) fileEdits(world, edit, view);
  else clearEdits(world.settings);
  if (isRunActive(world)) return;
  showCorrections(world, settings, view, range);
}

/** A header was typed over: from now on its column goes by the new one, also once another column takes the old. */
function keepHeaders(world: SheetWorld, settings: Settings): void {
  const { rows } = world.sheets.readRows(settings.sheetId, { first: 1, last: 1 });
  const followed = followHeaders(settings, headersOf(rows[0]), world.sheets.markedColumns(settings.sheetId));
  if (JSON.stringify(followed) !== JSON.stringify(settings)) writeSettings(world.settings, followed);
}

/** Files every edited cell that Usher manages, with what was typed, or what the cell holds now where Sheets does not say. */
function fileEdits(world: SheetWorld, edit: SheetEdit, view: SheetView): void {
  const keys = managedKeys(view.columns);
  for (const row of view.rows) {
    const values = rowValues(view, row.row);
    for (let column = edit.firstColumn - 1; column < edit.lastColumn; column++) {
      const key = keys.get(column);
      if (key === undefined || !isForPeople(key, view)) continue;
      const value = edit.typed ?? textOfCell(values[column]);
      fileEdit(
        world.settings,
        { key: row.id === '' ? `#${row.hash}` : row.id, column: key, value },
        world.now(),
        world.newId(),
      );
    }
  }
}

/** People decide labels and statuses; confidence, reason and state are Usher's to tell. */
function isForPeople(key: string, view: SheetView): boolean {
  return key === STATUS_KEY || view.columns.fields.some(({ field }) => key === labelKey(field));
}

function showCorrections(world: SheetWorld, settings: Settings, view: SheetView, range: RowRange): void {
  const wrong = view.rows.filter((row) => shownStatus(row) !== null);
  if (wrong.length === 0) return;
  world.lock.withLock(LOCK_WAIT_MS, () => {
    const fresh = lookAtRows(world, settings, range);
    const writes = fresh.rows.flatMap((row) => {
      const status = shownStatus(row);
      return status === null ? [] : [{ row: row.row, cells: new Map([[fresh.columns.status, status]]) }];
    });
    if (writes.length > 0) world.sheets.write(settings.sheetId, cellBlocks(writes));
  });
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
