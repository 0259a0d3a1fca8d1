// The promise's method and those it is compared with, each as a function from checked tickets to routes.
import type { JudgedTickets } from '../src/core/promise/judged-tickets.ts';
import { naiveCut } from '../src/core/promise/naive-cut.ts';
import type { PlanTickets } from '../src/core/promise/plan.ts';
import { allowedOf, provePromise } from '../src/core/promise/prove.ts';
import { rankTickets, walkThresholds } from '../src/core/promise/walk.ts';
import { logBinomialLower } from '../src/core/statistics/binomial.ts';
import { quantileSorted } from '../src/core/statistics/bootstrap.ts';
import type { Route } from './promise-population.ts';

/** What every method is given. */
export interface Task {
  readonly labels: readonly string[];
  readonly checked: JudgedTickets;
  readonly plan: PlanTickets;
  readonly target: number;
  readonly delta: number;
}

/** A way of choosing thresholds. */
export type Method = (task: Task) => readonly Route[];

const GRID_STEPS = 50;
const POOLING_MARGIN = 1;

/** Usher's: planned with the errors that the model was calibrated on, weak queues pooled by their chance to be proven. */
export const promised: Method = (task) => routesOf(task, {});

/** The same with delta for all groups at once. */
export const promisedFamilyWise: Method = (task) => routesOf(task, { isFamilyWise: true });

function routesOf(task: Task, options: { isFamilyWise?: boolean }): Route[] {
  const numberOf = new Map(task.labels.map((label, index) => [label, index]));
  return provePromise({ ...task, ...options, evidence: 'hold-out' }).groups.flatMap((group) =>
    group.state === 'proven'
      ? [
          {
            id: group.id,
            labels: group.labels.map((label) => numberOf.get(label) ?? -1),
            threshold: group.threshold,
          },
        ]
      : [],
  );
}

/** The plain planned sequence: expects the stated confidences, pools queues whose expected p-value is not below delta/e. */
export const plainSequence: Method = ({ labels, checked, plan, target, delta }) => {
  const allowed = allowedOf(target);
  const planOf = (members: readonly number[]) => plainPlan(members, plan, checked.predicted.length, allowed);
  const alone: { labels: number[]; thresholds: number[] }[] = [];
  const weak: number[] = [];
  for (let label = 0; label < labels.length; label++) {
    const { thresholds, evidence } = planOf([label]);
    if (evidence < Math.log(delta) - POOLING_MARGIN) alone.push({ labels: [label], thresholds });
    else weak.push(label);
  }
  const groups =
    weak.length === 0 ? alone : [...alone, { labels: weak, thresholds: planOf(weak).thresholds }];
  return groups.flatMap(({ labels: members, thresholds }) => {
    const proof = walkThresholds(rankTickets(members, checked), thresholds, allowed, delta);
    return proof ? [{ id: members.join(), labels: members, threshold: proof.evidence.threshold }] : [];
  });
};

function plainPlan(members: readonly number[], plan: PlanTickets, checked: number, allowed: number) {
  const isMember = new Set(members);
  const confidences = Array.from(plan.confidence).filter((_, row) => isMember.has(plan.predicted[row] ?? -1));
  confidences.sort((a, b) => a - b);
  if (confidences.length === 0) return { thresholds: [], evidence: 0 };
  const grid = Array.from({ length: GRID_STEPS }, (_, step) =>
    quantileSorted(confidences, 1 - (step + 1) / GRID_STEPS),
  );
  const scale = checked / plan.predicted.length;
  let wrong = 0;
  let above = 0;
  const evidences = grid.map((threshold) => {
    for (; above < confidences.length; above++) {
      const confidence = confidences[confidences.length - 1 - above] ?? 0;
      if (confidence < threshold) break;
      wrong += 1 - confidence;
    }
    return above === 0 ? 0 : logBinomialLower(wrong * scale, above * scale, allowed);
  });
  const evidence = Math.min(...evidences);
  return { thresholds: grid.slice(evidences.indexOf(evidence)), evidence };
}

/** The threshold that meets the target on the checked tickets themselves, queue by queue. */
export const naive: Method = ({ labels, checked, target }) =>
  labels.flatMap((id, label) => {
    const cut = naiveCut(checked, label, target);
    return cut ? [{ id, labels: [label], threshold: cut.threshold }] : [];
  });
