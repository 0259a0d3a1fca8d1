// When tickets arrive: on the desk's working days, mostly before noon, with a few at night and at weekends.
// Times are local to a site and turned into universal time, so that office hours hold on both sides of the clock change.
import type { Dice, Weights } from './random.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SUMMER_TIME_ENDS = Date.UTC(2026, 9, 25, 1);

const HOUR_WEIGHTS: Weights<number> = [
  [6, 1],
  [7, 5],
  [8, 13],
  [9, 17],
  [10, 15],
  [11, 11],
  [12, 6],
  [13, 9],
  [14, 11],
  [15, 9],
  [16, 6],
  [17, 3],
];
const NIGHT_WEIGHTS: Weights<number> = [
  [5, 1],
  [18, 3],
  [19, 2],
  [20, 2],
  [21, 2],
  [22, 2],
  [23, 1],
];
// After a weekend more has piled up; Friday afternoons are quiet.
const DAY_WEIGHTS = [0.03, 1.35, 1.1, 1, 1, 0.8, 0.04];

/** Local time minus universal time, in hours, for a site on that instant. */
export function offsetHours(site: string, instantMs: number): number {
  return (site === 'Leeds' ? 0 : 1) + (instantMs < SUMMER_TIME_ENDS ? 1 : 0);
}

/** An arrival between two days, both included (midnights in universal time), in milliseconds since 1970. */
export function arrivalBetween(firstDayMs: number, lastDayMs: number, site: string, dice: Dice): number {
  const dayCount = Math.round((lastDayMs - firstDayMs) / DAY_MS) + 1;
  let dayMs = firstDayMs + dice.below(dayCount) * DAY_MS;
  while (!dice.chance((DAY_WEIGHTS[new Date(dayMs).getUTCDay()] ?? 0) / 1.35)) {
    dayMs = firstDayMs + dice.below(dayCount) * DAY_MS;
  }
  const hour = dice.weighted(dice.chance(0.04) ? NIGHT_WEIGHTS : HOUR_WEIGHTS);
  const localMs = dayMs + hour * HOUR_MS + dice.below(3600) * 1000;
  return localMs - offsetHours(site, dayMs) * HOUR_MS;
}

/** The nearest weekday to a day `days` away from an instant (negative for the past), in milliseconds. */
export function workdayAway(instantMs: number, days: number): number {
  const dayMs = instantMs + days * DAY_MS;
  const weekday = new Date(dayMs).getUTCDay();
  const step = weekday === 0 ? -2 : weekday === 6 ? -1 : 0;
  const back = dayMs + step * DAY_MS;
  return days > 0 && back <= instantMs ? dayMs + (weekday === 0 ? 1 : 2) * DAY_MS : back;
}

/** `hh:mm` on a site's clock. */
export function clockTime(instantMs: number, site: string): string {
  return new Date(instantMs + offsetHours(site, instantMs) * HOUR_MS).toISOString().slice(11, 16);
}

/** A quarter hour from the given hour on, as `hh:mm`: in office hours, or soon after when those are over. */
export function quarterHour(fromHour: number, dice: Dice): string {
  const from = Math.min(22, Math.max(8, fromHour));
  const until = Math.max(18, from + 1);
  const quarters = from * 4 + dice.below((until - from) * 4);
  return `${String(Math.floor(quarters / 4)).padStart(2, '0')}:${String((quarters % 4) * 15).padStart(2, '0')}`;
}
