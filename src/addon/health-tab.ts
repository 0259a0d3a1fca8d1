// The tab `Usher health`: sentences at the left, charts beside them, and the charts' figures further right. Places are fixed, so that
// a refresh writes values only and the charts, once there, follow them.
import type { Health } from '../core/health-schemas.ts';
import { cellText } from './cell-text.ts';
import { type HealthNames, type HealthPart, healthParts, SHARE_TICKETS_MIN } from './health-lines.ts';
import { messages } from './messages.ts';
import type { CellLink, ChartPlan, SheetInfo, SheetWorld, WrittenValue } from './ports.ts';

export const HEALTH_TAB = 'Usher health';

/** Lines that the tab holds; more than one screen would not be read. */
const LINES_MAX = 60;
const STATE = 1;
const WHAT = 2;
const HOW = 3;
const CHARTS_AT = 5;
/** The figures behind the charts begin here, beyond the charts. */
const FIGURES_AT = 16;
const WEEKS = 12;
const QUEUES = 10;
const CONFUSIONS = 5;
const DAYS = 28;
const CHART_WIDTH = 620;
const CHART_HEIGHT = 250;
/** Rows of 21 pixels that a chart covers. */
const CHART_ROWS = 13;
/** Heading rows of the four blocks of figures. */
const PLACES = { weeks: 1, queues: 16, confusions: 29, volume: 37 } as const;
const BLUE = '#1967d2';
const SOFT = '#9aa0a6';
const ORANGE = '#b06000';
const GREEN = '#188038';

/** Writes the tab; adds it with its look and charts when it is missing. `ticketSheet` is where the rows are that it names. */
export function writeHealthTab(
  world: SheetWorld,
  health: Health,
  names: HealthNames,
  ticketSheet: number,
): void {
  const { sheets } = world;
  const known = sheets.sheets().find(({ name }) => name === HEALTH_TAB);
  const tab = known ?? sheets.addSheet(HEALTH_TAB);
  sheets.growColumns(tab.id, FIGURES_AT + 6);
  const parts = healthParts(health, names);
  const lines = linesOf(parts);
  const padded = [...lines, ...Array.from({ length: LINES_MAX - lines.length }, () => ['', '', ''])];
  sheets.write(tab.id, [
    { row: 1, column: STATE, values: [messages.health.header.map(cellText), ...padded] },
    ...figureBlocks(health, names),
  ]);
  sheets.writeLinks(tab.id, linksOf(parts, ticketSheet));
  if (!known) dress(world, tab);
}

function linesOf(parts: readonly HealthPart[]): WrittenValue[][] {
  return parts
    .flatMap(({ heading, lines }) => [
      ...(heading === '' ? [] : [['', cellText(heading.toUpperCase()), '']]),
      ...lines.map(({ level, text, how, rows }) => [
        messages.health.states[level],
        cellText(rows.length === 0 ? text : `${text} – ${messages.health.rows(rows)}`),
        cellText(how),
      ]),
    ])
    .slice(0, LINES_MAX);
}

/** The row numbers in a line as links into the ticket sheet. */
function linksOf(parts: readonly HealthPart[], ticketSheet: number): CellLink[] {
  const links: CellLink[] = [];
  let at = 2;
  for (const { heading, lines } of parts) {
    if (heading !== '') at++;
    for (const { text, rows } of lines) {
      const row = at++;
      if (rows.length === 0 || row > LINES_MAX + 1) continue;
      const shown = `${text} – ${messages.health.rows(rows)}`;
      let from = text.length;
      const parts = rows.map((number) => {
        const start = shown.indexOf(String(number), from);
        from = start + String(number).length;
        return { start, end: from, target: `#gid=${ticketSheet}&range=${number}:${number}` };
      });
      links.push({ row, column: WHAT, text: shown, parts });
    }
  }
  return links;
}

function figureBlocks(health: Health, names: HealthNames) {
  const { charts } = messages.health;
  const block = (
    place: number,
    rows: readonly (readonly WrittenValue[])[],
    most: number,
    header: string[],
  ) => {
    const blank = header.map(() => '');
    const padding = Array.from({ length: Math.max(0, most - rows.length) }, () => blank);
    return { row: place, column: FIGURES_AT, values: [header, ...rows.slice(0, most), ...padding] };
  };
  return [
    block(PLACES.weeks, weekRows(health, names), WEEKS, [...charts.weekAxis]),
    block(PLACES.queues, queueRows(health, names), QUEUES, [...charts.queueAxis]),
    block(
      PLACES.confusions,
      health.audits.confusions.map(({ said, truth, checked }) => [
        cellText(`${names.label(said)} ▸ ${names.label(truth)}`),
        checked,
      ]),
      CONFUSIONS,
      [...charts.confusionAxis],
    ),
    block(PLACES.volume, volumeRows(health, names), DAYS, [...charts.volumeAxis]),
  ];
}

