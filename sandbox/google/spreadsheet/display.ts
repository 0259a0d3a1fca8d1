// How a value is shown in its cell: the part of Sheets' number formats that tickets and Usher's columns use.
import { isDate } from 'node:util/types';
import type { Plain } from './cell.ts';
import { hasDecimalComma } from './typed.ts';
import { formatDate } from './zone.ts';

/** Significant digits that Sheets shows of a number without a format. */
const GENERAL_DIGITS = 10;

/** The text of a cell; `format` is its number format, undefined for the default. */
export function displayOf(
  value: Plain,
  format: string | undefined,
  locale: string,
  timeZone: string,
): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (isDate(value)) return formatDate(value.getTime(), timeZone, datePattern(format));
  if (format === undefined || /^(@|general$)/i.test(format)) {
    return localised(String(Number(value.toPrecision(GENERAL_DIGITS))), locale);
  }
  const decimals = /\.(0+)/.exec(format)?.[1]?.length ?? 0;
  const isPercent = format.includes('%');
  const fixed = (isPercent ? value * 100 : value).toFixed(decimals);
  const [integer = '', ...fraction] = fixed.split('.');
  const grouped = [
    format.includes(',') ? integer.replace(/\B(?=(\d{3})+$)/g, ',') : integer,
    ...fraction,
  ].join('.');
  return localised(grouped, locale) + (isPercent ? '%' : '');
}

function localised(number: string, locale: string): string {
  if (!hasDecimalComma(locale)) return number;
  return number.replace(/[.,]/g, (sign) => (sign === '.' ? ',' : '.'));
}

/** Sheets writes months and minutes both as `m`; a minute stands beside an hour or a second. */
function datePattern(format: string | undefined): string {
  if (format === undefined || format.startsWith('@')) return 'yyyy-MM-dd';
  return format
    .replace(/am\/pm/gi, 'a')
    .replace(/m+/gi, (run, offset: number) => {
      const isMinute =
        /h[:.]?$/i.test(format.slice(0, offset)) || /^[:.]?s/i.test(format.slice(offset + run.length));
      return isMinute ? run.toLowerCase() : run.toUpperCase();
    })
    .replace(/[yd]+/gi, (run) => run.toLowerCase())
    .replace(/h+/g, (run) => (/am\/pm/i.test(format) ? run : run.toUpperCase()));
}
