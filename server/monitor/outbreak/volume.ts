// The volume channel: tickets of each label (and of the whole desk) by the hour against the same hour of the week in the last
// eight weeks. Says nothing on holidays' catch-up days that a Monday explains, nor right after the desk was cut off.
import { type DeskCalendar, HOUR_MS, hourBucket } from './calendar.ts';
import { baselineOf, type VolumeBaseline, volumeUpper } from './volume-baseline.ts';

/** An hour with its count so far against what is expected. */
export interface VolumeFinding {
  readonly label: string;
  readonly found: number;
  readonly expected: number;
  readonly pValue: number;
  /** Start of the hour, in milliseconds since 1970. */
  readonly from: number;
}

/** Counts tickets by label and hour. The label '' stands for the whole desk. */
export interface VolumeMonitor {
  /** Counts tickets of one hour; times need not be in order. */
  count(label: string, at: number, tickets?: number): void;
  /** Compares the hour that holds `at`; undefined while there is too little history to say anything. */
  judge(label: string, at: number): VolumeFinding | undefined;
}

const WEEKS = 8;
const HOURS_PER_WEEK = 168;
/** Two weeks of an hour and its neighbours. */
const HOURS_MIN = 6;
/** Older hours are forgotten now and then; nine weeks leave room for a change of clocks. */
const KEPT_HOURS = 9 * HOURS_PER_WEEK;
const FORGET_EVERY_HOURS = HOURS_PER_WEEK;
/** After so many expected tickets did not come, what comes next is a backlog and no outbreak (chance below e⁻¹⁴). */
const MISSED_TICKETS = 14;
const BACKLOG_HOURS = 4;
const SILENCE_HOURS_MAX = 72;

/** A monitor without counts. */
export function createVolumeMonitor(calendar: DeskCalendar): VolumeMonitor {
  const series = new Map<string, Map<number, number>>();
  const baselines = new Map<string, VolumeBaseline | undefined>();
  let firstHour = Number.POSITIVE_INFINITY;
  let forgotten = 0;

  function count(label: string, at: number, tickets = 1): void {
    const hour = hourBucket(at);
    firstHour = Math.min(firstHour, hour);
    for (const name of new Set([label, ''])) {
      const hours = series.get(name) ?? new Map<number, number>();
      hours.set(hour, (hours.get(hour) ?? 0) + tickets);
      series.set(name, hours);
    }
    if (hour - forgotten >= FORGET_EVERY_HOURS) forgetBefore(hour - KEPT_HOURS, hour);
  }

  function forgetBefore(oldest: number, hour: number): void {
    forgotten = hour;
    baselines.clear();
    for (const hours of series.values()) for (const at of hours.keys()) if (at < oldest) hours.delete(at);
  }

  function countAt(label: string, hour: number): number {
    return series.get(label)?.get(hour) ?? 0;
  }

  // Whole days without a ticket are closed days or cut-off ones; neither says what an open day brings.
  function isCounted(hour: number): boolean {
    if (hour < firstHour || calendar.isHoliday(hour * HOUR_MS)) return false;
    const date = calendar.dateOf(hour * HOUR_MS);
    for (let near = hour - 24; near <= hour + 24; near++) {
      if (calendar.dateOf(near * HOUR_MS) === date && countAt('', near) > 0) return true;
    }
    return false;
  }

  // Hours of week are looked up around the same instant of earlier weeks, since a change of clocks moves them by one.
  function history(label: string, hour: number, hourOfWeek: number): number[] {
    const counts: number[] = [];
    for (let week = 1; week <= WEEKS; week++) {
      const same = hour - week * HOURS_PER_WEEK;
      for (let near = same - 2; near <= same + 2; near++) {
        const off = Math.abs(calendar.hourOfWeek(near * HOUR_MS) - hourOfWeek);
        if (Math.min(off, HOURS_PER_WEEK - off) <= 1 && isCounted(near)) counts.push(countAt(label, near));
      }
    }
    return counts;
  }

  function baseline(label: string, hour: number): VolumeBaseline | undefined {
    const key = `${hour} ${label}`;
    if (baselines.has(key)) return baselines.get(key);
    const at = hour * HOUR_MS;
    const hourOfWeek = calendar.hourOfWeek(at);
    const counts = history(label, hour, hourOfWeek);
    let found = counts.length < HOURS_MIN ? undefined : baselineOf(counts);
    if (found !== undefined && hourOfWeek >= 24 && calendar.isAfterHoliday(at)) {
      const monday = baseline(label, hour - (hourOfWeek - (hourOfWeek % 24)));
      if (monday !== undefined && monday.mean > found.mean) found = monday;
    }
    baselines.set(key, found);
    return found;
  }

  function isBacklog(hour: number): boolean {
    let missed = 0;
    for (let before = 1; before <= SILENCE_HOURS_MAX; before++) {
      const isSilent = countAt('', hour - before) === 0;
      if (!isSilent && (missed > 0 || before > BACKLOG_HOURS)) return false;
      const isClosed = calendar.isHoliday((hour - before) * HOUR_MS);
      if (isSilent && !isClosed) missed += baseline('', hour - before)?.mean ?? 0;
      if (missed >= MISSED_TICKETS) return true;
    }
    return false;
  }

  function judge(label: string, at: number): VolumeFinding | undefined {
    const hour = hourBucket(at);
    const expected = baseline(label, hour);
    if (expected === undefined || isBacklog(hour)) return undefined;
    const found = countAt(label, hour);
    return {
      label,
      found,
      expected: expected.mean,
      pValue: volumeUpper(found, expected),
      from: hour * HOUR_MS,
    };
  }

  return { count, judge };
}
