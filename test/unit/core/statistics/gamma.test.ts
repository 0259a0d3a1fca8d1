import { describe, expect, it } from '@jest/globals';
import { chiSquareUpper, chiSquareUpperQuantile } from '../../../../src/core/statistics/chi-square.ts';
import { gammaLower, gammaUpper } from '../../../../src/core/statistics/gamma.ts';
import { normalQuantile, normalUpper } from '../../../../src/core/statistics/normal.ts';
import { poissonLower, poissonUpper } from '../../../../src/core/statistics/poisson.ts';
import { relativeError } from './relative-error.ts';

// Expected: scipy 1.17.1 stats.chi2, stats.poisson and stats.norm (sf, cdf, isf, ppf), replaced by mpmath 1.3.0 at 60 digits
// where scipy itself is further off than 1e-12 (its Poisson tail at a mean of a million is wrong in the sixth digit).
describe('chi-square distribution', () => {
  it.each([
    [3.1943212067435667, 3, 0.36262404613875815],
    [29.402651620162757, 3, 1.842935924026076e-6],
    [1000, 3, 1.7994208765314476e-216],
    [930, 3, 2.752413524665386e-201],
    [0.5, 1, 0.4795001221869535],
    [10, 1, 0.0015654022580025497],
    [5, 10.5, 0.9130557924918712],
    [1e-8, 2, 0.999999995],
    [1e6, 999_999, 0.4995298419881127],
    [1_004_000, 1e6, 0.0023630282386838922],
  ])('exceeds %d with %d degrees of freedom', (x, degrees, expected) => {
    expect(relativeError(chiSquareUpper(x, degrees), expected)).toBeLessThan(1e-10);
  });

  it.each([
    [0.01, 3, 11.344866730144368],
    [0.05, 3, 7.814727903251178],
    [0.01, 7, 18.475306906582365],
    [1e-10, 5, 55.5623985182385],
    [0.99, 1, 0.00015708785790970235],
    [1e-200, 9, 959.3529631433499],
    [0.5, 1e6, 999_999.3333334123],
  ])('leaves a tail of %d with %d degrees of freedom beyond its quantile', (tail, degrees, expected) => {
    expect(relativeError(chiSquareUpperQuantile(tail, degrees), expected)).toBeLessThan(1e-10);
  });
});

describe('Poisson tails', () => {
  it.each([
    [3, 0.006665555740709882, 4.91119405511889e-8],
    [4, 0.03332777870354941, 5.0054303394719875e-8],
    [6, 0.8065322446258958, 0.0001924959352621055],
    [10, 0.8065322446258958, 0.000000015453666551503714],
    [0, 3.5, 1],
    [120, 100, 0.028230393964865694],
    [200, 20, 4.663501789078654e-124],
    [1_000_000, 999_000, 0.15865521357430365],
    [1_005_000, 1_000_000, 2.934034048031641e-7],
  ])('at least %d where %d are expected', (k, mean, expected) => {
    expect(relativeError(poissonUpper(k, mean), expected)).toBeLessThan(1e-10);
  });

  it.each([
    [-1, 3.5, 0],
    [0, 3.5, 0.0301973834223185],
    [50, 100, 2.4015922356168156e-8],
    [4, 400, 2.063430027077301e-165],
    [995_000, 1_000_000, 2.8148203838965314e-7],
    [10, 1e-3, 1],
  ])('at most %d where %d are expected', (k, mean, expected) => {
    expect(relativeError(poissonLower(k, mean), expected)).toBeLessThan(1e-10);
  });
});

describe('normal distribution', () => {
  it.each([
    [0, 0.5],
    [1e-9, 0.4999999996010577],
    [0.5, 0.3085375387259869],
    [-2.33, 0.9900969244408357],
    [5, 2.866515718791939e-7],
    [30, 4.906713927148187e-198],
    [37, 5.725571222524577e-300],
    [-8, 0.9999999999999994],
  ])('exceeds %d', (z, expected) => {
    expect(relativeError(normalUpper(z), expected)).toBeLessThan(1e-10);
  });

  it.each([
    [0.975, 1.959963984540054],
    [0.95, 1.6448536269514722],
    [0.7, 0.5244005127080407],
    [0.5, 0],
    [0.1, -1.2815515655446004],
    [1e-10, -6.361340902404056],
    [1e-300, -37.0470962993612],
    [0, -Infinity],
    [1, Infinity],
  ])('has its %d quantile', (probability, expected) => {
    expect(normalQuantile(probability)).toBeCloseTo(expected, 11);
  });
});

describe('incomplete gamma function', () => {
  it('is the exponential distribution for shape 1', () => {
    expect(gammaLower(1, 0.25)).toBeCloseTo(1 - Math.exp(-0.25), 15);
    expect(gammaUpper(1, 3)).toBeCloseTo(Math.exp(-3), 15);
  });

  it('is 0 and 1 at zero', () => {
    expect([gammaLower(2, 0), gammaUpper(2, 0)]).toEqual([0, 1]);
  });
});
