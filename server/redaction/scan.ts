// Goes through a text once and hands each place where private data may begin to the search that knows it. Most words and
// signs are turned away by a table look-up; every search reads a bounded stretch or remembers how far it has read.
import { emailAround, ipv6Around, userinfoAfter } from './addresses.ts';
import {
  CLASS,
  DIGIT,
  identifierRunEnd,
  isBlank,
  isDigit,
  LETTER,
  OTHER,
  skipBlanks,
  unitAt,
} from './characters.ts';
import type { Finding } from './finding.ts';
import { type IdentifierContext, identifierAt } from './identifiers.ts';
import { type Marker, markerAt, markerNeeds, NEEDS_COLON, NEEDS_DIGITS, NEEDS_NOTHING } from './markers.ts';
import { nameAfter } from './names.ts';
import { CLOSE_LOOKS_MAX, type NumberContext, readNumber } from './numbers.ts';
import { createPhoneJudge } from './phones.ts';
import { isRunStart, keyBlockAt, parameterValueAt, secretAfter } from './secrets.ts';

/** Words at least this long may be keys even where no digit follows. */
const LONG_WORD = 16;
/**
 * Places of one text that are looked at. The longest text of a ticket that the contract allows has 8,000 characters, so none is cut
 * short; in a longer text made of nothing but such places the rest is masked unread, which bounds time and errs safely.
 */
const LOOKS_MAX = 10_000;
const ANY_DIGIT = /\d/;
/** Where a marker "ended" that has not been seen. */
const NEVER = -1_000_000;

interface Scan extends NumberContext, IdentifierContext {
  readonly text: string;
  readonly findings: Finding[];
  ipv6CheckedUntil: number;
}

/** Every place in `text` that holds private data, in order, without overlaps. Takes time linear in its length. */
export function findPrivateData(text: string): Finding[] {
  const scan: Scan = {
    text,
    findings: [],
    phoneMarkerEnd: NEVER,
    referenceMarkerEnd: NEVER,
    nationalIdMarkerEnd: NEVER,
    closeLooks: 0,
    versionLead: '',
    keyCheckedUntil: 0,
    ibanCalls: 0,
    ipv6CheckedUntil: 0,
    isPhone: createPhoneJudge(),
  };
  const length = text.length;
  let hasDigits: boolean | undefined;
  let index = 0;
  let looks = 0;
  while (index < length) {
    const first = text.charCodeAt(index);
    const kind = CLASS[first] as number;
    if (kind === OTHER) {
      index += 1;
      continue;
    }
    if (looks >= LOOKS_MAX || scan.closeLooks >= CLOSE_LOOKS_MAX) {
      accept(scan, { kind: 'secret', start: index, end: length });
      break;
    }
    if (kind === LETTER) {
      let last = first;
      let end = index + 1;
      let next = end < length ? text.charCodeAt(end) : 0;
      const second = next;
      while (CLASS[next] === LETTER) {
        last = next;
        end += 1;
        next = end < length ? text.charCodeAt(end) : 0;
      }
      const size = end - index;
      const needs = markerNeeds(first, size > 1 ? second : 0, last, size);
      if (next === 0x20 && needs === 0 && size < LONG_WORD && (size !== 2 || first > 0x5a)) {
        index = end + 1;
        continue;
      }
      looks += 1;
      const isIdentifier = mayBeIdentifier(text, index, end, next);
      if (isIdentifier) {
        const identifier = identifierAt(text, index, end, scan);
        if (identifier !== undefined) {
          index = accept(scan, identifier);
          continue;
        }
      }
      if ((needs & NEEDS_DIGITS) !== 0) hasDigits ??= ANY_DIGIT.test(text);
      const isMarker =
        (needs & NEEDS_NOTHING) !== 0 ||
        ((needs & NEEDS_DIGITS) !== 0 && hasDigits === true) ||
        ((needs & NEEDS_COLON) !== 0 && unitAt(text, skipBlanks(text, end)) === 0x3a);
      if (isMarker) index = readWord(scan, index, end);
      else index = isDigit(next) ? identifierRunEnd(text, end) : end;
      continue;
    }
    looks += 1;
    index = kind === DIGIT ? readDigits(scan, index) : readSign(scan, index, first);
  }
  return scan.findings;
}

// A digit, a sign inside a word, or a great length; "AB 12 34 56 C" is a number that is written with blanks.
function mayBeIdentifier(text: string, start: number, end: number, next: number): boolean {
  if (isDigit(next) || next === 0x5f || next === 0x2d || end - start >= LONG_WORD) return true;
  if (next === 0x2e) return CLASS[unitAt(text, end + 1)] !== OTHER;
  return end - start === 2 && next === 0x20 && isDigit(unitAt(text, end + 1)) && unitAt(text, start) < 0x5b;
}

function readWord(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const marker = markerAt(text, start, end);
  if (marker !== undefined) {
    const found = followMarker(scan, marker, start, end);
    if (found !== undefined) return accept(scan, found);
  }
  return isDigit(unitAt(text, end)) ? identifierRunEnd(text, end) : end;
}

function followMarker(scan: Scan, marker: Marker, start: number, end: number): Finding | undefined {
  switch (marker) {
    case 'phone':
      scan.phoneMarkerEnd = end;
      return undefined;
    case 'reference':
      scan.referenceMarkerEnd = end;
      return undefined;
    case 'national-id':
      scan.nationalIdMarkerEnd = end;
      return undefined;
    case 'password':
    case 'key':
    case 'pin':
    case 'authorization':
      return secretAfter(scan.text, end, marker);
    default:
      return nameAfter(scan.text, start, end, marker);
  }
}

function readDigits(scan: Scan, start: number): number {
  const reading = readNumber(scan.text, start, scan);
  return reading.finding === undefined ? reading.next : accept(scan, reading.finding);
}

function readSign(scan: Scan, index: number, sign: number): number {
  const { text } = scan;
  const found = findAtSign(scan, index, sign);
  if (found !== undefined) return accept(scan, found);
  // A plus before a number is looked at from the number.
  return sign === 0x2d && unitAt(text, index + 1) === 0x2d ? hyphensEnd(text, index) : index + 1;
}

function findAtSign(scan: Scan, index: number, sign: number): Finding | undefined {
  const { text } = scan;
  switch (sign) {
    case 0x40:
      return emailAround(text, index, floorOf(scan, index));
    case 0x3d:
      return parameterValueAt(text, index);
    case 0x2d:
      return isRunStart(text, index) ? keyBlockAt(text, index) : undefined;
    case 0x3a: {
      if (text.startsWith('//', index + 1)) return userinfoAfter(text, index);
      if (index < scan.ipv6CheckedUntil || isBlank(unitAt(text, index + 1))) return undefined;
      const { end, finding } = ipv6Around(text, index);
      scan.ipv6CheckedUntil = end;
      return finding;
    }
    default:
      return undefined;
  }
}

// An address may take in what was found inside its local part, but not a secret or an address that ends right before.
function floorOf(scan: Scan, at: number): number {
  const last = scan.findings.at(-1);
  return last !== undefined && last.end === at && last.kind === 'secret' ? at : 0;
}

function hyphensEnd(text: string, index: number): number {
  let end = index;
  while (unitAt(text, end) === 0x2d) end += 1;
  return end;
}

function accept(scan: Scan, found: Finding): number {
  while ((scan.findings.at(-1)?.end ?? 0) > found.start) scan.findings.pop();
  scan.findings.push(found);
  return found.end;
}
