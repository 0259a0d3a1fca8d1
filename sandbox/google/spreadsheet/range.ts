// Range: where it is, and what its cells hold.
import type { Emulated } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import { emulated, list, matrix, optionalText, record, text, whole } from '../parameters.ts';
import { a1Of } from './address.ts';
import type { Area } from './area.ts';
import { Formula, type Plain } from './cell.ts';
import { displayOf } from './display.ts';
import type { MetadataPlace } from './metadata.ts';
import { EmulatedMetadata, EmulatedMetadataFinder, entriesAt } from './metadata-handles.ts';
import { RangeLooks } from './range-looks.ts';
import { EmulatedRichText, richTextOf } from './rich-text.ts';
import type { SheetModel } from './sheet-model.ts';
import { type SortKey, sortArea } from './sort.ts';

export class EmulatedRange extends RangeLooks {
  /** The sheet and area behind a handle; for the sandbox. */
  static placeOf(range: EmulatedRange): { readonly sheet: SheetModel; readonly area: Area } {
    return { sheet: range.model, area: range.place };
  }

  getRow(): number {
    return this.place.row + 1;
  }

  getRowIndex(): number {
    return this.getRow();
  }

  getColumn(): number {
    return this.place.column + 1;
  }

  getNumRows(): number {
    return this.clipped.rows;
  }

  getNumColumns(): number {
    return this.clipped.columns;
  }

  getHeight(): number {
    return this.clipped.rows;
  }

  getWidth(): number {
    return this.clipped.columns;
  }

  getLastRow(): number {
    return this.place.row + this.clipped.rows;
  }

  getLastColumn(): number {
    return this.place.column + this.clipped.columns;
  }

  getA1Notation(): string {
    return a1Of(this.place);
  }

  getGridId(): number {
    return this.model.id;
  }

  getSheet(): Emulated {
    return this.document.sheetHandle(this.model);
  }

  getCell(row: unknown, column: unknown): Emulated {
    const area = {
      row: this.place.row + whole(row, 'row') - 1,
      column: this.place.column + whole(column, 'column') - 1,
    };
    return this.document.rangeHandle(this.model, { ...area, rows: 1, columns: 1 });
  }

  offset(rowOffset: unknown, columnOffset: unknown, numRows?: unknown, numColumns?: unknown): Emulated {
    return this.document.rangeHandle(this.model, {
      row: this.place.row + whole(rowOffset, 'rowOffset'),
      column: this.place.column + whole(columnOffset, 'columnOffset'),
      rows: numRows === undefined ? this.place.rows : whole(numRows, 'numRows'),
      columns: numColumns === undefined ? this.place.columns : whole(numColumns, 'numColumns'),
    });
  }

  activate(): this {
    this.document.book.active = this.model;
    this.document.book.selection = [this.place];
    return this;
  }

  getValue(): Plain {
    return this.model.read(this.place.row, this.place.column, this.document.book.compute);
  }

  getValues(): Plain[][] {
    return this.model.readArea(this.clipped, this.document.book.compute);
  }

  setValue(value: unknown): this {
    return this.#write(() => value);
  }

  setValues(values: unknown): this {
    const rows = this.sameSize(matrix(values, 'values'));
    return this.#write((row, column) => rows[row]?.[column]);
  }

  getDisplayValue(): string {
    return this.getDisplayValues()[0]?.[0] ?? '';
  }

  getDisplayValues(): string[][] {
    const { locale, timeZone } = this.document.book.settings;
    return this.getValues().map((row, i) =>
      row.map((value, j) => {
        const format = this.model.styles.get(this.place.row + i, this.place.column + j)?.numberFormat;
        return displayOf(value, format, locale, timeZone);
      }),
    );
  }

  getFormula(): string {
    return this.#formulaAt(this.place.row, this.place.column);
  }

