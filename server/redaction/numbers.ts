// Tells what a number is: an IPv4 address, a card, a person's number or a phone. Dates, versions, prices and parts of longer
// names are passed over.
import {
  CLASS,
  identifierRunEnd,
  isDigit,
  isWordCharacter,
  LETTER,
  skipBlanks,
  unitAt,
} from './characters.ts';
import {
  type DigitGroups,
  digitRunEnd,
  digitsOf,
  layoutOf,
  nextGroupStart,
  readDigitGroups,
} from './digit-groups.ts';
import type { Finding, PrivateKind } from './finding.ts';
import { isDni, isLuhn, isNationalNumber } from './national-ids.ts';
import type { PhoneJudge } from './phones.ts';

/** The fewest digits of a phone number worth masking. */
const DIGITS_MIN = 7;
/** How far before a number the word that announces it may end, in UTF-16 units. */
const ANNOUNCED_WITHIN = 40;
/**
 * Numbers of one text that are looked at closely, at about two microseconds each. A text with more is a table of numbers, and
 * the scan masks the rest of it unread.
 */
export const CLOSE_LOOKS_MAX = 1_000;

const CARD_LAYOUTS = /^(\d+|4([ .-])4\2(4\2(4(\2[123])?|3)|6|7)|4([ .-])6\6[45])$/;
/** Issuer ranges by length: Visa, Mastercard, American Express, Discover, Diners, JCB, Maestro, UnionPay (ISO/IEC 7812). */
const CARD_ISSUERS: Readonly<Record<number, RegExp>> = {
  13: /^4/,
  14: /^3[0689]/,
  15: /^3[47]/,
  16: /^(4|5[0-8]|2[2-7]|35|6)/,
  19: /^(4|6)/,
};

const CURRENCY = /^(EUR|USD|GBP|CHF|BRL|PLN|SEK|euro|dollar|reais|Euro|pounds)/;

/** What the scan knows around a number; positions are the ends of the last word of a sort, or far below zero. */
export interface NumberContext {
  phoneMarkerEnd: number;
  referenceMarkerEnd: number;
  nationalIdMarkerEnd: number;
  closeLooks: number;
  /** The first number of the last version that was called one, such as "7"; empty before. */
  versionLead: string;
  readonly isPhone: PhoneJudge;
}

/** What a search found, and where the scan goes on. */
export interface NumberReading {
  readonly next: number;
  readonly finding?: Finding;
}

/** Reads the number whose first digit is at `start`. */
export function readNumber(text: string, start: number, context: NumberContext): NumberReading {
  const firstEnd = digitRunEnd(text, start);
  if (isPartOfName(text, start, context)) return { next: identifierRunEnd(text, firstEnd) };
  const isGlued = isWordCharacter(text, firstEnd) || unitAt(text, firstEnd) === 0x5f;
  if (isGlued) return readDni(text, start, firstEnd) ?? { next: identifierRunEnd(text, firstEnd) };
  if (firstEnd - start < DIGITS_MIN && nextGroupStart(text, firstEnd) === -1) return { next: firstEnd };
  return readGroups(text, readDigitGroups(text, start), context);
}

function readGroups(text: string, groups: DigitGroups, context: NumberContext): NumberReading {
  const start = groups.starts[0] ?? 0;
  const firstEnd = groups.ends[0] ?? start;
  const last = groups.ends.length - 1;
  const digits = digitsOf(text, groups, last + 1);
  const lastEnd = groups.ends[last] ?? firstEnd;
  if (isIpv4(text, groups)) return ipv4(text, groups, context);
  if (countSingles(groups) > 2) return { next: lastEnd };
  if (digits.length < DIGITS_MIN) return { next: firstEnd };
  const dateEnd = dateEndOf(text, groups);
  if (dateEnd !== -1) return { next: dateEnd };
  context.closeLooks += 1;
  for (let count = last + 1; count > 0; count -= 1) {
    const end = groups.ends[count - 1] ?? firstEnd;
    const value = digits.slice(0, digitCount(groups, count));
    if (value.length < DIGITS_MIN) break;
    const dni = value.length === 8 ? readDni(text, start, end) : undefined;
    if (dni !== undefined) return dni;
    if (isWordCharacter(text, end)) continue;
    const kind = kindOf(text, start, end, value, layoutOf(groups, count), context);
    if (kind === undefined) continue;
    const lead = kind === 'phone' ? leadLength(text, start, layoutOf(groups, count)) : 0;
    return { next: end, finding: { kind, start: start - lead, end } };
  }
  return { next: firstEnd };
}

function kindOf(
  text: string,
  start: number,
  end: number,
  digits: string,
  layout: string,
  context: NumberContext,
): PrivateKind | undefined {
  const isNear = (markerEnd: number): boolean => start - markerEnd <= ANNOUNCED_WITHIN;
  const isInternational = text.charAt(start - 1) === '+' || text.startsWith('+(', start - 2);
  const isReference =
    isNear(context.referenceMarkerEnd) &&
    context.referenceMarkerEnd > Math.max(context.phoneMarkerEnd, context.nationalIdMarkerEnd);
  if (!isInternational) {
    if (isCard(digits, layout)) return 'card';
    const isAnnounced = isNear(context.nationalIdMarkerEnd);
    const mayBeId = isAnnounced || !isReference || layout.length > 2;
    if (mayBeId && isNationalNumber(digits, layout, isAnnounced)) return 'national-id';
  }
  if (isAmount(text, start, end)) return undefined;
  const isPhone = context.isPhone({
    digits,
    layout,
    isInternational,
    isInParenthesis: text.charAt(start - 1) === '(' && layout.includes(')'),
    isAnnounced: isNear(context.phoneMarkerEnd) && layout.length < 24,
    isReference,
  });
  return isPhone ? 'phone' : undefined;
}

