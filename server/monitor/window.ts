// Which tickets a report looks at, and what is wrong with them: seven days, reaching further back until there are enough.
// Duplicates and tickets from the future are left out and counted, gaps are named.

/** Anything with an id and an arrival time in milliseconds since 1970. */
export interface Dated {
  readonly id: string;
  readonly at: number;
}

/** The tickets of a current window, oldest first, and what was found about them. */
export interface CurrentWindow<T extends Dated> {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly T[];
  /** Events left out because their ticket came before. */
  readonly duplicates: number;
  /** Tickets left out because they arrive after `to` plus the tolerance: a clock is wrong. */
  readonly fromFuture: number;
  /** Longest time without a ticket, in milliseconds, within the window. */
  readonly longestGapMs: number;
  /** Sentences for the lead about the data itself; empty when nothing is wrong. */
  readonly notes: readonly string[];
}

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 7;
const WINDOW_DAYS_MAX = 28;
/** With fewer tickets a shift that matters cannot be told from luck. */
export const WINDOW_TICKETS_MIN = 200;
/** Clocks of mail servers differ by so much without anything being wrong. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** A week-end with a bank holiday; a longer silence is worth a sentence. */
const GAP_DAYS_NAMED = 4;

/** Chooses the window that ends at `now`; `rows` may be in any order. Later duplicates of an id are dropped. */
export function chooseWindow<T extends Dated>(rows: readonly T[], now: number): CurrentWindow<T> {
  const seen = new Set<string>();
  const kept: T[] = [];
  let duplicates = 0;
  let fromFuture = 0;
  const earliest = now - WINDOW_DAYS_MAX * DAY_MS;
  for (const row of rows) {
    if (!Number.isFinite(row.at) || row.at > now + CLOCK_TOLERANCE_MS) {
      fromFuture++;
      continue;
    }
    if (row.at < earliest) continue;
    if (seen.has(row.id)) {
      duplicates++;
      continue;
    }
    seen.add(row.id);
    kept.push(row);
  }
  kept.sort((one, other) => one.at - other.at);
  let from = now - WINDOW_DAYS * DAY_MS;
  let first = kept.findIndex(({ at }) => at >= from);
  if (first < 0) first = kept.length;
  if (kept.length - first < WINDOW_TICKETS_MIN) {
    first = Math.max(0, kept.length - WINDOW_TICKETS_MIN);
    from = Math.min(from, kept[first]?.at ?? from);
  }
  const chosen = kept.slice(first);
  const longestGapMs = longestGap(chosen, from, now);
  return {
    from,
    to: now,
    rows: chosen,
    duplicates,
    fromFuture,
    longestGapMs,
    notes: notesOn(chosen.length, duplicates, fromFuture, longestGapMs),
  };
}

function longestGap(rows: readonly Dated[], from: number, to: number): number {
  let longest = 0;
  let before = from;
  for (const { at } of rows) {
    longest = Math.max(longest, at - before);
    before = at;
  }
  return Math.max(longest, to - before);
}

function notesOn(n: number, duplicates: number, fromFuture: number, longestGapMs: number): string[] {
  const notes: string[] = [];
  if (n === 0) notes.push(`No tickets came in during the last ${WINDOW_DAYS_MAX} days.`);
  if (duplicates > 0) notes.push(`${count(duplicates, 'event')} came twice and counted once.`);
  if (fromFuture > 0) {
    notes.push(
      `${count(fromFuture, 'ticket')} had a time that is missing or in the future and did not count. Check the clock.`,
    );
  }
  if (n > 0 && longestGapMs > GAP_DAYS_NAMED * DAY_MS) {
    notes.push(
      `For ${Math.round(longestGapMs / DAY_MS)} days no ticket came in. Check that the desk still receives them.`,
    );
  }
  return notes;
}

function count(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
