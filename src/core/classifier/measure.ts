// Measures predictions against the labels that people gave. All figures are shares between 0 and 1 unless said otherwise.

/** Predictions of many rows with the labels they truly have. */
export interface JudgedRows {
  readonly targets: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly confidence: ArrayLike<number>;
}

/** Bins of the expected calibration error, as in the literature that it is compared with. */
const CALIBRATION_BINS = 15;

/** Share of rows whose prediction is the true label; NaN without rows. */
export function accuracy({ targets, predicted }: JudgedRows): number {
  let right = 0;
  for (let row = 0; row < targets.length; row++) if (targets[row] === predicted[row]) right++;
  return right / targets.length;
}

/** Mean over the labels that occur (as truth or prediction) of the harmonic mean of precision and recall. */
export function macroF1({ targets, predicted }: JudgedRows, labels: number): number {
  const hits = new Float64Array(labels);
  const occurrences = new Float64Array(labels);
  for (let row = 0; row < targets.length; row++) {
    const target = targets[row]!;
    const guess = predicted[row]!;
    if (target === guess) hits[target]!++;
    occurrences[target]!++;
    occurrences[guess]!++;
  }
  let sum = 0;
  let seen = 0;
  for (let label = 0; label < labels; label++) {
    if (occurrences[label] === 0) continue;
    sum += (2 * hits[label]!) / occurrences[label]!;
    seen++;
  }
  return seen === 0 ? Number.NaN : sum / seen;
}

/**
 * Expected calibration error: mean distance between confidence and accuracy over 15 bins of equal width, weighted by rows
 * (Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015).
 */
export function calibrationError({ targets, predicted, confidence }: JudgedRows): number {
  const surplus = new Float64Array(CALIBRATION_BINS);
  for (let row = 0; row < targets.length; row++) {
    const bin = Math.min(CALIBRATION_BINS - 1, Math.floor(confidence[row]! * CALIBRATION_BINS));
    surplus[bin]! += confidence[row]! - (targets[row] === predicted[row] ? 1 : 0);
  }
  let sum = 0;
  for (const binSurplus of surplus) sum += Math.abs(binSurplus);
  return sum / targets.length;
}

/** Rows from the most to the least confident; rows of equal confidence keep their order. */
export function mostConfidentFirst(confidence: ArrayLike<number>): Uint32Array {
  const order = Array.from({ length: confidence.length }, (_, row) => row);
  order.sort((one, other) => confidence[other]! - confidence[one]! || one - other);
  return Uint32Array.from(order);
}

/** Largest share of rows, most confident first, among which at least `precision` are right; 0 where there is none. */
export function coverageAt(rows: JudgedRows, precision: number): number {
  const order = mostConfidentFirst(rows.confidence);
  let right = 0;
  let covered = 0;
  order.forEach((row, index) => {
    if (rows.targets[row] === rows.predicted[row]) right++;
    if (right >= precision * (index + 1)) covered = index + 1;
  });
  return covered / order.length;
}

/** Area under the risk–coverage curve: mean share of errors over all coverages; smaller is better. */
export function riskCoverageArea(rows: JudgedRows): number {
  const order = mostConfidentFirst(rows.confidence);
  let wrong = 0;
  let area = 0;
  order.forEach((row, index) => {
    if (rows.targets[row] !== rows.predicted[row]) wrong++;
    area += wrong / (index + 1);
  });
  return area / order.length;
}

/**
 * Probability that a random member of `higher` has a larger score than a random member of `lower`, ties counting half
 * (area under the ROC curve, as the Mann–Whitney statistic).
 */
export function rankingArea(higher: ArrayLike<number>, lower: ArrayLike<number>): number {
  const all = Array.from({ length: higher.length + lower.length }, (_, index) => index);
  const score = (index: number) => (index < higher.length ? higher[index]! : lower[index - higher.length]!);
  all.sort((one, other) => score(one) - score(other));
  let rankSum = 0;
  for (let first = 0; first < all.length; ) {
    let last = first;
    while (last < all.length && score(all[last]!) === score(all[first]!)) last++;
    const middleRank = (first + last + 1) / 2;
    for (let index = first; index < last; index++) if (all[index]! < higher.length) rankSum += middleRank;
    first = last;
  }
  return (rankSum - (higher.length * (higher.length + 1)) / 2) / (higher.length * lower.length);
}
