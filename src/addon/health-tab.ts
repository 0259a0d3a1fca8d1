// The tab `Usher health`: sentences at the left, charts beside them, and the charts' figures further right. Places are fixed, so that
// a refresh writes values only and the charts, once there, follow them.
import type { Health } from '../core/health-schemas.ts';
import { cellText } from './cell-text.ts';
import { type HealthNames, type HealthPart, healthParts, SHARE_TICKETS_MIN } from './health-lines.ts';
import { messages } from './messages.ts';
import type { ChartPlan, LinkedText, SheetInfo, SheetWorld, WrittenValue } from './ports.ts';

export const HEALTH_TAB = 'Usher health';

/** Lines that the tab holds; more than one screen would not be read. */
const LINES_MAX = 60;
/** Stands where other lines have a state. */
const HEADING = '▸';
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
const CHART_WIDTH = 520;
const CHART_HEIGHT = 250;
/** Rows of 21 pixels that a chart covers. */
const CHART_ROWS = 13;
/** Heading rows of the four blocks of figures. */
const PLACES = { weeks: 1, queues: 16, confusions: 29, volume: 37 } as const;
const FIGURE_COLUMNS = 6;
const FIGURE_ROWS = PLACES.volume + DAYS;
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
  if (!known) sheets.growColumns(tab.id, FIGURES_AT + FIGURE_COLUMNS);
  const shown = shownLines(healthParts(health, names), ticketSheet);
  const lines = [...shown, ...Array.from({ length: LINES_MAX - shown.length }, () => EMPTY)];
  const states = lines.map(({ state }) => [state]);
  const hows = lines.map(({ how }) => [cellText(how)]);
  const [state = '', what = '', how = ''] = messages.health.header;
  sheets.write(tab.id, [
    { row: 1, column: STATE, values: [[state], ...states] },
    { row: 1, column: HOW, values: [[how], ...hows] },
    { row: 1, column: FIGURES_AT, values: figures(health, names) },
  ]);
  const texts = [{ text: what, links: [] }, ...lines.map(({ what }) => what)];
  sheets.writeTexts(tab.id, { row: 1, column: WHAT, texts });
  if (!known) dress(world, tab);
}

/** A line as it stands in the tab. */
interface ShownLine {
  readonly state: string;
  readonly what: LinkedText;
  readonly how: string;
}

const EMPTY: ShownLine = { state: '', what: { text: '', links: [] }, how: '' };

function shownLines(parts: readonly HealthPart[], ticketSheet: number): ShownLine[] {
  return parts
    .flatMap(({ heading, lines }) => [
      ...(heading === '' ? [] : [{ ...EMPTY, state: HEADING, what: { text: heading, links: [] } }]),
      ...lines.map(({ level, text, how, rows }) => ({
        ...{ state: messages.health.states[level], how },
        what: rows.length === 0 ? { text, links: [] } : withRows(text, rows, ticketSheet),
      })),
    ])
    .slice(0, LINES_MAX);
}

/** The text with its rows behind it, each a link into the ticket sheet. */
function withRows(text: string, rows: readonly number[], ticketSheet: number): LinkedText {
  const shown = `${text} – ${messages.health.rows(rows)}`;
  let from = text.length;
  const links = rows.map((row) => {
    const start = shown.indexOf(String(row), from);
    from = start + String(row).length;
    return { start, end: from, target: `#gid=${ticketSheet}&range=${row}:${row}` };
  });
  return { text: shown, links };
}

/** All figures as one rectangle: a block below the other, each under its header. */
function figures(health: Health, names: HealthNames): WrittenValue[][] {
  const { charts } = messages.health;
  const table = Array.from({ length: FIGURE_ROWS }, () => new Array<WrittenValue>(FIGURE_COLUMNS).fill(''));
  const put = (place: number, most: number, rows: readonly (readonly WrittenValue[])[]) => {
    rows.slice(0, most + 1).forEach((row, at) => {
      table[place - 1 + at]?.splice(0, row.length, ...row);
    });
  };
  put(PLACES.weeks, WEEKS, [charts.weekAxis, ...weekRows(health, names)]);
  put(PLACES.queues, QUEUES, [charts.queueAxis, ...queueRows(health, names)]);
  put(PLACES.confusions, CONFUSIONS, [charts.confusionAxis, ...confusionRows(health, names)]);
  put(PLACES.volume, DAYS, [charts.volumeAxis, ...volumeRows(health, names)]);
  return table;
}

function confusionRows({ audits }: Health, names: HealthNames): WrittenValue[][] {
  return audits.confusions.map(({ said, truth, checked }) => [
    cellText(`${names.label(said)} ▸ ${names.label(truth)}`),
    checked,
  ]);
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
      { column: WHAT, pixels: 600 },
      { column: HOW, pixels: 200 },
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
      {
        columns: [STATE, WHAT, HOW],
        formula: `=$A2="${HEADING}"`,
        style: { color: '#202124', background: '#f1f3f4' },
      },
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
  const place = (number: number) => ({ row: 3 + number * CHART_ROWS, column: CHARTS_AT });
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