/** A week with fewer checked tickets than a share needs has none; its number is told all the same. */
function weekRows({ audits }: Health, names: HealthNames): WrittenValue[][] {
  return audits.weeks.map(({ from, checked, right, low, high }) => {
    const week = messages.health.charts.withCount(names.localTime(from).slice(5, 10), checked);
    const isShown = checked >= SHARE_TICKETS_MIN && low !== null && high !== null;
    return [cellText(week), ...(isShown ? [right / checked, low, high] : ['', '', '']), audits.target ?? ''];
  });
}

function queueRows({ queues }: Health, names: HealthNames): WrittenValue[][] {
  return queues.map(({ label, routed, suggested, left }) => {
    const name = label === '' ? '–' : names.label(label);
    const shown = messages.health.charts.withCount(name, routed + suggested + left);
    return [cellText(shown), routed, suggested, left];
  });
}

function volumeRows({ volume, outbreaks }: Health, names: HealthNames): WrittenValue[][] {
  const began = new Set(
    outbreaks
      .filter(({ state }) => state !== 'dismissed' && state !== 'stale')
      .map(({ firstSeenAt }) => names.localTime(firstSeenAt).slice(0, 10)),
  );
  const tenth = (value: number | null): WrittenValue => (value === null ? '' : Math.round(value * 10) / 10);
  return volume.map(({ date, tickets, expected, low, high }) => [
    cellText(date.slice(5)),
    ...[tickets, tenth(expected), tenth(low), tenth(high)],
    began.has(date) ? tickets : '',
  ]);
}

function dress({ sheets }: SheetWorld, tab: SheetInfo): void {
  const { states } = messages.health;
  const style = (state: string, color: string, background: string) => ({
    columns: [STATE],
    formula: `=$A2="${state}"`,
    style: { color, background },
  });
  sheets.applyLook(tab.id, {
    frozenRows: 1,
    textColumns: [STATE, WHAT, HOW, FIGURES_AT],
    wrappedColumns: [WHAT, HOW],
    widths: [
      { column: STATE, pixels: 80 },
      { column: WHAT, pixels: 470 },
      { column: HOW, pixels: 300 },
      { column: HOW + 1, pixels: 20 },
      { column: FIGURES_AT, pixels: 200 },
    ],
    rowStyles: [
      style(states.ok, '#137333', '#e6f4ea'),
      style(states.info, '#174ea6', '#e8f0fe'),
      style(states.warn, '#7a4100', '#fef7e0'),
      style(states.critical, '#a50e0e', '#fce8e6'),
      { columns: [STATE, WHAT], formula: `=$A2="${states['not-enough-data']}"`, style: { color: '#5f6368' } },
      { columns: [HOW], formula: '=$C2<>""', style: { color: '#5f6368' } },
    ],
  });
  sheets.addCharts(tab.id, chartPlans());
}

function chartPlans(): ChartPlan[] {
  const { charts } = messages.health;
  const area = (row: number, rows: number, columns: number) => ({
    ...{ row, column: FIGURES_AT, rows: rows + 1, columns },
  });
  const size = { width: CHART_WIDTH, height: CHART_HEIGHT };
  const place = (number: number) => ({ row: 2 + number * CHART_ROWS, column: CHARTS_AT });
  return [
    {
      ...{ kind: 'line', title: charts.weeks, area: area(PLACES.weeks, WEEKS, 5), place: place(0), ...size },
      ...{ colors: [BLUE, SOFT, SOFT, GREEN], isPercent: true },
    },
    {
      ...{
        kind: 'stacked',
        title: charts.queues,
        area: area(PLACES.queues, QUEUES, 4),
        place: place(1),
        ...size,
      },
      colors: [GREEN, BLUE, SOFT],
    },
    {
      ...{ kind: 'line', title: charts.volume, area: area(PLACES.volume, DAYS, 6), place: place(2), ...size },
      ...{ colors: [BLUE, SOFT, SOFT, SOFT, ORANGE], pointsOf: 4 },
    },
    {
      ...{
        kind: 'bar',
        title: charts.confusions,
        area: area(PLACES.confusions, CONFUSIONS, 2),
        place: place(3),
      },
      ...{ ...size, colors: [ORANGE] },
    },
  ];
}
