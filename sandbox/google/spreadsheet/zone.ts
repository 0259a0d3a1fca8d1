// Wall-clock time in a time zone, both ways, and dates written by a pattern. Zones are IANA names.

/** A moment as a clock on the wall shows it; `month` is 1–12, `weekday` 0 (Sunday) – 6. */
export interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    era: 'short',
  });
  formats.set(timeZone, made);
  return made;
}

/** Minutes that `timeZone` is ahead of UTC at `ms`. */
export function offsetMinutes(ms: number, timeZone: string): number {
  // An invalid date has no offset; asking Intl for one would throw.
  if (Number.isNaN(ms) || timeZone === 'Etc/UTC' || timeZone === 'UTC' || timeZone === 'GMT') return 0;
  const found: Record<string, number> = {};
  for (const part of formatFor(timeZone).formatToParts(ms)) found[part.type] = Number(part.value);
  const shown = Date.UTC(
    found['year'] ?? 1970,
    (found['month'] ?? 1) - 1,
    found['day'] ?? 1,
    found['hour'] ?? 0,
    found['minute'] ?? 0,
    found['second'] ?? 0,
  );
  return Math.round((shown - Math.floor(ms / 1_000) * 1_000) / 60_000);
}

/** What a clock in `timeZone` shows at `ms`. */
export function wallClockAt(ms: number, timeZone: string): WallClock {
  const shifted = new Date(ms + offsetMinutes(ms, timeZone) * 60_000);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    weekday: shifted.getUTCDay(),
  };
}

/** Epoch milliseconds at which a clock in `timeZone` shows the given time. `month` is 1–12. */
export function instantOf(
  timeZone: string,
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): number {
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const guess = asUtc - offsetMinutes(asUtc, timeZone) * 60_000;
  return asUtc - offsetMinutes(guess, timeZone) * 60_000;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** Writes a date by a Java-like pattern: the letters y M d E H h m s S a z Z X u, and text in quotes. */
export function formatDate(ms: number, timeZone: string, pattern: string): string {
  const clock = wallClockAt(ms, timeZone);
  return pattern.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (run, quoted: string | undefined) =>
    quoted === undefined
      ? field(run, clock, ms, timeZone)
      : quoted === ''
        ? "'"
        : quoted.replaceAll("''", "'"),
  );
}

function field(run: string, clock: WallClock, ms: number, timeZone: string): string {
  const pad = (value: number): string => String(value).padStart(run.length, '0');
  switch (run.charAt(0)) {
    case 'y':
    case 'Y':
      return run.length === 2 ? String(clock.year % 100).padStart(2, '0') : pad(clock.year);
    case 'M': {
      const name = MONTHS[clock.month - 1] ?? '';
      return run.length > 3 ? name : run.length === 3 ? name.slice(0, 3) : pad(clock.month);
    }
    case 'd':
      return pad(clock.day);
    case 'E': {
      const name = WEEKDAYS[clock.weekday] ?? '';
      return run.length > 3 ? name : name.slice(0, 3);
    }
    case 'u':
      return pad(clock.weekday === 0 ? 7 : clock.weekday);
    case 'H':
      return pad(clock.hour);
    case 'h':
      return pad(clock.hour % 12 === 0 ? 12 : clock.hour % 12);
    case 'm':
      return pad(clock.minute);
    case 's':
      return pad(clock.second);
    case 'S':
      return pad(((ms % 1_000) + 1_000) % 1_000);
    case 'a':
      return clock.hour < 12 ? 'AM' : 'PM';
    case 'z':
      return timeZone === 'Etc/UTC' ? 'UTC' : timeZone;
    case 'Z':
      return offsetText(ms, timeZone, '');
    case 'X':
      return offsetMinutes(ms, timeZone) === 0 ? 'Z' : offsetText(ms, timeZone, run.length > 2 ? ':' : '');
    default:
      throw new RangeError(
        `The date pattern has the letter ${run.charAt(0)}, which the sandbox does not know.`,
      );
  }
}

function offsetText(ms: number, timeZone: string, colon: string): string {
  const offset = offsetMinutes(ms, timeZone);
  const minutes = Math.abs(offset);
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}${colon}${String(minutes % 60).padStart(2, '0')}`;
}
