// Reads groups of digits that are written as one number, such as "+49 (0)30 23125-418", and how they were written.
import { isBlank, isDigit, unitAt } from './characters.ts';

/** Groups and digits read at most: the longest known number has eight groups (a French NIR), the longest card 19 digits. */
const GROUPS_MAX = 9;
const DIGITS_MAX = 24;
/** Signs between two groups at most, as in ") - ". */
const SEPARATOR_MAX = 3;

/** Groups of digits from the first on; `signs[i]` stands between group i and i + 1, reduced to one character. */
export interface DigitGroups {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly signs: readonly string[];
}

/** The end of the run of digits that begins at `index`. */
export function digitRunEnd(text: string, index: number): number {
  let end = index;
  while (isDigit(unitAt(text, end))) end += 1;
  return end;
}

/** Where the next group begins when what stands at `end` only parts two groups of one number; otherwise -1. */
export function nextGroupStart(text: string, end: number): number {
  for (let index = end; index < end + SEPARATOR_MAX; index += 1) {
    const code = unitAt(text, index);
    if (!isBlank(code) && !isSign(code)) return -1;
    if (isDigit(unitAt(text, index + 1))) return index + 1;
  }
  return -1;
}

// ( ) - . / and the hyphens and dashes U+2010 to U+2013
function isSign(code: number): boolean {
  return (
    code === 0x28 || code === 0x29 || (code >= 0x2d && code <= 0x2f) || (code >= 0x2010 && code <= 0x2013)
  );
}

/** The groups that are written as one number from the digit at `start` on. */
export function readDigitGroups(text: string, start: number): DigitGroups {
  const starts = [start];
  const ends = [digitRunEnd(text, start)];
  const signs: string[] = [];
  let count = (ends[0] ?? start) - start;
  while (starts.length < GROUPS_MAX) {
    const end = ends.at(-1) ?? start;
    const next = nextGroupStart(text, end);
    if (next === -1) break;
    const nextEnd = digitRunEnd(text, next);
    count += nextEnd - next;
    if (count > DIGITS_MAX) break;
    signs.push(signOf(text.slice(end, next)));
    starts.push(next);
    ends.push(nextEnd);
  }
  return { starts, ends, signs };
}

function signOf(separator: string): string {
  if (separator.includes('(')) return '(';
  if (separator.includes(')')) return ')';
  const sign = separator.trim().charAt(0);
  if (sign === '') return ' ';
  return sign >= '\u2010' ? '-' : sign;
}

/** The lengths of the first `count` groups with the signs between them, such as "4 4 4 4". */
export function layoutOf(groups: DigitGroups, count: number): string {
  let layout = '';
  for (let index = 0; index < count; index += 1) {
    if (index > 0) layout += groups.signs[index - 1];
    layout += (groups.ends[index] ?? 0) - (groups.starts[index] ?? 0);
  }
  return layout;
}

/** The digits of the first `count` groups. */
export function digitsOf(text: string, groups: DigitGroups, count: number): string {
  let digits = '';
  for (let index = 0; index < count; index += 1) {
    digits += text.slice(groups.starts[index], groups.ends[index]);
  }
  return digits;
}
