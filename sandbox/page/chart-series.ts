// The series of a recorded chart for the drawing library: which kind each is, in which colour, on which axis.
import type { ChartDataset } from 'chart.js';
import type { ChartPicture } from '../workbench/wire.ts';
import { entryOf, numberAt, type Options, textAt, textsAt } from './chart-options.ts';

/** The order in which Sheets gives its series colours. */
const COLOURS = ['#4285f4', '#ea4335', '#fbbc04', '#34a853', '#ff6d01', '#46bdc6', '#7baaf7', '#f07b72'];
const POINT_PIXELS = 0;
const LINE_PIXELS = 2;
const AREA_OPACITY = 0.3;
/** Lengths in one pattern of dashes. */
const DASHES_MAX = 8;

type Series = ChartDataset<'bar' | 'line' | 'scatter', (number | null)[] | { x: number; y: number }[]>;
type SeriesType = 'bar' | 'line' | 'area' | 'scatter';

/** The colour of series or slice `i`. */
export function colourOf(options: Options, i: number): string {
  const own = textsAt(options, 'colors');
  return (own.length > 0 ? own[i % own.length] : undefined) ?? COLOURS[i % COLOURS.length] ?? '#4285f4';
}

/** All columns but the first, each as a series. */
export function seriesOf(picture: ChartPicture): Series[] {
  const width = Math.max(0, ...picture.rows.map((row) => row.length));
  return Array.from({ length: Math.max(0, width - 1) }, (_, i) => series(picture, i));
}

/** Whether a series is measured by the axis at the right. */
export function hasRightAxis(picture: ChartPicture): boolean {
  return seriesOf(picture).some((item) => 'yAxisID' in item && item.yAxisID === 'right');
}

function series(picture: ChartPicture, i: number): Series {
  const { options, header, rows } = picture;
  const own = entryOf(options, 'series', i);
  const colour = textAt(own, 'color') ?? colourOf(options, i);
  const type = typeOf(picture, own);
  const label = textAt(own, 'labelInLegend') ?? header[i + 1] ?? '';
  const name = label === '' ? `Series ${i + 1}` : label;
  const hidden = own['visibleInLegend'] === false;
  const axis = numberAt(own, 'targetAxisIndex') === 1 ? 'right' : undefined;
  const common = {
    label: hidden ? '' : name,
    borderColor: colour,
    ...(axis === undefined ? {} : { yAxisID: axis }),
  };
  if (type === 'scatter') {
    const data = rows.flatMap((row) => {
      const [x, y] = [row[0], row[i + 1]];
      return typeof x === 'number' && typeof y === 'number' ? [{ x, y }] : [];
    });
    return { ...common, type: 'scatter', data, backgroundColor: colour };
  }
  const data = rows.map((row) => {
    const value = row[i + 1];
    return typeof value === 'number' ? value : null;
  });
  if (type === 'bar') {
    return {
      ...common,
      type: 'bar',
      data,
      backgroundColor: colour,
      order: 1,
      maxBarThickness: 64,
      pointStyle: 'rect',
    };
  }
  const setting = (key: string): number | undefined => numberAt(own, key) ?? numberAt(options, key);
  const dashes = own['lineDashStyle'] ?? options['lineDashStyle'];
  const diameter = setting('pointSize') ?? POINT_PIXELS;
  const opacity = setting('areaOpacity') ?? AREA_OPACITY;
  return {
    ...common,
    type: 'line',
    data,
    backgroundColor: type === 'area' ? faded(colour, opacity) : colour,
    fill: type === 'area' ? 'origin' : false,
    borderWidth: setting('lineWidth') ?? LINE_PIXELS,
    pointRadius: diameter / 2,
    pointStyle: diameter > 0 || type === 'area' ? 'circle' : 'line',
    borderDash: Array.isArray(dashes)
      ? dashes.filter((dash) => typeof dash === 'number').slice(0, DASHES_MAX)
      : [],
    tension: (textAt(own, 'curveType') ?? textAt(options, 'curveType')) === 'function' ? 0.35 : 0,
    spanGaps: options['interpolateNulls'] === true,
    order: 0,
  };
}

function typeOf({ type, options }: ChartPicture, own: Options): SeriesType {
  if (type === 'LINE') return 'line';
  if (type === 'AREA') return 'area';
  if (type === 'SCATTER') return 'scatter';
  if (type !== 'COMBO') return 'bar';
  const wanted = textAt(own, 'type') ?? textAt(options, 'seriesType') ?? 'line';
  return wanted === 'bars' ? 'bar' : wanted === 'area' || wanted === 'steppedArea' ? 'area' : 'line';
}

/** A colour such as `#4285f4` let through. */
function faded(colour: string, opacity: number): string {
  const alpha = Math.round(Math.min(1, Math.max(0, opacity)) * 255);
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}${alpha.toString(16).padStart(2, '0')}` : colour;
}
