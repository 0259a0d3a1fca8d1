// The standard normal distribution: upper tail and quantile.

import { gammaLower, gammaUpper } from './gamma.ts';

/** P(Z ≥ z) for a standard normal Z, accurate relative to the value for every z. */
export function normalUpper(z: number): number {
  const x = (z * z) / 2;
  return z > 0 ? 0.5 * gammaUpper(0.5, x) : 0.5 + 0.5 * gammaLower(0.5, x);
}

/** The z with P(Z ≤ z) = probability, for 0 < probability < 1; ±Infinity at the ends. */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return -Infinity;
  if (probability >= 1) return Infinity;
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  const z = upperQuantile(tail);
  return probability < 0.5 ? -z : z;
}

// Newton's method on ln P(Z ≥ z), which is concave and almost a parabola: it converges from the bound below for every
// tail in (0, 0.5), down to the smallest double.
function upperQuantile(tail: number): number {
  const goal = Math.log(tail);
  let z = Math.sqrt(Math.max(0, -2 * Math.log(2 * tail)));
  for (let step = 0; step < 60; step++) {
    const upper = normalUpper(z);
    const hazard = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI) / upper;
    const next = z + (Math.log(upper) - goal) / hazard;
    if (Math.abs(next - z) <= 1e-15 * (1 + Math.abs(z))) return next;
    z = next;
  }
  return z;
}
