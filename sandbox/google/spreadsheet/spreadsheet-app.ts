// SpreadsheetApp: the way in to the document, the builders, and the enumerations.
import { COST, Emulated, NAME } from '../emulated.ts';
import { Enumeration } from '../enumeration.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { text } from '../parameters.ts';
import type { Run } from '../run.ts';
import { EmulatedUi } from '../ui.ts';
import type { UiRecord } from '../ui-record.ts';
import type { Area } from './area.ts';
import type { Book } from './book.ts';
import { ConditionalRuleBuilder } from './conditional-format.ts';
import { DataValidationBuilder } from './data-validation.ts';
import type { OpenDocument } from './open-document.ts';
import { EmulatedRange } from './range.ts';
import { RichTextBuilder, TextStyleBuilder } from './rich-text.ts';
import { EmulatedSheet } from './sheet.ts';
import type { SheetModel } from './sheet-model.ts';
import { EmulatedSpreadsheet } from './spreadsheet.ts';

/** Handles of one run on one document; a sheet has one handle, so that scripts may compare them. */
export function openDocument(run: Run, book: Book, screen: UiRecord): OpenDocument {
  const sheets = new Map<SheetModel, EmulatedSheet>();
  const document: OpenDocument = {
    run,
    book,
    screen,
    spreadsheetHandle: () => spreadsheet,
    sheetHandle: (sheet) => {
      const known = sheets.get(sheet) ?? new EmulatedSheet(document, sheet);
      sheets.set(sheet, known);
      return known;
    },
    rangeHandle: (sheet, area) => {
      assertInside(sheet, area);
      return new EmulatedRange(document, sheet, area);
    },
  };
  const spreadsheet = new EmulatedSpreadsheet(document);
  return document;
}

function assertInside(sheet: SheetModel, area: Area): void {
  if (area.rows < 1 || area.columns < 1)
    throw new GoogleError('A range must have at least one row and one column.');
  const isEndless = (size: number): boolean => size === Number.POSITIVE_INFINITY;
  const bottom = area.row + (isEndless(area.rows) ? 1 : area.rows);
  const right = area.column + (isEndless(area.columns) ? 1 : area.columns);
  if (area.row >= 0 && area.column >= 0 && bottom <= sheet.rowCount && right <= sheet.columnCount) return;
  throw new GoogleError(
    `The range lies outside the sheet "${sheet.name}", which has ${sheet.rowCount} rows and ${sheet.columnCount} columns.`,
  );
}

const GET_ACTIVE = /^getActive|^getSelection/;

export class EmulatedSpreadsheetApp extends Emulated {
  readonly [NAME] = 'SpreadsheetApp';
  readonly DeveloperMetadataVisibility = new Enumeration('DeveloperMetadataVisibility', [
    'DOCUMENT',
    'PROJECT',
  ]);
  readonly DeveloperMetadataLocationType = new Enumeration('DeveloperMetadataLocationType', [
    ...['SPREADSHEET', 'SHEET', 'ROW', 'COLUMN'],
  ]);
  readonly ProtectionType = new Enumeration('ProtectionType', ['RANGE', 'SHEET']);
  readonly WrapStrategy = new Enumeration('WrapStrategy', ['OVERFLOW', 'WRAP', 'CLIP']);
  readonly DataValidationCriteria = new Enumeration('DataValidationCriteria', [
    ...['VALUE_IN_LIST', 'VALUE_IN_RANGE', 'CHECKBOX', 'NUMBER_BETWEEN'],
  ]);
  readonly #run: Run;
  /** Undefined where the script is not bound to a document. */
  readonly #document: OpenDocument | undefined;
  /** What the person may open by its id. */
  readonly #openable: OpenDocument;

  constructor(run: Run, document: OpenDocument | undefined, openable: OpenDocument) {
    super();
    this.#run = run;
    this.#document = document;
    this.#openable = openable;
  }

  [COST](method: string): Cost {
    if (method === 'flush') return { kind: 'cells' };
    if (method === 'getUi') return { kind: 'ui' };
    return { kind: GET_ACTIVE.test(method) || method.startsWith('open') ? 'navigation' : 'local' };
  }

  /** Null in cards and in scripts that are not bound to a spreadsheet. */
  getActiveSpreadsheet(): Emulated | null {
    return this.#run.entry === 'card' ? null : (this.#document?.spreadsheetHandle() ?? null);
  }

  getActive(): Emulated | null {
    return this.getActiveSpreadsheet();
  }

  openById(id: unknown): Emulated {
    const wanted = text(id, 'id');
    if (this.#openable.book.settings.id !== wanted) {
      throw new GoogleError(`There is no spreadsheet with the id "${wanted}", or you may not open it.`);
    }
    return this.#openable.spreadsheetHandle();
  }

  getActiveSheet(): Emulated | null {
    return this.#document === undefined ? null : this.#document.sheetHandle(this.#document.book.active);
  }

  getActiveRange(): Emulated | null {
    return this.#spreadsheet()?.getActiveRange() ?? null;
  }

  getActiveRangeList(): Emulated | null {
    return this.#spreadsheet()?.getActiveRangeList() ?? null;
  }

  getSelection(): Emulated | null {
    return this.#spreadsheet()?.getSelection() ?? null;
  }

  /** Writes reach the document at once here, so a flush only costs what it costs at Google. */
  flush(): void {
    // Nothing is held back.
  }

  getUi(): EmulatedUi {
    if (this.#document === undefined)
      throw new GoogleError('SpreadsheetApp.getUi() cannot be called without a document.');
    return new EmulatedUi(this.#document.screen);
  }

  newDataValidation(): DataValidationBuilder {
    return new DataValidationBuilder();
  }

  newConditionalFormatRule(): ConditionalRuleBuilder {
    if (this.#document === undefined) throw new GoogleError('A conditional format rule needs a document.');
    return new ConditionalRuleBuilder(this.#document);
  }

  newRichTextValue(): RichTextBuilder {
    return new RichTextBuilder();
  }

  newTextStyle(): TextStyleBuilder {
    return new TextStyleBuilder();
  }

  #spreadsheet(): EmulatedSpreadsheet | undefined {
    const handle = this.#document?.spreadsheetHandle();
    return handle instanceof EmulatedSpreadsheet ? handle : undefined;
  }
}
