// The door for tickets: each is checked alone, so that a bad one becomes a problem of its own and the others are answered.
// A text that was seen before is not read again.
import { Compile } from 'typebox/compile';
import type { TicketImage, TicketProblem, WireTicket } from '../../src/core/contract.ts';
import { ID_CHARACTERS_MAX } from '../../src/core/limits.ts';
import { ticketText } from '../../src/core/ticket.ts';
import { TicketSchema } from '../../src/core/triage-schemas.ts';
import type { TextFacts, TriageMemory } from './memory.ts';
import { keyedTextHash } from './text-key.ts';

/** A ticket that can be asked about. */
export interface ReadableTicket {
  readonly id: string;
  /** Keyed hash of subject and body. */
  readonly textHash: string;
  readonly facts: TextFacts;
  /** What the caller knows of it beside the text, such as what people typed into its fields, by field id. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The text that is classified. */
  readonly text: () => string;
  /** As it was sent. */
  readonly sent: Pick<WireTicket, 'channel' | 'receivedAt' | 'attributes'>;
  readonly images?: readonly TicketImage[] | undefined;
}

/** What reading needs to know. */
export interface Reading {
  /** The desk's key for hashes. */
  readonly textKey: string;
  readonly texts: TriageMemory['texts'];
  /** Undefined where the text does not tell at a glance and what tells more is not loaded yet. */
  readonly detectLanguage: (text: string) => string | undefined;
}

const compileCheck = () => Compile(TicketSchema);
let compiled: ReturnType<typeof compileCheck> | undefined;

/** Compiled with the first ticket, since it takes longer than to check a thousand. */
function ticketCheck() {
  compiled ??= compileCheck();
  return compiled;
}

/** Sorts what was sent into readable tickets and problems, both in the order in which they came. */
export function readTickets(
  sent: readonly unknown[],
  reading: Reading,
): {
  tickets: readonly ReadableTicket[];
  problems: readonly TicketProblem[];
  /** Tickets whose language could not be told yet and is given as `und`. */
  undetected: number;
} {
  const tickets: ReadableTicket[] = [];
  const problems: TicketProblem[] = [];
  const seen = new Set<string>();
  let undetected = 0;
  sent.forEach((value, index) => {
    const refuse = (code: 'ticket_invalid' | 'ticket_empty', message: string) =>
      problems.push({ id: idOf(value) ?? `#${index + 1}`, code, message });
    if (!ticketCheck().Check(value)) {
      refuse('ticket_invalid', describeFault(value));
      return;
    }
    if (value.images?.some((image) => !isWhatItSays(image)) === true) {
      refuse('ticket_invalid', NO_IMAGE);
      return;
    }
    if (seen.has(value.id)) {
      refuse(
        'ticket_invalid',
        `Ticket ${index + 1} of the batch has the id of an earlier one. Give each its own id.`,
      );
      return;
    }
    seen.add(value.id);
    const ticket = readText(value, reading);
    if (ticket === undefined) {
      refuse('ticket_empty', 'The ticket has no text, so there is nothing to go by. Decide it by hand.');
      return;
    }
    if (ticket.facts === UNDETECTED) undetected++;
    tickets.push(ticket);
  });
  return { tickets, problems, undetected };
}

/** The ticket with its hash; undefined where it has no text. */
function readText(
  ticket: WireTicket,
  { textKey, texts, detectLanguage }: Reading,
): ReadableTicket | undefined {
  const { id, images, attributes = NONE } = ticket;
  const textHash = keyedTextHash(ticket, textKey);
  const shown = { id, textHash, attributes, ...(images === undefined ? {} : { images }) };
  const known = texts.get(textHash);
  if (known !== undefined) {
    return { ...shown, facts: known, text: () => ticketText(ticket), sent: ticket };
  }
  const text = ticketText(ticket);
  if (text === '') return undefined;
  const language = detectLanguage(text);
  const facts = language === undefined ? UNDETECTED : { language, length: text.length };
  if (facts !== UNDETECTED) texts.set(textHash, facts);
  return { ...shown, facts, text: () => text, sent: ticket };
}

/** The first bytes of each kind of picture; of a WebP file the four after the first are its size. */
const FIRST_BYTES: Readonly<Record<TicketImage['mimeType'], RegExp>> = {
  'image/png': /^89504e470d0a1a0a/,
  'image/jpeg': /^ffd8ff/,
  'image/webp': /^52494646.{8}57454250/,
};
const NO_IMAGE =
  'An image of the ticket is no PNG, JPEG or WebP file, or another one than it says. Leave it out and try again.';

function isWhatItSays({ mimeType, data }: TicketImage): boolean {
  return FIRST_BYTES[mimeType].test(Buffer.from(data.slice(0, 16), 'base64').toString('hex'));
}

const NONE: Readonly<Record<string, string>> = {};

const UNDETECTED: TextFacts = { language: 'und', length: 0 };

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'id')) return undefined;
  const { id } = value as Partial<WireTicket>;
  return typeof id === 'string' && id !== '' && id.length <= ID_CHARACTERS_MAX ? id : undefined;
}

/** Says which part is wrong. The value and the name of an unknown key are left out: they may be ticket text. */
function describeFault(value: unknown): string {
  const [fault] = ticketCheck().Errors(value);
  const part = fault?.instancePath.split('/')[1] ?? '';
  const message = fault?.message ?? 'is not as it should be';
  if (part === '') return `The ticket ${message}. Correct the row and try again.`;
  if (!Object.hasOwn(TicketSchema.properties, part)) {
    return 'The ticket has a part that tickets do not have. Leave it out and try again.';
  }
  return `The ticket's ${part} ${message}. Correct the row and try again.`;
}
