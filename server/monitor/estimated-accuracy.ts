// How often predictions are right, estimated from their own calibrated confidences while no labels are in. Holds as long as
// the confidences are honest: it follows a change of the mix of tickets, and is blind to a change of what labels mean.

/** Estimated accuracy with the standard error that luck alone gives it. */
export interface EstimatedAccuracy {
  readonly n: number;
  readonly accuracy: number;
  readonly standardError: number;
}

/** Mean confidence and sqrt(Σ c·(1 − c)) / n, the Poisson-binomial deviation of the share that is right. */
export function estimateAccuracy(confidences: ArrayLike<number>): EstimatedAccuracy {
  const n = confidences.length;
  let sum = 0;
  let variance = 0;
  for (let row = 0; row < n; row++) {
    const confidence = confidences[row]!;
    sum += confidence;
    variance += confidence * (1 - confidence);
  }
  return { n, accuracy: sum / n, standardError: Math.sqrt(variance) / n };
}

/** Estimated figures of one label; NaN where the label neither occurs nor is predicted. */
export interface EstimatedLabelFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Expected confusion and what follows from it. */
export interface EstimatedConfusion {
  /** Expected number of tickets with true label `row` and predicted label `column`, at row × labels + column. */
  readonly counts: Float64Array;
  readonly labels: readonly EstimatedLabelFigures[];
  readonly macroF1: number;
}

/**
 * Confidence-based estimate for each label: a ticket predicted as c adds its probability of k to the cell (k, c).
 * `probabilities` holds `labels` numbers a ticket. Source: NannyML documentation, "Confidence-based Performance Estimation".
 */
export function estimateConfusion(
  probabilities: ArrayLike<number>,
  predicted: ArrayLike<number>,
  labels: number,
): EstimatedConfusion {
  const counts = new Float64Array(labels * labels);
  for (let row = 0; row < predicted.length; row++) {
    for (let label = 0; label < labels; label++) {
      counts[label * labels + predicted[row]!]! += probabilities[row * labels + label]!;
    }
  }
  const figures = Array.from({ length: labels }, (_, label) => {
    let asTruth = 0;
    let asPrediction = 0;
    for (let other = 0; other < labels; other++) {
      asTruth += counts[label * labels + other]!;
      asPrediction += counts[other * labels + label]!;
    }
    const hits = counts[label * labels + label]!;
    return {
      precision: hits / asPrediction,
      recall: hits / asTruth,
      f1: (2 * hits) / (asTruth + asPrediction),
    };
  });
  return { counts, labels: figures, macroF1: figures.reduce((sum, { f1 }) => sum + f1, 0) / labels };
}
