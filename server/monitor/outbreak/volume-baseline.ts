// How many tickets an hour should bring, from the same hour of earlier weeks, and how unlikely the number found is. Weeks with
// an outbreak weigh less, and a desk whose days differ much needs a larger surplus.
import { incompleteBeta } from '../../../src/core/statistics/beta.ts';
import { poissonUpper } from '../../../src/core/statistics/poisson.ts';

/** What the history says about one hour. */
export interface VolumeBaseline {
  /** Robust mean, in tickets an hour. */
  readonly mean: number;
  /** Variance over mean, at least 1. */
  readonly dispersion: number;
}

/** Residuals beyond this many deviations are taken for past outbreaks (Noufaily et al., Statistics in Medicine 32, 2013). */
const RESIDUAL_MAX = 2.58;
const PSEUDO_COUNT = 0.5;

/**
 * Robust mean and dispersion of hourly counts. Anscombe residuals against the median find past outbreaks, which are weighted
 * down by (2.58 / residual)²; the mean is that of a gamma prior worth half an hour with one ticket. Source: P. Farrington et
 * al., JRSS A 159 (1996), section 3.
 */
export function baselineOf(counts: readonly number[]): VolumeBaseline {
  const middle = Math.max(PSEUDO_COUNT, median(counts));
  const weights = counts.map((count) => outbreakWeight(anscombeResidual(count, middle)));
  let weightSum = 0;
  let weighted = 0;
  counts.forEach((count, index) => {
    weightSum += weights[index]!;
    weighted += weights[index]! * count;
  });
  const mean = (weighted + PSEUDO_COUNT) / (weightSum + PSEUDO_COUNT);
  let residuals = 0;
  counts.forEach((count, index) => {
    residuals += (weights[index]! * (count - mean) ** 2) / mean;
  });
  return { mean, dispersion: weightSum > 1 ? Math.max(1, residuals / (weightSum - 1)) : 1 };
}

/** P(count ≥ found): negative binomial with the baseline's mean and dispersion, Poisson where the dispersion is 1. */
export function volumeUpper(found: number, { mean, dispersion }: VolumeBaseline): number {
  if (found <= 0) return 1;
  if (dispersion <= 1) return poissonUpper(found, mean);
  return incompleteBeta(found, mean / (dispersion - 1), (dispersion - 1) / dispersion, 1 / dispersion);
}

/** Weight of an hour in the baseline, 1 unless its residual looks like an outbreak. */
export function outbreakWeight(residual: number): number {
  return residual > RESIDUAL_MAX ? (RESIDUAL_MAX / residual) ** 2 : 1;
}

/** Poisson residual brought close to a standard normal: 1.5·(count^⅔ − mean^⅔) / mean^⅙. Source: F. J. Anscombe (1953). */
export function anscombeResidual(count: number, mean: number): number {
  return (1.5 * (count ** (2 / 3) - mean ** (2 / 3))) / mean ** (1 / 6);
}

function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
