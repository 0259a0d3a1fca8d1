// A desk's arrivals for the replay: hours of the week, days that differ, holidays and a change to summer time, all from a seed.
// Texts come from public tickets without dates, so their order is chance.
import { createCalendar, HOUR_MS } from '../server/monitor/outbreak/calendar.ts';
import { normalQuantile } from '../src/core/statistics/normal.ts';
import type { Random } from '../src/core/statistics/random.ts';

/** A text with its label. */
export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** One arrival. */
export interface Arrival extends LabelledText {
  readonly id: string;
  readonly at: number;
  /** Number of the seeded outbreak that it belongs to; −1 for everyday tickets. */
  readonly outbreak: number;
}

export const TIME_ZONE = 'Europe/Berlin';
/** Good Friday and Easter Monday fall into the replay, as does the change to summer time on 29 March. */
export const HOLIDAYS = ['2026-04-03', '2026-04-06'];
/** Monday, 26 January 2026: eight weeks of history, then four weeks of replay from 23 March on. */
export const FIRST_DAY = Date.UTC(2026, 0, 25, 23);
export const REPLAY_FROM = Date.UTC(2026, 2, 22, 23);
export const REPLAY_TO = Date.UTC(2026, 3, 19, 22);

// Share of a working day's tickets by local hour, with a morning peak; Monday mornings bring half as many again.
const HOURS = [
  0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 2, 6, 13, 13, 11, 9, 6, 8, 9, 8, 6, 3.5, 1.5, 1, 0.7, 0.5, 0.4, 0.3,
];
const DAYS = [1.15, 1.05, 1, 1, 0.85, 0.06, 0.05];
const HOLIDAY_FACTOR = 0.04;
const MONDAY_MORNING = 1.5;
/** Standard deviation of ln(tickets) between days: the same hour differs by a fifth from week to week. */
const DAY_SPREAD = 0.2;

/** Seeded arrivals between two instants at about `perWeek` tickets; texts are taken from `pool` in order, around and around. */
export function createTraffic(
  pool: readonly LabelledText[],
  options: { readonly from: number; readonly to: number; readonly perWeek: number; readonly random: Random },
): Arrival[] {
  const { from, to, perWeek, random } = options;
  const calendar = createCalendar({ timeZone: TIME_ZONE, holidays: HOLIDAYS });
  const perDay = perWeek / DAYS.reduce((sum, day) => sum + day, 0);
  const hourSum = HOURS.reduce((sum, hour) => sum + hour, 0);
  const dayFactors = new Map<string, number>();
  const arrivals: Arrival[] = [];
  for (let at = from; at < to; at += HOUR_MS) {
    const hourOfWeek = calendar.hourOfWeek(at);
    const day = Math.floor(hourOfWeek / 24);
    const hour = hourOfWeek % 24;
    const date = calendar.dateOf(at);
    const factor = dayFactors.get(date) ?? Math.exp(DAY_SPREAD * normalQuantile(random() || 0.5));
    dayFactors.set(date, factor);
    let mean = (perDay * DAYS[day]! * HOURS[hour]! * factor) / hourSum;
    if (calendar.isHoliday(at)) mean *= HOLIDAY_FACTOR;
    if (hour < 11 && (day === 0 || calendar.isAfterHoliday(at)) && !calendar.isHoliday(at))
      mean *= MONDAY_MORNING;
    const count = poisson(mean, random);
    const times = Array.from({ length: count }, () => at + Math.floor(random() * HOUR_MS)).sort(
      (a, b) => a - b,
    );
    for (const time of times) {
      const { text, label } = pool[arrivals.length % pool.length]!;
      arrivals.push({ id: `t${arrivals.length}`, at: time, text, label, outbreak: -1 });
    }
  }
  return arrivals;
}

/**
 * Reports of one matter: each keeps every word of the base text with chance `keep` and has a word of some other ticket in
 * its place otherwise, so that two reports share about keep² of the base's words.
 */
export function createOutbreakArrivals(
  base: LabelledText,
  words: readonly string[],
  options: {
    readonly number: number;
    readonly size: number;
    readonly keep: number;
    readonly from: number;
    readonly spanMs: number;
    readonly random: Random;
  },
): Arrival[] {
  const { number, size, keep, from, spanMs, random } = options;
  const times = Array.from({ length: size }, () => from + Math.floor(random() * spanMs)).sort(
    (a, b) => a - b,
  );
  return times.map((at, index) => ({
    id: `o${number}-${index}`,
    at,
    text: base.text
      .split(' ')
      .map((word) => (random() < keep ? word : words[Math.floor(random() * words.length)]!))
      .join(' '),
    label: base.label,
    outbreak: number,
  }));
}

/** A Poisson count by inversion; fine up to means of some hundred. */
export function poisson(mean: number, random: Random): number {
  let chance = Math.exp(-mean);
  let sum = chance;
  const share = random();
  let count = 0;
  while (share > sum && count < 10_000) {
    count++;
    chance *= mean / count;
    sum += chance;
  }
  return count;
}
