// The part of Sheet that concerns how the tab looks: what is hidden, frozen, protected or filtered, formats that depend on
// values, and charts.
import { COST, Emulated, MEMBER, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { emulated, emulatedList, optionalText, whole } from '../parameters.ts';
import { ChartBuilder, EmulatedChart } from './chart.ts';
import type { ChartModel } from './chart-specification.ts';
import { conditionalRuleOf, EmulatedConditionalRule } from './conditional-format.ts';
import { EmulatedFilter } from './filter.ts';
import type { OpenDocument } from './open-document.ts';
import { EmulatedProtection } from './protection.ts';
import type { SheetModel } from './sheet-model.ts';

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

/** Members that are ours, not Google's. */
const INTERNALS = new Set(['document', 'model']);

export abstract class SheetLooks extends Emulated {
  readonly [NAME] = 'Sheet';
  protected readonly document: OpenDocument;
  protected readonly model: SheetModel;

  constructor(document: OpenDocument, model: SheetModel) {
    super();
    this.document = document;
    this.model = model;
  }

  [COST](method: string): Cost {
    return { kind: HANDLE_METHODS.has(method) ? 'navigation' : 'cells' };
  }

  override [MEMBER](name: string): unknown {
    return INTERNALS.has(name) ? undefined : super[MEMBER](name);
  }

  setFrozenRows(rows: unknown): void {
    this.model.frozenRows = whole(rows, 'rows');
  }

  getFrozenRows(): number {
    return this.model.frozenRows;
  }

  setFrozenColumns(columns: unknown): void {
    this.model.frozenColumns = whole(columns, 'columns');
  }

  hideColumns(column: unknown, count: unknown = 1): void {
    const first = whole(column, 'column') - 1;
    for (let i = 0; i < whole(count, 'numColumns'); i += 1) this.model.hiddenColumns.add(first + i);
  }

  showColumns(column: unknown, count: unknown = 1): void {
    const first = whole(column, 'column') - 1;
    for (let i = 0; i < whole(count, 'numColumns'); i += 1) this.model.hiddenColumns.delete(first + i);
  }

  isColumnHiddenByUser(column: unknown): boolean {
    return this.model.hiddenColumns.has(whole(column, 'column') - 1);
  }

  isRowHiddenByUser(row: unknown): boolean {
    return this.model.hiddenRows.has(whole(row, 'row') - 1);
  }

  isRowHiddenByFilter(row: unknown): boolean {
    return this.model.filteredRows.has(whole(row, 'row') - 1);
  }

  getFilter(): EmulatedFilter | null {
    const { filter } = this.model;
    return filter === undefined ? null : new EmulatedFilter(this.document, this.model, filter);
  }

  hideSheet(): this {
    this.model.isHidden = true;
    return this;
  }

  showSheet(): this {
    this.model.isHidden = false;
    return this;
  }

  isSheetHidden(): boolean {
    return this.model.isHidden;
  }

  setTabColor(color: unknown): this {
    this.model.tabColor = optionalText(color, 'color') ?? null;
    return this;
  }

  setColumnWidth(column: unknown, width: unknown): this {
    return this.setColumnWidths(column, 1, width);
  }

  setColumnWidths(column: unknown, count: unknown, width: unknown): this {
    const first = whole(column, 'column') - 1;
    const pixels = whole(width, 'width');
    for (let i = 0; i < whole(count, 'numColumns'); i += 1) this.model.columnWidths.set(first + i, pixels);
    return this;
  }

  getColumnWidth(column: unknown): number {
    return this.model.columnWidths.get(whole(column, 'column') - 1) ?? 100;
  }

  /** Widths depend on fonts, which nobody draws here: the columns get Sheets' default width back. */
  autoResizeColumns(column: unknown, count: unknown): this {
    return this.setColumnWidths(column, count, 100);
  }

  autoResizeColumn(column: unknown): this {
    return this.autoResizeColumns(column, 1);
  }

  protect(): EmulatedProtection {
    const { email } = this.document.run.user;
    const area = { row: 0, column: 0, rows: Number.POSITIVE_INFINITY, columns: Number.POSITIVE_INFINITY };
    const protection = {
      area,
      kind: 'SHEET' as const,
      description: '',
      warningOnly: false,
      editors: [email],
      isRemoved: false,
    };
    this.model.protections.push(protection);
    return new EmulatedProtection(this.document, this.model, protection);
  }

  getProtections(type: unknown): EmulatedProtection[] {
    const found = this.model.protections.filter((protection) => protection.kind === type);
    return found.map((protection) => new EmulatedProtection(this.document, this.model, protection));
  }

  getConditionalFormatRules(): EmulatedConditionalRule[] {
    return this.model.conditionalRules.map(
      (rule) => new EmulatedConditionalRule(this.document, rule, this.model),
    );
  }

  setConditionalFormatRules(rules: unknown): void {
    const models = emulatedList(rules, EmulatedConditionalRule, 'rules').map(conditionalRuleOf);
    if (models.some((model) => model.sheet !== this.model)) {
      throw new GoogleError('A conditional format rule must have its ranges on the sheet that it is set on.');
    }
    this.model.conditionalRules = models.map((model) => model.rule);
  }

  clearConditionalFormatRules(): void {
    this.model.conditionalRules = [];
  }

  newChart(): ChartBuilder {
    return new ChartBuilder(this.document);
  }

  insertChart(chart: unknown): void {
    const { specification } = this.#chart(chart);
    const id = this.model.charts.reduce((max, other) => Math.max(max, other.id), 0) + 1;
    this.model.charts.push({ id, specification });
  }

  getCharts(): EmulatedChart[] {
    return this.model.charts.map((chart) => new EmulatedChart(this.document, chart));
  }

  /** Puts what `modify` built in the place of the chart that it was built from. */
  updateChart(chart: unknown): void {
    const changed = this.#chart(chart);
    if (!this.model.charts.some(({ id }) => id === changed.id))
      throw new GoogleError('The chart does not stand on this sheet.');
    this.model.charts = this.model.charts.map((other) => (other.id === changed.id ? changed : other));
  }

  removeChart(chart: unknown): void {
    const { id } = this.#chart(chart);
    this.model.charts = this.model.charts.filter((other) => other.id !== id);
  }

  #chart(chart: unknown): ChartModel {
    return EmulatedChart.modelOf(emulated(chart, EmulatedChart, 'chart'));
  }
}
