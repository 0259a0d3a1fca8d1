// Which calls the chart builders have and which option each of them sets, in the names of Google's chart options. A plain
// builder from newChart() has none of them: setTitle and its like exist only after asColumnChart() and its siblings.
import { GoogleError } from '../errors.ts';
import { decimal, text, textList } from '../parameters.ts';
import { CHART_TYPES, type ChartType } from './chart-specification.ts';

/** Where a legend may stand. */
export const POSITIONS = ['TOP', 'RIGHT', 'BOTTOM', 'NONE'];
/** How a line runs between its points. */
export const CURVES = ['NORMAL', 'SMOOTH'];
/** Diameters in pixels, by name. */
export const POINTS: Readonly<Record<string, number>> = { NONE: 0, TINY: 3, MEDIUM: 5, LARGE: 7, HUGE: 9 };

/** The option a call sets, by its path, and the value there. */
type OptionCall = (...values: readonly unknown[]) => readonly [path: string, value: unknown];

const TITLED: Readonly<Record<string, OptionCall>> = {
  setTitle: (title) => ['title', text(title, 'chartTitle')],
  setColors: (colors) => ['colors', textList(colors, 'cssValues')],
  setBackgroundColor: (color) => ['backgroundColor', text(color, 'cssValue')],
  setLegendPosition: (position) => [
    'legend.position',
    oneOf(position, POSITIONS, 'legend position').toLowerCase(),
  ],
};
const AXES: Readonly<Record<string, OptionCall>> = {
  setXAxisTitle: (title) => ['hAxis.title', text(title, 'title')],
  setYAxisTitle: (title) => ['vAxis.title', text(title, 'title')],
};
const VALUE_AXIS: Readonly<Record<string, OptionCall>> = {
  setRange: (start, end) => ['vAxis.viewWindow', { min: decimal(start, 'start'), max: decimal(end, 'end') }],
  useLogScale: () => ['vAxis.logScale', true],
  reverseCategories: () => ['reverseCategories', true],
};
const STACKED: Readonly<Record<string, OptionCall>> = { setStacked: () => ['isStacked', true] };
const POINTED: Readonly<Record<string, OptionCall>> = {
  setPointStyle: (style) => ['pointSize', POINTS[oneOf(style, Object.keys(POINTS), 'point style')] ?? 0],
};
const CURVED: Readonly<Record<string, OptionCall>> = {
  setCurveStyle: (style) => [
    'curveType',
    oneOf(style, CURVES, 'curve style') === 'SMOOTH' ? 'function' : 'none',
  ],
};

const CALLS: Readonly<Record<ChartType, Readonly<Record<string, OptionCall>>>> = {
  COLUMN: { ...TITLED, ...AXES, ...VALUE_AXIS, ...STACKED },
  BAR: { ...TITLED, ...AXES, ...VALUE_AXIS, ...STACKED },
  AREA: { ...TITLED, ...AXES, ...VALUE_AXIS, ...STACKED, ...POINTED },
  COMBO: { ...TITLED, ...AXES, ...VALUE_AXIS, ...STACKED },
  LINE: { ...TITLED, ...AXES, ...VALUE_AXIS, ...POINTED, ...CURVED },
  SCATTER: { ...TITLED, ...AXES, ...POINTED },
  PIE: TITLED,
  TABLE: {},
};

/** The call `name` of a builder of `type`; undefined where Google's builder has none. */
export function optionCall(type: ChartType | undefined, name: string): OptionCall | undefined {
  return type === undefined ? undefined : CALLS[type][name];
}

/** The kind that `asColumnChart` and its like stand for; undefined for other names. */
export function typeOfCall(name: string): ChartType | undefined {
  const kind = /^as([A-Z][a-z]+)Chart$/.exec(name)?.[1]?.toUpperCase();
  return CHART_TYPES.find((type) => type === kind);
}

/** One of the names; throws as Google does on any other. */
export function oneOf<T extends string>(value: unknown, names: readonly T[], what: string): T {
  const wanted = text(value, what);
  const found = names.find((name) => name === wanted);
  if (found === undefined) throw new GoogleError(`There is no ${what} called "${wanted}".`);
  return found;
}

/** `options` with the value at a path such as `vAxis.title`: Google takes both this and nested objects. */
export function withOption(
  options: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const [first = path, ...rest] = path.split('.');
  if (rest.length === 0) return { ...options, [first]: value };
  const inner = options[first];
  const record = typeof inner === 'object' && inner !== null ? Object.fromEntries(Object.entries(inner)) : {};
  return { ...options, [first]: withOption(record, rest.join('.'), value) };
}
