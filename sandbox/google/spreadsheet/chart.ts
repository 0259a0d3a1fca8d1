// Charts are not drawn here: the builder's calls are recorded, and the workbench draws from the record.
import { COST, Emulated, LocalEmulated, MEMBER, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { emulated, text, whole } from '../parameters.ts';
import { a1Of } from './address.ts';
import { EmulatedRange } from './range.ts';
import type { ChartModel, SheetModel } from './sheet-model.ts';

/** Builder calls that set an option of the same name, the first letter aside. */
const OPTION_CALLS = new Set([
  'setTitle',
  'setXAxisTitle',
  'setYAxisTitle',
  'setColors',
  'setNumHeaders',
  'setStacked',
]);
/** `asLineChart` and the like. */
const KIND_CALLS = new Set([
  'asColumnChart',
  'asLineChart',
  'asBarChart',
  'asAreaChart',
  'asPieChart',
  'asComboChart',
]);
const CHART_TYPES = new Set(['COLUMN', 'LINE', 'BAR', 'AREA', 'PIE', 'COMBO', 'SCATTER', 'TABLE']);

const models = new WeakMap<EmulatedChart, ChartModel>();

export class EmulatedChart extends Emulated {
  readonly [NAME] = 'EmbeddedChart';

  constructor(model: ChartModel) {
    super();
    models.set(this, model);
  }

  [COST](): Cost {
    return { kind: 'navigation' };
  }

  getChartId(): number {
    return models.get(this)?.id ?? 0;
  }
}

export class ChartBuilder extends LocalEmulated {
  readonly [NAME] = 'EmbeddedChartBuilder';
  readonly #specification: Record<string, unknown> = { ranges: [], options: {} };
  readonly #id: number;

  constructor(sheet: SheetModel) {
    super();
    this.#id = sheet.charts.reduce((max, chart) => Math.max(max, chart.id), 0) + 1;
  }

  override [MEMBER](name: string): unknown {
    if (OPTION_CALLS.has(name)) return (value: unknown) => this.setOption(lowerFirst(name.slice(3)), value);
    if (KIND_CALLS.has(name)) {
      return () => {
        this.#specification['type'] = name.slice(2).replace('Chart', '').toUpperCase();
        return this;
      };
    }
    return super[MEMBER](name);
  }

  setChartType(type: unknown): this {
    const wanted = text(type, 'type');
    if (!CHART_TYPES.has(wanted)) throw new GoogleError(`There is no chart type ${wanted} in the sandbox.`);
    this.#specification['type'] = wanted;
    return this;
  }

  addRange(range: unknown): this {
    const { sheet, area } = EmulatedRange.placeOf(emulated(range, EmulatedRange, 'range'));
    const ranges = this.#specification['ranges'];
    this.#specification['ranges'] = [
      ...(Array.isArray(ranges) ? ranges : []),
      { sheet: sheet.name, range: a1Of(area) },
    ];
    return this;
  }

  setOption(name: unknown, value: unknown): this {
    this.#specification['options'] = {
      ...Object(this.#specification['options']),
      [text(name, 'option')]: value,
    };
    return this;
  }

  setPosition(row: unknown, column: unknown, offsetX: unknown, offsetY: unknown): this {
    const position = { row: whole(row, 'row'), column: whole(column, 'column') };
    this.#specification['position'] = {
      ...position,
      offsetX: whole(offsetX, 'offsetX'),
      offsetY: whole(offsetY, 'offsetY'),
    };
    return this;
  }

  build(): EmulatedChart {
    return new EmulatedChart({ id: this.#id, specification: { ...this.#specification } });
  }
}

/** The record behind a built chart. */
export function chartOf(chart: EmulatedChart): ChartModel {
  const model = models.get(chart);
  if (model === undefined) throw new GoogleError('This chart was not built.');
  return model;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
