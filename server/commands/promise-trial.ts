// Tries a promise before anybody relies on it: learns and proves on one table alone, then counts on another what its
// thresholds do there.

import { documentFromText } from '../../src/core/classifier/document.ts';
import type { Kernel } from '../../src/core/classifier/kernel.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import type { TrainingSet } from '../../src/core/classifier/train.ts';
import type { JudgedTickets, ScoredTickets } from '../../src/core/promise/judged-tickets.ts';
import type { PromiseGroup, PromiseTable } from '../../src/core/promise/promise-table.ts';
import { groupsByLabel } from '../../src/core/promise/promise-table.ts';
import { trainUnderPromise } from '../../src/core/promise/promised-training.ts';

/** What is promised, and with which random draw. */
export interface TrialOptions {
  readonly target: number;
  readonly delta: number;
  readonly seed: number;
  readonly isFamilyWise?: boolean;
  readonly kernel: Kernel;
}

/** Tickets routed by a threshold and those among them that are wrong. */
export interface RoutedCount {
  readonly routed: number;
  readonly errors: number;
}

/** A promised model, ready to be tried on texts. */
export interface PromiseTrial {
  readonly table: PromiseTable;
  readonly labels: readonly string[];
  /** The tickets it was proven on. */
  readonly checked: JudgedTickets;
  /** Predictions of texts by the promised model. */
  score(texts: readonly string[]): ScoredTickets;
  /** The same with label ids as the truth; a label that the model does not know counts as an error. */
  judge(texts: readonly string[], labels: readonly string[]): JudgedTickets;
}

/** Learns on the set alone; a quarter of it is held out to prove the promise on. */
export function tryPromise(set: TrainingSet, options: TrialOptions): PromiseTrial {
  const { training, table, checked } = trainUnderPromise(set, options);
  const { model } = training;
  const predictor = createPredictor(model);
  const numberOf = new Map(model.labels.map((label, index) => [label, index]));
  const score = (texts: readonly string[]): ScoredTickets => {
    const predictions = texts.map((text) => {
      const { label, confidence } = predictor.predictDocument(documentFromText(text, model.hashSeed));
      return { label, confidence };
    });
    return {
      predicted: predictions.map(({ label }) => label),
      confidence: predictions.map(({ confidence }) => confidence),
    };
  };
  return {
    table,
    labels: model.labels,
    checked,
    score,
    judge: (texts, labels) => ({
      ...score(texts),
      targets: labels.map((label) => numberOf.get(label) ?? -1),
    }),
  };
}

/** Counts the tickets that one group would route, and the errors among them. */
export function countRouted(
  group: PromiseGroup,
  labels: readonly string[],
  tickets: JudgedTickets,
): RoutedCount {
  const members = new Set(group.labels);
  const threshold = group.state === 'proven' ? group.threshold : Infinity;
  let routed = 0;
  let errors = 0;
  for (let row = 0; row < tickets.predicted.length; row++) {
    const label = tickets.predicted[row] ?? -1;
    if (!members.has(labels[label] ?? '') || (tickets.confidence[row] ?? 0) < threshold) continue;
    routed++;
    if (tickets.targets[row] !== label) errors++;
  }
  return { routed, errors };
}

/** Share of tickets that would be routed without a person; null when there are none. */
export function shareRouted(
  table: PromiseTable,
  labels: readonly string[],
  tickets: ScoredTickets,
): number | null {
  const groups = groupsByLabel(table);
  const isRouted = (row: number): boolean => {
    const group = groups.get(labels[tickets.predicted[row] ?? -1] ?? '');
    return group?.state === 'proven' && (tickets.confidence[row] ?? 0) >= group.threshold;
  };
  const rows = Array.from(tickets.predicted, (_, row) => row);
  return rows.length === 0 ? null : rows.filter(isRouted).length / rows.length;
}

/** The figures that `usher evaluate --json` prints under `promise`: what thresholds chosen on A alone did on B. */
export function promiseFigures({ table, labels }: PromiseTrial, test: JudgedTickets) {
  const groups = table.groups.map((group) => {
    const { routed, errors } = countRouted(group, labels, test);
    return {
      id: group.id,
      labels: group.labels,
      state: group.state,
      threshold: group.state === 'proven' ? group.threshold : null,
      reason: group.state === 'unproven' ? group.reason : null,
      checkedMore: group.state === 'unproven' ? group.checkedMore : null,
      routed,
      precision: routed === 0 ? null : 1 - errors / routed,
    };
  });
  const counts = table.groups.map((group) => countRouted(group, labels, test));
  const routed = counts.reduce((sum, count) => sum + count.routed, 0);
  const errors = counts.reduce((sum, count) => sum + count.errors, 0);
  return {
    target: table.target,
    delta: table.delta,
    coverage: test.predicted.length === 0 ? 0 : routed / test.predicted.length,
    precision: routed === 0 ? null : 1 - errors / routed,
    groups,
  };
}
