// Monitors' findings as one HTML page that needs nothing beside it: sentences, tables, and charts drawn by the charts library that is
// put into the page. Every chart's figures stand in a table too.
import { escaped, STYLE, table } from '../lifecycle/back-test-page.ts';
import type { Signal, SignalLevel } from './signal.ts';

/** A chart and the table behind it: the first column names the places, the others are series. */
export interface PageChart {
  readonly title: string;
  readonly kind: 'line' | 'bar';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What a page says. */
export interface MonitorPage {
  readonly title: string;
  readonly intro: string;
  readonly charts: readonly PageChart[];
  readonly tables: readonly {
    readonly title: string;
    readonly header: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
}

const LEVELS: Readonly<Record<SignalLevel, string>> = {
  'not-enough-data': 'too few',
  ok: 'fine',
  info: 'note',
  warn: 'look',
  critical: 'act',
};
const COLORS = ['#1d4ed8', '#93a4b8', '#93a4b8', '#b45309', '#15803d'];

/** The page as text; `library` is the source of the charts library. The same facts give the same page. */
export function monitorPage({ title, intro, charts, tables }: MonitorPage, library: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
<p>${escaped(intro)}</p>
${charts
  .map(
    (chart, number) => `<section><h2>${escaped(chart.title)}</h2>
<figure><canvas id="chart-${number}" role="img" aria-label="${escaped(chart.title)}; the table below has the figures"></canvas></figure>
<details><summary>Figures</summary>${table(
      chart.columns,
      chart.rows.map((row) => row.map((cell) => (cell === null ? '–' : String(cell)))),
    )}</details></section>`,
  )
  .join('\n')}
${tables.map((one) => `<section><h2>${escaped(one.title)}</h2>${table(one.header, one.rows)}</section>`).join('\n')}
<script>${library.replaceAll('</script', '<\\/script')}</script>
<script>const charts=${JSON.stringify(charts).replaceAll('<', '\\u003c')};const colors=${JSON.stringify(COLORS)};
charts.forEach((chart,number)=>new Chart('chart-'+number,{type:chart.kind,data:{labels:chart.rows.map((row)=>row[0]),
datasets:chart.columns.slice(1).map((label,at)=>({label,data:chart.rows.map((row)=>row[at+1]),borderColor:colors[at],backgroundColor:colors[at],pointRadius:2}))},
options:{animation:false,maintainAspectRatio:false}}));</script>
</body></html>
`;
}

/** A signal as cells: level in words, monitor, sentence. */
export function signalCells({ level, monitor, subject, sentence }: Signal): string[] {
  return [LEVELS[level], subject === undefined ? monitor : `${monitor} ${subject}`, sentence];
}

/** Headers of the cells above. */
export const SIGNAL_HEADER: readonly string[] = ['State', 'Monitor', 'What'];