// The plus and the parenthesis before the first digit belong to the phone number.
function leadLength(text: string, start: number, layout: string): number {
  if (text.startsWith('+(', start - 2)) return 2;
  const before = text.charAt(start - 1);
  return before === '+' || (before === '(' && layout.includes(')')) ? 1 : 0;
}

function digitCount(groups: DigitGroups, count: number): number {
  let digits = 0;
  for (let index = 0; index < count; index += 1) {
    digits += (groups.ends[index] ?? 0) - (groups.starts[index] ?? 0);
  }
  return digits;
}

function countSingles(groups: DigitGroups): number {
  return groups.starts.filter((from, index) => (groups.ends[index] ?? 0) - from === 1).length;
}

// "INC-0012345678", "/tickets/123456789", "v1.2.3.4" and "#2026031410000123" name things, unless the word is "Tel.".
function isPartOfName(text: string, start: number, context: NumberContext): boolean {
  const sign = text.charAt(start - 1);
  if (sign === '#' || sign === '_') return true;
  if (sign !== '-' && sign !== '/' && sign !== '.' && sign !== '\\') return false;
  return isWordCharacter(text, start - 2) && context.phoneMarkerEnd !== start - 1;
}

// Eight digits, then a letter, joined or parted by one sign.
function readDni(text: string, start: number, end: number): NumberReading | undefined {
  const sign = unitAt(text, end);
  const letter = sign === 0x2d || sign === 0x2e || sign === 0x20 ? end + 1 : end;
  if (end - start < 8 || end - start > 10 || CLASS[unitAt(text, letter)] !== LETTER) return undefined;
  if (isWordCharacter(text, letter + 1)) return undefined;
  const digits = text.slice(start, end).replaceAll('.', '');
  if (digits.length !== 8 || !isDni(digits + text.charAt(letter))) return undefined;
  return { next: letter + 1, finding: { kind: 'national-id', start, end: letter + 1 } };
}

/** The end of the date that the first three groups write, or -1. A fourth group after the same sign makes it another number. */
function dateEndOf(text: string, groups: DigitGroups): number {
  const [first, second, third] = groups.signs;
  if (first === undefined || first !== second || !'-./'.includes(first) || third === first) return -1;
  // "85.07.30-033.28" goes on as a Belgian number does.
  if (third === '-' && (groups.ends[2] ?? 0) - (groups.starts[2] ?? 0) === 2) return -1;
  const layout = layoutOf(groups, 3).replaceAll(first, ' ');
  const end = groups.ends[2] ?? -1;
  if (/^4 \d \d$/.test(layout)) return Number(text.slice(groups.starts[1], groups.ends[1])) <= 12 ? end : -1;
  return /^[12] [12] [24]$/.test(layout) ? end : -1;
}

function isIpv4(text: string, groups: DigitGroups): boolean {
  if (groups.starts.length < 4) return false;
  for (let index = 0; index < 4; index += 1) {
    const from = groups.starts[index] ?? 0;
    const to = groups.ends[index] ?? 0;
    if (to - from > 3 || Number(text.slice(from, to)) > 255) return false;
    if (index < 3 && (groups.signs[index] !== '.' || groups.starts[index + 1] !== to + 1)) return false;
  }
  const after = groups.ends[3] ?? 0;
  const goesOn = unitAt(text, after) === 0x2e && isDigit(unitAt(text, after + 1));
  return !goesOn && !isWordCharacter(text, after);
}

function ipv4(text: string, groups: DigitGroups, context: NumberContext): NumberReading {
  const start = groups.starts[0] ?? 0;
  const end = groups.ends[3] ?? start;
  // Every machine has the loopback and the unspecified address, and masks are no addresses; after "version" it is a version.
  const isNobodys = /^(127\.|0\.0\.0\.0|255\.)/.test(text.slice(start, end));
  const isVersion = skipBlanks(text, context.referenceMarkerEnd) === start;
  const lead = text.slice(start, groups.ends[0]);
  if (isVersion) context.versionLead = lead;
  // "Version 7.2.1.4 fails, 7.2.1.3 does not": what begins as a version did is one.
  const isNone = isNobodys || isVersion || lead === context.versionLead;
  return isNone ? { next: end } : { next: end, finding: { kind: 'ip', start, end } };
}

function isCard(digits: string, layout: string): boolean {
  const issuers = CARD_ISSUERS[digits.length];
  return issuers?.test(digits) === true && CARD_LAYOUTS.test(layout) && isLuhn(digits);
}

function isAmount(text: string, start: number, end: number): boolean {
  const code = unitAt(text, end);
  if ((code === 0x2c || code === 0x2e) && isDigit(unitAt(text, end + 1))) return true;
  const after = skipBlanks(text, end);
  if ('€$£%'.includes(text.charAt(after)) && after < text.length) return true;
  return (start > 0 && '€$£'.includes(text.charAt(start - 1))) || CURRENCY.test(text.slice(after, after + 6));
}
