// Tails of the Poisson distribution: how unusual a count is when `mean` are expected.

import { gammaLower, gammaUpper } from './gamma.ts';

/** P(X ≤ k) for X Poisson with the given mean ≥ 0 and a whole k. */
export function poissonLower(k: number, mean: number): number {
  if (k < 0) return 0;
  return gammaUpper(k + 1, mean);
}

/** P(X ≥ k) for X Poisson with the given mean ≥ 0 and a whole k, accurate where it is tiny. */
export function poissonUpper(k: number, mean: number): number {
  if (k <= 0) return 1;
  return gammaLower(k, mean);
}
