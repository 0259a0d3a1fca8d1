// `npm run bench -- redaction [--data DIR] [--json]`: what masking private data costs a ticket and a megabyte made to hurt, and
// how much of it is found. DIR holds it-tickets/test.csv; the cost of a mean ticket is held only against those. Tickets put
// together from the harmless sentences, where every sentence has numbers or codes, are dearer and only reported. Every time is
// CPU; a plain chain of six regular expressions runs in between on the same tickets, so that a busy machine shows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { redact } from '../server/redaction/redact.ts';
import { readMarkedSentences, scoreRedaction } from '../test/unit/server/redaction/marked-sentences.ts';
import { atLeast, atMost, type BenchResult, reported } from './figure.ts';

const ROUNDS = 61;
const TICKETS = 4_000;
/** One ticket in so many ends with a sentence of private data; the public tickets have none left. */
const PRIVATE_EVERY = 4;
const PROSE_CHARACTERS = 300;
const HOSTILE_CHARACTERS = 1_000_000;
const HOSTILE_ROUNDS = 5;
const HOSTILE = [
  '11 ',
  '06 ',
  '12 345 ',
  '12-12-12 ',
  'A-',
  '1::1 ',
  'Mr. von ',
  'password: ',
  'a.a@',
  'sk-',
  '@',
  'a',
  'a ',
];

const SIX_EXPRESSIONS = [
  /[\w.+-]+@[\w-]+\.[\w.]+/g,
  /\+?\d[\d ().-]{7,20}\d/g,
  /\b(?:\d[ -]?){13,19}\b/g,
  /\b[A-Z]{2}\d{2}[ A-Z0-9]{11,30}\b/g,
  /\b\d{1,3}(?:\.\d{1,3}){3}\b/g,
  /(?:password|token|key)\s*[:=]\s*\S+/gi,
];

/** Measures redaction; `args` as in the first line of the file. */
export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({ args, options: { data: { type: 'string' } } });
  const mean = values.data === undefined ? undefined : measure(proseFromTable(values.data));
  const dense = measure(proseFromSentences());
  const heldOut = scoreRedaction(readMarkedSentences('held-out'));
  const all = scoreRedaction([...readMarkedSentences('tuning'), ...readMarkedSentences('held-out')]);
  return {
    name: 'redaction',
    figures: [
      ...(mean === undefined
        ? []
        : [
            { ...atMost('mean per ticket', mean.ours, 'µs', 6), aim: '≤ 3.5' },
            reported('  six regular expressions beside it', mean.plain, 'µs'),
            reported('  characters a ticket', mean.characters, ''),
          ]),
      reported('per ticket of numbers and codes', dense.ours, 'µs'),
      reported('  six regular expressions beside it', dense.plain, 'µs'),
      atMost('worst megabyte', Math.max(...HOSTILE.map(hostileMilliseconds)), 'ms', 50),
      atLeast('recall, held-out sentences', heldOut.recall, '', 0.99),
      atLeast('precision, held-out sentences', heldOut.precision, '', 0.98),
      atLeast('recall, all sentences', all.recall, '', 0.99),
      atLeast('precision, all sentences', all.precision, '', 0.98),
    ],
  };
}

function measure(prose: readonly string[]): { ours: number; plain: number; characters: number } {
  // Parsed as a request's body is: strings cut out of others or put together from them are slower to read.
  const tickets: string[] = JSON.parse(JSON.stringify(withPrivateData(prose)));
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(cpuMicroseconds(() => tickets.forEach((text) => void redact(text))) / tickets.length);
    plain.push(cpuMicroseconds(() => tickets.forEach(maskPlainly)) / tickets.length);
  }
  return {
    ours: median(ours),
    plain: median(plain),
    characters: tickets.join('').length / tickets.length,
  };
}

function proseFromTable(folder: string): string[] {
  const rows = readFileSync(join(folder, 'it-tickets', 'test.csv'), 'utf8')
    .trim()
    .split('\n');
  return rows.slice(1, TICKETS + 1).map((row) => row.slice(0, row.lastIndexOf(',')));
}

function proseFromSentences(): string[] {
  const sentences = sentencesOf((spans) => spans === 0);
  return Array.from({ length: TICKETS }, (_, ticket) => {
    let text = '';
    for (let next = ticket * 7; text.length < PROSE_CHARACTERS; next += 1) {
      text += `${sentences[next % sentences.length]} `;
    }
    return text;
  });
}

function withPrivateData(prose: readonly string[]): string[] {
  const sentences = sentencesOf((spans) => spans > 0);
  return prose.map((text, index) =>
    index % PRIVATE_EVERY === 0 ? `${text}\n${sentences[(index / PRIVATE_EVERY) % sentences.length]}` : text,
  );
}

function sentencesOf(isWanted: (spans: number) => boolean): string[] {
  return [...readMarkedSentences('tuning'), ...readMarkedSentences('held-out')]
    .filter(({ spans }) => isWanted(spans.length))
    .map(({ text }) => text);
}

function maskPlainly(text: string): void {
  let masked = text;
  for (const expression of SIX_EXPRESSIONS) masked = masked.replace(expression, '[X]');
}

function hostileMilliseconds(piece: string): number {
  const text: string = JSON.parse(JSON.stringify(piece.repeat(Math.ceil(HOSTILE_CHARACTERS / piece.length))));
  const times = Array.from({ length: HOSTILE_ROUNDS }, () => cpuMicroseconds(() => void redact(text)) / 1000);
  return median(times);
}

function cpuMicroseconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
