// Finds passwords, keys and tokens after the words that announce them, in the parameters of a URL, and private key blocks.
import {
  CLASS,
  DIGIT,
  isBlank,
  isLineEnd,
  isWordCharacter,
  LETTER,
  letterRunEnd,
  skipBlanks,
  unitAt,
} from './characters.ts';
import type { Finding } from './finding.ts';
import type { Marker } from './markers.ts';

/** Longest value read after a marker; a longer run of characters is masked so far, and what follows is read on. */
const VALUE_MAX = 512;
/** A word without digit or sign counts as a password only from this length on, and only alone on its line. */
const PLAIN_PASSWORD_MIN = 6;
/** Keys and tokens are longer than this; shorter words after "key" or "token" are prose. */
const KEY_MIN = 8;

const COPULAS = new Set(['is', 'was', 'ist', 'war', 'lautet', 'es', 'era', 'est', 'était', 'é']);
/** Words that stand alone after "password:" without being one. */
const NO_PASSWORDS = new Set(
  'invalid expired incorrect forgotten required missing wrong reset unknown ungültig abgelaufen falsch vergessen gesperrt incorrecta caducada olvidada inválida expiré oublié incorrect requis esquecida expirada'.split(
    ' ',
  ),
);
/** Names of URL parameters whose value opens something. */
const SECRET_PARAMETERS =
  /^(access_?token|refresh_?token|id_?token|token|auth|api_?key|key|secret|client_?secret|password|passwd|pwd|sig|signature|session|sessionid|sid|jwt|otp|x-amz-(signature|credential|security-token)|x-goog-signature)$/i;
const PLACEHOLDER = /^\[[A-Z_]+_\d+\]/;
const TRAILING_SIGNS = '.,;:)"\'`>]}»”';

/** What the marker from somewhere up to `wordEnd` announces, if a secret follows it. */
export function secretAfter(text: string, wordEnd: number, marker: Marker): Finding | undefined {
  if (marker === 'authorization') return credentialAfter(text, wordEnd);
  let index = skipQuotes(text, skipBlanks(text, wordEnd));
  const sign = unitAt(text, index);
  const isAssigned = sign === 0x3a || sign === 0x3d;
  if (isAssigned) {
    if (sign === 0x3d && isParameter(text, index)) return undefined;
    index += 1;
  } else {
    const word = text.slice(index, letterRunEnd(text, index)).toLowerCase();
    const isBearer = marker === 'key' && text.slice(wordEnd - 6, wordEnd).toLowerCase() === 'bearer';
    if (!COPULAS.has(word) && !isBearer) return undefined;
    if (!isBearer) index += word.length;
    index = skipBlanks(text, index);
    if (unitAt(text, index) === 0x3a) index += 1;
  }
  const start = skipQuotes(text, skipBlanks(text, index));
  const end = valueEnd(text, start);
  return end > start && isSecret(text, start, end, marker, isAssigned)
    ? { kind: 'secret', start, end }
    : undefined;
}

// "Authorization: Basic dXNlcjpwYXNz": the scheme stays, what follows it goes.
function credentialAfter(text: string, wordEnd: number): Finding | undefined {
  const colon = skipQuotes(text, skipBlanks(text, wordEnd));
  if (text.charAt(colon) !== ':' && text.charAt(colon) !== '=') return undefined;
  const first = skipQuotes(text, skipBlanks(text, colon + 1));
  const schemeEnd = letterRunEnd(text, first);
  const start = isBlank(unitAt(text, schemeEnd)) ? skipBlanks(text, schemeEnd) : first;
  const end = valueEnd(text, start);
  return end - start >= KEY_MIN && !isPlaceholder(text, start) ? { kind: 'secret', start, end } : undefined;
}