  getFormulas(): string[][] {
    const { row, column, rows, columns } = this.clipped;
    return Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_unused, j) => this.#formulaAt(row + i, column + j)),
    );
  }

  setFormula(formula: unknown): this {
    return this.#setFormulas(() => text(formula, 'formula'));
  }

  setFormulas(formulas: unknown): this {
    const rows = this.sameSize(matrix(formulas, 'formulas'));
    return this.#setFormulas((row, column) => text(rows[row]?.[column], 'formula'));
  }

  getRichTextValue(): EmulatedRichText {
    return this.#richTextAt(this.place.row, this.place.column);
  }

  setRichTextValue(value: unknown): this {
    return this.setRichTextValues(
      Array.from({ length: this.clipped.rows }, () => Array(this.clipped.columns).fill(value)),
    );
  }

  /** Rich text is stored as it is: it is never read as a formula or a number. */
  setRichTextValues(values: unknown): this {
    const rows = this.sameSize(matrix(values, 'values'));
    this.assertMayWrite();
    rows.forEach((cells, i) => {
      cells.forEach((value, j) => {
        const rich = richTextOf(emulated(value, EmulatedRichText, 'value'));
        this.model.write(this.place.row + i, this.place.column + j, rich.text === '' ? undefined : rich.text);
        this.model.richTexts.set(this.place.row + i, this.place.column + j, rich);
      });
    });
    this.document.book.touch();
    return this;
  }

  isBlank(): boolean {
    return this.getValues().every((row) => row.every((value) => value === ''));
  }

  clearContent(): this {
    return this.#write(() => undefined);
  }

  /** Values and looks; `clear({contentsOnly: true})` is clearContent. Other options are not in the sandbox. */
  clear(options?: unknown): this {
    const wanted = options === undefined ? {} : record(options, 'options');
    const unknown = Object.keys(wanted).filter((key) => key !== 'contentsOnly');
    if (unknown.length > 0)
      throw new GoogleError(`Range.clear knows no option ${unknown.join(', ')} in the sandbox.`);
    this.clearContent();
    return wanted['contentsOnly'] === true ? this : this.clearFormat();
  }

  /** By column number, by `{column, ascending}`, or by a list of either. Columns count as in the sheet. */
  sort(specification: unknown): this {
    this.assertMayWrite();
    const keys = (Array.isArray(specification) ? list(specification, 'sort') : [specification]).map(sortKey);
    sortArea(this.document.book, this.model, this.clipped, keys);
    return this;
  }

  addDeveloperMetadata(key: unknown, value?: unknown, visibility?: unknown): this {
    const shown = optionalText(visibility, 'visibility') ?? 'DOCUMENT';
    this.document.book.metadata.add(
      text(key, 'key'),
      optionalText(value, 'value') ?? null,
      shown,
      this.#metadataPlace(),
    );
    return this;
  }

  getDeveloperMetadata(): EmulatedMetadata[] {
    const entries = entriesAt(this.document.book, this.#metadataPlace());
    return entries.map((entry) => new EmulatedMetadata(this.document, entry));
  }

  createDeveloperMetadataFinder(): EmulatedMetadataFinder {
    return new EmulatedMetadataFinder(this.document, { sheet: this.model, area: this.place });
  }

  #metadataPlace(): MetadataPlace {
    const { row, column, rows, columns } = this.place;
    const sheetId = this.model.id;
    if (row === 0 && rows >= this.model.rowCount)
      return { type: 'COLUMN', sheetId, start: column, count: columns };
    if (column === 0 && columns >= this.model.columnCount)
      return { type: 'ROW', sheetId, start: row, count: rows };
    throw new GoogleError(
      'Developer metadata can be added to whole rows, whole columns, sheets and spreadsheets only.',
    );
  }

  #write(valueAt: (row: number, column: number) => unknown): this {
    this.assertMayWrite();
    const { row, column, rows, columns } = this.clipped;
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1)
        this.document.book.put(this.model, row + i, column + j, valueAt(i, j));
    }
    this.document.book.touch();
    return this;
  }

  #setFormulas(formulaAt: (row: number, column: number) => string): this {
    return this.#write((row, column) => {
      const formula = formulaAt(row, column);
      return formula === '' || formula.startsWith('=') ? formula : `=${formula}`;
    });
  }

  #formulaAt(row: number, column: number): string {
    const cell = this.model.values.get(row, column);
    return cell instanceof Formula ? cell.text : '';
  }

  #richTextAt(row: number, column: number): EmulatedRichText {
    const rich = this.model.richTexts.get(row, column);
    const value = this.model.read(row, column, this.document.book.compute);
    return new EmulatedRichText(
      rich ?? { text: typeof value === 'string' ? value : '', link: null, runs: [] },
    );
  }
}

function sortKey(value: unknown): SortKey {
  if (typeof value === 'number') return { column: value - 1, isAscending: true };
  const wanted = record(value, 'sort');
  return { column: whole(wanted['column'], 'column') - 1, isAscending: wanted['ascending'] !== false };
}
