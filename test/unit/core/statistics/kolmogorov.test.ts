import { describe, expect, it } from '@jest/globals';
import {
  kolmogorovDistance,
  kolmogorovLimitUpper,
  kolmogorovUpper,
} from '../../../../src/core/statistics/kolmogorov.ts';
import { relativeError } from './relative-error.ts';

const BEFORE = [12, 15, 15, 18, 21, 22, 25, 30, 34, 40, 41, 55];
const AFTER = [20, 22, 28, 33, 35, 41, 52, 60, 61, 75];

function ladder(count: number, step: number, from: number): number[] {
  return Array.from({ length: count }, (_, index) => from + index * step);
}

// Expected: scipy 1.17.1 stats.ks_2samp(method='exact') and special.kolmogorov.
describe('Kolmogorov–Smirnov', () => {
  it('measures the largest distance, ties included', () => {
    expect(kolmogorovDistance(BEFORE, AFTER).distance).toBeCloseTo(0.38333333333333336, 15);
  });

  it('gives the exact tail of a small sample', () => {
    expect(
      relativeError(kolmogorovUpper(kolmogorovDistance(BEFORE, AFTER)), 0.3182699653287888),
    ).toBeLessThan(1e-10);
  });

  it.each([
    { n: 300, m: 200, shift: 0, expected: 9.273102849374078e-28 },
    { n: 300, m: 200, shift: 90, expected: 5.371871443982443e-10 },
    { n: 1000, m: 1000, shift: 200, expected: 4.231712281869183e-40 },
    { n: 40, m: 40, shift: 400, expected: 1.860340365603627e-23 },
  ])('gives the exact tail for $n against $m values', ({ n, m, shift, expected }) => {
    const found = kolmogorovDistance(ladder(n, 1, 0), ladder(m, n / m / 2, shift));
    expect(relativeError(kolmogorovUpper(found), expected)).toBeLessThan(1e-10);
  });

  it.each([
    [0.3, 0.9999906941986655],
    [0.5, 0.9639452436648751],
    [0.8276, 0.49995841656354456],
    [0.9999999, 0.26999977887222576],
    [1, 0.26999967167735456],
    [1.5, 0.022217962616525127],
    [10, 2.767793053473475e-87],
  ])('has the limit tail at %d', (x, expected) => {
    expect(relativeError(kolmogorovLimitUpper(x), expected)).toBeLessThan(1e-10);
  });

  it('uses the limit for samples whose lattice would be too large', () => {
    const found = kolmogorovDistance(ladder(3000, 1, 0), ladder(3000, 1, 60.5));
    expect(kolmogorovUpper(found)).toBe(kolmogorovLimitUpper(found.distance * Math.sqrt(1500)));
  });

  it('is certain of nothing when the samples are equal', () => {
    expect(kolmogorovUpper(kolmogorovDistance([1, 2, 3], [1, 2, 3]))).toBe(1);
  });

  it('refuses an empty sample', () => {
    expect(() => kolmogorovDistance([], [1])).toThrow('needs two samples');
  });
});
