// One message from its source: who wrote it, its texts, what is attached, and the header fields that tell people from machines. A
// source costs one read of Gmail's daily allowance, where asking field by field costs one each.
import {
  addressesIn,
  decodeWords,
  fieldOf,
  type HeaderSection,
  parseHeaders,
  parseParameters,
} from './mail-headers.ts';
import { decodeBody } from './transfer-encoding.ts';

export interface ReadMail {
  /** The sender's address in lower case; empty where the field is missing or malformed. */
  readonly from: string;
  /** Addresses in To and Cc. */
  readonly to: readonly string[];
  readonly subject: string;
  /** The value of a header field by its name in lower case; empty where there is none. */
  readonly field: (name: string) => string;
  /** Null where the message has no such part. */
  readonly plain: string | null;
  readonly html: string | null;
  /** Names of attached files; their contents are never read. */
  readonly attachments: readonly string[];
  /** A calendar program's message: an invitation, a reply to one, or its end. */
  readonly isInvitation: boolean;
  /** False when a text part is in a character set that is not spoken here. */
  readonly isReadable: boolean;
}

/** Nested deeper, a message was made to hurt. */
const DEPTH_MAX = 8;
const PARTS_MAX = 100;
/** Source of one text part that is read; what a ticket keeps of it is far less. */
const PART_CHARACTERS_MAX = 400_000;

interface Collected {
  readonly plain: string[];
  readonly html: string[];
  readonly attachments: string[];
  isInvitation: boolean;
  isReadable: boolean;
  parts: number;
}

/** Reads a message's source. */
export function readMail(source: string): ReadMail {
  const headers = parseHeaders(source, 0, source.length);
  const found: Collected = {
    ...{ plain: [], html: [], attachments: [] },
    ...{ isInvitation: false, isReadable: true, parts: 0 },
  };
  collect(source, headers, source.length, 0, found);
  return {
    from: addressesIn(fieldOf(headers, 'from'))[0] ?? '',
    to: ['to', 'cc'].flatMap((name) => addressesIn(fieldOf(headers, name))),
    subject: decodeWords(fieldOf(headers, 'subject')),
    field: (name) => fieldOf(headers, name),
    plain: found.plain.length === 0 ? null : found.plain.join('\n'),
    html: found.html.length === 0 ? null : found.html.join('\n'),
    attachments: found.attachments,
    isInvitation: found.isInvitation,
    isReadable: found.isReadable,
  };
}

function collect(source: string, headers: HeaderSection, end: number, depth: number, found: Collected): void {
  found.parts += 1;
  if (depth > DEPTH_MAX || found.parts > PARTS_MAX) return;
  const { value: type, parameters } = parseParameters(fieldOf(headers, 'content-type') || 'text/plain');
  const disposition = parseParameters(fieldOf(headers, 'content-disposition'));
  const name = disposition.parameters['filename'] ?? parameters['name'] ?? '';
  if (type === 'text/calendar')
    found.isInvitation ||= /^(request|reply|cancel|counter)$/i.test(parameters['method'] ?? '');
  if (type.startsWith('multipart/')) {
    for (const [at, stop] of partsOf(source, headers.bodyAt, end, parameters['boundary'] ?? ''))
      collect(source, parseHeaders(source, at, stop), stop, depth + 1, found);
    return;
  }
  const isText = (type === 'text/plain' || type === 'text/html') && name === '';
  if (!isText || disposition.value === 'attachment') {
    if (name !== '') found.attachments.push(name);
    return;
  }
  const body = source.slice(headers.bodyAt, Math.min(end, headers.bodyAt + PART_CHARACTERS_MAX));
  const text = decodeBody(body, fieldOf(headers, 'content-transfer-encoding'), parameters['charset'] ?? '');
  found.isReadable &&= text !== null;
  if (text === null) return;
  const unix = text.replace(/\r\n?/g, '\n');
  if (type === 'text/html') found.html.push(unix);
  else found.plain.push(parameters['format'] === 'flowed' ? unflow(unix) : unix);
}

/** Where the parts of a multipart body stand. */
function partsOf(source: string, from: number, end: number, boundary: string): [number, number][] {
  if (boundary === '') return [];
  const mark = `--${boundary}`;
  const parts: [number, number][] = [];
  let open = -1;
  let at = from;
  while (at < end && parts.length < PARTS_MAX) {
    const found = source.indexOf(mark, at);
    if (found < 0 || found >= end) break;
    at = found + mark.length;
    if (found > 0 && source[found - 1] !== '\n') continue;
    if (open >= 0) parts.push([open, found - 1]);
    if (source.startsWith('--', at)) return parts;
    const line = source.indexOf('\n', at);
    open = line < 0 ? end : line + 1;
  }
  // A message that was cut off still has its last part.
  if (open >= 0 && open < end) parts.push([open, end]);
  return parts;
}

/** Lines that a mail program broke for width alone, joined again (RFC 3676); quotations and signature marks stay. */
function unflow(text: string): string {
  return text.replace(/^(?!>|-- $)(.*) \n(?!>|-- \n)/gm, '$1 ').replace(/^ (?=[> ]|From )/gm, '');
}
