// Charts are not drawn here: the builder's calls are recorded, and the workbench draws from the record.
import { COST, Emulated, LocalEmulated, MEMBER, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { emulated, flag, text, whole } from '../parameters.ts';
import { copyOut } from '../realm.ts';
import { a1Of, parseA1 } from './address.ts';
import { oneOf, optionCall, typeOfCall, withOption } from './chart-calls.ts';
import {
  BLANK_CHART,
  CHART_TYPES,
  type ChartModel,
  type ChartPosition,
  type ChartSpecification,
  HIDDEN_STRATEGIES,
  MERGE_STRATEGIES,
} from './chart-specification.ts';
import type { OpenDocument } from './open-document.ts';
import { EmulatedRange } from './range.ts';

export class EmulatedChart extends Emulated {
  readonly [NAME] = 'EmbeddedChart';
  readonly #document: OpenDocument;
  readonly #model: ChartModel;

  /** The record behind a chart; for the sandbox. */
  static modelOf(chart: EmulatedChart): ChartModel {
    return chart.#model;
  }

  constructor(document: OpenDocument, model: ChartModel) {
    super();
    this.#document = document;
    this.#model = model;
  }

  [COST](): Cost {
    return { kind: 'navigation' };
  }

  /** Null for a chart that stands on no sheet yet. */
  getChartId(): number | null {
    return this.#model.id === 0 ? null : this.#model.id;
  }

  getRanges(): Emulated[] {
    return rangesOf(this.#document, this.#model.specification);
  }

  getContainerInfo(): ContainerInfo {
    return new ContainerInfo(this.#model.specification.position);
  }

  getOptions(): ChartOptions {
    return new ChartOptions(this.#model.specification.options);
  }

  modify(): ChartBuilder {
    return new ChartBuilder(this.#document, this.#model);
  }
}

/** Where a chart is anchored. */
class ContainerInfo extends LocalEmulated {
  readonly [NAME] = 'ContainerInfo';
  readonly #position: ChartPosition;

  constructor(position: ChartPosition) {
    super();
    this.#position = position;
  }

  getAnchorRow(): number {
    return this.#position.row;
  }

  getAnchorColumn(): number {
    return this.#position.column;
  }

  getOffsetX(): number {
    return this.#position.offsetX;
  }

  getOffsetY(): number {
    return this.#position.offsetY;
  }
}

/** Options by the path that was set. */
class ChartOptions extends LocalEmulated {
  readonly [NAME] = 'ChartOptions';
  readonly #options: ChartSpecification['options'];

  constructor(options: ChartSpecification['options']) {
    super();
    this.#options = options;
  }

  get(path: unknown): unknown {
    let found: unknown = this.#options;
    for (const name of text(path, 'option').split('.')) {
      found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
    }
    return found ?? null;
  }
}

export class ChartBuilder extends LocalEmulated {
  readonly [NAME] = 'EmbeddedChartBuilder';
  readonly #document: OpenDocument;
  readonly #id: number;
  #said: ChartSpecification;
  /** Whether an `as…Chart` call made this the builder of a kind. */
  #isOfKind = false;

  constructor(document: OpenDocument, from: ChartModel = { id: 0, specification: BLANK_CHART }) {
    super();
    this.#document = document;
    this.#id = from.id;
    this.#said = from.specification;
  }

  override [MEMBER](name: string): unknown {
    const type = typeOfCall(name);
    if (type !== undefined) {
      return () => {
        this.#isOfKind = true;
        return this.#set({ type });
      };
    }
    const call = optionCall(this.#isOfKind ? this.#said.type : undefined, name);
    if (call !== undefined) {
      return (...values: unknown[]) => {
        const [path, value] = call(...values);
        return this.setOption(path, value);
      };
    }
    return super[MEMBER](name);
  }

  setChartType(type: unknown): this {
    return this.#set({ type: oneOf(type, CHART_TYPES, 'chart type') });
  }

  getChartType(): string {
    return this.#said.type ?? 'COLUMN';
  }

  addRange(range: unknown): this {
    const { sheet, area } = EmulatedRange.placeOf(emulated(range, EmulatedRange, 'range'));
    return this.#set({ ranges: [...this.#said.ranges, { sheet: sheet.name, range: a1Of(area) }] });
  }

  removeRange(range: unknown): this {
    const { sheet, area } = EmulatedRange.placeOf(emulated(range, EmulatedRange, 'range'));
    const isOther = (known: { sheet: string; range: string }): boolean =>
      known.sheet !== sheet.name || known.range !== a1Of(area);
    return this.#set({ ranges: this.#said.ranges.filter(isOther) });
  }

  clearRanges(): this {
    return this.#set({ ranges: [] });
  }

  getRanges(): Emulated[] {
    return rangesOf(this.#document, this.#said);
  }

  setNumHeaders(headers: unknown): this {
    return this.#set({ headers: whole(headers, 'headers') });
  }

  setMergeStrategy(strategy: unknown): this {
    return this.#set({ merge: oneOf(strategy, MERGE_STRATEGIES, 'merge strategy') });
  }

  setHiddenDimensionStrategy(strategy: unknown): this {
    return this.#set({ hidden: oneOf(strategy, HIDDEN_STRATEGIES, 'hidden dimension strategy') });
  }

  setTransposeRowsAndColumns(transpose: unknown): this {
    return this.#set({ isTransposed: flag(transpose, 'transpose') });
  }

  setOption(name: unknown, value: unknown): this {
    return this.#set({
      options: withOption(this.#said.options, text(name, 'option'), copyOut(value, asItIs)),
    });
  }

  /** Where the chart stands; Google refuses one that has no place. */
  setPosition(row: unknown, column: unknown, offsetX: unknown, offsetY: unknown): this {
    const position = { row: whole(row, 'anchorRowPos'), column: whole(column, 'anchorColPos') };
    if (position.row < 1 || position.column < 1)
      throw new GoogleError('A chart must be anchored in a cell of the sheet.');
    const offsets = { offsetX: whole(offsetX, 'offsetX'), offsetY: whole(offsetY, 'offsetY') };
    return this.#set({ position: { ...position, ...offsets } });
  }

  build(): EmulatedChart {
    return new EmulatedChart(this.#document, { id: this.#id, specification: this.#said });
  }

  #set(changes: Partial<ChartSpecification>): this {
    this.#said = { ...this.#said, ...changes };
    return this;
  }
}

function rangesOf(document: OpenDocument, { ranges }: ChartSpecification): Emulated[] {
  return ranges.flatMap(({ sheet: name, range }) => {
    const sheet = document.book.sheets.find((model) => model.name === name);
    return sheet === undefined ? [] : [document.rangeHandle(sheet, parseA1(range).area)];
  });
}

/** Options are plain data; a copy is one that the script cannot change any more. */
function asItIs(value: object): object {
  return value;
}
