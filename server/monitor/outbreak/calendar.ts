// A desk's local time: hour of the week, date, holidays. Hours are told apart by the instant, so that the hour which a
// change to winter time repeats stays two hours, and the one that summer time skips is missing from no count.

/** Local time of a desk. */
export interface DeskCalendar {
  /** Local weekday and hour of the clock hour that holds the instant: 0 is Monday from midnight, 167 Sunday from 23:00. */
  hourOfWeek(at: number): number;
  /** Local date as YYYY-MM-DD. */
  dateOf(at: number): string;
  isHoliday(at: number): boolean;
  /** Whether the desk opens again on this day: the day before was a holiday, or a Sunday before it. */
  isAfterHoliday(at: number): boolean;
  /** Local time as HH:MM. */
  timeOf(at: number): string;
}

/** What a calendar is made of; holidays are local dates as YYYY-MM-DD. */
export interface CalendarSettings {
  readonly timeZone: string;
  readonly holidays: readonly string[];
}

/** Length of a clock hour and of a day without a change of clocks, in milliseconds. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

const WEEKDAYS: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Formatting a date costs microseconds; a report asks for the same few hundred hours again and again. */
const REMEMBERED_MAX = 20_000;

interface LocalHour {
  readonly hourOfWeek: number;
  readonly date: string;
}

/** Makes a calendar; throws when the time zone is not one that the platform knows. */
export function createCalendar({ timeZone, holidays }: CalendarSettings): DeskCalendar {
  const hourFormat = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const timeFormat = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const closed = new Set(holidays);
  const remembered = new Map<number, LocalHour>();

  function localHour(at: number): LocalHour {
    const bucket = hourBucket(at);
    const known = remembered.get(bucket);
    if (known !== undefined) return known;
    const parts = new Map(hourFormat.formatToParts(bucket * HOUR_MS).map(({ type, value }) => [type, value]));
    const weekday = WEEKDAYS.indexOf(parts.get('weekday') ?? '');
    const local = {
      hourOfWeek: 24 * weekday + Number(parts.get('hour')),
      date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    };
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    remembered.set(bucket, local);
    return local;
  }

  function isAfterHoliday(at: number): boolean {
    const date = localHour(at).date;
    if (closed.has(date)) return false;
    let day = Date.parse(`${date}T00:00:00Z`) - DAY_MS;
    const isWeekend = (): boolean => [0, 6].includes(new Date(day).getUTCDay());
    while (isWeekend() && !closed.has(isoDate(day))) day -= DAY_MS;
    return closed.has(isoDate(day));
  }

  return {
    hourOfWeek: (at) => localHour(at).hourOfWeek,
    dateOf: (at) => localHour(at).date,
    isHoliday: (at) => closed.has(localHour(at).date),
    isAfterHoliday,
    timeOf: (at) => timeFormat.format(at),
  };
}

/** Number of the hour since 1970 that holds the instant. */
export function hourBucket(at: number): number {
  return Math.floor(at / HOUR_MS);
}

function isoDate(utcDay: number): string {
  return new Date(utcDay).toISOString().slice(0, 10);
}
