// Turns scores into confidences. The views' scores are added with one weight each, chosen on rows that no view was fitted on:
// together a temperature (Guo et al., "On Calibration of Modern Neural Networks", 2017) and each view's share. The log-loss is
// convex in the weights, so Newton's method finds the one optimum; a prior holds small data back.
import { solveSymmetric } from './linear-equations.ts';

/** Scores of rows by each view, of which no view was fitted on the row: `labels` numbers a row. */
export interface ScoredRows {
  readonly labels: number;
  /** Scores by the linear, the low-rank and the Bayes view. */
  readonly views: readonly Float32Array[];
  readonly targets: ArrayLike<number>;
}

/** Weight of each view's scores in the logits, never negative. */
export type Mixture = readonly number[];

/** Where the weights lie on data of many kinds; what is used when there are no rows to calibrate on. */
const PRIOR: Mixture = [0.85, 0.25, 0.2];
/** How far the weights lie from there, as a standard deviation. */
const PRIOR_DEVIATION: Mixture = [0.4, 0.3, 0.5];
const NEWTON_STEPS_MAX = 30;
const STEP_END = 1e-5;
const SHARE_MIN = 1e-3;

/** The mixture with the least penalised log-loss. */
export function chooseMixture(rows: ScoredRows): Mixture {
  let mixture: number[] = rows.views.map((_, view) => PRIOR[view]!);
  if (rows.targets.length === 0) return mixture;
  let loss = penalisedLoss(rows, mixture);
  for (let round = 0; round < NEWTON_STEPS_MAX; round++) {
    const step = newtonStep(rows, mixture);
    let share = 1;
    let next = moved(mixture, step, share);
    let nextLoss = penalisedLoss(rows, next);
    while (nextLoss > loss && share > SHARE_MIN) {
      share /= 2;
      next = moved(mixture, step, share);
      nextLoss = penalisedLoss(rows, next);
    }
    if (nextLoss >= loss) break;
    const distance = next.reduce((sum, weight, view) => sum + Math.abs(weight - mixture[view]!), 0);
    mixture = next;
    loss = nextLoss;
    if (distance < STEP_END) break;
  }
  return mixture;
}

/** Sum over the rows of −ln(probability of the true label). */
export function summedLogLoss(rows: ScoredRows, mixture: Mixture): number {
  const { labels, targets } = rows;
  const logits = new Float64Array(labels);
  let loss = 0;
  for (let row = 0; row < targets.length; row++) {
    const top = mixRow(rows, mixture, row, logits);
    let sum = 0;
    for (let label = 0; label < labels; label++) sum += Math.exp(logits[label]! - top);
    loss += Math.log(sum) - (logits[targets[row]!]! - top);
  }
  return loss;
}

/** Writes one row's logits; answers the highest. */
export function mixRow(
  { labels, views }: ScoredRows,
  mixture: Mixture,
  row: number,
  logits: Float64Array,
): number {
  const at = row * labels;
  logits.fill(0);
  for (let view = 0; view < views.length; view++) {
    const scores = views[view]!;
    const weight = mixture[view]!;
    for (let label = 0; label < labels; label++) logits[label]! += weight * scores[at + label]!;
  }
  let top = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < labels; label++) top = Math.max(top, logits[label]!);
  return top;
}

function penalisedLoss(rows: ScoredRows, mixture: Mixture): number {
  let penalty = 0;
  for (let view = 0; view < mixture.length; view++) {
    penalty += 0.5 * ((mixture[view]! - PRIOR[view]!) / PRIOR_DEVIATION[view]!) ** 2;
  }
  return summedLogLoss(rows, mixture) + penalty;
}

/** Gradient and curvature are means and covariances of the views' scores under the rows' probabilities, summed. */
function newtonStep(rows: ScoredRows, mixture: Mixture): number[] {
  const { labels, views, targets } = rows;
  const count = views.length;
  const slope = mixture.map((weight, view) => (weight - PRIOR[view]!) / PRIOR_DEVIATION[view]! ** 2);
  const curve = mixture.map((_, view) =>
    mixture.map((__, other) => (view === other ? PRIOR_DEVIATION[view]! ** -2 : 0)),
  );
  const shares = new Float64Array(labels);
  const means = new Float64Array(count);
  for (let row = 0; row < targets.length; row++) {
    const top = mixRow(rows, mixture, row, shares);
    const at = row * labels;
    let sum = 0;
    for (let label = 0; label < labels; label++) {
      shares[label] = Math.exp(shares[label]! - top);
      sum += shares[label]!;
    }
    for (let view = 0; view < count; view++) {
      let mean = 0;
      for (let label = 0; label < labels; label++) mean += shares[label]! * views[view]![at + label]!;
      means[view] = mean / sum;
      slope[view]! += means[view]! - views[view]![at + targets[row]!]!;
    }
    for (let view = 0; view < count; view++) {
      for (let other = 0; other <= view; other++) {
        let product = 0;
        for (let label = 0; label < labels; label++) {
          product += shares[label]! * views[view]![at + label]! * views[other]![at + label]!;
        }
        const covariance = product / sum - means[view]! * means[other]!;
        curve[view]![other]! += covariance;
        if (other !== view) curve[other]![view]! += covariance;
      }
    }
  }
  return freeStep(mixture, slope, curve);
}

/** The Newton step of the weights that may move: one that is zero stays where a step would make it negative. */
function freeStep(
  mixture: Mixture,
  slope: readonly number[],
  curve: readonly (readonly number[])[],
): number[] {
  const free = mixture.flatMap((weight, view) => (weight > 0 || slope[view]! < 0 ? [view] : []));
  const solved = solveSymmetric(
    free.map((view) => free.map((other) => curve[view]![other]!)),
    free.map((view) => -slope[view]!),
  );
  const step = mixture.map(() => 0);
  free.forEach((view, index) => {
    step[view] = solved[index]!;
  });
  return step;
}

function moved(from: Mixture, step: readonly number[], share: number): number[] {
  return from.map((weight, view) => Math.max(0, weight + share * step[view]!));
}
