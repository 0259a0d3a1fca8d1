// A recorded chart as the drawing library wants it: kind, axes, legend, number formats. Nothing here touches the page.
import type { ChartConfiguration, ChartTypeRegistry, TooltipItem } from 'chart.js';
import type { ChartPicture } from '../workbench/wire.ts';
import { entryOf, numberAt, type Options, optionsAt, textAt } from './chart-options.ts';
import { colourOf, hasRightAxis, seriesOf } from './chart-series.ts';

/** The page's colours of the moment. */
export interface Inks {
  readonly text: string;
  readonly dim: string;
  readonly line: string;
  readonly paper: string;
}

const FAMILY = 'Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif';
const TICKS_MAX = 12;

/** A chart stands still and keeps the size that the script gave it. */
const COMMON = {
  animation: false as const,
  responsive: false,
  maintainAspectRatio: false,
  font: { family: FAMILY, size: 12 },
};

type Axis = 'hAxis' | 'vAxis';

/** What the library draws of every kind but a pie. */
export function axesConfiguration(picture: ChartPicture, inks: Inks): ChartConfiguration {
  const { type, rows, options } = picture;
  const isSideways = type === 'BAR';
  const isStacked = options['isStacked'] !== undefined && options['isStacked'] !== false;
  const value = { ...valueAxis(picture, inks, 'left'), stacked: isStacked };
  const point =
    type === 'SCATTER'
      ? valueAxis(picture, inks, 'bottom')
      : { ...pointAxis(picture, inks), stacked: isStacked };
  return {
    type: type === 'SCATTER' ? 'scatter' : 'bar',
    data: { labels: rows.map(([first]) => String(first ?? '')), datasets: seriesOf(picture) },
    options: {
      ...COMMON,
      color: inks.text,
      indexAxis: isSideways ? 'y' : 'x',
      interaction: { mode: 'index', intersect: false },
      plugins: pluginsOf(picture, inks),
      scales: {
        x: isSideways ? value : point,
        y: isSideways ? point : value,
        ...(hasRightAxis(picture) ? { right: valueAxis(picture, inks, 'right') } : {}),
      },
    },
  };
}

/** What the library draws of a pie, of which the first series alone is shown. */
export function pieConfiguration(picture: ChartPicture, inks: Inks): ChartConfiguration<'pie'> {
  const { rows, options } = picture;
  const hole = numberAt(options, 'pieHole') ?? 0;
  const data = rows.map(([, value]) => (typeof value === 'number' ? value : 0));
  return {
    type: 'pie',
    data: {
      labels: rows.map(([first]) => String(first ?? '')),
      datasets: [
        { data, backgroundColor: data.map((_, i) => colourOf(options, i)), borderColor: inks.paper },
      ],
    },
    options: {
      ...COMMON,
      color: inks.text,
      plugins: pluginsOf(picture, inks),
      cutout: `${Math.round(hole * 100)}%`,
    },
  };
}

type Scale = NonNullable<NonNullable<ChartConfiguration<'bar'>['options']>['scales']>[string] & object;

function pointAxis(picture: ChartPicture, inks: Inks): Scale {
  const { options, type } = picture;
  const axis = optionsAt(options, type === 'BAR' ? 'vAxis' : 'hAxis');
  return {
    type: 'category',
    offset: type !== 'AREA',
    reverse: options['reverseCategories'] === true,
    grid: { display: false },
    border: { color: inks.line },
    ticks: {
      color: inks.dim,
      maxRotation: 45,
      autoSkip: true,
      ...(type === 'BAR' ? {} : { maxTicksLimit: 2 * TICKS_MAX }),
    },
    title: titleOf(axis, inks),
  };
}

