// The chi-square distribution: how far counts stray from what was expected.

import { gammaUpper, logPoissonDensity } from './gamma.ts';
import { normalQuantile } from './normal.ts';

/** P(X ≥ x) for X chi-square with `degrees` degrees of freedom (> 0, need not be whole). */
export function chiSquareUpper(x: number, degrees: number): number {
  return gammaUpper(degrees / 2, x / 2);
}

/** The x with P(X ≥ x) = tail, for 0 < tail < 1, by Newton's steps on ln P inside a bracket. */
export function chiSquareUpperQuantile(tail: number, degrees: number): number {
  const goal = Math.log(tail);
  let low = 0;
  let high = Infinity;
  // Wilson and Hilferty's approximation, kept positive.
  const c = 2 / (9 * degrees);
  let x = degrees * Math.max(0.01, 1 - c - normalQuantile(tail) * Math.sqrt(c)) ** 3;
  for (let step = 0; step < 300; step++) {
    const upper = chiSquareUpper(x, degrees);
    const excess = Math.log(upper) - goal;
    if (excess > 0) low = x;
    else high = x;
    const density = (Math.exp(logPoissonDensity(degrees / 2, x / 2)) * degrees) / (2 * x);
    const newton = x + (excess * upper) / density;
    const middle = high === Infinity ? 2 * x : (low + high) / 2;
    const next = newton > low && newton < high ? newton : middle;
    if (Math.abs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}
