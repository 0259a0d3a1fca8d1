// What Sheets says before somebody edits a protected cell.
import type { ColumnPicture } from '../workbench/wire.ts';
import { confirmFirst, showToast } from './notices.ts';

/** Whether the person may go on, and wants to after the warning. */
export async function mayEdit(protection: ColumnPicture['protection']): Promise<boolean> {
  if (protection === 'none') return true;
  if (protection === 'warning') {
    return confirmFirst(
      'Heads up!',
      'You are about to edit a part of this sheet that should not be changed by accident. Edit it anyway?',
      'Edit anyway',
    );
  }
  showToast(
    'Protected',
    'This column is protected. Ask the owner of the spreadsheet to lift the protection.',
  );
  return false;
}
