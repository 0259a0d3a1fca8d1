// Fits multinomial logistic regression by stochastic dual coordinate ascent: no learning rate, and every step raises the
// dual objective (Shalev-Shwartz & Zhang, "Accelerated Proximal Stochastic Dual Coordinate Ascent for Regularized Loss
// Minimization", 2014, section 5). Weights lie [feature][label], so that a row's update walks memory in order.
import type { Arena } from './arena.ts';
import { COUNT_BITS } from './grams.ts';
import { longestRow, rowValues, type SparseRows } from './sparse-rows.ts';

/** What a fit carries from epoch to epoch: weights [feature][label] with the bias as last row, and the dual variables. */
export interface LinearFit {
  readonly labels: number;
  readonly weights: Float32Array;
  readonly duals: Float32Array;
}

/** Dual steps below this change no probability that could be seen, so the row's weights are left alone. */
export const STEP_MIN = 1e-4;

/** An unfitted model for `rows` training rows. The bias is the weight of a constant feature of value one. */
export function createFit(rows: number, features: number, labels: number, arena: Arena): LinearFit {
  return { labels, weights: arena.float32((features + 1) * labels), duals: arena.float32(rows * labels) };
}

/** One pass over the rows named by `order`. `strength` is C, the weight of a row's loss against half the squared weights. */
export function runLinearEpoch(
  fit: LinearFit,
  data: SparseRows,
  targets: Uint32Array,
  order: Uint32Array,
  strength: number,
): void {
  const { labels, weights, duals } = fit;
  const { start, entries } = data;
  const scores = new Float64Array(labels);
  const steps = new Float32Array(labels);
  const values = new Float32Array(longestRow(data));
  const biasAt = data.features * labels;
  for (let turn = 0; turn < order.length; turn++) {
    const row = order[turn]!;
    const first = start[row]!;
    const length = rowValues(data, row, values);
    let squares = 1;
    for (let label = 0; label < labels; label++) scores[label] = weights[biasAt + label]!;
    for (let index = 0; index < length; index++) {
      const value = values[index]!;
      squares += value * value;
      const at = (entries[first + index]! >>> COUNT_BITS) * labels;
      for (let label = 0; label < labels; label++) scores[label]! += value * weights[at + label]!;
    }
    const largest = dualStep(scores, duals, row * labels, targets[row]!, strength * squares, steps);
    if (largest < STEP_MIN) continue;
    for (let label = 0; label < labels; label++) {
      duals[row * labels + label]! += steps[label]!;
      steps[label]! *= strength;
      weights[biasAt + label]! += steps[label]!;
    }
    for (let index = 0; index < length; index++) {
      const value = values[index]!;
      const at = (entries[first + index]! >>> COUNT_BITS) * labels;
      for (let label = 0; label < labels; label++) weights[at + label]! += value * steps[label]!;
    }
  }
}

/**
 * The step of one row's dual variables towards (one-hot target − probabilities). With distance d and curvature r, the share
 * |d|₁² / (|d|₁² + r·|d|₂²) is the paper's, with the duality gap replaced by its lower bound |d|₁²/2 (Pinsker), which saves a
 * logarithm a label and cost nothing measurable. Turns `scores` into probabilities; answers the largest step.
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
  let largest = 0;
  for (let label = 0; label < labels; label++) {
    const distance = (label === target ? 1 : 0) - scores[label]! - duals[dualsAt + label]!;
    steps[label] = distance;
    absolute += Math.abs(distance);
    squares += distance * distance;
    largest = Math.max(largest, Math.abs(distance));
  }
  if (squares === 0) return 0;
  const share = (absolute * absolute) / (absolute * absolute + curvature * squares);
  for (let label = 0; label < labels; label++) steps[label]! *= share;
  return largest * share;
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
