// How far two sets of counts over the same bins are apart, and how far chance alone would set them.
// The stability index takes shares (count + ½) / (total + ½·bins), so that an empty bin costs something finite.
import { chiSquareUpperQuantile } from '../../src/core/statistics/chi-square.ts';

const PSEUDO_COUNT = 0.5;

/** Population stability index Σ (p − q)·ln(p/q) of current against reference counts; 0 when they agree. */
export function populationStability(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const p = smoothedShares(current);
  const q = smoothedShares(reference);
  let sum = 0;
  for (let bin = 0; bin < q.length; bin++) sum += (p[bin]! - q[bin]!) * Math.log(p[bin]! / q[bin]!);
  return sum;
}

/** Jensen–Shannon distance in nats: the square root of the divergence, from 0 to sqrt(ln 2). */
export function jensenShannonDistance(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  return Math.sqrt(jensenShannonDivergence(reference, current));
}

/** Jensen–Shannon divergence of plain shares, in nats (J. Lin, IEEE Transactions on Information Theory 37, 1991). */
export function jensenShannonDivergence(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const totalReference = total(reference);
  const totalCurrent = total(current);
  let sum = 0;
  for (let bin = 0; bin < reference.length; bin++) {
    const p = current[bin]! / totalCurrent;
    const q = reference[bin]! / totalReference;
    if (p > 0) sum += 0.5 * p * Math.log((2 * p) / (p + q));
    if (q > 0) sum += 0.5 * q * Math.log((2 * q) / (p + q));
  }
  return Math.max(0, sum);
}

/** Largest difference between the plain shares of one bin, 0–1. */
export function largestShareDifference(reference: ArrayLike<number>, current: ArrayLike<number>): number {
  const totalReference = total(reference);
  const totalCurrent = total(current);
  let largest = 0;
  for (let bin = 0; bin < reference.length; bin++) {
    largest = Math.max(largest, Math.abs(current[bin]! / totalCurrent - reference[bin]! / totalReference));
  }
  return largest;
}

/**
 * The stability index that chance exceeds with probability `tail` when nothing has changed: chi-square quantile with
 * bins − 1 degrees of freedom times (1/reference + 1/current). Source: B. Yurdakul, "Statistical Properties of Population
 * Stability Index" (2018).
 */
export function stabilityFromChance(bins: number, reference: number, current: number, tail: number): number {
  return chiSquareUpperQuantile(tail, bins - 1) * (1 / reference + 1 / current);
}

/** Bins by their part of the stability index, largest first: what has moved. */
export function movedBins(reference: ArrayLike<number>, current: ArrayLike<number>): number[] {
  const p = smoothedShares(current);
  const q = smoothedShares(reference);
  const part = Array.from(p, (share, bin) => (share - q[bin]!) * Math.log(share / q[bin]!));
  return part.map((_, bin) => bin).sort((one, other) => part[other]! - part[one]!);
}

function smoothedShares(counts: ArrayLike<number>): Float64Array {
  const shares = new Float64Array(counts.length);
  const whole = total(counts) + PSEUDO_COUNT * counts.length;
  for (let bin = 0; bin < counts.length; bin++) shares[bin] = (counts[bin]! + PSEUDO_COUNT) / whole;
  return shares;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) sum += counts[bin]!;
  return sum;
}
