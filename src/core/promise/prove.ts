// Proves a promise, or says why not: plans without labels, then walks each group's thresholds downwards on checked tickets
// and stops at the first that they do not support. For checked tickets drawn like those to come, a group is routed below its
// target in at most a share delta of all cases.

import { LIKELY_MIN } from '../confidence-bands.ts';
import { exactLowerBound } from '../statistics/intervals.ts';
import { checkedMore } from './checked-more.ts';
import { evidencePValue, ticketsMin } from './evidence.ts';
import type { JudgedTickets } from './judged-tickets.ts';
import { type PlannedGroup, type PlanTickets, planPromise } from './plan.ts';
import type { PromiseGroup, PromiseTable, UnprovenReason } from './promise-table.ts';
import { evidenceAt, rankTickets, walkThresholds } from './walk.ts';

/**
 * No ticket is routed on less, whatever a test says: a group may be right as a whole down to guesses that are as likely wrong as right,
 * and a lead would not understand why one that Usher itself calls unsure was routed.
 */
export const THRESHOLD_MIN = LIKELY_MIN;

/** What is promised and what there is to prove it with. */
export interface PromiseInput {
  /** Label ids; the indices below point into it. */
  readonly labels: readonly string[];
  /** Tickets with their true label, never used to fit or calibrate the model (`hold-out`), or scored out of fold. */
  readonly checked: JudgedTickets;
  /** How the checked tickets were kept apart from training. */
  readonly evidence: 'hold-out' | 'out-of-fold';
  /** Recent predictions to plan on, without the labels under test. */
  readonly plan: PlanTickets;
  /** Share of routed tickets that must be right: above 0, up to 1 (which is refused in the table). */
  readonly target: number;
  /** Allowed chance that a group is proven by luck, 0–1 exclusive. */
  readonly delta: number;
  /** Delta holds for all groups together. */
  readonly isFamilyWise?: boolean;
  readonly thresholdMin?: number;
}

/** Tests the promise. Throws when target, delta or floor are no such numbers or lists differ in length. */
export function provePromise(input: PromiseInput): PromiseTable {
  assertInput(input);
  const kind = input.evidence === 'hold-out' ? 'strict' : 'provisional';
  const isFamilyWise = input.isFamilyWise ?? false;
  const delta = kind === 'strict' ? input.delta : input.delta / 2;
  const refusal = refusalOf(input);
  const frame = {
    version: 1 as const,
    kind,
    target: input.target,
    delta: input.delta,
    isFamilyWise,
    checked: input.checked.predicted.length,
  } as const;
  if (refusal) {
    return { ...frame, deltaPerGroup: delta, routedShare: 0, groups: refuseAll(input, refusal) };
  }
  const allowed = allowedOf(input.target);
  const plan = planPromise({
    labels: input.labels,
    plan: input.plan,
    checkedPredicted: input.checked.predicted,
    allowed,
    // The number of groups is not known yet; planning as if each label were one only pools a little more.
    delta: isFamilyWise ? delta / input.labels.length : delta,
    thresholdMin: input.thresholdMin ?? THRESHOLD_MIN,
  });
  const deltaPerGroup = isFamilyWise ? delta / Math.max(1, plan.groups.length) : delta;
  const groups: PromiseGroup[] = plan.groups.map((group) => testGroup(group, input, allowed, deltaPerGroup));
  for (const { label, share, reason } of plan.untestable) {
    const checked = countPredicted(input.checked, label);
    const fewest = ticketsMin(0, allowed, deltaPerGroup);
    const more = reason === 'scores-flat' || fewest === null ? null : Math.max(1, fewest - checked);
    const id = input.labels[label] ?? '';
    groups.push({ state: 'unproven', id, labels: [id], checked, share, reason, checkedMore: more });
  }
  let routedShare = 0;
  for (const group of groups) if (group.state === 'proven') routedShare += group.routedShare;
  return { ...frame, deltaPerGroup, routedShare, groups };
}

/** 1 − target without the dust of binary fractions, which would move an exact count by one (1 − 0.9 is below 0.1). */
export function allowedOf(target: number): number {
  return Number((1 - target).toPrecision(12));
}

function testGroup(group: PlannedGroup, input: PromiseInput, allowed: number, delta: number): PromiseGroup {
  const tickets = rankTickets(group.labels, input.checked);
  const facts = {
    id: group.id,
    labels: group.labels.map((label) => input.labels[label] ?? ''),
    checked: tickets.confidence.length,
    share: group.share,
  };
  const [start] = group.steps;
  if (!start) return { ...facts, state: 'unproven', reason: 'confidence-low', checkedMore: null };
  const thresholds = group.steps.map(({ threshold }) => threshold);
  const proof = walkThresholds(tickets, thresholds, allowed, delta);
  if (!proof) {
    const { tested } = evidenceAt(tickets, start.threshold, allowed);
    const reason = evidencePValue(0, tested, allowed) > delta ? 'too-few-checked' : 'too-many-errors';
    return { ...facts, state: 'unproven', reason, checkedMore: checkedMore(group, tickets, allowed, delta) };
  }
  const { tested, errors } = proof.evidence;
  return {
    ...facts,
    state: 'proven',
    ...proof.evidence,
    precisionMin: exactLowerBound(tested - errors, tested, delta),
    routedShare: group.steps[proof.step]?.share ?? 0,
  };
}

function refusalOf({ labels, checked, plan, target }: PromiseInput): UnprovenReason | null {
  if (labels.length < 2) return 'one-label';
  if (target >= 1) return 'target-certain';
  if (checked.predicted.length === 0) return 'no-hold-out';
  if (!areValid(checked, labels.length) || !areValid(plan, labels.length)) return 'scores-invalid';
  return null;
}

function areValid({ predicted, confidence }: PlanTickets, labels: number): boolean {
  for (let row = 0; row < predicted.length; row++) {
    const value = confidence[row] as number;
    const label = predicted[row] as number;
    if (!(value >= 0 && value <= 1) || !(Number.isInteger(label) && label >= 0 && label < labels))
      return false;
  }
  return true;
}

function refuseAll({ labels, checked }: PromiseInput, reason: UnprovenReason): PromiseGroup[] {
  return labels.map((id, label) => ({
    state: 'unproven',
    id,
    labels: [id],
    checked: countPredicted(checked, label),
    share: 0,
    reason,
    checkedMore: null,
  }));
}

function countPredicted({ predicted }: JudgedTickets, label: number): number {
  let count = 0;
  for (let row = 0; row < predicted.length; row++) if (predicted[row] === label) count++;
  return count;
}

function assertInput({ target, delta, thresholdMin = THRESHOLD_MIN, checked, plan }: PromiseInput): void {
  if (!(target > 0 && target <= 1))
    throw new Error(`A promise needs a target above 0 and up to 1; found ${target}.`);
  if (!(delta > 0 && delta < 1)) throw new Error(`A promise needs a delta between 0 and 1; found ${delta}.`);
  if (!(thresholdMin >= 0 && thresholdMin <= 1)) {
    throw new Error(`The floor of the threshold must lie from 0 to 1; found ${thresholdMin}.`);
  }
  const lengths = [checked.predicted.length, checked.confidence.length, checked.targets.length];
  const planLengths = [
    plan.predicted.length,
    plan.confidence.length,
    plan.targets?.length ?? plan.predicted.length,
  ];
  for (const [first, ...others] of [lengths, planLengths]) {
    if (others.every((length) => length === first)) continue;
    throw new Error(
      `A promise needs one confidence and one label a prediction; found ${[first, ...others].join(', ')}.`,
    );
  }
}
