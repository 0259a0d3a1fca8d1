// Has the mix of labels changed? Where whole predictions were kept, every ticket counts for each label with its probability: a
// hesitant prediction counts for little, which finds half a queue missing from half as many tickets as counting winners does.
import { normalUpper } from '../../src/core/statistics/normal.ts';

/** Mean and variance of the probability of each label over tickets, in the order of the model's labels. */
export interface LabelShares {
  readonly n: number;
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

/** Largest change of an expected share, and how unlikely the most unlikely one is. */
export interface ShareChange {
  /** Index of the label whose share changed most for its variance. */
  readonly label: number;
  /** Largest absolute change of a share. */
  readonly largest: number;
  /** Two-sided, times the number of labels. */
  readonly pValue: number;
}

/** The usual bound for treating a count as normal. */
const EXPECTED_MIN = 5;

/** Sums up the tickets' probabilities; undefined when one of the tickets has none, or another number of labels. */
export function labelSharesOf(
  tickets: readonly { readonly probabilities?: ArrayLike<number> }[],
  labels: number,
): LabelShares | undefined {
  const sums = new Float64Array(labels);
  const squares = new Float64Array(labels);
  for (const { probabilities } of tickets) {
    if (probabilities?.length !== labels) return undefined;
    for (let label = 0; label < labels; label++) {
      sums[label]! += probabilities[label]!;
      squares[label]! += probabilities[label]! ** 2;
    }
  }
  const n = tickets.length;
  const means = Array.from(sums, (sum) => sum / n);
  return { n, means, variances: means.map((mean, label) => Math.max(0, squares[label]! / n - mean * mean)) };
}

/**
 * Compares mean probabilities label by label with the reference variance, which is the score test against a change of the mix;
 * Bonferroni's correction over the labels. Labels of which fewer than five tickets are expected are left out, as their means
 * are far from normal.
 */
export function compareShares(reference: LabelShares, current: LabelShares): ShareChange {
  let label = 0;
  let largest = 0;
  let mostUnlikely = 0;
  reference.means.forEach((mean, index) => {
    const change = Math.abs((current.means[index] ?? 0) - mean);
    const variance = (reference.variances[index] ?? 0) * (1 / reference.n + 1 / current.n);
    largest = Math.max(largest, change);
    if (variance === 0 || mean * current.n < EXPECTED_MIN || change / Math.sqrt(variance) <= mostUnlikely)
      return;
    mostUnlikely = change / Math.sqrt(variance);
    label = index;
  });
  return { label, largest, pValue: Math.min(1, 2 * reference.means.length * normalUpper(mostUnlikely)) };
}
