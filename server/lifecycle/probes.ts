// Makes the probes of robustness while the text is at hand: the same ticket with slips of the keyboard, and wrapped in what
// forms and mail programs add. Which words are hit follows from the text, so that the same rows give the same probes.
import { deserialize, serialize } from 'node:v8';
import { decodeDocuments, documentFromText, encodeDocuments } from '../../src/core/classifier/document.ts';
import { createRandom } from '../../src/core/statistics/random.ts';
import { ticketText } from '../../src/core/ticket.ts';
import type { Probe } from './labelled-rows.ts';

/** One row in so many is probed; the evaluation uses those of them that were held out. */
const PROBED_ONE_IN = 3;
/** One word in so many gets a slip: a hasty mail, still readable. */
const SLIPS_ONE_IN = 12;
/** Shorter words are seldom mistyped and mean little. */
const SLIP_LETTERS_MIN = 5;

const OPENING = 'Hello team,\n\n';
const CLOSING =
  '\n\nThis request was sent through the contact form. Please do not reply to this message directly.\n\nKind regards\nAlex Example\nExample Ltd.';

/** The probes of one row; none for most rows. */
export function probesOf(
  row: number,
  ticket: { readonly subject: string; readonly body: string },
  seed: number,
): Probe[] {
  if (row % PROBED_ONE_IN !== 0) return [];
  const typed = ticketText({ subject: withSlips(ticket.subject, row), body: withSlips(ticket.body, row) });
  const wrapped = ticketText({ subject: ticket.subject, body: `${OPENING}${ticket.body}${CLOSING}` });
  return [
    { row, kind: 'typos', document: documentFromText(typed, seed) },
    { row, kind: 'boiler-plate', document: documentFromText(wrapped, seed) },
  ];
}

/** The text with two neighbouring letters of some longer words in each other's place. */
function withSlips(text: string, seed: number): string {
  const random = createRandom(seed + text.length);
  return text.replace(/\p{L}+/gu, (word) => {
    if (word.length < SLIP_LETTERS_MIN || random() * SLIPS_ONE_IN >= 1) return word;
    const at = 1 + Math.floor(random() * (word.length - 2));
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  });
}

/** Packs probes for the store. */
export function packProbes(probes: readonly Probe[]): Uint8Array {
  return new Uint8Array(
    serialize({
      rows: probes.map(({ row, kind }) => [row, kind]),
      documents: encodeDocuments(probes.map(({ document }) => document)),
    }),
  );
}

/** Reads what packProbes wrote; no bytes are no probes. */
export function unpackProbes(bytes: Uint8Array): Probe[] {
  if (bytes.length === 0) return [];
  const { rows, documents } = deserialize(bytes) as {
    rows: [number, Probe['kind']][];
    documents: Uint8Array;
  };
  return decodeDocuments(documents.slice()).flatMap((document, at) => {
    const [row, kind] = rows[at] ?? [-1, 'typos'];
    return row < 0 ? [] : [{ row, kind, document }];
  });
}
