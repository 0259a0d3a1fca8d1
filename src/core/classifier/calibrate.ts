// Turns scores into confidences. The two views' scores are added with two weights, chosen on rows that neither view was
// fitted on: together they are a temperature (Guo et al., "On Calibration of Modern Neural Networks", 2017) and the share of
// the second view. The log-loss is convex in them, so Newton's method finds the one optimum; a prior holds small data back.

/** Scores of rows by both views, of which no view was fitted on the row: `labels` numbers a row. */
export interface ScoredRows {
  readonly labels: number;
  readonly linear: Float32Array;
  /** Scores by the second view; empty where there is none. */
  readonly second: Float32Array;
  readonly targets: ArrayLike<number>;
}

/** Logits are linear × the linear view's score + second × the second view's. */
export interface Mixture {
  readonly linear: number;
  readonly second: number;
}

/** Where the weights lie on data of many kinds; what is used when there are no rows to calibrate on. */
const PRIOR: Mixture = { linear: 0.85, second: 0.3 };
/** How far the weights lie from there, as a standard deviation. */
const PRIOR_DEVIATION: Mixture = { linear: 0.4, second: 0.3 };
const NEWTON_STEPS_MAX = 30;
const STEP_END = 1e-5;
const LINEAR_MIN = 0.01;

/** The mixture with the least penalised log-loss; weights are never negative. */
export function chooseMixture(rows: ScoredRows): Mixture {
  const hasSecond = rows.second.length > 0;
  let mixture: Mixture = { linear: PRIOR.linear, second: hasSecond ? PRIOR.second : 0 };
  if (rows.targets.length === 0) return mixture;
  let loss = penalisedLoss(rows, mixture);
  for (let round = 0; round < NEWTON_STEPS_MAX; round++) {
    const step = newtonStep(rows, mixture, hasSecond);
    let share = 1;
    let next = moved(mixture, step, share);
    let nextLoss = penalisedLoss(rows, next);
    while (nextLoss > loss && share > 1e-3) {
      share /= 2;
      next = moved(mixture, step, share);
      nextLoss = penalisedLoss(rows, next);
    }
    if (nextLoss >= loss) break;
    const distance = Math.abs(next.linear - mixture.linear) + Math.abs(next.second - mixture.second);
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
export function mixRow(rows: ScoredRows, mixture: Mixture, row: number, logits: Float64Array): number {
  const { labels, linear, second } = rows;
  const at = row * labels;
  let top = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < labels; label++) {
    const logit =
      mixture.linear * linear[at + label]! +
      (mixture.second === 0 ? 0 : mixture.second * second[at + label]!);
    logits[label] = logit;
    if (logit > top) top = logit;
  }
  return top;
}

function penalisedLoss(rows: ScoredRows, mixture: Mixture): number {
  const linear = (mixture.linear - PRIOR.linear) / PRIOR_DEVIATION.linear;
  const second = rows.second.length === 0 ? 0 : (mixture.second - PRIOR.second) / PRIOR_DEVIATION.second;
  return summedLogLoss(rows, mixture) + 0.5 * (linear * linear + second * second);
}

/** Gradient and curvature are the means and covariances of the two scores under the row's probabilities, summed. */
function newtonStep(rows: ScoredRows, mixture: Mixture, hasSecond: boolean): Mixture {
  const { labels, linear, second, targets } = rows;
  const logits = new Float64Array(labels);
  let slopeA = (mixture.linear - PRIOR.linear) / PRIOR_DEVIATION.linear ** 2;
  let slopeB = hasSecond ? (mixture.second - PRIOR.second) / PRIOR_DEVIATION.second ** 2 : 0;
  let curveAA = 1 / PRIOR_DEVIATION.linear ** 2;
  let curveBB = 1 / PRIOR_DEVIATION.second ** 2;
  let curveAB = 0;
  for (let row = 0; row < targets.length; row++) {
    const top = mixRow(rows, mixture, row, logits);
    const at = row * labels;
    let sum = 0;
    let meanA = 0;
    let meanB = 0;
    let squareA = 0;
    let squareB = 0;
    let product = 0;
    for (let label = 0; label < labels; label++) {
      const share = Math.exp(logits[label]! - top);
      const a = linear[at + label]!;
      const b = hasSecond ? second[at + label]! : 0;
      sum += share;
      meanA += share * a;
      meanB += share * b;
      squareA += share * a * a;
      squareB += share * b * b;
      product += share * a * b;
    }
    meanA /= sum;
    meanB /= sum;
    const target = at + targets[row]!;
    slopeA += meanA - linear[target]!;
    slopeB += hasSecond ? meanB - second[target]! : 0;
    curveAA += squareA / sum - meanA * meanA;
    curveBB += squareB / sum - meanB * meanB;
    curveAB += product / sum - meanA * meanB;
  }
  const determinant = curveAA * curveBB - curveAB * curveAB;
  const isFree = mixture.second > 0 || slopeB * curveAA < slopeA * curveAB;
  if (!hasSecond || !isFree || determinant <= 0) return { linear: -slopeA / curveAA, second: 0 };
  return {
    linear: (curveAB * slopeB - curveBB * slopeA) / determinant,
    second: (curveAB * slopeA - curveAA * slopeB) / determinant,
  };
}

function moved(from: Mixture, step: Mixture, share: number): Mixture {
  return {
    linear: Math.max(LINEAR_MIN, from.linear + share * step.linear),
    second: Math.max(0, from.second + share * step.second),
  };
}
