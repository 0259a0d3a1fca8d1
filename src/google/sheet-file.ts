// SheetFile over SpreadsheetApp, for a spreadsheet that is opened by its id: the Gmail add-on has no document of its own.
import type { SheetFile } from '../addon/mail/mail-ports.ts';

/** Null when there is none with that id, or the person may not open it. */
export function openSheetFile(id: string): SheetFile | null {
  const file = opened(id);
  if (!file) return null;
  const sheetOf = (sheetId: number): GoogleAppsScript.Spreadsheet.Sheet => {
    const sheet = file.getSheets().find((one) => one.getSheetId() === sheetId);
    if (!sheet) throw new Error(`The spreadsheet has no sheet ${sheetId} any more.`);
    return sheet;
  };
  return {
    name: file.getName(),
    sheets: () => file.getSheets().map((sheet) => ({ id: sheet.getSheetId(), name: sheet.getName() })),
    read: (sheetId) => sheetOf(sheetId).getDataRange().getValues(),
    appendRow: (sheetId, row) => {
      const sheet = sheetOf(sheetId);
      sheet.appendRow([...row]);
      return sheet.getLastRow();
    },
    rowUrl: (sheetId, row) => `${file.getUrl()}#gid=${sheetId}&range=A${row}`,
  };
}

function opened(id: string): GoogleAppsScript.Spreadsheet.Spreadsheet | null {
  try {
    return SpreadsheetApp.openById(id);
  } catch {
    return null;
  }
}
