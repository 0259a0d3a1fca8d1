// Masks private data in the texts of one ticket: each value is replaced by its kind and a number, the same value always by
// the same. Pure: what is found is reported as places, never as text.
import { type Finding, PRIVATE_KINDS, type PrivateKind } from './finding.ts';
import { findPrivateData } from './scan.ts';

const PLACEHOLDER_NAMES: Readonly<Record<PrivateKind, string>> = {
  email: 'EMAIL',
  phone: 'PHONE',
  card: 'CARD',
  iban: 'IBAN',
  'national-id': 'NATIONAL_ID',
  ip: 'IP',
  secret: 'SECRET',
  name: 'NAME',
};

/** A text with its private data masked, and where that data stood in the original. */
export interface Redaction {
  readonly text: string;
  readonly found: readonly Finding[];
}

export interface RedactionOptions {
  /** Kinds to mask; all of them when left out. */
  readonly kinds?: readonly PrivateKind[];
}

const NOTHING: readonly Finding[] = [];

/** Masks private data in one text, in time linear in its length. A text without any comes back as it is. */
export function redact(text: string, options: RedactionOptions = {}): Redaction {
  return redactWith(text, new Map(), options.kinds ?? PRIVATE_KINDS);
}

/** Masks the texts of one ticket, such as subject and body, with one numbering for all of them. */
export function redactTogether(
  texts: readonly string[],
  options: RedactionOptions = {},
): readonly Redaction[] {
  const numbering = new Map<string, string>();
  return texts.map((text) => redactWith(text, numbering, options.kinds ?? PRIVATE_KINDS));
}

function redactWith(text: string, numbering: Map<string, string>, kinds: readonly PrivateKind[]): Redaction {
  const all = findPrivateData(text);
  const found = kinds === PRIVATE_KINDS ? all : all.filter(({ kind }) => kinds.includes(kind));
  if (found.length === 0) return { text, found: NOTHING };
  let masked = '';
  let copied = 0;
  for (const { kind, start, end } of found) {
    masked += text.slice(copied, start) + placeholderFor(kind, text.slice(start, end), numbering);
    copied = end;
  }
  return { text: masked + text.slice(copied), found };
}

// The numbering also holds, under the kind's own name, how many values of the kind it has seen.
function placeholderFor(kind: PrivateKind, value: string, numbering: Map<string, string>): string {
  const key = `${kind} ${sameValueKey(kind, value)}`;
  const known = numbering.get(key);
  if (known !== undefined) return known;
  const count = Number(numbering.get(kind) ?? '0') + 1;
  const placeholder = `[${PLACEHOLDER_NAMES[kind]}_${count}]`;
  numbering.set(kind, String(count));
  numbering.set(key, placeholder);
  return placeholder;
}

/** What two writings of one value have in common. */
function sameValueKey(kind: PrivateKind, value: string): string {
  switch (kind) {
    case 'email':
    case 'ip':
      return value.toLowerCase();
    case 'phone':
    case 'card':
      return value.replace(/\D+/g, '');
    case 'iban':
    case 'national-id':
      return value.replace(/[^0-9a-z]+/gi, '').toUpperCase();
    case 'name':
      return value.toLowerCase().replace(/\s+/g, ' ');
    case 'secret':
      return value;
    default:
      return kind satisfies never;
  }
}
