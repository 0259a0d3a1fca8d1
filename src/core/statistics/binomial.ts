// Tails of the binomial distribution: how likely so few, or so many, errors are among n tickets.

import { incompleteBeta, logBinomialDensity, logIncompleteBeta } from './beta.ts';

/** P(X = k) for X binomial with n trials of chance p; 0 outside 0..n. */
export function binomialDensity(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  return Math.exp(logBinomialDensity(k, n, p, 1 - p));
}

/**
 * P(X ≤ k) for X binomial with n trials of chance p: the p-value of "at most a share p is wrong" after k errors.
 * A fractional k ≥ 0 is allowed and interpolates smoothly, which planning with expected counts needs.
 */
export function binomialLower(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return incompleteBeta(n - k, k + 1, 1 - p, p);
}

/** P(X ≥ k) for X binomial with n trials of chance p, accurate where it is tiny. */
export function binomialUpper(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return incompleteBeta(k, n - k + 1, p, 1 - p);
}

/** ln P(X ≤ k), which orders evidence that is too strong for a double; fractional k as in binomialLower. */
export function logBinomialLower(k: number, n: number, p: number): number {
  if (k < 0) return -Infinity;
  if (k >= n) return 0;
  return logIncompleteBeta(n - k, k + 1, 1 - p, p);
}
