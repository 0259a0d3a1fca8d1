// Charts that the add-on put on a sheet, as tables until they are drawn.
import type { ChartPicture } from '../workbench/wire.ts';
import { el } from './dom.ts';

/** A chart with its title. */
export function chartPanel(chart: ChartPicture): HTMLElement {
  const title = chart.options['title'];
  return el('figure', { class: 'chart' }, el('figcaption', {}, typeof title === 'string' ? title : 'Chart'));
}
