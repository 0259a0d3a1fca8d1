// Turns scores into confidences: one temperature, chosen on rows that the scores' model has not seen (Guo et al., "On
// Calibration of Modern Neural Networks", 2017), with a prior that holds it back while there are few such rows.

/** Scores of rows that the model was not fitted on: `labels` numbers a row, and the label each row truly has. */
export interface ScoredRows {
  readonly labels: number;
  readonly scores: Float32Array;
  readonly targets: ArrayLike<number>;
}

/** Temperature of a model with no rows to calibrate on: dual fits of tf-idf rows are under-confident by about this. */
const TEMPERATURE_PRIOR = 0.8;
/** How many rows' evidence the prior is worth, as the precision of a normal distribution over ln(temperature). */
const PRIOR_PRECISION = 8;
const LOG_TEMPERATURE_MIN = Math.log(0.05);
const LOG_TEMPERATURE_MAX = Math.log(20);
const SEARCH_STEPS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The temperature with the least penalised log-loss; scores divided by it go into the softmax. Golden-section search. */
export function chooseTemperature(rows: ScoredRows): number {
  let low = LOG_TEMPERATURE_MIN;
  let high = LOG_TEMPERATURE_MAX;
  const loss = (log: number): number => {
    const fromPrior = log - Math.log(TEMPERATURE_PRIOR);
    return summedLogLoss(rows, Math.exp(log)) + 0.5 * PRIOR_PRECISION * fromPrior * fromPrior;
  };
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let leftLoss = loss(left);
  let rightLoss = loss(right);
  for (let step = 0; step < SEARCH_STEPS && high - low > 1e-4; step++) {
    if (leftLoss < rightLoss) {
      high = right;
      right = left;
      rightLoss = leftLoss;
      left = high - GOLDEN * (high - low);
      leftLoss = loss(left);
    } else {
      low = left;
      left = right;
      leftLoss = rightLoss;
      right = low + GOLDEN * (high - low);
      rightLoss = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Sum over the rows of −ln(probability of the true label) at a temperature. */
export function summedLogLoss({ labels, scores, targets }: ScoredRows, temperature: number): number {
  const scale = 1 / temperature;
  let loss = 0;
  for (let row = 0, at = 0; row < targets.length; row++, at += labels) {
    let top = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < labels; label++) top = Math.max(top, scores[at + label]!);
    let sum = 0;
    for (let label = 0; label < labels; label++) sum += Math.exp((scores[at + label]! - top) * scale);
    loss += Math.log(sum) - (scores[at + targets[row]!]! - top) * scale;
  }
  return loss;
}
