// Intervals for a share that was counted: k of n. Wilson for figures that are shown, Clopper and Pearson where something is
// promised, Newcombe for the difference of two shares.

import { betaQuantile } from './beta.ts';
import { normalQuantile } from './normal.ts';

/** Lower and upper end of an interval, both shares from 0 to 1 (differences from −1 to 1). */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for k of n at the given two-sided level, such as 0.95. Covers about as often as it says, on
 * average over the true share. Source: E. B. Wilson, JASA 22 (1927).
 */
export function wilsonInterval(k: number, n: number, level: number): Interval {
  assertCount(k, n);
  const z = normalQuantile(0.5 + level / 2);
  const share = k / n;
  const spread = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  // At the ends the two terms are equal but for rounding.
  return { low: k === 0 ? 0 : centre - spread, high: k === n ? 1 : centre + spread };
}

/** Clopper and Pearson's exact interval for k of n: covers at least as often as the two-sided level says. */
export function exactInterval(k: number, n: number, level: number): Interval {
  const tail = (1 - level) / 2;
  return { low: exactLowerBound(k, n, tail), high: exactUpperBound(k, n, tail) };
}

/** One-sided exact bound: the true share is below this in at most a share `delta` of all samples. */
export function exactLowerBound(k: number, n: number, delta: number): number {
  assertCount(k, n);
  return k === 0 ? 0 : betaQuantile(k, n - k + 1, delta);
}

/** One-sided exact bound: the true share is above this in at most a share `delta` of all samples. */
export function exactUpperBound(k: number, n: number, delta: number): number {
  return 1 - exactLowerBound(n - k, n, delta);
}

/**
 * Newcombe's interval for the difference k1/n1 − k2/n2 of two independent samples, made from their Wilson intervals.
 * Source: R. G. Newcombe, Statistics in Medicine 17 (1998), method 10.
 */
export function newcombeInterval(k1: number, n1: number, k2: number, n2: number, level: number): Interval {
  const first = wilsonInterval(k1, n1, level);
  const second = wilsonInterval(k2, n2, level);
  const share1 = k1 / n1;
  const share2 = k2 / n2;
  return {
    low: share1 - share2 - Math.hypot(share1 - first.low, second.high - share2),
    high: share1 - share2 + Math.hypot(first.high - share1, share2 - second.low),
  };
}

/** How often two judges of the same tickets were right: both, only the first, only the second, neither. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/**
 * Newcombe's interval for the difference of two shares of the same tickets, first minus second: Wilson intervals joined with the
 * pairs' correlation, which is taken a little smaller than it was seen.
 * Source: R. G. Newcombe, Statistics in Medicine 17 (1998), "Improved confidence intervals … based on paired data", method 10.
 */
export function pairedNewcombeInterval(counts: PairedCounts, level: number): Interval {
  const { both, onlyFirst, onlySecond, neither } = counts;
  const n = both + onlyFirst + onlySecond + neither;
  const first = wilsonInterval(both + onlyFirst, n, level);
  const second = wilsonInterval(both + onlySecond, n, level);
  const share1 = (both + onlyFirst) / n;
  const share2 = (both + onlySecond) / n;
  const product = (both + onlyFirst) * (onlySecond + neither) * ((both + onlySecond) * (onlyFirst + neither));
  const surplus = both * neither - onlyFirst * onlySecond;
  const corrected = surplus > 0 ? Math.max(0, surplus - n / 2) : surplus;
  const phi = product === 0 ? 0 : corrected / Math.sqrt(product);
  const spread = (down: number, up: number): number =>
    Math.sqrt(Math.max(0, down * down - 2 * phi * down * up + up * up));
  return {
    low: share1 - share2 - spread(share1 - first.low, second.high - share2),
    high: share1 - share2 + spread(first.high - share1, share2 - second.low),
  };
}

function assertCount(k: number, n: number): void {
  if (Number.isInteger(k) && Number.isInteger(n) && n > 0 && k >= 0 && k <= n) return;
  throw new Error(`An interval needs whole counts with 0 ≤ k ≤ n and n > 0; found k = ${k}, n = ${n}.`);
}
