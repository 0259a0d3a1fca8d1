// Plans the tests of a promise before any checked label is looked at: which queues are tested alone and which together,
// and in which order thresholds are tried. Because the plan knows no label that it will be tested on, each group may use
// its whole delta on every step of a fixed sequence.
// Source: fixed-sequence testing as in A. Angelopoulos et al., "Learn then Test" (2021), section 2.2; the pooling rule is ours.

import { logBinomialLower } from '../statistics/binomial.ts';
import { chanceToProve } from './evidence.ts';
import type { ScoredTickets } from './judged-tickets.ts';
import { POOLED_ID } from './promise-table.ts';

// Finer steps stop a walk by chance more often, coarser ones overshoot; from 25 to 100 coverage hardly changes.
const STEPS_MAX = 50;
// A queue may stand alone when the plan gives it this chance to be proven.
const CHANCE_ALONE = 0.9;
// With fewer predictions in the plan its thresholds are too coarse for that (clinc150: 72 % routed instead of 94 %).
const ALONE_PLAN_MIN = 20;
// What a group is expected to route is its share at the lowest threshold that is proven with this chance.
const CHANCE_ROUTED = 0.7;
// The pool keeps queues that could stand alone only where more than a fifth of what could be routed would else be lost: a
// promise of its own is worth more to a queue than a part in the pool's.
const ROUTED_KEPT = 0.8;
// Errors that the plan has seen count beside so many tickets that are wrong as often as their confidences say.
const STATED_WEIGHT = 100;
// A label that is predicted less often than this, in plan and checked tickets together, is not routed at all: the evidence of
// its pool would say nothing about it.
const PREDICTED_MIN = 5;

/** Predictions without the labels under test; `targets`, where given, are those of other tickets than the checked ones. */
export interface PlanTickets extends ScoredTickets {
  readonly targets?: ArrayLike<number>;
}

/** One threshold to try, with what the plan expects there. */
export interface PlanStep {
  readonly threshold: number;
  /** Share of all tickets in this group at or above the threshold. */
  readonly share: number;
  /** Share of errors among them that the plan reckons with. */
  readonly wrong: number;
}

