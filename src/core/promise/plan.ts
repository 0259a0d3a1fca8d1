// Plans the tests of a promise before any checked label is looked at: which queues are tested alone and which together,
// and in which order thresholds are tried. Because the plan knows no label that it will be tested on, each group may use
// its whole delta on every step of a fixed sequence.
// Source: fixed-sequence testing as in A. Angelopoulos et al., "Learn then Test" (2021), section 2.2; the pooling rule is ours.

import { logBinomialLower } from '../statistics/binomial.ts';
import { type ErrorCurve, learnErrorCurve, type ScoredTickets, statedError } from './error-curve.ts';
import { chanceToProve } from './evidence.ts';
import { POOLED_ID } from './promise-table.ts';

// Finer steps stop a walk by chance more often, coarser ones overshoot; from 25 to 100 coverage hardly changes.
const STEPS_MAX = 50;
// A queue stands alone when the plan gives it this chance to be proven; otherwise its evidence is pooled with others'.
const CHANCE_ALONE = 0.9;
// With fewer predictions in the plan its thresholds are too coarse for that (clinc150: 72 % routed instead of 94 %).
const ALONE_PLAN_MIN = 20;
// A label that is predicted less often than this, in plan and checked tickets together, is not routed at all: the evidence of
// its pool would say nothing about it.
const PREDICTED_MIN = 5;

/** Predictions without the labels under test. With `targets`, of other tickets than those, errors are learnt from them. */
export interface PlanTickets extends ScoredTickets {
  readonly targets?: ArrayLike<number>;
}

/** One threshold to try, with what the plan expects there. */
export interface PlanStep {
  readonly threshold: number;
  /** Share of all tickets in this group at or above the threshold. */
  readonly share: number;
  /** Expected share of errors among them. */
  readonly wrong: number;
}

/** Labels that are tested together (usually one), and the thresholds in the order in which they are tried. */
export interface PlannedGroup {
  readonly id: string;
  readonly labels: readonly number[];
  readonly share: number;
  /** Downwards from the step with the strongest expected evidence. Empty when no step is at or above the floor. */
  readonly steps: readonly PlanStep[];
}

/** A label that cannot be tested at all. */
export interface UntestableLabel {
  readonly label: number;
  readonly share: number;
  readonly reason: 'rarely-predicted' | 'scores-flat';
}

export interface PromisePlan {
  readonly groups: readonly PlannedGroup[];
  readonly untestable: readonly UntestableLabel[];
}

/** What a plan may know. */
export interface PlanInput {
  readonly labels: readonly string[];
  readonly plan: PlanTickets;
  /** Predicted labels of the checked tickets: how many there are of each, not whether they are right. */
  readonly checkedPredicted: ArrayLike<number>;
  /** Allowed share of errors, 1 − target. */
  readonly allowed: number;
  readonly delta: number;
  /** No threshold below this is tried. */
  readonly thresholdMin: number;
}

interface Row {
  readonly confidence: number;
  readonly wrong: number;
}

/** Makes the plan; the same input gives the same plan. */
export function planPromise(input: PlanInput): PromisePlan {
  const rowsOf = rowsByLabel(input);
  const checkedOf = countByLabel(input.checkedPredicted, input.labels.length);
  const untestable: UntestableLabel[] = [];
  const refuse = (label: number, reason: UntestableLabel['reason']): void => {
    untestable.push({ label, share: shareOf(rowsOf[label] ?? [], input), reason });
  };
  const alone: PlannedGroup[] = [];
  const weak: number[] = [];
  for (const [label, rows] of rowsOf.entries()) {
    if (rows.length + (checkedOf[label] as number) < PREDICTED_MIN) {
      refuse(label, 'rarely-predicted');
    } else if (rows.length >= PREDICTED_MIN && isFlat(rows)) {
      refuse(label, 'scores-flat');
    } else {
      const group = planGroup(input.labels[label] ?? '', [label], rows, input);
      if (rows.length >= ALONE_PLAN_MIN && standsAlone(group, input)) alone.push(group);
      else weak.push(label);
    }
  }
  const pooled = weak.flatMap((label) => rowsOf[label] ?? []).sort(byConfidence);
  if (isFlat(pooled)) {
    for (const label of weak) refuse(label, pooled.length === 0 ? 'rarely-predicted' : 'scores-flat');
    return { groups: alone, untestable };
  }
  const [only] = weak;
  const id = weak.length === 1 && only !== undefined ? (input.labels[only] ?? '') : POOLED_ID;
  return { groups: [...alone, planGroup(id, weak, pooled, input)], untestable };
}

function countByLabel(predicted: ArrayLike<number>, labels: number): Uint32Array {
  const counts = new Uint32Array(labels);
  for (let row = 0; row < predicted.length; row++) {
    const label = predicted[row] as number;
    counts[label] = (counts[label] as number) + 1;
  }
  return counts;
}

function shareOf(rows: readonly Row[], { plan }: PlanInput): number {
  return rows.length / Math.max(1, plan.predicted.length);
}

function rowsByLabel({ labels, plan }: PlanInput): Row[][] {
  const { targets } = plan;
  const expected: ErrorCurve = targets ? learnErrorCurve({ ...plan, targets }) : statedError;
  const rowsOf: Row[][] = labels.map(() => []);
  for (let row = 0; row < plan.predicted.length; row++) {
    const confidence = plan.confidence[row] as number;
    rowsOf[plan.predicted[row] as number]?.push({ confidence, wrong: expected(confidence) });
  }
  for (const rows of rowsOf) rows.sort(byConfidence);
  return rowsOf;
}

function byConfidence(one: Row, other: Row): number {
  return other.confidence - one.confidence;
}

// Confidences that are all alike, or only 0 and 1, or none at all, cannot tell right from wrong.
function isFlat(rows: readonly Row[]): boolean {
  const first = rows[0]?.confidence;
  return (
    rows.every(({ confidence }) => confidence === first) ||
    rows.every(({ confidence }) => confidence === 0 || confidence === 1)
  );
}

function planGroup(
  id: string,
  labels: readonly number[],
  rows: readonly Row[],
  input: PlanInput,
): PlannedGroup {
  const tickets = input.plan.predicted.length;
  const steps: PlanStep[] = [];
  let strongest = 0;
  let strongestEvidence = Infinity;
  let wrong = 0;
  let counted = 0;
  for (let quantile = 1; quantile <= STEPS_MAX; quantile++) {
    const upTo = Math.round((rows.length * quantile) / STEPS_MAX);
    const threshold = rows[upTo - 1]?.confidence;
    if (threshold === undefined || upTo <= counted) continue;
    if (threshold < input.thresholdMin) break;
    while (counted < rows.length && (rows[counted]?.confidence ?? -1) >= threshold)
      wrong += rows[counted++]?.wrong ?? 0;
    const step = { threshold, share: counted / tickets, wrong: wrong / counted };
    const expected = step.share * input.checkedPredicted.length;
    const evidence = logBinomialLower(step.wrong * expected, expected, input.allowed);
    if (evidence < strongestEvidence) {
      strongestEvidence = evidence;
      strongest = steps.length;
    }
    steps.push(step);
  }
  return { id, labels, share: shareOf(rows, input), steps: steps.slice(strongest) };
}

function standsAlone(group: PlannedGroup, { checkedPredicted, allowed, delta }: PlanInput): boolean {
  const [start] = group.steps;
  if (!start) return false;
  const expected = Math.floor(start.share * checkedPredicted.length);
  return chanceToProve(expected, start.wrong, allowed, delta) >= CHANCE_ALONE;
}
