// Health in sentences: what the lead reads, worst first within each part, with the state that colours a line and how its figure is
// found. Never a percentage without its number; what rests on too few tickets is grey.
import type { Health, HealthOutbreak, HealthSignal } from '../core/health-schemas.ts';
import { wilsonInterval } from '../core/statistics/intervals.ts';
import { messages } from './messages.ts';

/** One line of the tab. */
export interface HealthLine {
  readonly level: Health['level'];
  readonly text: string;
  readonly how: string;
  /** Rows of the ticket sheet to look at, as they stand now. */
  readonly rows: readonly number[];
}

/** Lines under a heading; the first part has none. */
export interface HealthPart {
  readonly heading: string;
  readonly lines: readonly HealthLine[];
}

/** What turns ids into what people know. */
export interface HealthNames {
  readonly label: (id: string) => string;
  /** Rows of tickets in the sheet; those that are gone are left out. */
  readonly rowsOf: (tickets: readonly string[]) => readonly number[];
  /** Words that these tickets have in common and others have not. */
  readonly wordsOf: (tickets: readonly string[]) => string;
  /** Local time of an instant as `yyyy-MM-dd HH:mm`. */
  readonly localTime: (at: number) => string;
}

/** A share on fewer tickets is shown as a count. */
export const SHARE_TICKETS_MIN = 30;
/** The week of the chart and three before it. */
const WEEKS_TOLD = 4;
const GAP_DAYS_NAMED = 4;
const DAY_MS = 86_400_000;
const NEEDED_MAX = 3;
const FINE_MAX = 4;
const GREY_MAX = 3;
const ORDER: readonly Health['level'][] = ['critical', 'warn', 'info', 'ok', 'not-enough-data'];

