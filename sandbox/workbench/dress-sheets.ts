// The sample sheets' own look, as a team would have given it: bold headers and columns wide enough to read.
import { QUEUES_SHEET, TICKETS_SHEET } from '../sample-sheet.ts';
import type { World } from '../world.ts';

/** Pixels by header; a column that is not named keeps Sheets' width. */
const WIDTHS: Readonly<Record<string, number>> = {
  Ticket: 64,
  Received: 78,
  From: 70,
  Channel: 56,
  Site: 50,
  Subject: 220,
  Description: 118,
  Queue: 172,
  'What belongs here': 420,
  'Keywords (comma between)': 320,
};

/** The columns that Usher will add right of the ticket sheet's own: confidence and status. */
const ADDED_WIDTHS = [84, 126];

/** Gives the sample desk's two sheets their widths and headers. */
export function dressSampleSheets(world: World): void {
  for (const name of [TICKETS_SHEET, QUEUES_SHEET]) {
    if (!world.spreadsheet.hasSheet(name)) continue;
    const sheet = world.spreadsheet.sheet(name);
    if (name === TICKETS_SHEET) {
      ADDED_WIDTHS.forEach((width, i) => {
        sheet.model.columnWidths.set(sheet.lastColumn + i, width);
      });
    }
    for (let column = 1; column <= sheet.lastColumn; column += 1) {
      const { model } = sheet;
      model.styles.set(0, column - 1, { fontWeight: 'bold' });
      const width = WIDTHS[sheet.display(1, column)];
      if (width !== undefined) model.columnWidths.set(column - 1, width);
    }
  }
}