/** Labels that are tested together (usually one), and the thresholds in the order in which they are tried. */
export interface PlannedGroup {
  readonly id: string;
  readonly labels: readonly number[];
  readonly share: number;
  /** Downwards from the step with the strongest expected evidence. Empty when no step is at or above the floor. */
  readonly steps: readonly PlanStep[];
  /** ln of the p-value that is expected at the first step. */
  readonly evidence: number;
  /** Its tickets in the plan, most confident first. */
  readonly rows: readonly PlannedRow[];
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

/** One ticket of the plan. */
export interface PlannedRow {
  readonly label: number;
  readonly confidence: number;
  /** Null where its true label is not known. */
  readonly isWrong: boolean | null;
}

/** Makes the plan; the same input gives the same plan. */
export function planPromise(input: PlanInput): PromisePlan {
  const rows = rankRows(input);
  const checkedOf = countByLabel(input.checkedPredicted, input.labels.length);
  const rowsOf: PlannedRow[][] = input.labels.map(() => []);
  for (const row of rows) rowsOf[row.label]?.push(row);
  const untestable: UntestableLabel[] = [];
  const testable: PlannedGroup[] = [];
  for (const [label, own] of rowsOf.entries()) {
    const isRare = own.length + (checkedOf[label] as number) < PREDICTED_MIN;
    if (isRare || (own.length >= PREDICTED_MIN && isFlat(own))) {
      untestable.push({
        label,
        share: shareOf(own, input),
        reason: isRare ? 'rarely-predicted' : 'scores-flat',
      });
    } else {
      testable.push(planGroup([label], own, input));
    }
  }
  const groups = groupLabels(testable, rows, input);
  return {
    groups: groups.filter(({ rows: own }) => !isFlat(own)),
    untestable: [...untestable, ...flatLabels(groups, input)],
  };
}

// Strong queues leave the pool one by one, the strongest first, and with each the pool gets weaker. Of these partings the one
// with the most queues alone is taken that still routes nearly as much, by the plan, as the best of them.
function groupLabels(
  testable: readonly PlannedGroup[],
  rows: readonly PlannedRow[],
  input: PlanInput,
): PlannedGroup[] {
  const byStrength = [...testable].sort((one, other) => one.evidence - other.evidence);
  const strong = byStrength.filter((group) => canStandAlone(group, input));
  const others = byStrength.filter((group) => !strong.includes(group));
  const partings: { groups: PlannedGroup[]; routed: number }[] = [];
  let routedAlone = 0;
  for (let alone = 0; alone <= strong.length; alone++) {
    const weak = [...strong.slice(alone), ...others].flatMap(({ labels }) => labels);
    const pool = weak.length === 0 ? [] : [poolLabels(weak, rows, input)];
    const routed = routedAlone + pool.reduce((sum, group) => sum + plannedRouting(group, input), 0);
    partings.push({ groups: [...strong.slice(0, alone), ...pool], routed });
    const next = strong[alone];
    if (next) routedAlone += plannedRouting(next, input);
  }
  const best = Math.max(...partings.map(({ routed }) => routed));
  const enough = partings.filter(({ routed }) => routed >= ROUTED_KEPT * best);
  return enough[enough.length - 1]?.groups ?? [];
}

function poolLabels(labels: readonly number[], rows: readonly PlannedRow[], input: PlanInput): PlannedGroup {
  const members = new Set(labels);
  const pooled = rows.filter(({ label }) => members.has(label));
  return planGroup(
    [...labels].sort((a, b) => a - b),
    pooled,
    input,
  );
}

function flatLabels(groups: readonly PlannedGroup[], input: PlanInput): UntestableLabel[] {
  return groups
    .filter(({ rows }) => isFlat(rows))
    .flatMap(({ labels, rows }) =>
      labels.map((label) => ({
        label,
        share: shareOf(
          rows.filter((row) => row.label === label),
          input,
        ),
        reason: rows.length === 0 ? ('rarely-predicted' as const) : ('scores-flat' as const),
      })),
    );
}

function countByLabel(predicted: ArrayLike<number>, labels: number): Uint32Array {
  const counts = new Uint32Array(labels);
  for (let row = 0; row < predicted.length; row++) {
    const label = predicted[row] as number;
    counts[label] = (counts[label] as number) + 1;
  }
  return counts;
}

function shareOf(rows: readonly PlannedRow[], { plan }: PlanInput): number {
  return rows.length / Math.max(1, plan.predicted.length);
}

function rankRows({ plan }: PlanInput): PlannedRow[] {
  const rows: PlannedRow[] = [];
  for (let row = 0; row < plan.predicted.length; row++) {
    const label = plan.predicted[row] as number;
    const confidence = plan.confidence[row] as number;
    const isWrong = plan.targets === undefined ? null : plan.targets[row] !== label;
    rows.push({ label, confidence, isWrong });
  }
  return rows.sort((one, other) => other.confidence - one.confidence);
}

// Confidences that are all alike, or only 0 and 1, or none at all, cannot tell right from wrong.
function isFlat(rows: readonly PlannedRow[]): boolean {
  const first = rows[0]?.confidence;
  return (
    rows.every(({ confidence }) => confidence === first) ||
    rows.every(({ confidence }) => confidence === 0 || confidence === 1)
  );
}

function planGroup(labels: readonly number[], rows: readonly PlannedRow[], input: PlanInput): PlannedGroup {
  const [only] = labels;
  const id = labels.length === 1 && only !== undefined ? (input.labels[only] ?? '') : POOLED_ID;
  const steps: PlanStep[] = [];
  let strongest = 0;
  let evidence = Infinity;
  let counted = 0;
  let stated = 0;
  let seen = 0;
  for (let quantile = 1; quantile <= STEPS_MAX; quantile++) {
    const upTo = Math.round((rows.length * quantile) / STEPS_MAX);
    const threshold = rows[upTo - 1]?.confidence;
    if (threshold === undefined || upTo <= counted) continue;
    if (threshold < input.thresholdMin) break;
    for (let row = rows[counted]; row && row.confidence >= threshold; row = rows[++counted]) {
      stated += 1 - row.confidence;
      seen += row.isWrong ? 1 : 0;
    }
    const wrong = expectedError(stated / counted, seen, counted, input);
    const step = { threshold, share: counted / input.plan.predicted.length, wrong };
    const expected = step.share * input.checkedPredicted.length;
    const expectedEvidence = logBinomialLower(wrong * expected, expected, input.allowed);
    if (expectedEvidence < evidence) {
      evidence = expectedEvidence;
      strongest = steps.length;
    }
    steps.push(step);
  }
  return { id, labels, share: shareOf(rows, input), steps: steps.slice(strongest), evidence, rows };
}

function canStandAlone({ steps: [start], rows }: PlannedGroup, input: PlanInput): boolean {
  return start !== undefined && rows.length >= ALONE_PLAN_MIN && chanceAt(start, input) >= CHANCE_ALONE;
}

// Share of all tickets at the lowest threshold that is likely proven.
function plannedRouting({ steps }: PlannedGroup, input: PlanInput): number {
  let low = -1;
  let high = steps.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (chanceAt(steps[middle] as PlanStep, input) >= CHANCE_ROUTED) low = middle;
    else high = middle;
  }
  return steps[low]?.share ?? 0;
}

// Share of errors to expect above a threshold: the larger of what confidences state and what the plan has seen, and a
// standard error more, because a start that fails costs the whole group while a cautious one costs a little pooling.
function expectedError(stated: number, seen: number, tickets: number, { plan }: PlanInput): number {
  const known = plan.targets === undefined ? 0 : tickets;
  const blended = (seen + STATED_WEIGHT * stated) / (known + STATED_WEIGHT);
  const wrong = Math.max(stated, blended);
  return Math.min(1, wrong + Math.sqrt(wrong / (tickets + STATED_WEIGHT)));
}

// Chance that the checked tickets prove a step, were there a standard error fewer of them than the plan says.
function chanceAt({ share, wrong }: PlanStep, input: PlanInput): number {
  const fewer = share - Math.sqrt((share * (1 - share)) / input.plan.predicted.length);
  const tickets = Math.max(0, Math.floor(fewer * input.checkedPredicted.length));
  return chanceToProve(tickets, wrong, input.allowed, input.delta);
}
