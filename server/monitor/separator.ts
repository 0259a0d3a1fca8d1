// A linear separator of two sets of documents: logistic regression over tf-idf of hashed words and word pairs, fitted by dual
// coordinate ascent. Small on purpose: it meets a few thousand tickets and two sides, once a day.
import type { Document } from '../../src/core/classifier/document.ts';
import { COUNT_BITS } from '../../src/core/classifier/grams.ts';
import { type Random, shuffledIndices } from '../../src/core/statistics/random.ts';

/** Documents of one side have the target 0, of the other 1. */
export interface SidedDocuments {
  readonly documents: readonly Document[];
  readonly targets: ArrayLike<number>;
}

const COUNT_MASK = (1 << COUNT_BITS) - 1;
const EPOCHS = 5;
/** Weight of a row's loss against half the squared weights; weak, as a few hundred rows meet thousands of words. */
const STRENGTH = 1;
/** A word of one ticket tells nothing about others. */
const FREQUENCY_MIN = 2;
/** The logistic loss bends by at most this much (S. Shalev-Shwartz and T. Zhang, JMLR 14, 2013, section 3). */
const CURVATURE = 0.25;

interface SparseRow {
  readonly features: Int32Array;
  readonly values: Float64Array;
}

/** Fits on `seen`, in which both sides weigh the same, and answers a score for each unseen document: above 0 means side 1. */
export function scoreUnseen(seen: SidedDocuments, unseen: readonly Document[], random: Random): Float64Array {
  const { numberOf, inverseFrequency } = vocabularyOf(seen.documents);
  const rowOf = (document: Document): SparseRow => sparseRow(document, numberOf, inverseFrequency);
  const weights = fitSides(seen.documents.map(rowOf), seen.targets, numberOf.size, random);
  return Float64Array.from(unseen, (document) => score(rowOf(document), weights));
}

function vocabularyOf(documents: readonly Document[]) {
  const frequency = new Map<number, number>();
  for (const { grams, wordGrams } of documents) {
    for (let at = 0; at < wordGrams; at++) {
      const key = grams[at]! >>> COUNT_BITS;
      frequency.set(key, (frequency.get(key) ?? 0) + 1);
    }
  }
  const numberOf = new Map<number, number>();
  const inverseFrequency: number[] = [];
  for (const [key, rows] of frequency) {
    if (rows < FREQUENCY_MIN) continue;
    numberOf.set(key, inverseFrequency.length);
    inverseFrequency.push(Math.log((1 + documents.length) / (1 + rows)) + 1);
  }
  return { numberOf, inverseFrequency };
}

// Values 1 + ln(count), times the inverse document frequency, scaled to length one.
function sparseRow(
  { grams, wordGrams }: Document,
  numberOf: ReadonlyMap<number, number>,
  inverseFrequency: readonly number[],
): SparseRow {
  const features = new Int32Array(wordGrams);
  const values = new Float64Array(wordGrams);
  let length = 0;
  let squares = 0;
  for (let at = 0; at < wordGrams; at++) {
    const feature = numberOf.get(grams[at]! >>> COUNT_BITS);
    if (feature === undefined) continue;
    const value = (1 + Math.log(grams[at]! & COUNT_MASK || 1)) * inverseFrequency[feature]!;
    features[length] = feature;
    values[length++] = value;
    squares += value * value;
  }
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  return {
    features: features.subarray(0, length),
    values: values.subarray(0, length).map((value) => value * scale),
  };
}

// The last weight is the bias, of a constant feature of value one. A dual variable moves from where it stands towards the
// row's probability of being wrong, as far as the loss's curvature allows without a search.
function fitSides(
  rows: readonly SparseRow[],
  targets: ArrayLike<number>,
  features: number,
  random: Random,
): Float64Array {
  let ones = 0;
  for (let row = 0; row < rows.length; row++) ones += targets[row]!;
  const strengths = [
    STRENGTH * 0.5 * (rows.length / (rows.length - ones)),
    STRENGTH * 0.5 * (rows.length / ones),
  ];
  const weights = new Float64Array(features + 1);
  const duals = new Float64Array(rows.length);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const index of shuffledIndices(rows.length, random)) {
      const row = rows[index]!;
      const side = targets[index] === 1 ? 1 : -1;
      const strength = strengths[targets[index]!]!;
      const wrong = 1 / (1 + Math.exp(side * score(row, weights)));
      // Rows have length one, and so has the constant feature.
      const squares = row.features.length === 0 ? 1 : 2;
      const step = (wrong - duals[index]!) / (1 + CURVATURE * strength * squares);
      duals[index] = duals[index]! + step;
      const move = strength * side * step;
      for (let at = 0; at < row.features.length; at++) weights[row.features[at]!]! += move * row.values[at]!;
      weights[features]! += move;
    }
  }
  return weights;
}

function score({ features, values }: SparseRow, weights: Float64Array): number {
  let sum = weights[weights.length - 1]!;
  for (let at = 0; at < features.length; at++) sum += values[at]! * weights[features[at]!]!;
  return sum;
}
