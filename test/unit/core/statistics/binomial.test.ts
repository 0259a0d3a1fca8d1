import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  binomialDensity,
  binomialLower,
  binomialUpper,
  logBinomialLower,
} from '../../../../src/core/statistics/binomial.ts';
import { relativeError } from './relative-error.ts';

// Expected: scipy 1.17.1 stats.binom.cdf and sf, each compared with mpmath 1.3.0 at 60 digits (they agree to 1.4e-12).
describe('binomial tails', () => {
  it.each([
    [0, 22, 0.1, 0.09847709021836111],
    [0, 44, 0.05, 0.10467395472325523],
    [0, 45, 0.05, 0.09944025698709247],
    [0, 114, 0.02, 0.09994765958206105],
    [1, 77, 0.05, 0.09732742633720144],
    [5, 200, 0.05, 0.06234249504229524],
    [12, 400, 0.05, 0.035505904177617606],
    [3, 300, 0.02, 0.1485103815112587],
    [60, 1000, 0.05, 0.932937481366692],
    [38, 1000, 0.05, 0.0433481906069098],
    [2, 100, 1e-9, 1],
    [100, 5000, 0.1, 2.3461406783402504e-113],
    [0, 4370, 0.1, 1.0958881979010652e-200],
    [9_500, 1_000_000, 0.01, 2.0878741694360633e-7],
    [7_300, 1_000_000, 0.01, 6.114177925727293e-179],
    [485_000, 1_000_000, 0.5, 4.726203126285792e-198],
    [500_000, 1_000_000, 0.5, 0.5003989421806659],
  ])('at most %d of %d at %d', (k, n, p, expected) => {
    expect(relativeError(binomialLower(k, n, p), expected)).toBeLessThan(1e-10);
  });

  it.each([
    [1, 10, 0.1, 0.6513215599],
    [80, 200, 0.05, 3.136123801009281e-50],
    [20, 22, 0.1, 1.8910000000000021e-18],
    [3, 100, 1e-9, 0.0000000000000000000001616999882363255],
    [10_700, 1_000_000, 0.01, 0.0000000000017878532339250007],
    [13_500, 1_000_000, 0.01, 9.014901108130618e-245],
  ])('at least %d of %d at %d', (k, n, p, expected) => {
    expect(relativeError(binomialUpper(k, n, p), expected)).toBeLessThan(1e-10);
  });

  it('gives the logarithm of a tail that no double holds', () => {
    expect(logBinomialLower(0, 1_000_000, 0.1)).toBeCloseTo(1_000_000 * Math.log1p(-0.1), 6);
  });

  it('answers the ends exactly', () => {
    expect([binomialLower(-1, 5, 0.3), binomialLower(5, 5, 0.3)]).toEqual([0, 1]);
    expect([binomialUpper(0, 5, 0.3), binomialUpper(6, 5, 0.3)]).toEqual([1, 0]);
    expect([binomialDensity(0, 5, 0), binomialDensity(5, 5, 1), binomialDensity(6, 5, 0.5)]).toEqual([
      1, 1, 0,
    ]);
  });

  it('splits the whole into both tails and matches the sum of single chances', () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(cases, ([n, p, share]) => {
        const k = Math.floor(share * n);
        const summed = Array.from({ length: k + 1 }, (_, i) => binomialDensity(i, n, p)).reduce(
          (a, b) => a + b,
          0,
        );
        expect(relativeError(binomialLower(k, n, p), summed)).toBeLessThan(1e-10);
        expect(binomialLower(k, n, p) + binomialUpper(k + 1, n, p)).toBeCloseTo(1, 12);
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});
