// Charts that the add-on put on a sheet, from the recorded specification: columns, bars, lines and areas as a drawing, and
// the figures behind every kind as a table, which is also what a screen reader gets.
import type { ChartPicture } from '../workbench/wire.ts';
import { el } from './dom.ts';

const WIDTH = 360;
const HEIGHT = 160;
const COLOURS = ['#1a73e8', '#188038', '#f29900', '#d93025', '#9334e6'];
const NAMESPACE = 'http://www.w3.org/2000/svg';

/** A chart with its title, drawing and figures. */
export function chartPanel(chart: ChartPicture): HTMLElement {
  const { options, table, type } = chart;
  const title = typeof options['title'] === 'string' ? options['title'] : 'Chart';
  const [header = [], ...rows] = table;
  const isDrawn = ['COLUMN', 'BAR', 'COMBO', 'LINE', 'AREA'].includes(type) && rows.length > 0;
  return el(
    'figure',
    { class: 'chart' },
    el('figcaption', {}, title),
    isDrawn ? drawing(rows, type === 'LINE' || type === 'AREA', coloursOf(options)) : null,
    el(
      'details',
      { open: !isDrawn },
      el('summary', {}, 'Figures'),
      el(
        'table',
        {},
        el('thead', {}, el('tr', {}, ...header.map((cell) => el('th', { scope: 'col' }, String(cell))))),
        el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell) => el('td', {}, String(cell)))))),
      ),
    ),
  );
}

/** The first column names the points, each other one is a series. */
function drawing(rows: ChartPicture['table'], isLine: boolean, colours: readonly string[]): SVGSVGElement {
  const svg = document.createElementNS(NAMESPACE, 'svg');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('aria-hidden', 'true');
  const series = Math.max(0, ...rows.map((row) => row.length - 1));
  const numbers = rows.map((row) => row.slice(1).map((cell) => (typeof cell === 'number' ? cell : 0)));
  const most = Math.max(1e-9, ...numbers.flat());
  const step = WIDTH / rows.length;
  for (let s = 0; s < series; s += 1) {
    const colour = colours[s % colours.length] ?? '#1a73e8';
    const heights = numbers.map((row) => (Math.max(0, row[s] ?? 0) / most) * (HEIGHT - 8));
    if (isLine) {
      const line = document.createElementNS(NAMESPACE, 'polyline');
      line.setAttribute(
        'points',
        heights.map((height, i) => `${(i + 0.5) * step},${HEIGHT - height}`).join(' '),
      );
      line.setAttribute('fill', 'none');
      line.setAttribute('stroke', colour);
      line.setAttribute('stroke-width', '2');
      svg.append(line);
      continue;
    }
    const width = (step * 0.8) / series;
    heights.forEach((height, i) => {
      const bar = document.createElementNS(NAMESPACE, 'rect');
      bar.setAttribute('x', String(i * step + step * 0.1 + s * width));
      bar.setAttribute('y', String(HEIGHT - height));
      bar.setAttribute('width', String(width));
      bar.setAttribute('height', String(height));
      bar.setAttribute('fill', colour);
      svg.append(bar);
    });
  }
  return svg;
}

function coloursOf(options: ChartPicture['options']): readonly string[] {
  const { colors } = options;
  const own = Array.isArray(colors)
    ? colors.filter((colour): colour is string => typeof colour === 'string')
    : [];
  return own.length > 0 ? own : COLOURS;
}
