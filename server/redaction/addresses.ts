// Finds addresses on the network: e-mail addresses, IPv6 addresses and what a URL carries before its host.
import { isIPv6 } from 'node:net';
import { CLASS, isDigit, isWordCharacter, LETTER, unitAt } from './characters.ts';
import type { Finding } from './finding.ts';

/** RFC 5321, section 4.5.3.1: a local part has at most 64 octets, a domain 255. */
const LOCAL_PART_MAX = 64;
const DOMAIN_MAX = 255;
/** The longest text form of an IPv6 address, with an embedded IPv4 address. */
const IPV6_MAX = 45;
/** How far a URL's user and password may reach; browsers accept more, nobody types more. */
const USERINFO_MAX = 256;

const LOCAL_SIGNS = ".!#$%&'*+/=?^_`{|}~-";
/** Signs that RFC 5322 allows in a local part but that in running text stand before it. */
const LEADING_SIGNS = ".!#$%&'*+/=?^`{|}~-";

/** The e-mail address around the @ at `at`, not reaching before `floor`. */
export function emailAround(text: string, at: number, floor: number): Finding | undefined {
  const lowest = Math.max(floor, at - LOCAL_PART_MAX);
  let start = at;
  while (start > lowest && isLocalCharacter(text, start - 1)) start -= 1;
  start = withoutParameterName(text, start, at);
  while (start < at && LEADING_SIGNS.includes(text.charAt(start))) start += 1;
  if (start === at) return undefined;
  let end = at + 1;
  const highest = Math.min(text.length, at + 1 + DOMAIN_MAX);
  while (end < highest && isDomainCharacter(text, end)) end += 1;
  while (end > at + 1 && !isWordCharacter(text, end - 1)) end -= 1;
  let dot = end - 1;
  while (dot > at && unitAt(text, dot) !== 0x2e) dot -= 1;
  if (dot <= at + 1 || end - dot < 3 || !isLetters(text, dot + 1, end)) return undefined;
  return isNoMailbox(text, start, at) ? undefined : { kind: 'email', start, end };
}

// In "?mail=a@b.example" and "user=a@b.example" the address begins after the sign.
function withoutParameterName(text: string, start: number, at: number): number {
  let first = at;
  while (first > start && !'=/?'.includes(text.charAt(first - 1))) first -= 1;
  return first;
}

// "git@host" names a machine's account that everyone shares, and "logo@2x.png" an image.
function isNoMailbox(text: string, start: number, at: number): boolean {
  if (text.slice(start, at) === 'git') return true;
  return isDigit(unitAt(text, at + 1)) && text.startsWith('x.', at + 2);
}

function isLocalCharacter(text: string, index: number): boolean {
  return isWordCharacter(text, index) || LOCAL_SIGNS.includes(text.charAt(index));
}

function isDomainCharacter(text: string, index: number): boolean {
  const code = unitAt(text, index);
  return code === 0x2e || code === 0x2d || isWordCharacter(text, index);
}

function isLetters(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) {
    if (CLASS[unitAt(text, index)] !== LETTER) return false;
  }
  return true;
}

/** The run of hexadecimal digits, colons and dots around a colon, and whether it is an IPv6 address of some machine. */
export function ipv6Around(
  text: string,
  colon: number,
): { readonly end: number; readonly finding?: Finding } {
  let start = colon;
  while (start > 0 && colon - start < 4 && isHexadecimal(unitAt(text, start - 1))) start -= 1;
  let end = colon;
  let colons = 0;
  while (end < text.length) {
    const code = unitAt(text, end);
    if (code === 0x3a) colons += 1;
    else if (!isHexadecimal(code) && code !== 0x2e) break;
    end += 1;
  }
  if (colons < 2 || isWordCharacter(text, start - 1) || isWordCharacter(text, end)) return { end };
  let last = end;
  while (last > start && unitAt(text, last - 1) === 0x2e) last -= 1;
  // The unspecified and the loopback address are on every machine, and "dead::beef" without a digit is a name in a program.
  if (last - start < 4 || last - start > IPV6_MAX || (colons < 3 && !/\d/.test(text.slice(start, last)))) {
    return { end };
  }
  return isIPv6(text.slice(start, last)) ? { end, finding: { kind: 'ip', start, end: last } } : { end };
}

function isHexadecimal(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

/** The user and password before the host of the URL whose "://" begins at `colon`. */
export function userinfoAfter(text: string, colon: number): Finding | undefined {
  const start = colon + 3;
  const highest = Math.min(text.length, start + USERINFO_MAX);
  let at = -1;
  for (let index = start; index < highest; index += 1) {
    const code = unitAt(text, index);
    if (code === 0x40) at = index;
    else if (code <= 0x20 || code === 0x2f || code === 0x3f || code === 0x22 || code === 0x3c) break;
  }
  const isNone = at <= start || /^(git|\[SECRET_\d+\])$/.test(text.slice(start, at));
  return isNone ? undefined : { kind: 'secret', start, end: at };
}