function isSecret(text: string, start: number, end: number, marker: Marker, isAssigned: boolean): boolean {
  if (isPlaceholder(text, start) || text.startsWith('http', start)) return false;
  const value = text.slice(start, end);
  const shape = shapeOf(value);
  switch (marker) {
    case 'pin':
      return /^\d{4,8}$/.test(value);
    case 'key':
      return value.length >= KEY_MIN && shape === 'mixed';
    default:
      if (shape === 'mixed') return value.length > 3;
      if (shape === 'digits') return value.length >= 4;
      return (
        isAssigned &&
        value.length >= PLAIN_PASSWORD_MIN &&
        isLineEnd(unitAt(text, skipBlanks(text, end))) &&
        !NO_PASSWORDS.has(value.toLowerCase())
      );
  }
}

/** Whether a value is only letters (and hyphens between them), only digits, or mixed as secrets are. */
function shapeOf(value: string): 'word' | 'digits' | 'mixed' {
  if (/^\d+$/.test(value)) return 'digits';
  if (/\d/.test(value) || /[_#@$%^&*+~|\\=]/.test(value)) return 'mixed';
  return /\p{Ll}\p{Lu}/u.test(value) ? 'mixed' : 'word';
}

function isPlaceholder(text: string, start: number): boolean {
  return text.charAt(start) === '[' && PLACEHOLDER.test(text.slice(start, start + 24));
}

function skipQuotes(text: string, index: number): number {
  let next = index;
  while ('"\'`„“«'.includes(text.charAt(next)) && next < text.length && next < index + 3) next += 1;
  return next;
}

function valueEnd(text: string, start: number): number {
  const highest = Math.min(text.length, start + VALUE_MAX);
  let end = start;
  while (end < highest && !isBlank(unitAt(text, end)) && !isLineEnd(unitAt(text, end))) end += 1;
  while (end > start && TRAILING_SIGNS.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

/** The value of the URL parameter whose "=" stands at `sign`, if its name says that it opens something. */
export function parameterValueAt(text: string, sign: number): Finding | undefined {
  const start = parameterStart(text, sign);
  if (!isParameter(text, sign)) return undefined;
  if (!SECRET_PARAMETERS.test(text.slice(start, sign))) return undefined;
  let end = sign + 1;
  while (end < text.length && !'&#"\'<>) \t\r\n\u00a0'.includes(text.charAt(end))) end += 1;
  while (end > sign + 1 && '.,;'.includes(text.charAt(end - 1))) end -= 1;
  if (end === sign + 1 || isPlaceholder(text, sign + 1)) return undefined;
  return { kind: 'secret', start: sign + 1, end };
}

function parameterStart(text: string, sign: number): number {
  let start = sign;
  while (start > sign - 24 && isNameCharacter(text, start - 1)) start -= 1;
  return start;
}

function isParameter(text: string, sign: number): boolean {
  const start = parameterStart(text, sign);
  return start > 0 && '?&;#'.includes(text.charAt(start - 1));
}

function isNameCharacter(text: string, index: number): boolean {
  const code = unitAt(text, index);
  const kind = CLASS[code];
  return kind === LETTER || kind === DIGIT || code === 0x2d || code === 0x5f;
}

/** The private key block that begins with the hyphens at `start`; one whose end is cut off reaches to the end of the text. */
export function keyBlockAt(text: string, start: number): Finding | undefined {
  if (!text.startsWith('-----BEGIN ', start)) return undefined;
  const header = text.slice(start, start + 60);
  if (!/^-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY( BLOCK)?-----/.test(header)) return undefined;
  const close = text.indexOf('-----END ', start);
  if (close === -1) return { kind: 'secret', start, end: text.length };
  const hyphens = text.slice(close + 9, close + 60).indexOf('-----');
  return { kind: 'secret', start, end: hyphens === -1 ? close + 9 : close + 9 + hyphens + 5 };
}

/** Whether a hyphen at `index` begins a run of them, so that only the first of a run is looked at. */
export function isRunStart(text: string, index: number): boolean {
  return unitAt(text, index - 1) !== 0x2d && !isWordCharacter(text, index - 1);
}
