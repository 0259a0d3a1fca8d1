// A desk's health as one answer, from the last report, roll-ups and audits. Reads no prediction and no trace.
import type { Field, FieldPromise } from '../../src/core/contract.ts';
import type { Health, HealthOutbreak, HealthSignal } from '../../src/core/health-schemas.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import { wilsonInterval } from '../../src/core/statistics/intervals.ts';
import { createCalendar, DAY_MS, HOUR_MS } from '../monitor/outbreak/calendar.ts';
import { ageOutbreak, type Outbreak } from '../monitor/outbreak/outbreak.ts';
import { baselineOf } from '../monitor/outbreak/volume-baseline.ts';
import { selfSignals } from '../monitor/self-anomalies.ts';
import { isAtLeast, type Signal, worstLevel } from '../monitor/signal.ts';
import type { AuditCount, DecisionCount, HourTotal } from '../store/health-figures.ts';
import type { Store } from '../store/store.ts';
import { calendarOf } from './desk-watch.ts';
import { type MonitorState, stateOf } from './monitor-state.ts';
import { scheduleFacts } from './self-facts.ts';

/** What the answer is made from. */
export interface HealthInput {
  readonly field: Field;
  readonly state: MonitorState;
  readonly outbreaks: readonly Outbreak[];
  readonly standing: FieldPromise | null;
  readonly hours: readonly HourTotal[];
  readonly decisions: readonly DecisionCount[];
  readonly audits: readonly AuditCount[];
  /** Start of the first week of `audits`. */
  readonly auditsFrom: number;
  readonly openAudits: number;
  readonly now: number;
}

const WEEK_MS = 7 * DAY_MS;
const WEEKS = 12;
const QUEUE_DAYS = 28;
const VOLUME_DAYS = 28;
/** Earlier weekdays of one name from which a day's tickets are expected; with fewer there is no band. */
const WEEKDAYS_MIN = 3;
/** Nineteen in twenty ordinary days lie within so many standard deviations. */
const BAND_DEVIATIONS = 1.96;
const CONFUSIONS_MAX = 5;
const TICKETS_NAMED = 10;
const OUTBREAKS_MAX = 10;
const LEVEL = 0.95;

/** Reads what the answer needs and makes it. `now` in epoch milliseconds. */
export async function healthOfDesk(
  store: Store,
  desk: string,
  field: Field,
  standing: FieldPromise | null,
  now: number,
): Promise<Health> {
  const place = { desk, field: field.id };
  const { healthFigures, monitoring } = store;
  const row = await monitoring.find(place);
  // The reference documents are for looks only.
  const state = stateOf(row === undefined ? undefined : { ...row, documents: null });
  const calendar = createCalendar(calendarOf(state.tick));
  const hourStart = Math.floor(now / HOUR_MS) * HOUR_MS;
  const monday = hourStart - calendar.hourOfWeek(now) * HOUR_MS;
  const auditsFrom = monday - (WEEKS - 1) * WEEK_MS;
  return makeHealth({
    ...{ field, state, standing, now, auditsFrom },
    outbreaks: await monitoring.outbreaks(place),
    hours: await healthFigures.hours(desk, field.id, auditsFrom),
    decisions: await healthFigures.decisions(desk, field.id, now - QUEUE_DAYS * DAY_MS),
    audits: await healthFigures.audits(desk, field.id, auditsFrom, WEEK_MS),
    openAudits: await healthFigures.openAudits(desk, field.id),
  });
}

/** The answer. */
export function makeHealth(input: HealthInput): Health {
  const { field, state, standing, now } = input;
  const { report, tick, tickedAt, alerts } = state;
  const own = selfSignals({ schedules: scheduleFacts(tick, tickedAt), quotas: [], audits: [] }, now);
  const found = [...(report?.signals ?? []).filter(({ monitor }) => monitor !== 'outbreak'), ...own];
  const since = new Map(
    alerts.map(({ monitor, subject, raisedAt }) => [`${monitor} ${subject ?? ''}`, raisedAt ?? null]),
  );
  const outbreaks = outbreaksOf(input);
  const isOpen = outbreaks.some(({ state: standing }) => standing === 'proposed' || standing === 'confirmed');
  return {
    field: field.id,
    now,
    level: levelOf(found, isOpen),
    window:
      report === undefined
        ? null
        : { at: report.now, from: report.window.from, tickets: report.window.n, ...report.data },
    signals: found.map((signal) => told(signal, since)),
    outbreaks,
    audits: {
      target: standing?.target ?? field.agreement?.target ?? null,
      waiting: input.openAudits,
      weeks: weeksOf(input),
      confusions: confusionsOf(input),
    },
    queues: queuesOf(input.decisions),
    promised: (standing?.labels ?? []).map(({ label, state: proof, mode, checkedMore }) => ({
      ...{ label, state: proof, mode, checkedMore },
    })),
    volume: volumeOf(input),
  };
}

/** Worst of all; where nothing is wrong, good only once predictions themselves were judged, not just the schedule. */
function levelOf(signals: readonly Signal[], isOutbreakOpen: boolean): Health['level'] {
  const worst = worstLevel([...signals, ...(isOutbreakOpen ? [{ level: 'warn' as const }] : [])]);
  if (isAtLeast(worst, 'warn')) return worst;
  const ofPredictions = signals.filter(({ monitor }) => /^(drift|accuracy)\./.test(monitor));
  return worstLevel(ofPredictions) === 'not-enough-data' ? 'not-enough-data' : worst;
}

