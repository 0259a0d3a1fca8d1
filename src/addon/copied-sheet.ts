// A spreadsheet that was copied brings the original's settings along. Once a person has said whose desk the copy is, it must never
// share ids with the original: on the same desk, every ticket of the copy gets a new one.

import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { cellText } from './cell-text.ts';
import { clearEdits, readEdits } from './edit-journal.ts';
import type { SheetWorld } from './ports.ts';
import { encodeRowState } from './row-state.ts';
import { forgetRun } from './run-lease.ts';
import type { Settings } from './settings.ts';
import { lookAtSheet } from './sheet-view.ts';

/**
 * Parts the copy from its original: runs and edits that the original had open are forgotten, and unless the desk is a new one, which has
 * ids of its own, each ticket gets a new id. What a row remembers of Usher's words stays, so that a suggestion stays a suggestion.
 */
export function leaveTheOriginal(world: SheetWorld, settings: Settings, isOwnDesk: boolean): void {
  forgetRun(world);
  clearEdits(world.settings, readEdits(world.settings).keys);
  if (isOwnDesk) return;
  const { rows, columns } = lookAtSheet(world, settings);
  const writes = rows.flatMap((row): RowWrite[] => {
    if (row.id === '' && row.state === null) return [];
    const id = world.newId();
    const state = row.state ? cellText(encodeRowState({ ...row.state, id })) : '';
    const cells = new Map([
      [columns.id, cellText(id)],
      [columns.state, state],
    ]);
    return [{ row: row.row, cells }];
  });
  world.sheets.write(settings.sheetId, cellBlocks(writes));
}
