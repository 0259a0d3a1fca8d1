// What the handles on a spreadsheet share: the run that holds them, the document, and how to get from one to another.
import type { Emulated } from '../emulated.ts';
import type { Run } from '../run.ts';
import type { UiRecord } from '../ui-record.ts';
import type { Area } from './area.ts';
import type { Book } from './book.ts';
import type { SheetModel } from './sheet-model.ts';

/** The document as one run sees it. */
export interface OpenDocument {
  readonly run: Run;
  readonly book: Book;
  readonly screen: UiRecord;
  readonly spreadsheetHandle: () => Emulated;
  readonly sheetHandle: (sheet: SheetModel) => Emulated;
  readonly rangeHandle: (sheet: SheetModel, area: Area) => Emulated;
}
