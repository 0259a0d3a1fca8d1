// Sheet: one tab of the spreadsheet, its grid, its rows and columns.
import type { Emulated } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import { emulated, list, optionalText, text, whole } from '../parameters.ts';
import { parseA1 } from './address.ts';
import type { Area } from './area.ts';
import { EmulatedMetadata, EmulatedMetadataFinder, entriesAt } from './metadata-handles.ts';
import { EmulatedRange } from './range.ts';
import { SheetLooks } from './sheet-looks.ts';
import type { SheetModel } from './sheet-model.ts';
import { sortArea } from './sort.ts';

export class EmulatedSheet extends SheetLooks {
  /** The model behind a handle; for the sandbox. */
  static modelOf(sheet: EmulatedSheet): SheetModel {
    return sheet.model;
  }

  getName(): string {
    return this.model.name;
  }

  setName(name: unknown): this {
    const wanted = text(name, 'name');
    const taken = this.document.book.sheetNamed(wanted);
    if (taken !== undefined && taken !== this.model)
      throw new GoogleError(`A sheet called "${wanted}" exists already.`);
    this.model.name = wanted;
    return this;
  }

  getSheetId(): number {
    return this.model.id;
  }

  getIndex(): number {
    return this.document.book.sheets.indexOf(this.model) + 1;
  }

  getParent(): Emulated {
    return this.document.spreadsheetHandle();
  }

  /** By A1 notation, or by row, column, and optionally numbers of rows and columns, all counted from 1. */
  getRange(first: unknown, column?: unknown, numRows: unknown = 1, numColumns: unknown = 1): Emulated {
    if (typeof first === 'string') return this.#rangeHandle(parseA1(first).area);
    return this.#rangeHandle({
      row: whole(first, 'row') - 1,
      column: whole(column, 'column') - 1,
      rows: whole(numRows, 'numRows'),
      columns: whole(numColumns, 'numColumns'),
    });
  }

  getDataRange(): Emulated {
    const rows = Math.max(1, this.model.values.height);
    return this.#rangeHandle({ row: 0, column: 0, rows, columns: Math.max(1, this.model.values.width) });
  }

  getLastRow(): number {
    return this.model.values.height;
  }

  getLastColumn(): number {
    return this.model.values.width;
  }

  getMaxRows(): number {
    return this.model.rowCount;
  }

  getMaxColumns(): number {
    return this.model.columnCount;
  }

  appendRow(values: unknown): this {
    const row = this.model.values.height;
    const cells = list(values, 'rowContents');
    if (row >= this.model.rowCount) this.#change('rows', 'insert', row, 1);
    if (cells.length > this.model.columnCount) {
      this.#change('columns', 'insert', this.model.columnCount, cells.length - this.model.columnCount);
    }
    this.#assertMayWrite({ row, column: 0, rows: 1, columns: cells.length });
    cells.forEach((value, column) => {
      this.document.book.put(this.model, row, column, value);
    });
    this.document.book.touch();
    return this;
  }

  insertRowsAfter(row: unknown, count: unknown): this {
    return this.#change('rows', 'insert', whole(row, 'row'), whole(count, 'howMany'));
  }

  insertRowsBefore(row: unknown, count: unknown): this {
    return this.#change('rows', 'insert', whole(row, 'row') - 1, whole(count, 'howMany'));
  }

  insertColumnsAfter(column: unknown, count: unknown): this {
    return this.#change('columns', 'insert', whole(column, 'column'), whole(count, 'howMany'));
  }

  insertColumnAfter(column: unknown): this {
    return this.insertColumnsAfter(column, 1);
  }

  insertColumnsBefore(column: unknown, count: unknown): this {
    return this.#change('columns', 'insert', whole(column, 'column') - 1, whole(count, 'howMany'));
  }

  deleteRow(row: unknown): this {
    return this.deleteRows(row, 1);
  }

  deleteRows(row: unknown, count: unknown): this {
    return this.#change('rows', 'delete', whole(row, 'row') - 1, whole(count, 'howMany'));
  }

  deleteColumn(column: unknown): this {
    return this.deleteColumns(column, 1);
  }

  deleteColumns(column: unknown, count: unknown): this {
    return this.#change('columns', 'delete', whole(column, 'column') - 1, whole(count, 'howMany'));
  }

  clear(): this {
    this.clearContents();
    this.model.styles.apply({ axis: 'rows', kind: 'delete', at: 0, count: this.model.rowCount });
    return this;
  }

  clearContents(): this {
    this.#assertMayWrite(this.model.area);
    this.model.values.apply({ axis: 'rows', kind: 'delete', at: 0, count: this.model.rowCount });
    this.document.book.touch();
    return this;
  }

  /** Sorts all rows below the frozen ones by one column, counted from 1. */
  sort(column: unknown, ascending: unknown = true): this {
    const { frozenRows, rowCount, columnCount } = this.model;
    const area = { row: frozenRows, column: 0, rows: rowCount - frozenRows, columns: columnCount };
    const rows = Math.min(area.rows, Math.max(0, this.model.values.height - frozenRows));
    this.#assertMayWrite(area);
    const key = { column: whole(column, 'column') - 1, isAscending: ascending !== false };
    sortArea(this.document.book, this.model, { ...area, rows }, [key]);
    return this;
  }

  activate(): this {
    this.document.book.active = this.model;
    return this;
  }

  addDeveloperMetadata(key: unknown, value?: unknown, visibility?: unknown): this {
    const shown = optionalText(visibility, 'visibility') ?? 'DOCUMENT';
    const place = { type: 'SHEET', sheetId: this.model.id } as const;
    this.document.book.metadata.add(text(key, 'key'), optionalText(value, 'value') ?? null, shown, place);
    return this;
  }

  getDeveloperMetadata(): EmulatedMetadata[] {
    const entries = entriesAt(this.document.book, { type: 'SHEET', sheetId: this.model.id });
    return entries.map((entry) => new EmulatedMetadata(this.document, entry));
  }

  createDeveloperMetadataFinder(): EmulatedMetadataFinder {
    return new EmulatedMetadataFinder(this.document, { sheet: this.model, area: undefined });
  }

  getActiveRange(): Emulated | null {
    const area = this.document.book.selection[0];
    return area === undefined || this.document.book.active !== this.model ? null : this.#rangeHandle(area);
  }

  getActiveCell(): Emulated | null {
    const area = this.document.book.selection[0];
    return area === undefined ? null : this.#rangeHandle({ ...area, rows: 1, columns: 1 });
  }

  setActiveRange(range: unknown): unknown {
    return emulated(range, EmulatedRange, 'range').activate();
  }

  #rangeHandle(area: Area): Emulated {
    return this.document.rangeHandle(this.model, area);
  }

  #assertMayWrite(area: Area): void {
    this.document.book.assertMayWrite(this.model, area, this.document.run.user.email);
  }

  #change(axis: 'rows' | 'columns', kind: 'insert' | 'delete', at: number, count: number): this {
    if (kind === 'delete') {
      const rows = { ...this.model.area, row: at, rows: count };
      this.#assertMayWrite(axis === 'rows' ? rows : { ...this.model.area, column: at, columns: count });
    }
    this.document.book.change(this.model, { axis, kind, at, count });
    return this;
  }
}
