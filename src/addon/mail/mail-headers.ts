// The header section of a message and what stands in its fields: encoded words, addresses, parameters. RFC 5322, 2047 and 2231 as far
// as mail programs keep to them; what breaks the rules is read as it stands.
import { decodeBody, decodeBytes, unquote } from './transfer-encoding.ts';

/** A header section with the place where the body begins. */
export interface HeaderSection {
  /** The values of a field by its name in lower case, unfolded and undecoded, in their order. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly bodyAt: number;
}

/** A value such as `text/plain; charset=utf-8`. */
interface Parameterised {
  readonly value: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Longer header sections are not written by mail programs. */
const SECTION_CHARACTERS_MAX = 200_000;

/** Reads the header section that begins at `at` and ends at `end` at the latest. */
export function parseHeaders(source: string, at: number, end: number): HeaderSection {
  const fields = new Map<string, string[]>();
  const limit = Math.min(end, at + SECTION_CHARACTERS_MAX);
  let name = '';
  let from = at;
  while (from < limit) {
    const stop = source.indexOf('\n', from);
    const lineEnd = stop < 0 || stop >= limit ? limit : stop;
    const line = source.slice(from, lineEnd).replace(/\r$/, '');
    from = lineEnd + 1;
    if (line === '') break;
    const values = fields.get(name);
    if (/^[ \t]/.test(line) && values) {
      values[values.length - 1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    name = line.slice(0, colon).trim().toLowerCase();
    fields.set(name, [...(fields.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return { fields, bodyAt: Math.min(from, end) };
}

/** The first value of a field; empty where there is none. */
export function fieldOf(section: HeaderSection, name: string): string {
  return section.fields.get(name)?.[0] ?? '';
}

/** A value with its encoded words put into letters. */
export function decodeWords(value: string): string {
  return value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(
      /=\?([^?\s]{1,40})\?([bq])\?([^?]*)\?=/gi,
      (word: string, charset: string, how: string, text: string) =>
        how.toLowerCase() === 'b'
          ? (decodeBody(text, 'base64', charset) ?? word)
          : (decodeBytes(unquote(text.replace(/_/g, ' ')), charset) ?? word),
    );
}

/** The main value in lower case, and the parameters by name in lower case. */
export function parseParameters(value: string): Parameterised {
  const [main = '', ...rest] = value.match(/(?:"(?:\\.|[^"\\])*"|[^;"])+/g) ?? [];
  const pieces: Record<string, string> = {};
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals < 0) continue;
    const name = part.slice(0, equals).trim().toLowerCase();
    const text = part.slice(equals + 1).trim();
    pieces[name] = text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
  }
  return { value: main.trim().toLowerCase(), parameters: joinPieces(pieces) };
}

/** `name*0*=utf-8''a%20b; name*1=c` as one parameter; plain ones may hold encoded words. */
function joinPieces(pieces: Readonly<Record<string, string>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const key of Object.keys(pieces).sort((one, other) => orderOf(one) - orderOf(other))) {
    const [name = '', ...marks] = key.split('*');
    const isEncoded = marks.length > 0 && marks[marks.length - 1] === '';
    const text = pieces[key] ?? '';
    const piece = isEncoded ? unescapePercent(text) : marks.length === 0 ? decodeWords(text) : text;
    joined[name] = (joined[name] ?? '') + piece;
  }
  return joined;
}

function orderOf(key: string): number {
  return Number(/\*(\d+)/.exec(key)?.[1] ?? 0);
}

function unescapePercent(text: string): string {
  const [charset, , ...rest] = text.split("'");
  const value = rest.length > 0 ? rest.join("'") : text;
  const bytes = value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decodeBytes(bytes, rest.length > 0 ? (charset ?? '') : 'utf-8') ?? value;
}

/** The bare addresses of a field such as From or To, in lower case. */
export function addressesIn(value: string): string[] {
  return (value.match(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/g) ?? []).map((address) => address.toLowerCase());
}
