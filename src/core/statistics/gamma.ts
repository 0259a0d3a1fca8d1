// The gamma function's family, accurate relative to the value also deep in the tail (1e-200) and for shapes up to a
// million: powers and factorials never meet as large logarithms that cancel, but as Stirling's error and a deviance.
// Source: C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000), sections 2 and 3; NIST DLMF 8.11.4
// and 8.9.2 for the series and the continued fraction of the incomplete gamma function.

// Near the mean both expansions need about 9·sqrt(shape) terms: 9,000 for a shape of a million.
const TERMS_MAX = 200_000;
const RELATIVE_STEP = 1e-17;
// Keeps Lentz's recurrence away from a division by zero; far below any value that occurs.
const TINY = 1e-300;
// Looked up once: the loops below call it millions of times.
const { abs } = Math;
// A step this close to 1 is rounding, not progress: below it the recurrence may never come to rest.
const ONE_ULP = 2.3e-16;
const TWO_PI = 2 * Math.PI;
// From here on five terms of Stirling's series are exact in double precision.
const STIRLING_FROM = 16;

/** ln Γ(n+1) minus Stirling's approximation ½·ln(2πn) + n·ln n − n, for n > 0; absolute error about 1e-15. */
export function stirlingError(n: number): number {
  let shifted = n;
  let correction = 0;
  while (shifted < STIRLING_FROM) {
    correction += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
    shifted += 1;
  }
  const s = 1 / (shifted * shifted);
  const series = 1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188))));
  return correction + series / shifted;
}

/** x·ln(x/mean) + mean − x for x ≥ 0 and mean > 0, without the cancellation that the formula has near x = mean. */
export function deviance(x: number, mean: number): number {
  if (x === 0) return mean;
  const difference = x - mean;
  const sum = x + mean;
  if (abs(difference) >= 0.1 * sum) return x * Math.log(x / mean) - difference;
  const v = difference / sum;
  let total = difference * v;
  let term = 2 * x * v;
  for (let odd = 3; odd < 1000; odd += 2) {
    term *= v * v;
    const next = total + term / odd;
    if (next === total) return next;
    total = next;
  }
  return total;
}

/** ln of mean^x · e^(−mean) / Γ(x+1), the Poisson probability carried on to real x ≥ 0; mean > 0. */
export function logPoissonDensity(x: number, mean: number): number {
  if (x === 0) return -mean;
  return -stirlingError(x) - deviance(x, mean) - 0.5 * Math.log(TWO_PI * x);
}

/** Lower incomplete gamma function P(shape, x), regularised: the chance that a gamma variable is at most x. */
export function gammaLower(shape: number, x: number): number {
  if (x <= 0) return 0;
  return x < shape + 1 ? lowerSeries(shape, x) : 1 - upperFraction(shape, x);
}

/** Upper incomplete gamma function Q(shape, x) = 1 − P(shape, x), regularised, accurate where it is tiny. */
export function gammaUpper(shape: number, x: number): number {
  if (x <= 0) return 1;
  return x < shape + 1 ? 1 - lowerSeries(shape, x) : upperFraction(shape, x);
}

function lowerSeries(shape: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let n = 1; n < TERMS_MAX; n++) {
    term *= x / (shape + n);
    total += term;
    if (term < total * RELATIVE_STEP) break;
  }
  return Math.exp(logPoissonDensity(shape, x)) * total;
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < TERMS_MAX; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = a * d + b;
    d = 1 / (abs(d) < TINY ? TINY : d);
    c = b + a / c;
    if (abs(c) < TINY) c = TINY;
    const step = d * c;
    fraction *= step;
    if (abs(step - 1) <= ONE_ULP) break;
  }
  return Math.exp(logPoissonDensity(shape, x)) * shape * fraction;
}
