// What Sheets makes of text that is typed, pasted or given to setValues: text, number, percentage, date, truth value or
// formula. Not checked against Google cell by cell; where its behaviour is unclear, the reading that is more dangerous
// to the script (a formula) is taken. Plain text cells are the exception: there
// an apostrophe is dropped and all else kept, as people report.
import { type Cell, Formula } from './cell.ts';
import { instantOf, wallClockAt } from './zone.ts';

/** The spreadsheet's settings that reading depends on, and today's year for dates without one. */
export interface Habits {
  readonly locale: string;
  readonly timeZone: string;
  readonly now: number;
}

/** What was read; `format` is the number format that Sheets gives the cell along with it. */
export interface Typed {
  readonly cell: Cell | undefined;
  readonly format?: string;
}

/** The number format of a plain text cell; Google also writes it as `@STRING@`. */
const PLAIN_TEXT = /^@/;

/** Numbers, dates and truth values are short; longer texts need no attempt. */
const READABLE_CHARACTERS_MAX = 40;
const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);

/** Reads `text` for a cell whose number format is `format`. */
export function readTyped(text: string, format: string | undefined, habits: Habits): Typed {
  if (text === '') return { cell: undefined };
  if (text.startsWith("'")) return { cell: text.slice(1) };
  if (format !== undefined && PLAIN_TEXT.test(format)) return { cell: text };
  if (text.startsWith('=') && text.length > 1) return { cell: new Formula(text) };
  const trimmed = text.trim();
  if (trimmed.length > 0 && trimmed.length <= READABLE_CHARACTERS_MAX) {
    const read = readTruth(trimmed) ?? readNumber(trimmed, habits) ?? readMoment(trimmed, habits);
    if (read !== undefined) return read;
  }
  // A leading sign starts a formula in Sheets, as it does in other spreadsheets.
  if (/^[+-]./s.test(text)) return { cell: new Formula(`=${text}`) };
  return { cell: text };
}

function readTruth(text: string): Typed | undefined {
  const upper = text.toUpperCase();
  if (upper === 'TRUE') return { cell: true };
  return upper === 'FALSE' ? { cell: false } : undefined;
}

/** Whether numbers of the locale (`de`, `fr_FR`) have a decimal comma. */
export function hasDecimalComma(locale: string): boolean {
  return /^(de|fr|es|it|pt|nl|pl|ru|tr|sv|da|nb|fi|cs)/.test(locale);
}

function readNumber(text: string, habits: Habits): Typed | undefined {
  const bare = /^([+-]?)([$€£]?)([\d.,]+)([eE][+-]?\d+)?\s?([%€]?)$/.exec(text);
  if (bare === null) return undefined;
  const [, sign = '', currency = '', digits = '', exponent = '', unit = ''] = bare;
  const comma = hasDecimalComma(habits.locale);
  const shape = comma
    ? /^(\d{1,3}(\.\d{3})+|\d+)(,\d*)?$|^,\d+$/
    : /^(\d{1,3}(,\d{3})+|\d+)(\.\d*)?$|^\.\d+$/;
  if (!shape.test(digits)) return undefined;
  const plain = comma ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '');
  const value = Number(`${sign}${plain}${exponent}`);
  if (!Number.isFinite(value)) return undefined;
  if (unit === '%') return { cell: value / 100, format: plain.includes('.') ? '0.00%' : '0%' };
  if (currency !== '' || unit === '€') return { cell: value, format: '#,##0.00' };
  return { cell: value };
}

function readMoment(text: string, habits: Habits): Typed | undefined {
  const match = /^(.*?)(?:[ T]?(\d{1,2}):(\d{2})(?::(\d{2}))?\s?([AaPp][Mm])?)?$/.exec(text);
  const [, dayText = '', hourText, minuteText, secondText, half] = match ?? [];
  if (match === null || dayText.endsWith('T')) return undefined;
  const minute = Number(minuteText ?? 0);
  const second = Number(secondText ?? 0);
  const hour = hourOf(hourText, half);
  if (hour === undefined || minute > 59 || second > 59) return undefined;
  const hasTime = hourText !== undefined;
  // A time alone is a moment of Sheets' first day.
  const day =
    dayText === '' && hasTime ? { year: 1899, month: 12, day: 30 } : readDay(dayText.trim(), habits);
  if (day === undefined) return undefined;
  const ms = instantOf(habits.timeZone, day.year, day.month, day.day, hour, minute, second);
  const shown = wallClockAt(ms, habits.timeZone);
  if (shown.day !== day.day || shown.month !== day.month) return undefined;
  const dayFormat = dayText === '' ? '' : 'yyyy-MM-dd';
  return { cell: new Date(ms), format: hasTime ? `${dayFormat} HH:mm:ss`.trim() : dayFormat };
}

function hourOf(text: string | undefined, half: string | undefined): number | undefined {
  if (text === undefined) return 0;
  const hour = Number(text);
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function readDay(text: string, habits: Habits): Day | undefined {
  const thisYear = wallClockAt(habits.now, habits.timeZone).year;
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso !== null) return dayOf(iso[1], iso[2], iso[3]);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/.exec(text);
  if (dotted !== null && hasDecimalComma(habits.locale)) return dayOf(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}|\d{2}))?$/.exec(text);
  if (slashed !== null) {
    const [, first, second, year = String(thisYear)] = slashed;
    return /^en_US/.test(habits.locale) ? dayOf(year, first, second) : dayOf(year, second, first);
  }
  const named = /^(?:(\d{1,2})[- ])?([A-Za-z]{3,9})\.?(?:[- ](\d{1,2}))?(?:,?[- ](\d{4}))?$/.exec(text);
  if (named === null) return undefined;
  const [, before, name = '', after, year = String(thisYear)] = named;
  const lower = name.toLowerCase();
  const month = MONTHS.findIndex((full) => lower === full || lower === full.slice(0, 3)) + 1;
  const day = before ?? after;
  return month === 0 || day === undefined ? undefined : dayOf(year, String(month), day);
}

function dayOf(yearText = '', monthText = '', dayText = ''): Day | undefined {
  const short = Number(yearText);
  const year = yearText.length <= 2 ? 2000 + short : short;
  const month = Number(monthText);
  const day = Number(dayText);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year, month, day } : undefined;
}
