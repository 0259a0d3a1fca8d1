// A set for supervised tuning of Gemini from labelled tickets: the same prompt and the same form of answer as in service, three
// parts of which no two hold copies of one ticket, and no private data.
import { documentFromText } from '../../src/core/classifier/document.ts';
import type { Label } from '../../src/core/contract.ts';
import { groupDuplicates, mix } from '../lifecycle/near-duplicates.ts';
import { type PrivateCounts, prepareOutgoing } from '../redaction/outgoing.ts';
import { fencedTicket, plainTicket, promptFor, QUOTE_CHARACTERS_MAX } from './prompt.ts';

export type TuningPart = 'train' | 'validation' | 'test';

/** The set as lines of JSON, and what its checks found. */
export interface TuningSet {
  readonly lines: Readonly<Record<TuningPart, readonly string[]>>;
  /** Rows by part and label. */
  readonly counts: Readonly<Record<TuningPart, Readonly<Record<string, number>>>>;
  readonly checks: {
    /** Rows that are copies of another, exact or nearly; all of a group stand in one part. */
    readonly copies: number;
    /** Groups that stand in more than one part: none, or something is wrong. */
    readonly leaking: number;
    /** Places of private data that were masked, by kind. */
    readonly masked: PrivateCounts;
    /** Rows left out because they have no text or no label of the field. */
    readonly leftOut: number;
    /** Labels with fewer examples to learn from than Google advises. */
    readonly scarce: readonly string[];
  };
}

const VALIDATION_SHARE = 0.1;
const TEST_SHARE = 0.1;
/** Google advises a hundred examples at least; with fewer of one label it is guessed at. */
const EXAMPLES_ADVISED = 20;
/** Marks differ from ticket to ticket, so that the model learns no mark by heart. */
const MARK_DIGITS = 24;

/** Builds the set; `seed` draws the parts. */
export function buildTuningSet(
  rows: readonly { readonly text: string; readonly label: string }[],
  labels: readonly Label[],
  seed: number,
): TuningSet {
  const known = new Set(labels.map(({ id }) => id));
  const masked: Record<string, number> = {};
  const kept = rows.flatMap(({ text, label }) => {
    if (text.trim() === '' || !known.has(label)) return [];
    const outgoing = prepareOutgoing([text], 'redact');
    for (const [kind, count] of Object.entries(outgoing.counts)) masked[kind] = (masked[kind] ?? 0) + count;
    return outgoing.outcome === 'send' ? [{ text: plainTicket(outgoing.texts[0] ?? ''), label }] : [];
  });
  // Copies are looked for in what is written out: two tickets may differ only in what was masked.
  const { keys, grouped } = groupDuplicates(kept.map(({ text }) => documentFromText(text, seed)));
  const prompt = promptFor('queue', labels, 'MINIMAL');
  const lines: Record<TuningPart, string[]> = { train: [], validation: [], test: [] };
  const counts: Record<TuningPart, Record<string, number>> = { train: {}, validation: {}, test: {} };
  const partsOfGroup = new Map<number, Set<TuningPart>>();
  kept.forEach(({ text, label }, row) => {
    const key = keys[row] ?? 0;
    const part = partOf(key, seed);
    partsOfGroup.set(key, (partsOfGroup.get(key) ?? new Set()).add(part));
    lines[part].push(lineOf(prompt.instruction, text, label, markOf(key, row)));
    counts[part][label] = (counts[part][label] ?? 0) + 1;
  });
  return {
    lines,
    counts,
    checks: {
      copies: grouped,
      leaking: [...partsOfGroup.values()].filter(({ size }) => size > 1).length,
      masked,
      leftOut: rows.length - kept.length,
      scarce: labels.filter(({ id }) => (counts.train[id] ?? 0) < EXAMPLES_ADVISED).map(({ id }) => id),
    },
  };
}

function partOf(key: number, seed: number): TuningPart {
  const share = mix(key ^ mix(seed)) / 2 ** 32;
  if (share < TEST_SHARE) return 'test';
  return share < TEST_SHARE + VALIDATION_SHARE ? 'validation' : 'train';
}

function markOf(key: number, row: number): string {
  const digits = [1, 2, 3].map((salt) =>
    mix(key ^ mix(row + salt))
      .toString(16)
      .padStart(8, '0'),
  );
  return digits.join('').slice(0, MARK_DIGITS);
}

/** The form that Google's tuning reads: a system instruction, and contents that end with the model's answer. */
function lineOf(instruction: string, text: string, label: string, mark: string): string {
  const answer = JSON.stringify({ label, quote: openingOf(text) });
  const { before, after } = fencedTicket(text, mark);
  return JSON.stringify({
    systemInstruction: { role: 'system', parts: [{ text: instruction }] },
    contents: [
      { role: 'user', parts: [{ text: before + after }] },
      { role: 'model', parts: [{ text: answer }] },
    ],
  });
}

/** The first line, cut at a word: nobody has marked a better passage, and it stands in the ticket letter by letter. */
function openingOf(text: string): string {
  const [line = ''] = text.trim().split('\n');
  if (line.length <= QUOTE_CHARACTERS_MAX) return line;
  const cut = line.slice(0, QUOTE_CHARACTERS_MAX);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), 1)).toWellFormed();
}
