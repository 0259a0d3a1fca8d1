// Builds labelled rows of a small desk for tests: three queues, some words each, a seed.

import type { LabelledRows } from '../../../../server/lifecycle/labelled-rows.ts';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import { someRows } from '../../core/classifier/a-training-set.ts';

/** Rows with what the case changes; labels as in someRows. */
export function aDesk(
  count: number,
  options: {
    seed?: number;
    change?: (row: { text: string; label: string }, at: number) => { text: string; label: string } | null;
  } = {},
): LabelledRows {
  const { seed = 1, change = (row) => row } = options;
  const rows = someRows(count, seed).flatMap((row, at) => change(row, at) ?? []);
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  return {
    labels,
    documents: rows.map(({ text }, at) => documentFromText(`${text} ticket${at}`, 1)),
    targets: Int32Array.from(rows, ({ label }) => labels.indexOf(label)),
    facts: rows.map((_, at) => ({
      id: `T-${at}`,
      receivedAt: Date.UTC(2026, 0, 1) + at * 3_600_000,
      channel: '',
      language: 'en',
    })),
    probes: [],
  };
}
