// Sheet: one tab of the spreadsheet, its grid, its rows and columns.
import { COST, Emulated, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { emulated, emulatedList, list, optionalText, text, whole } from '../parameters.ts';
import { parseA1 } from './address.ts';
import type { Area } from './area.ts';
import { ChartBuilder, chartOf, EmulatedChart } from './chart.ts';
import { conditionalRuleOf, EmulatedConditionalRule } from './conditional-format.ts';
import { EmulatedFilter } from './filter.ts';
import { EmulatedMetadata, EmulatedMetadataFinder, entriesAt } from './metadata-handles.ts';
import type { OpenDocument } from './open-document.ts';
import { EmulatedProtection } from './protection.ts';
import { EmulatedRange } from './range.ts';
import type { SheetModel } from './sheet-model.ts';
import { sortArea } from './sort.ts';

/**
 * What a handle knows by itself. getDataRange is not among them: it looks like a handle, but its size is the document's
 * extent at that moment, which only the document can tell. So are getLastRow and getMaxRows.
 */
const HANDLE_METHODS = new Set([
  ...[
    'getRange',
    'getName',
    'getSheetId',
    'getIndex',
    'getParent',
    'getRangeList',
    'createDeveloperMetadataFinder',
  ],
  ...['newChart', 'getActiveRange', 'getActiveCell', 'getSelection', 'getActiveRangeList'],
]);

export class EmulatedSheet extends Emulated {
  readonly [NAME] = 'Sheet';
  readonly #document: OpenDocument;
  readonly #model: SheetModel;

  constructor(document: OpenDocument, model: SheetModel) {
    super();
    this.#document = document;
    this.#model = model;
  }

  /** The model behind a handle; for the sandbox. */
  static modelOf(sheet: EmulatedSheet): SheetModel {
    return sheet.#model;
  }

  [COST](method: string): Cost {
    return { kind: HANDLE_METHODS.has(method) ? 'navigation' : 'cells' };
  }

  getName(): string {
    return this.#model.name;
  }

  setName(name: unknown): this {
    const wanted = text(name, 'name');
    const taken = this.#document.book.sheetNamed(wanted);
    if (taken !== undefined && taken !== this.#model)
      throw new GoogleError(`A sheet called "${wanted}" exists already.`);
    this.#model.name = wanted;
    return this;
  }

  getSheetId(): number {
    return this.#model.id;
  }

  getIndex(): number {
    return this.#document.book.sheets.indexOf(this.#model) + 1;
  }

  getParent(): Emulated {
    return this.#document.spreadsheetHandle();
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
    const rows = Math.max(1, this.#model.values.height);
    return this.#rangeHandle({ row: 0, column: 0, rows, columns: Math.max(1, this.#model.values.width) });
  }

  getLastRow(): number {
    return this.#model.values.height;
  }

  getLastColumn(): number {
    return this.#model.values.width;
  }

  getMaxRows(): number {
    return this.#model.rowCount;
  }

  getMaxColumns(): number {
    return this.#model.columnCount;
  }

  appendRow(values: unknown): this {
    const row = this.#model.values.height;
    const cells = list(values, 'rowContents');
    if (row >= this.#model.rowCount) this.#change('rows', 'insert', row, 1);
    if (cells.length > this.#model.columnCount) {
      this.#change('columns', 'insert', this.#model.columnCount, cells.length - this.#model.columnCount);
    }
    this.#assertMayWrite({ row, column: 0, rows: 1, columns: cells.length });
    cells.forEach((value, column) => {
      this.#document.book.put(this.#model, row, column, value);
    });
    this.#document.book.touch();
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
    this.#model.styles.apply({ axis: 'rows', kind: 'delete', at: 0, count: this.#model.rowCount });
    return this;
  }

  clearContents(): this {
    this.#assertMayWrite(this.#model.area);
    this.#model.values.apply({ axis: 'rows', kind: 'delete', at: 0, count: this.#model.rowCount });
    this.#document.book.touch();
    return this;
  }

  /** Sorts all rows below the frozen ones by one column, counted from 1. */
  sort(column: unknown, ascending: unknown = true): this {
    const { frozenRows, rowCount, columnCount } = this.#model;
    const area = { row: frozenRows, column: 0, rows: rowCount - frozenRows, columns: columnCount };
    const rows = Math.min(area.rows, Math.max(0, this.#model.values.height - frozenRows));
    this.#assertMayWrite(area);
    const key = { column: whole(column, 'column') - 1, isAscending: ascending !== false };
    sortArea(this.#document.book, this.#model, { ...area, rows }, [key]);
    return this;
  }

  setFrozenRows(rows: unknown): void {
    this.#model.frozenRows = whole(rows, 'rows');
  }

  getFrozenRows(): number {
    return this.#model.frozenRows;
  }

  setFrozenColumns(columns: unknown): void {
    this.#model.frozenColumns = whole(columns, 'columns');
  }

  hideColumns(column: unknown, count: unknown = 1): void {
    const first = whole(column, 'column') - 1;
    for (let i = 0; i < whole(count, 'numColumns'); i += 1) this.#model.hiddenColumns.add(first + i);
  }

  showColumns(column: unknown, count: unknown = 1): void {
    const first = whole(column, 'column') - 1;
    for (let i = 0; i < whole(count, 'numColumns'); i += 1) this.#model.hiddenColumns.delete(first + i);
  }

  isColumnHiddenByUser(column: unknown): boolean {
    return this.#model.hiddenColumns.has(whole(column, 'column') - 1);
  }

  isRowHiddenByUser(row: unknown): boolean {
    return this.#model.hiddenRows.has(whole(row, 'row') - 1);
  }

  isRowHiddenByFilter(row: unknown): boolean {
    return this.#model.filteredRows.has(whole(row, 'row') - 1);
  }

  getFilter(): EmulatedFilter | null {
    const { filter } = this.#model;
    return filter === undefined ? null : new EmulatedFilter(this.#document, this.#model, filter);
  }

  hideSheet(): this {
    this.#model.isHidden = true;
    return this;
  }

  showSheet(): this {
    this.#model.isHidden = false;
    return this;
  }

  isSheetHidden(): boolean {
    return this.#model.isHidden;
  }

  activate(): this {
    this.#document.book.active = this.#model;
    return this;
  }

  setTabColor(color: unknown): this {
    this.#model.tabColor = optionalText(color, 'color') ?? null;
    return this;
  }

  setColumnWidth(column: unknown, width: unknown): this {
    return this.setColumnWidths(column, 1, width);
  }

  setColumnWidths(column: unknown, count: unknown, width: unknown): this {
    const first = whole(column, 'column') - 1;
    const pixels = whole(width, 'width');
    for (let i = 0; i < whole(count, 'numColumns'); i += 1) this.#model.columnWidths.set(first + i, pixels);
    return this;
  }

  getColumnWidth(column: unknown): number {
    return this.#model.columnWidths.get(whole(column, 'column') - 1) ?? 100;
  }

  /** Widths depend on fonts, which nobody draws here: the columns get Sheets' default width back. */
  autoResizeColumns(column: unknown, count: unknown): this {
    return this.setColumnWidths(column, count, 100);
  }

  autoResizeColumn(column: unknown): this {
    return this.autoResizeColumns(column, 1);
  }

  protect(): EmulatedProtection {
    const { email } = this.#document.run.user;
    const area = { row: 0, column: 0, rows: Number.POSITIVE_INFINITY, columns: Number.POSITIVE_INFINITY };
    const protection = {
      area,
      kind: 'SHEET' as const,
      description: '',
      warningOnly: false,
      editors: [email],
      isRemoved: false,
    };
    this.#model.protections.push(protection);
    return new EmulatedProtection(this.#document, this.#model, protection);
  }

  getProtections(type: unknown): EmulatedProtection[] {
    const found = this.#model.protections.filter((protection) => protection.kind === type);
    return found.map((protection) => new EmulatedProtection(this.#document, this.#model, protection));
  }

  getConditionalFormatRules(): EmulatedConditionalRule[] {
    return this.#model.conditionalRules.map(
      (rule) => new EmulatedConditionalRule(this.#document, rule, this.#model),
    );
  }

  setConditionalFormatRules(rules: unknown): void {
    const models = emulatedList(rules, EmulatedConditionalRule, 'rules').map(conditionalRuleOf);
    if (models.some((model) => model.sheet !== this.#model)) {
      throw new GoogleError('A conditional format rule must have its ranges on the sheet that it is set on.');
    }
    this.#model.conditionalRules = models.map((model) => model.rule);
  }

  clearConditionalFormatRules(): void {
    this.#model.conditionalRules = [];
  }

  addDeveloperMetadata(key: unknown, value?: unknown, visibility?: unknown): this {
    const shown = optionalText(visibility, 'visibility') ?? 'DOCUMENT';
    const place = { type: 'SHEET', sheetId: this.#model.id } as const;
    this.#document.book.metadata.add(text(key, 'key'), optionalText(value, 'value') ?? null, shown, place);
    return this;
  }

  getDeveloperMetadata(): EmulatedMetadata[] {
    const entries = entriesAt(this.#document.book, { type: 'SHEET', sheetId: this.#model.id });
    return entries.map((entry) => new EmulatedMetadata(this.#document, entry));
  }

  createDeveloperMetadataFinder(): EmulatedMetadataFinder {
    return new EmulatedMetadataFinder(this.#document, { sheet: this.#model, area: undefined });
  }

  newChart(): ChartBuilder {
    return new ChartBuilder(this.#model);
  }

  insertChart(chart: unknown): void {
    this.#model.charts.push(chartOf(emulated(chart, EmulatedChart, 'chart')));
  }

  getCharts(): EmulatedChart[] {
    return this.#model.charts.map((chart) => new EmulatedChart(chart));
  }

  removeChart(chart: unknown): void {
    const { id } = chartOf(emulated(chart, EmulatedChart, 'chart'));
    this.#model.charts = this.#model.charts.filter((other) => other.id !== id);
  }

  getActiveRange(): Emulated | null {
    const area = this.#document.book.selection[0];
    return area === undefined || this.#document.book.active !== this.#model ? null : this.#rangeHandle(area);
  }

  getActiveCell(): Emulated | null {
    const area = this.#document.book.selection[0];
    return area === undefined ? null : this.#rangeHandle({ ...area, rows: 1, columns: 1 });
  }

  setActiveRange(range: unknown): unknown {
    return emulated(range, EmulatedRange, 'range').activate();
  }

  #rangeHandle(area: Area): Emulated {
    return this.#document.rangeHandle(this.#model, area);
  }

  #assertMayWrite(area: Area): void {
    this.#document.book.assertMayWrite(this.#model, area, this.#document.run.user.email);
  }

  #change(axis: 'rows' | 'columns', kind: 'insert' | 'delete', at: number, count: number): this {
    if (kind === 'delete') {
      const rows = { ...this.#model.area, row: at, rows: count };
      this.#assertMayWrite(axis === 'rows' ? rows : { ...this.#model.area, column: at, columns: count });
    }
    this.#document.book.change(this.#model, { axis, kind, at, count });
    return this;
  }
}
