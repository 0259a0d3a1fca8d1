// Spreadsheet: the document as a whole, its sheets, its settings and its own metadata.
import { COST, Emulated, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { emulated, optionalText, text, whole } from '../parameters.ts';
import { parseA1 } from './address.ts';
import type { Area } from './area.ts';
import { EmulatedMetadata, EmulatedMetadataFinder, entriesAt } from './metadata-handles.ts';
import type { OpenDocument } from './open-document.ts';
import { EmulatedSheet } from './sheet.ts';

/** Time zone and locale are properties of the document, so reading them asks it. */
const HANDLE_METHODS = new Set([
  ...[
    'getId',
    'getUrl',
    'getName',
    'getSheets',
    'getSheetByName',
    'getSheetById',
    'getActiveSheet',
    'getRange',
  ],
  ...[
    'getActiveRange',
    'getActiveCell',
    'getActiveRangeList',
    'getSelection',
    'createDeveloperMetadataFinder',
  ],
  'getNumSheets',
]);

export class EmulatedSpreadsheet extends Emulated {
  readonly [NAME] = 'Spreadsheet';
  readonly #document: OpenDocument;

  constructor(document: OpenDocument) {
    super();
    this.#document = document;
  }

  [COST](method: string): Cost {
    if (method === 'toast') return { kind: 'ui' };
    return { kind: HANDLE_METHODS.has(method) ? 'navigation' : 'cells' };
  }

  getId(): string {
    return this.#document.book.settings.id;
  }

  getUrl(): string {
    return `https://docs.google.com/spreadsheets/d/${this.getId()}/edit`;
  }

  getName(): string {
    return this.#document.book.settings.name;
  }

  rename(name: unknown): void {
    this.#document.book.settings.name = text(name, 'name');
  }

  getSpreadsheetTimeZone(): string {
    return this.#document.book.settings.timeZone;
  }

  getSpreadsheetLocale(): string {
    return this.#document.book.settings.locale;
  }

  getSheets(): Emulated[] {
    return this.#document.book.sheets.map((sheet) => this.#document.sheetHandle(sheet));
  }

  getNumSheets(): number {
    return this.#document.book.sheets.length;
  }

  getSheetByName(name: unknown): Emulated | null {
    const sheet = this.#document.book.sheetNamed(text(name, 'name'));
    return sheet === undefined ? null : this.#document.sheetHandle(sheet);
  }

  getSheetById(id: unknown): Emulated | null {
    const sheet = this.#document.book.sheets.find((other) => other.id === whole(id, 'id'));
    return sheet === undefined ? null : this.#document.sheetHandle(sheet);
  }

  getActiveSheet(): Emulated {
    return this.#document.sheetHandle(this.#document.book.active);
  }

  setActiveSheet(sheet: unknown): Emulated {
    return emulated(sheet, EmulatedSheet, 'sheet').activate();
  }

  /** `insertSheet()`, `insertSheet(name)`, `insertSheet(index)` or `insertSheet(name, index)`; it becomes the active one. */
  insertSheet(first?: unknown, second?: unknown): Emulated {
    const { book } = this.#document;
    const name = typeof first === 'string' ? first : this.#freeName();
    const index = typeof first === 'number' ? first : second;
    const sheet = book.addSheet(name, index === undefined ? book.sheets.length : whole(index, 'sheetIndex'));
    book.active = sheet;
    return this.#document.sheetHandle(sheet);
  }

  deleteSheet(sheet: unknown): void {
    this.#document.book.removeSheet(EmulatedSheet.modelOf(emulated(sheet, EmulatedSheet, 'sheet')));
  }

  /** A range by A1 notation; without a sheet's name, on the active sheet. */
  getRange(notation: unknown): Emulated {
    const { sheet, area } = parseA1(text(notation, 'a1Notation'));
    const { book } = this.#document;
    const model = sheet === undefined ? book.active : book.sheetNamed(sheet);
    if (model === undefined) throw new GoogleError(`No range is called "${String(notation)}".`);
    return this.#document.rangeHandle(model, area);
  }

  getActiveRange(): Emulated | null {
    return this.#selected()[0] ?? null;
  }

  getActiveCell(): Emulated | null {
    const { book } = this.#document;
    const area = book.selection[0];
    return area === undefined
      ? null
      : this.#document.rangeHandle(book.active, { ...area, rows: 1, columns: 1 });
  }

  getActiveRangeList(): EmulatedRangeList | null {
    const ranges = this.#selected();
    return ranges.length === 0 ? null : new EmulatedRangeList(ranges);
  }

  getSelection(): EmulatedSelection {
    return new EmulatedSelection(this);
  }

  toast(message: unknown, title?: unknown, seconds?: unknown): void {
    this.#document.screen.toasts.push({
      message: text(message, 'message'),
      title: optionalText(title, 'title') ?? '',
      seconds: seconds === undefined || seconds === null ? 5 : whole(seconds, 'timeoutSeconds'),
    });
  }

  addDeveloperMetadata(key: unknown, value?: unknown, visibility?: unknown): this {
    const shown = optionalText(visibility, 'visibility') ?? 'DOCUMENT';
    const { metadata } = this.#document.book;
    metadata.add(text(key, 'key'), optionalText(value, 'value') ?? null, shown, { type: 'SPREADSHEET' });
    return this;
  }

  getDeveloperMetadata(): EmulatedMetadata[] {
    const entries = entriesAt(this.#document.book, { type: 'SPREADSHEET' });
    return entries.map((entry) => new EmulatedMetadata(this.#document, entry));
  }

  createDeveloperMetadataFinder(): EmulatedMetadataFinder {
    return new EmulatedMetadataFinder(this.#document, undefined);
  }

  #selected(): Emulated[] {
    const { book } = this.#document;
    return book.selection.map((area: Area) => this.#document.rangeHandle(book.active, area));
  }

  #freeName(): string {
    const { book } = this.#document;
    let number = book.sheets.length + 1;
    while (book.sheetNamed(`Sheet${number}`) !== undefined) number += 1;
    return `Sheet${number}`;
  }
}

export class EmulatedRangeList extends Emulated {
  readonly [NAME] = 'RangeList';
  readonly #ranges: Emulated[];

  constructor(ranges: Emulated[]) {
    super();
    this.#ranges = ranges;
  }

  [COST](): Cost {
    return { kind: 'navigation' };
  }

  getRanges(): Emulated[] {
    return this.#ranges;
  }
}

export class EmulatedSelection extends Emulated {
  readonly [NAME] = 'Selection';
  readonly #spreadsheet: EmulatedSpreadsheet;

  constructor(spreadsheet: EmulatedSpreadsheet) {
    super();
    this.#spreadsheet = spreadsheet;
  }

  [COST](): Cost {
    return { kind: 'navigation' };
  }

  getActiveRange(): Emulated | null {
    return this.#spreadsheet.getActiveRange();
  }

  getActiveRangeList(): EmulatedRangeList | null {
    return this.#spreadsheet.getActiveRangeList();
  }

  getActiveSheet(): Emulated {
    return this.#spreadsheet.getActiveSheet();
  }
}
