// The second view: every gram gets a short vector, a text is the weighted sum of its grams' vectors, and a softmax over that
// sum is trained by gradient descent (Joulin et al., "Bag of Tricks for Efficient Text Classification", 2016). Stopped early,
// it errs elsewhere than the regularised fit, so the sum of both is better than either; it stays linear in the grams.
import type { Random } from '../statistics/random.ts';
import type { Arena } from './arena.ts';
import { COUNT_BITS } from './grams.ts';
import { longestRow, rowValues, type SparseRows } from './sparse-rows.ts';

/** Vectors of grams [feature][hidden] and of labels [label][hidden], with the summed squared gradients of each. */
export interface LowRankFit {
  readonly labels: number;
  readonly hidden: number;
  readonly vectors: Float32Array;
  readonly outputs: Float32Array;
  readonly vectorSquares: Float32Array;
  readonly outputSquares: Float32Array;
  /** One where each vector's rate falls with its summed squared gradients (Duchi et al., "Adaptive Subgradient Methods", 2011). */
  readonly adaptive: 0 | 1;
  /**
   * State of the coins with which half of a row's grams are left out of a step, so that no gram relies on its neighbours
   * (Srivastava et al., "Dropout", 2014); zero where none is left out.
   */
  readonly coins: Uint32Array;
}

/** Start of the summed squares, so that the first step is finite. */
const SQUARES_MIN = 1e-3;
/** Errors of a label's probability below this are left alone. */
export const ERROR_MIN = 1e-4;
/** Mean squared gradients below this move nothing. */
export const GRADIENT_MIN = 1e-12;
/** States of a 32-bit xorshift generator but zero, which would stay zero. */
const COIN_STATES = 2 ** 32 - 1;

/** Random small vectors for the grams, zeros for the labels. */
export function createLowRank(
  features: number,
  labels: number,
  hidden: number,
  { isAdaptive, isHalved }: { readonly isAdaptive: boolean; readonly isHalved: boolean },
  random: Random,
  arena: Arena,
): LowRankFit {
  const coins = arena.uint32(1);
  coins[0] = isHalved ? Math.floor(random() * COIN_STATES) + 1 : 0;
  const vectors = arena.float32(features * hidden);
  for (let at = 0; at < vectors.length; at++) vectors[at] = (2 * random() - 1) / hidden;
  return {
    labels,
    hidden,
    vectors,
    outputs: arena.float32(labels * hidden),
    vectorSquares: arena.float32(features).fill(SQUARES_MIN),
    outputSquares: arena.float32(labels).fill(SQUARES_MIN),
    adaptive: isAdaptive ? 1 : 0,
    coins,
  };
}

/** One pass over the rows named by `order`; the rate falls evenly from `rate` to `rateEnd`. */
export function runLowRankEpoch(
  fit: LowRankFit,
  data: SparseRows,
  targets: Uint32Array,
  order: Uint32Array,
  rate: number,
  rateEnd: number,
): void {
  const { hidden, labels, vectors, vectorSquares, adaptive, coins } = fit;
  const { start, entries } = data;
  const sum = new Float32Array(hidden);
  const gradient = new Float32Array(hidden);
  const probabilities = new Float64Array(labels);
  const values = new Float32Array(longestRow(data));
  const kept = new Uint32Array(values.length);
  for (let turn = 0; turn < order.length; turn++) {
    const row = order[turn]!;
    const all = entries.subarray(start[row], start[row + 1]);
    rowValues(data, row, values);
    const grams = coins[0] === 0 ? all : keepHalf(all, values, kept, coins);
    const length = grams.length;
    const rowRate = rate + ((rateEnd - rate) * turn) / order.length;
    sum.fill(0);
    for (let index = 0; index < length; index++) {
      const at = (grams[index]! >>> COUNT_BITS) * hidden;
      const value = values[index]!;
      for (let unit = 0; unit < hidden; unit++) sum[unit]! += value * vectors[at + unit]!;
    }
    stepOutputs(fit, sum, targets[row]!, rowRate, probabilities, gradient);
    let squares = 0;
    for (let unit = 0; unit < hidden; unit++) squares += gradient[unit]! * gradient[unit]!;
    squares /= hidden;
    if (squares < GRADIENT_MIN) continue;
    for (let index = 0; index < length; index++) {
      const feature = grams[index]! >>> COUNT_BITS;
      const value = values[index]!;
      let step = rowRate * value;
      if (adaptive === 1) {
        vectorSquares[feature]! += value * value * squares;
        step /= Math.sqrt(vectorSquares[feature]!);
      }
      const at = feature * hidden;
      for (let unit = 0; unit < hidden; unit++) vectors[at + unit]! += step * gradient[unit]!;
    }
  }
}