function told(signal: Signal, since: ReadonlyMap<string, number | null>): HealthSignal {
  const { monitor, subject, level, n, effect, facts = {}, rows } = signal;
  return {
    monitor,
    ...(subject === undefined ? {} : { subject }),
    ...{ level, n, effect, facts },
    alertSince: since.get(`${monitor} ${subject ?? ''}`) ?? null,
    tickets: rows.slice(0, TICKETS_NAMED),
  };
}

function outbreaksOf({ outbreaks, now }: HealthInput): HealthOutbreak[] {
  return outbreaks
    .map((one) => ageOutbreak(one, now))
    .flatMap((one): HealthOutbreak[] => {
      const { state } = one.status;
      if (state === 'candidate' || (state === 'stale' && one.lastSeenAt < now - WEEK_MS)) return [];
      return [
        {
          ...{ id: one.id, state, label: one.label, expected: one.expected },
          isVolumeOnly: one.channels.every((channel) => channel === 'volume'),
          seen: one.ticketIds.length,
          ...{ firstSeenAt: one.firstSeenAt, lastSeenAt: one.lastSeenAt },
          tickets: one.ticketIds.slice(-TICKETS_NAMED),
        },
      ];
    })
    .sort((one, other) => other.lastSeenAt - one.lastSeenAt)
    .slice(0, OUTBREAKS_MAX);
}

/** Whether an audit's two labels go under one name today. */
function isRight(field: Field, { withheld, persons }: AuditCount): boolean {
  const today = (label: string): string => currentLabelId(field.labels, label) ?? label;
  return today(withheld) === today(persons);
}

function weeksOf({ field, audits, auditsFrom }: HealthInput): Health['audits']['weeks'] {
  return Array.from({ length: WEEKS }, (_, week) => {
    const own = audits.filter((one) => one.week === week);
    const checked = own.reduce((sum, one) => sum + one.audits, 0);
    const right = own.filter((one) => isRight(field, one)).reduce((sum, one) => sum + one.audits, 0);
    const { low, high } = checked === 0 ? { low: null, high: null } : wilsonInterval(right, checked, LEVEL);
    return { from: auditsFrom + week * WEEK_MS, checked, right, low, high };
  });
}

function confusionsOf({ field, audits }: HealthInput): Health['audits']['confusions'] {
  const wrong = audits.filter((one) => !isRight(field, one));
  return [...Map.groupBy(wrong, ({ withheld, persons }) => `${withheld} ${persons}`).values()]
    .map((same) => ({
      said: same[0]?.withheld ?? '',
      truth: same[0]?.persons ?? '',
      checked: same.reduce((sum, one) => sum + one.audits, 0),
      tickets: same.flatMap(({ tickets }) => tickets).slice(-3),
    }))
    .sort((one, other) => other.checked - one.checked)
    .slice(0, CONFUSIONS_MAX);
}

function queuesOf(decisions: readonly DecisionCount[]): Health['queues'] {
  const sum = (rows: readonly DecisionCount[], ...wanted: string[]): number =>
    rows.filter(({ decision }) => wanted.includes(decision)).reduce((total, one) => total + one.tickets, 0);
  return [...Map.groupBy(decisions, ({ label }) => label)]
    .map(([label, rows]) => ({
      label,
      routed: sum(rows, 'assign'),
      suggested: sum(rows, 'review'),
      left: sum(rows, 'abstain', 'audit'),
    }))
    .sort(
      (one, other) => other.routed + other.suggested + other.left - (one.routed + one.suggested + one.left),
    );
}

/** Each day beside the same weekday of earlier weeks; a holiday is compared with nothing and expected of nobody. */
function volumeOf({ hours, state, now }: HealthInput): Health['volume'] {
  const calendar = createCalendar(calendarOf(state.tick));
  const perDay = new Map<string, number>();
  for (const { hour, tickets } of hours) {
    const date = calendar.dateOf(hour);
    perDay.set(date, (perDay.get(date) ?? 0) + tickets);
  }
  const [first] = perDay.keys();
  const dates = Array.from({ length: WEEKS * 7 }, (_, back) =>
    calendar.dateOf(now - (WEEKS * 7 - 1 - back) * DAY_MS),
  );
  const isCounted = (date: string): boolean =>
    first !== undefined && date > first && !calendar.isHoliday(Date.parse(`${date}T12:00:00Z`));
  return dates.slice(-VOLUME_DAYS).map((date) => {
    const at = dates.indexOf(date);
    const earlier = dates
      .filter((one, index) => index < at && (at - index) % 7 === 0 && isCounted(one))
      .map((one) => perDay.get(one) ?? 0);
    const tickets = perDay.get(date) ?? 0;
    if (earlier.length < WEEKDAYS_MIN || !isCounted(date))
      return { date, tickets, expected: null, low: null, high: null };
    const { mean, dispersion } = baselineOf(earlier);
    const spread = BAND_DEVIATIONS * Math.sqrt(mean * dispersion);
    return { date, tickets, expected: mean, low: Math.max(0, mean - spread), high: mean + spread };
  });
}
