// Fits multinomial logistic regression by stochastic dual coordinate ascent: no learning rate, and every step raises the
// dual objective (Shalev-Shwartz & Zhang, "Accelerated Proximal Stochastic Dual Coordinate Ascent for Regularized Loss
// Minimization", 2014, section 5). Weights lie [feature][label], so that a row's update walks memory in order.
import { COUNT_BITS } from './grams.ts';
import { type SparseRows, TERM_FREQUENCY } from './problem.ts';

/** What a fit carries from epoch to epoch: weights [feature][label] with the bias as last row, and the dual variables. */
export interface LinearFit {
  readonly labels: number;
  readonly weights: Float32Array;
  readonly duals: Float32Array;
}

/** Value of the constant feature that carries the bias; one, as every block of a row has length one. */
export const BIAS_VALUE = 1;

const COUNT_MASK = (1 << COUNT_BITS) - 1;
/** Dual steps below this change no probability that could be seen, so the row's weights are left alone. */
const STEP_MIN = 1e-4;

/** An unfitted model for `rows` training rows. */
export function createFit(rows: number, features: number, labels: number): LinearFit {
  return {
    labels,
    weights: new Float32Array((features + 1) * labels),
    duals: new Float32Array(rows * labels),
  };
}

/**
 * One pass over the rows named by `order`. `strength` is C, the weight of a row's loss against half the squared weights,
 * times the row's weight where given. Answers the summed size of the steps, which falls towards zero.
 */
export function runEpoch(
  fit: LinearFit,
  data: SparseRows,
  targets: ArrayLike<number>,
  order: ArrayLike<number>,
  strength: number,
  rowWeights?: ArrayLike<number>,
): number {
  const { labels, weights, duals } = fit;
  const { start, split, entries, wordScale, partScale, idf } = data;
  const scores = new Float64Array(labels);
  const steps = new Float32Array(labels);
  const values = new Float32Array(longestRow(data));
  const biasAt = data.features * labels;
  let moved = 0;
  for (let turn = 0; turn < order.length; turn++) {
    const row = order[turn]!;
    const first = start[row]!;
    const middle = split[row]!;
    const end = start[row + 1]!;
    let squares = BIAS_VALUE * BIAS_VALUE;
    for (let label = 0; label < labels; label++) scores[label] = weights[biasAt + label]! * BIAS_VALUE;
    for (let at = first; at < end; at++) {
      const entry = entries[at]!;
      const feature = entry >>> COUNT_BITS;
      const value =
        TERM_FREQUENCY[entry & COUNT_MASK]! *
        idf[feature]! *
        (at < middle ? wordScale[row]! : partScale[row]!);
      values[at - first] = value;
      squares += value * value;
      const weightAt = feature * labels;
      for (let label = 0; label < labels; label++) scores[label]! += value * weights[weightAt + label]!;
    }
    const rowStrength = rowWeights === undefined ? strength : strength * rowWeights[row]!;
    const largest = dualStep(scores, duals, row * labels, targets[row]!, rowStrength * squares, steps);
    moved += largest;
    if (largest < STEP_MIN) continue;
    for (let label = 0; label < labels; label++) {
      duals[row * labels + label]! += steps[label]!;
      steps[label]! *= rowStrength;
      weights[biasAt + label]! += steps[label]! * BIAS_VALUE;
    }
    for (let at = first; at < end; at++) {
      const value = values[at - first]!;
      const weightAt = (entries[at]! >>> COUNT_BITS) * labels;
      for (let label = 0; label < labels; label++) weights[weightAt + label]! += value * steps[label]!;
    }
  }
  return moved;
}

/**
 * The step of one row's dual variables towards (one-hot target − probabilities), as long as the paper's bound allows:
 * with distance d, gap g and curvature r the best share is (g + |d|₁²/2) / (|d|₁² + r·|d|₂²), at most 1.
 * Turns `scores` into probabilities; answers the largest step.
 */
function dualStep(
  scores: Float64Array,
  duals: Float32Array,
  dualsAt: number,
  target: number,
  curvature: number,
  steps: Float32Array,
): number {
  const labels = scores.length;
  softmax(scores);
  let absolute = 0;
  let squares = 0;
  let gap = 0;
  for (let label = 0; label < labels; label++) {
    const hit = label === target ? 1 : 0;
    const probability = scores[label]!;
    const dual = duals[dualsAt + label]!;
    const distance = hit - probability - dual;
    const inner = hit - dual;
    if (inner > 1e-12 && probability > 0) gap += inner * Math.log(inner / probability);
    steps[label] = distance;
    absolute += Math.abs(distance);
    squares += distance * distance;
  }
  const share = Math.min(
    1,
    (gap + absolute * absolute * 0.5) / (absolute * absolute + curvature * squares + 1e-30),
  );
  let largest = 0;
  for (let label = 0; label < labels; label++) {
    steps[label]! *= share;
    largest = Math.max(largest, Math.abs(steps[label]!));
  }
  return largest;
}

/** Turns scores into probabilities in place. */
export function softmax(scores: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < scores.length; label++) top = Math.max(top, scores[label]!);
  let sum = 0;
  for (let label = 0; label < scores.length; label++) {
    const share = Math.exp(scores[label]! - top);
    scores[label] = share;
    sum += share;
  }
  for (let label = 0; label < scores.length; label++) scores[label]! /= sum;
}

/** Scores of one row under a fit, written to `scores`. */
export function scoreRow(fit: LinearFit, data: SparseRows, row: number, scores: Float64Array): void {
  const { labels, weights } = fit;
  const { start, split, entries, wordScale, partScale, idf } = data;
  const biasAt = data.features * labels;
  for (let label = 0; label < labels; label++) scores[label] = weights[biasAt + label]! * BIAS_VALUE;
  const end = start[row + 1]!;
  for (let at = start[row]!; at < end; at++) {
    const entry = entries[at]!;
    const feature = entry >>> COUNT_BITS;
    const value =
      TERM_FREQUENCY[entry & COUNT_MASK]! *
      idf[feature]! *
      (at < split[row]! ? wordScale[row]! : partScale[row]!);
    for (let label = 0; label < labels; label++) scores[label]! += value * weights[feature * labels + label]!;
  }
}

function longestRow(data: SparseRows): number {
  let longest = 0;
  for (let row = 0; row < data.rows; row++)
    longest = Math.max(longest, data.start[row + 1]! - data.start[row]!);
  return longest;
}
