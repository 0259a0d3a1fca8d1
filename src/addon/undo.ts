// Undo: takes back what one run wrote, cell by cell, wherever nobody has touched it since; what people did stays.
import { Problem } from '../core/contract.ts';
import { writeChecked } from './checked-write.ts';
import { type ColumnKey, confidenceKey, labelKey, REASON_KEY, STATE_KEY, STATUS_KEY } from './column-keys.ts';
import { readEdits } from './edit-journal.ts';
import { lookAgain } from './look-again.ts';
import { messages } from './messages.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { readySheet } from './ready-sheet.ts';
import { seenRows } from './row-identity.ts';
import type { TicketRow } from './rows.ts';
import { holdRun } from './run-lease.ts';
import { findRunToUndo, markUndone } from './runs-tab.ts';
import { requireSettings } from './settings.ts';
import type { SheetView } from './sheet-view.ts';
import { withKeptLabels } from './typed-edits.ts';
import { settled } from './write-result.ts';

/** Undoes the run that is selected in the ledger, and else the last one; answers what to tell the person. */
export function undoRun(world: SheetWorld): string {
  const settings = requireSettings(world.settings);
  const entry = findRunToUndo(world);
  if (!entry) throw new Problem('not_found', messages.nothingToUndo);
  const held = holdRun(world);
  if (!held) throw new Problem('conflict', messages.busy);
  try {
    const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
    const view = readySheet(world, settings, held);
    const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
    let kept = 0;
    for (const row of withKeptLabels(view.rows, () => seenRows(view), readEdits(world.settings).edits)) {
      if (row.state?.run !== entry.runId || wanted.has(row.id)) continue;
      const cells = isUntouched(row) ? cellsBefore(row) : null;
      if (cells) wanted.set(row.id, cells);
      else kept += 1;
    }
    const result = settled(writeChecked(world, settings.sheetId, { view, wanted }, look));
    // A run of which some rows could not be written stays in the ledger as one to undo.
    if (result.stuck.size === 0) markUndone(world, entry);
    held.pause();
    if (result.stuck.size > 0) return messages.troubles.stuckRows(result.stuck.size);
    return messages.undone(wanted.size, kept);
  } catch (error) {
    held.breakOff();
    throw error;
  }
}

/** True while every cell that Usher wrote in this row is still Usher's. */
function isUntouched(row: TicketRow): boolean {
  if (row.status !== row.state?.status) return false;
  return Object.values(row.origins).every((origin) => origin.kind === 'usher' || origin.kind === 'blank');
}

/** What the cells held before the run; blank where it was the first to write. */
function cellsBefore(row: TicketRow): Map<ColumnKey, WrittenValue> {
  const before = row.state?.previous ?? {};
  const fields = Object.keys(row.origins);
  const keys = [
    ...fields.flatMap((field) => [labelKey(field), confidenceKey(field)]),
    ...[STATUS_KEY, REASON_KEY, STATE_KEY],
  ];
  return new Map(keys.map((key) => [key, before[key] ?? '']));
}
