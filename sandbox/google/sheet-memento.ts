// One sheet as it was at a moment, to be put back: what Sheets' own undo does. Cells, rules, what is hidden, and the metadata
// that sticks to rows and columns.
import type { Book } from './spreadsheet/book.ts';
import type { SheetModel } from './spreadsheet/sheet-model.ts';

/** Remembers the sheet; calling the answer puts it back, as often as wanted. */
export function rememberSheet(book: Book, sheet: SheetModel): () => void {
  const frame = frameOf(sheet);
  const values = sheet.values.copy();
  const styles = sheet.styles.copy();
  const validations = sheet.validations.copy();
  const notes = sheet.notes.copy();
  const richTexts = sheet.richTexts.copy();
  const metadata = book.metadata.copy();
  return () => {
    Object.assign(sheet, frameOf(frame));
    sheet.values.become(values.copy());
    sheet.styles.become(styles.copy());
    sheet.validations.become(validations.copy());
    sheet.notes.become(notes.copy());
    sheet.richTexts.become(richTexts.copy());
    book.metadata.put(metadata);
    book.touch();
  };
}

/** What a sheet holds beside its tables. */
type Frame = Pick<
  SheetModel,
  | 'rowCount'
  | 'columnCount'
  | 'conditionalRules'
  | 'protections'
  | 'merges'
  | 'filter'
  | 'hiddenRows'
  | 'filteredRows'
  | 'hiddenColumns'
  | 'columnWidths'
  | 'frozenRows'
  | 'frozenColumns'
>;

function frameOf(sheet: Frame): Frame {
  const { rowCount, columnCount, frozenRows, frozenColumns, filter, conditionalRules, merges } = sheet;
  return {
    ...{ rowCount, columnCount, frozenRows, frozenColumns },
    filter: filter && { ...filter },
    conditionalRules: [...conditionalRules],
    merges: [...merges],
    protections: sheet.protections.map((protection) => ({ ...protection })),
    hiddenRows: new Set(sheet.hiddenRows),
    filteredRows: new Set(sheet.filteredRows),
    hiddenColumns: new Set(sheet.hiddenColumns),
    columnWidths: new Map(sheet.columnWidths),
  };
}
