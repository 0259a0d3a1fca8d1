// The sample sheets' own look, as a team would have given it: bold headers and columns wide enough to read.
import { QUEUES_SHEET, TICKETS_SHEET } from '../sample-sheet.ts';
import type { World } from '../world.ts';

/** Pixels by header; a column that is not named keeps Sheets' width. */
const WIDTHS: Readonly<Record<string, number>> = {
  Ticket: 66,
  Received: 118,
  From: 220,
  Subject: 210,
  Description: 150,
  Queue: 190,
  'What belongs here': 330,
  'Keywords (comma between)': 220,
  Mode: 84,
  Promise: 360,
};

/** What the team does not look at while it triages; nothing but a right click brings it back. */
const HIDDEN = ['From', 'Channel', 'Site'];

/** The columns that Usher will add right of the ticket sheet's own: confidence, status and reason. */
const ADDED_WIDTHS = [128, 132, 340];

/** Rows that say how wide a column is; pixels of a letter, of a chip with its arrow, and bounds. */
const LOOKED_AT = 50;
const LETTER = 7;
const MARGIN = 56;
const [NARROWEST, WIDEST] = [80, 300];

/** Widens the columns of a visitor's sheet to what stands in them, as a spreadsheet does on a double click. */
export function dressOwnSheet(world: World): void {
  const sheet = world.spreadsheet.active;
  const rows = sheet.displayValues().slice(0, LOOKED_AT);
  for (let column = 0; column < sheet.lastColumn; column += 1) {
    sheet.model.styles.set(0, column, { fontWeight: 'bold' });
    const longest = Math.max(...rows.map((row) => row[column]?.length ?? 0));
    const width = Math.min(WIDEST, Math.max(NARROWEST, MARGIN + LETTER * longest));
    sheet.model.columnWidths.set(column, width);
  }
}

/** Gives the sample desk's two sheets their widths and headers. */
export function dressSampleSheets(world: World): void {
  for (const name of [TICKETS_SHEET, QUEUES_SHEET]) {
    if (!world.spreadsheet.hasSheet(name)) continue;
    const sheet = world.spreadsheet.sheet(name);
    const { model } = sheet;
    if (name === TICKETS_SHEET) {
      ADDED_WIDTHS.forEach((width, i) => {
        model.columnWidths.set(sheet.lastColumn + i, width);
      });
    }
    for (let column = 1; column <= sheet.lastColumn; column += 1) {
      const header = sheet.display(1, column);
      model.styles.set(0, column - 1, { fontWeight: 'bold' });
      const width = WIDTHS[header];
      if (width !== undefined) model.columnWidths.set(column - 1, width);
      if (HIDDEN.includes(header)) model.hiddenColumns.add(column - 1);
    }
  }
}