/** Moves the entries that a coin keeps, and their values doubled, to the front of `kept` and `values`; answers the entries. */
function keepHalf(
  entries: Uint32Array,
  values: Float32Array,
  kept: Uint32Array,
  coins: Uint32Array,
): Uint32Array {
  let length = 0;
  let tosses = 0;
  for (let index = 0; index < entries.length; index++) {
    if (index % 32 === 0) tosses = nextCoins(coins);
    if ((tosses & 1) === 1) {
      kept[length] = entries[index]!;
      values[length++] = 2 * values[index]!;
    }
    tosses >>>= 1;
  }
  return kept.subarray(0, length);
}

/** Thirty-two coins (G. Marsaglia, "Xorshift RNGs", 2003). */
function nextCoins(coins: Uint32Array): number {
  let state = coins[0]!;
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  coins[0] = state;
  return coins[0]!;
}

/** Moves the labels' vectors by one row's errors and writes the gradient of the text's vector. */
function stepOutputs(
  { labels, hidden, outputs, outputSquares, adaptive }: LowRankFit,
  sum: Float32Array,
  target: number,
  rate: number,
  probabilities: Float64Array,
  gradient: Float32Array,
): void {
  let sumSquares = 0;
  for (let unit = 0; unit < hidden; unit++) sumSquares += sum[unit]! * sum[unit]!;
  let top = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < labels; label++) {
    let score = 0;
    for (let unit = 0; unit < hidden; unit++) score += sum[unit]! * outputs[label * hidden + unit]!;
    probabilities[label] = score;
    top = Math.max(top, score);
  }
  let total = 0;
  for (let label = 0; label < labels; label++) {
    probabilities[label] = Math.exp(probabilities[label]! - top);
    total += probabilities[label]!;
  }
  gradient.fill(0);
  for (let label = 0; label < labels; label++) {
    const error = (label === target ? 1 : 0) - probabilities[label]! / total;
    if (Math.abs(error) < ERROR_MIN) continue;
    let step = rate * error;
    if (adaptive === 1) {
      outputSquares[label]! += (error * error * sumSquares) / hidden;
      step /= Math.sqrt(outputSquares[label]!);
    }
    const at = label * hidden;
    for (let unit = 0; unit < hidden; unit++) {
      const output = outputs[at + unit]!;
      gradient[unit]! += error * output;
      outputs[at + unit] = output + step * sum[unit]!;
    }
  }
}

/** The weights [feature][label] that the vectors amount to, times `scale`. */
export function multiplyOut(fit: LowRankFit, features: number, scale: number): Float32Array {
  const { labels, hidden, vectors, outputs } = fit;
  const transposed = new Float32Array(hidden * labels);
  for (let label = 0; label < labels; label++) {
    for (let unit = 0; unit < hidden; unit++)
      transposed[unit * labels + label] = outputs[label * hidden + unit]! * scale;
  }
  const weights = new Float32Array(features * labels);
  for (let feature = 0; feature < features; feature++) {
    const at = feature * labels;
    for (let unit = 0; unit < hidden; unit++) {
      const value = vectors[feature * hidden + unit]!;
      for (let label = 0; label < labels; label++)
        weights[at + label]! += value * transposed[unit * labels + label]!;
    }
  }
  return weights;
}
