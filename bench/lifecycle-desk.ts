// The desks on which the life of a model is benched: rows of IT tickets, and the sample company's tickets in four languages.

import { sampleDesk } from '../sandbox/sample/generate.ts';
import { readTable } from '../server/commands/csv.ts';
import { labelledTextsOf } from '../server/commands/ticket-columns.ts';
import type { LabelledRows } from '../server/lifecycle/labelled-rows.ts';
import type { Document } from '../src/core/classifier/document.ts';
import { documentFromText } from '../src/core/classifier/document.ts';
import { createRandom, shuffledIndices } from '../src/core/statistics/random.ts';
import { ticketText } from '../src/core/ticket.ts';

/** Tickets hashed once and drawn from many times. */
export interface Pool {
  readonly name: string;
  readonly labels: readonly string[];
  readonly documents: readonly Document[];
  readonly targets: readonly number[];
  readonly languages: readonly string[];
}

const HASH_SEED = 1;

/** The first rows of a CSV file of `text,label`, in an order drawn by the seed. */
export function poolOf(path: string, most: number): Pool {
  const { texts, labels: rowLabels } = labelledTextsOf(readTable(path));
  const labels = [...new Set(rowLabels)].sort();
  const order = shuffledIndices(texts.length, createRandom(HASH_SEED)).slice(0, most);
  return {
    name: path,
    labels,
    documents: Array.from(order, (row) => documentFromText(texts[row] ?? '', HASH_SEED)),
    targets: Array.from(order, (row) => labels.indexOf(rowLabels[row] ?? '')),
    languages: Array.from(order, () => 'en'),
  };
}

/** Tickets of the sample company in English, German, Spanish and French, from several seeds of its generator. */
export function companyPool(seeds: number): Pool {
  const tickets = Array.from({ length: seeds }, (_, seed) => sampleDesk(seed + 1).history).flat();
  const labels = [...new Set(tickets.map(({ queue }) => queue ?? ''))].filter((name) => name !== '').sort();
  return {
    name: 'company',
    labels,
    documents: tickets.map((ticket) => documentFromText(ticketText(ticket), HASH_SEED)),
    targets: tickets.map(({ queue }) => labels.indexOf(queue ?? '')),
    languages: tickets.map(({ language }) => language),
  };
}

/** Rows of a pool by index; `change` answers another label, another document, or null to leave the row out. */
export function rowsOf(
  pool: Pool,
  chosen: ArrayLike<number>,
  change: (index: number) => { target: number; document: Document } | null = (index) => ({
    target: pool.targets[index] ?? -1,
    document: pool.documents[index] as Document,
  }),
): LabelledRows {
  const kept = Array.from(chosen, (index) => ({ index, changed: change(index) })).flatMap(
    ({ index, changed }) => (changed === null ? [] : [{ index, ...changed }]),
  );
  return {
    labels: pool.labels,
    documents: kept.map(({ document }) => document),
    targets: Int32Array.from(kept, ({ target }) => target),
    facts: kept.map(({ index }) => ({
      ...{ id: `ticket-${index}`, receivedAt: null, channel: '' },
      language: pool.languages[index] ?? '',
    })),
    probes: [],
  };
}