/** The axis of figures; `bottom` is that of a scatter chart's first column. */
function valueAxis(picture: ChartPicture, inks: Inks, side: 'left' | 'right' | 'bottom'): Scale {
  const { options, type } = picture;
  const isAcross = side === 'bottom' || type === 'BAR';
  const name: Axis = isAcross ? 'hAxis' : 'vAxis';
  const named = optionsAt(options, name);
  const numbered = entryOf(options, 'vAxes', side === 'right' ? 1 : 0);
  // setRange and useLogScale speak of the axis of figures, which lies across in a bar chart.
  const own: Options = isAcross ? { ...optionsAt(options, 'vAxis'), ...named } : { ...named, ...numbered };
  const window = optionsAt(own, 'viewWindow');
  const min = numberAt(window, 'min') ?? numberAt(own, 'minValue');
  const max = numberAt(window, 'max') ?? numberAt(own, 'maxValue');
  const column = side === 'bottom' ? 0 : columnOf(picture, side);
  const format = textAt(own, 'format') ?? picture.formats[column] ?? '';
  const scale = {
    position: side,
    // A chart of shares that starts at 80 % would make a small difference look large; Sheets starts columns at 0 too.
    beginAtZero: type !== 'LINE' && type !== 'SCATTER',
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    grid: { color: inks.line, drawOnChartArea: side !== 'right' },
    border: { display: false },
    ticks: {
      color: inks.dim,
      maxTicksLimit: TICKS_MAX / 2,
      callback: (tick: string | number) => formatted(Number(tick), format),
    },
    title: titleOf(side === 'bottom' ? named : own, inks),
  } satisfies Scale;
  return own['logScale'] === true ? { ...scale, type: 'logarithmic' } : { ...scale, type: 'linear' };
}

/** The first column that is measured by an axis. */
function columnOf({ options, rows }: ChartPicture, side: 'left' | 'right'): number {
  const width = rows[0]?.length ?? 2;
  for (let i = 0; i < width - 1; i += 1) {
    const isRight = numberAt(entryOf(options, 'series', i), 'targetAxisIndex') === 1;
    if (isRight === (side === 'right')) return i + 1;
  }
  return 1;
}

function titleOf(axis: Options, inks: Inks): NonNullable<Scale['title']> {
  const text = textAt(axis, 'title');
  return { display: text !== undefined, text: text ?? '', color: inks.dim, font: { style: 'italic' } };
}

function pluginsOf(picture: ChartPicture, inks: Inks) {
  return { legend: legendOf(picture, inks), tooltip: { callbacks: { label: tipOf(picture) } } };
}

function legendOf({ options, rows, type }: ChartPicture, inks: Inks): object {
  const legend = options['legend'];
  const position = typeof legend === 'string' ? legend : textAt(optionsAt(options, 'legend'), 'position');
  const usual = type === 'PIE' || (rows[0]?.length ?? 0) > 2 ? 'top' : 'none';
  const wanted = position ?? usual;
  return {
    display: wanted !== 'none',
    position: wanted === 'bottom' || wanted === 'left' || wanted === 'right' ? wanted : 'top',
    labels: {
      color: inks.text,
      boxWidth: 14,
      boxHeight: 8,
      usePointStyle: true,
      filter: ({ text }: { text: string }) => text !== '',
    },
  };
}

function tipOf({ formats }: ChartPicture): (item: TooltipItem<keyof ChartTypeRegistry>) => string {
  return ({ datasetIndex, raw, dataset, formattedValue }) => {
    const shown = typeof raw === 'number' ? formatted(raw, formats[datasetIndex + 1] ?? '') : formattedValue;
    return dataset.label ? `${dataset.label}: ${shown}` : shown;
  };
}

/** A figure in a number format, as far as charts need it: percent, and the number of decimals. */
export function formatted(value: number, format: string): string {
  const decimals = /\.(0+)/.exec(format)?.[1]?.length;
  const isPercent = format.includes('%') || format === 'percent';
  const shown = isPercent ? value * 100 : value;
  const text = shown.toLocaleString('en', {
    minimumFractionDigits: decimals ?? 0,
    maximumFractionDigits: decimals ?? (format === 'percent' ? 1 : isPercent ? 0 : 3),
  });
  return isPercent ? `${text}%` : text;
}
