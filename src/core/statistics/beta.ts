// The regularised incomplete beta function I_x(a, b) and its inverse, from which every binomial tail and every exact
// interval follows. Relative accuracy holds in the tail (1e-200) and for a + b up to a million.
// Source: NIST DLMF 8.17.22 (continued fraction), its leading factor as a binomial probability after Loader (2000).

import { deviance, stirlingError } from './gamma.ts';

// Near the mean the fraction needs about 5·sqrt(a + b) terms.
const TERMS_MAX = 100_000;
const TINY = 1e-300;
// Looked up once: the loops below call it millions of times.
const { abs } = Math;
// A step this close to 1 is rounding, not progress: below it the recurrence may never come to rest.
const ONE_ULP = 2.3e-16;
// Halving [0, 1] this often reaches the smallest difference between doubles; Newton's steps end far earlier.
const STEPS_MAX = 1100;

/**
 * ln of C(n, x)·p^x·q^(n−x) for real 0 ≤ x ≤ n and 0 < p < 1, with q = 1 − p given by the caller, who may know it
 * more exactly than subtraction would.
 */
export function logBinomialDensity(x: number, n: number, p: number, q: number): number {
  if (x === 0) return n * (p < 0.5 ? Math.log1p(-p) : Math.log(q));
  if (x === n) return n * (q < 0.5 ? Math.log1p(-q) : Math.log(p));
  const rest = n - x;
  const exponent =
    stirlingError(n) - stirlingError(x) - stirlingError(rest) - deviance(x, n * p) - deviance(rest, n * q);
  return exponent - 0.5 * Math.log(2 * Math.PI * x * (rest / n));
}

/**
 * I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1: the chance that a beta variable is at most x. `complement` is 1 − x; pass it
 * where it is known more exactly than subtraction would give it.
 */
export function incompleteBeta(a: number, b: number, x: number, complement = 1 - x): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  return isLower(a, b, x) ? lower(a, b, x, complement) : 1 - lower(b, a, complement, x);
}

/** ln I_x(a, b), finite also where I_x(a, b) itself is too small for a double; −Infinity at x = 0. */
export function logIncompleteBeta(a: number, b: number, x: number, complement = 1 - x): number {
  if (x <= 0) return -Infinity;
  if (complement <= 0) return 0;
  if (!isLower(a, b, x)) return Math.log1p(-lower(b, a, complement, x));
  return logLeadingFactor(a, b, x, complement) + Math.log(fraction(a, b, x));
}

/** The x with I_x(a, b) = probability, by Newton's steps inside a shrinking bracket; relative error about 1e-13. */
export function betaQuantile(a: number, b: number, probability: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < STEPS_MAX; step++) {
    const excess = incompleteBeta(a, b, x) - probability;
    if (excess === 0) return x;
    if (excess > 0) high = x;
    else low = x;
    const slope = Math.exp(logLeadingFactor(a, b, x, 1 - x)) * (a / (x * (1 - x)));
    const newton = x - excess / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (abs(next - x) <= 1e-15 * x || next === low || next === high) return next;
    x = next;
  }
  return x;
}

function isLower(a: number, b: number, x: number): boolean {
  return x <= (a + 1) / (a + b + 2);
}

function lower(a: number, b: number, x: number, complement: number): number {
  return Math.exp(logLeadingFactor(a, b, x, complement)) * fraction(a, b, x);
}

// ln of x^a·(1−x)^b / (a·B(a, b)).
function logLeadingFactor(a: number, b: number, x: number, complement: number): number {
  return logBinomialDensity(a, a + b, x, complement) + Math.log(b / (a + b));
}

// The continued fraction by Lentz's method, modified so that no intermediate value is zero.
function fraction(a: number, b: number, x: number): number {
  const sum = a + b;
  let c = 1;
  let d = 1 - (sum * x) / (a + 1);
  d = 1 / (abs(d) < TINY ? TINY : d);
  let value = d;
  for (let m = 1; m < TERMS_MAX; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    d = 1 / (abs(d) < TINY ? TINY : d);
    c = 1 + even / c;
    if (abs(c) < TINY) c = TINY;
    value *= d * c;
    const odd = (-(a + m) * (sum + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    d = 1 / (abs(d) < TINY ? TINY : d);
    c = 1 + odd / c;
    if (abs(c) < TINY) c = TINY;
    const step = d * c;
    value *= step;
    if (abs(step - 1) <= ONE_ULP) break;
  }
  return value;
}
