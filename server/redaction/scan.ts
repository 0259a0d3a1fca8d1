// Goes through a text once and hands each place where private data may begin to the search that knows it. Most words and
// signs are turned away by a table look-up; every search reads a bounded stretch or remembers how far it has read.
import { emailAround, ipv6Around, userinfoAfter } from './addresses.ts';
import { CLASS, DIGIT, identifierRunEnd, isBlank, isDigit, LETTER, OTHER, unitAt } from './characters.ts';
import type { Finding } from './finding.ts';
import { type IdentifierContext, identifierAt } from './identifiers.ts';
import { type Marker, markerAt, mayBeMarker } from './markers.ts';
import { nameAfter } from './names.ts';
import { type NumberContext, readNumber } from './numbers.ts';
import { createPhoneJudge } from './phones.ts';
import { isRunStart, keyBlockAt, parameterValueAt, secretAfter } from './secrets.ts';

/** Words at least this long may be keys even where no digit follows. */
const LONG_WORD = 16;
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
    keyCheckedUntil: 0,
    ibanCalls: 0,
    ipv6CheckedUntil: 0,
    isPhone: createPhoneJudge(),
  };
  const length = text.length;
  let index = 0;
  while (index < length) {
    const first = unitAt(text, index);
    const kind = CLASS[first] as number;
    if (kind === OTHER) {
      index += 1;
      continue;
    }
    if (kind === LETTER) {
      let last = first;
      let end = index + 1;
      let next = unitAt(text, end);
      while (CLASS[next] === LETTER) {
        last = next;
        end += 1;
        next = unitAt(text, end);
      }
      const isSuspect =
        end - index >= LONG_WORD || CLASS[next] === DIGIT || next === 0x5f || next === 0x2d || next === 0x2e;
      index =
        isSuspect || mayBeMarker(first, last, end - index) || isSplitNumber(text, index, end, next)
          ? readWord(scan, index, end)
          : end;
      continue;
    }
    index = kind === DIGIT ? readDigits(scan, index) : readSign(scan, index, first);
  }
  return scan.findings;
}

// "AB 12 34 56 C": two capitals, a blank and a digit may begin a number that is written with blanks.
function isSplitNumber(text: string, start: number, end: number, next: number): boolean {
  return end - start === 2 && next === 0x20 && isDigit(unitAt(text, end + 1)) && unitAt(text, start) < 0x5b;
}

function readWord(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const identifier = identifierAt(text, start, end, scan);
  if (identifier !== undefined) return accept(scan, identifier);
  const next = unitAt(text, end);
  const marker = markerAt(text, start, end);
  if (marker !== undefined) {
    const found = followMarker(scan, marker, start, end);
    if (found !== undefined) return accept(scan, found);
  }
  return isDigit(next) ? identifierRunEnd(text, end) : end;
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