/** Everything in the order of the tab. Empty parts are left out. */
export function healthParts(health: Health, names: HealthNames): HealthPart[] {
  const { headings } = messages.health;
  const lineOf = (signal: HealthSignal) => signalLine(signal, names);
  const signals = (begins: string) =>
    shortened(health.signals.filter(({ monitor }) => monitor.startsWith(begins))).map(lineOf);
  const parts: HealthPart[] = [
    { heading: '', lines: [overallLine(health, names), ...summaryLines(health)] },
    { heading: headings.toDo, lines: toDoLines(health, names) },
    {
      heading: headings.outbreaks,
      lines: health.outbreaks.map((one) => ({
        level: one.state === 'proposed' ? 'warn' : one.state === 'confirmed' ? 'info' : 'ok',
        text: outbreakSentence(one, names),
        how: messages.health.howOutbreak,
        rows: names.rowsOf(one.tickets),
      })),
    },
    {
      heading: headings.confusions,
      lines: health.audits.confusions.map(({ said, truth, checked, tickets }) => ({
        level: 'ok',
        text: messages.health.confusion(names.label(said), names.label(truth), checked),
        how: messages.health.howConfusion,
        rows: names.rowsOf(tickets),
      })),
    },
    { heading: headings.changes, lines: [...signals('accuracy.'), ...signals('drift.')] },
    { heading: headings.fairness, lines: signals('fairness') },
    { heading: headings.itself, lines: signals('self.') },
    { heading: headings.data, lines: dataLines(health) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

/** The sentences of the weekly mail: the summary, what is to do, and what is not fine. */
export function healthSentences(health: Health, names: HealthNames): string[] {
  const [summary, ...rest] = healthParts(health, names);
  const { headings } = messages.health;
  const told = rest.flatMap(({ heading, lines }) =>
    heading === headings.toDo || heading === headings.outbreaks
      ? lines
      : lines.filter(({ level }) => level === 'warn' || level === 'critical'),
  );
  return [...(summary?.lines ?? []), ...told].map(({ text }) => text);
}

/** “12 similar tickets about vpn, certificate since 09:10; 0.8 would be usual.” */
export function outbreakSentence(one: HealthOutbreak, names: HealthNames): string {
  const { seen, expected, isVolumeOnly, label, firstSeenAt, state, tickets } = one;
  return messages.health.outbreak({
    ...{ seen, expected, isVolumeOnly, state },
    queue: label === '' ? '' : names.label(label),
    since: names.localTime(firstSeenAt),
    words: names.wordsOf(tickets),
  });
}

function overallLine({ level, signals, outbreaks, now }: Health, names: HealthNames): HealthLine {
  const points =
    signals.filter((one) => one.level === 'warn' || one.level === 'critical').length +
    outbreaks.filter(({ state }) => state === 'proposed' || state === 'confirmed').length;
  const { overall, howOverall } = messages.health;
  return line(level, overall(level, points), howOverall(names.localTime(now)));
}

function summaryLines({ audits, promised, queues }: Health): HealthLine[] {
  const { routing, howRouting, checked, howChecked, traffic, howTraffic } = messages.health;
  const weeks = audits.weeks.slice(-WEEKS_TOLD);
  const sum = (of: (week: Health['audits']['weeks'][number]) => number) =>
    weeks.reduce((total, week) => total + of(week), 0);
  const [n, right] = [sum((week) => week.checked), sum((week) => week.right)];
  const { low, high } = n === 0 ? { low: 0, high: 1 } : wilsonInterval(right, n, 0.95);
  const isBroken = audits.target !== null && n >= SHARE_TICKETS_MIN && high < audits.target;
  const level = n < SHARE_TICKETS_MIN ? 'not-enough-data' : isBroken ? 'critical' : 'ok';
  const count = (of: (queue: Health['queues'][number]) => number) =>
    queues.reduce((total, queue) => total + of(queue), 0);
  const [routed, suggested, left] = [
    count((one) => one.routed),
    count((one) => one.suggested),
    count((one) => one.left),
  ];
  const all = routed + suggested + left;
  const alone = promised.filter(({ mode, state }) => mode === 'auto' && state === 'proven').length;
  return [
    ...(promised.length === 0 ? [] : [line('ok', routing(alone, promised.length), howRouting)]),
    line(level, checked(n, right, low, high, audits.target), howChecked),
    line(
      all < SHARE_TICKETS_MIN ? 'not-enough-data' : 'ok',
      traffic(all, routed, suggested, left),
      howTraffic,
    ),
  ];
}

function toDoLines({ audits, promised, outbreaks }: Health, names: HealthNames): HealthLine[] {
  const { decideOutbreak, waiting, needsChecks, howToDo, nothingToDo } = messages.health;
  const undecided = outbreaks.filter(({ state }) => state === 'proposed').length;
  const needed = promised
    .flatMap(({ label, checkedMore }) =>
      checkedMore === null || checkedMore === 0 ? [] : [{ label, checkedMore }],
    )
    .sort((one, other) => one.checkedMore - other.checkedMore)
    .slice(0, NEEDED_MAX);
  const lines = [
    ...(undecided === 0 ? [] : [line('warn', decideOutbreak(undecided), howToDo)]),
    ...(audits.waiting === 0 ? [] : [line('info', waiting(audits.waiting), howToDo)]),
    ...needed.map(({ label, checkedMore }) =>
      line('info', needsChecks(names.label(label), checkedMore), howToDo),
    ),
  ];
  return lines.length === 0 ? [line('ok', nothingToDo, howToDo)] : lines;
}

function dataLines({ window }: Health): HealthLine[] {
  if (window === null) return [];
  const { duplicates, fromFuture, gap, oneLabel, howData } = messages.health;
  const { longestGapMs, isOneLabel, tickets } = window;
  const texts = [
    ...(window.duplicates === 0 ? [] : [duplicates(window.duplicates)]),
    ...(window.fromFuture === 0 ? [] : [fromFuture(window.fromFuture)]),
    ...(tickets > 0 && longestGapMs > GAP_DAYS_NAMED * DAY_MS
      ? [gap(Math.round(longestGapMs / DAY_MS))]
      : []),
    ...(isOneLabel ? [oneLabel(tickets)] : []),
  ];
  return texts.map((text) => line('info', text, howData));
}

/** What is wrong in full; of what is fine or grey as much as one screen bears. */
function shortened(signals: readonly HealthSignal[]): HealthSignal[] {
  const of = (...levels: Health['level'][]) => signals.filter(({ level }) => levels.includes(level));
  return [
    ...of('critical', 'warn', 'info').sort(
      (one, other) => ORDER.indexOf(one.level) - ORDER.indexOf(other.level),
    ),
    ...of('ok').slice(0, FINE_MAX),
    ...of('not-enough-data').slice(0, GREY_MAX),
  ];
}

function signalLine(signal: HealthSignal, names: HealthNames): HealthLine {
  const { monitor, level, tickets } = signal;
  return {
    level,
    text: messages.signal({ ...signal, name: names.label, words: names.wordsOf(tickets) }),
    how: messages.howFound(monitor),
    rows: names.rowsOf(tickets),
  };
}

function line(level: HealthLine['level'], text: string, how: string): HealthLine {
  return { level, text, how, rows: [] };
}
