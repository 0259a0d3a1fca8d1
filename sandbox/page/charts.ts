// Charts that the add-on put on a sheet, drawn from the recorded specification where Sheets would show them: over the
// cells. What they show is beside the grid once more as tables, for people who hear the page.
import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PieController,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import type { ChartPicture } from '../workbench/wire.ts';
import { axesConfiguration, formatted, type Inks, pieConfiguration } from './chart-configuration.ts';
import { textAt } from './chart-options.ts';
import { el, fill } from './dom.ts';
import type { Grid } from './grid.ts';

Chart.register(
  ...[BarController, LineController, PieController, ScatterController],
  ...[BarElement, LineElement, ArcElement, PointElement],
  ...[CategoryScale, LinearScale, LogarithmicScale, Filler, Legend, Tooltip],
);

/** Pixels of the title above a drawing, and of the border around both. */
const TITLE_HEIGHT = 34;
const PADDING = 12;

/** What a chart needs of the grid that it lies on. */
type Ground = Pick<Grid, 'boxOf' | 'float'>;

export class ChartLayer {
  /** Lies over the cells. Its drawings say nothing to a screen reader. */
  readonly element = el('div', { class: 'chart-layer', 'aria-hidden': 'true' });
  /** The same figures as tables, not to be seen. */
  readonly tables = el('section', {
    class: 'only-heard',
    'aria-label': 'Charts of this sheet',
    hidden: true,
  });
  #charts: { destroy(): void }[] = [];
  #shown = '';

  /** Draws the charts of a sheet where they hang; when nothing changed, the drawings stay. */
  drawOn(ground: Ground, pictures: readonly ChartPicture[], frozenRows: number): void {
    const places = pictures.map(({ row, column, left, top }) => {
      // The rows that a view leaves out do not move a chart.
      const box = ground.boxOf({ index: Math.max(0, row - 1 - frozenRows), column: column - 1 });
      return { left: box.left + left, top: box.top + top };
    });
    const ends = pictures.map(({ width, height }, i) => ({
      right: (places[i]?.left ?? 0) + width,
      bottom: (places[i]?.top ?? 0) + height,
    }));
    ground.float(this.element, {
      right: Math.max(0, ...ends.map(({ right }) => right)),
      bottom: Math.max(0, ...ends.map(({ bottom }) => bottom)),
    });
    const inks = inksOf(this.element);
    const shown = JSON.stringify([pictures, places, inks]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    for (const chart of this.#charts) chart.destroy();
    this.#charts = [];
    fill(
      this.element,
      ...pictures.map((picture, i) => this.#panel(picture, places[i] ?? { left: 0, top: 0 }, inks)),
    );
    fill(this.tables, ...pictures.map(tableOf));
    this.tables.hidden = pictures.length === 0;
  }

  #panel(picture: ChartPicture, place: { left: number; top: number }, inks: Inks): HTMLElement {
    const title = titleOf(picture);
    const subtitle = textAt(picture.options, 'subtitle');
    const head = el('div', { class: 'chart-title' }, title, subtitle ? el('small', {}, subtitle) : null);
    const panel = el('div', { class: 'chart' }, head);
    const { style } = panel;
    style.left = `${place.left}px`;
    style.top = `${place.top}px`;
    style.width = `${picture.width}px`;
    style.height = `${picture.height}px`;
    if (picture.type === 'TABLE') {
      panel.append(tableOf(picture));
      return panel;
    }
    if (picture.rows.length === 0) {
      panel.append(el('p', { class: 'dim' }, 'Nothing to draw yet: the range of this chart is empty.'));
      return panel;
    }
    const canvas = el('canvas', {
      width: picture.width - 2 * PADDING,
      height: picture.height - TITLE_HEIGHT - (subtitle ? PADDING : 0) - PADDING,
    });
    panel.append(canvas);
    this.#charts.push(
      picture.type === 'PIE'
        ? new Chart(canvas, pieConfiguration(picture, inks))
        : new Chart(canvas, axesConfiguration(picture, inks)),
    );
    return panel;
  }
}

function tableOf(picture: ChartPicture): HTMLElement {
  const { header, rows, formats } = picture;
  const shown = (cell: string | number | null, column: number): string =>
    typeof cell === 'number' ? formatted(cell, formats[column] ?? '') : (cell ?? '');
  return el(
    'table',
    {},
    el('caption', {}, titleOf(picture)),
    el('thead', {}, el('tr', {}, ...header.map((cell) => el('th', { scope: 'col' }, cell)))),
    el(
      'tbody',
      {},
      ...rows.map((row) => el('tr', {}, ...row.map((cell, i) => el('td', {}, shown(cell, i))))),
    ),
  );
}

function titleOf({ options }: ChartPicture): string {
  return textAt(options, 'title') ?? 'Chart';
}

function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const ink = (name: string): string => style.getPropertyValue(name).trim();
  return { text: ink('--ink'), dim: ink('--dim'), line: ink('--line'), paper: ink('--paper') };
}
