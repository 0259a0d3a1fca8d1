import { describe, expect, it } from '@jest/globals';
import { bootstrapInterval, quantileSorted } from '../../../../src/core/statistics/bootstrap.ts';
import { createRandom, shuffledIndices } from '../../../../src/core/statistics/random.ts';

function meanOf(values: readonly number[]): (rows: Int32Array) => number {
  return (rows) => rows.reduce((sum, row) => sum + (values[row] ?? NaN), 0) / rows.length;
}

describe('quantile R-7', () => {
  // Expected: numpy 2.4.6 quantile, method 'linear'.
  it.each([
    [0.025, 1],
    [0.5, 3.5],
    [0.9, 6.9],
    [1, 9],
  ])('of share %d', (share, expected) => {
    expect(quantileSorted([1, 1, 2, 3, 4, 5, 6, 9], share)).toBeCloseTo(expected, 12);
  });

  it('refuses an empty list', () => {
    expect(() => quantileSorted([], 0.5)).toThrow('at least one value');
  });
});

describe('bootstrap', () => {
  const values = Array.from({ length: 400 }, (_, index) => (index % 10 === 0 ? 0 : 1));

  it('spans the interval that the normal approximation gives for a mean', () => {
    const { low, high } = bootstrapInterval(400, meanOf(values), {
      repeats: 2000,
      level: 0.95,
      random: createRandom(1),
    });
    expect(low).toBeCloseTo(0.9 - 1.96 * 0.015, 2);
    expect(high).toBeCloseTo(0.9 + 1.96 * 0.015, 2);
  });

  it('gives the same interval for the same seed', () => {
    const once = () =>
      bootstrapInterval(400, meanOf(values), { repeats: 50, level: 0.9, random: createRandom(7) });
    expect(once()).toEqual(once());
  });
});

describe('seeded generator', () => {
  it('repeats its sequence for a seed and differs for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
    expect(draw(42)).toEqual(draw(42));
    expect(draw(42)).not.toEqual(draw(43));
  });

  it('spreads evenly over [0, 1)', () => {
    const random = createRandom(3);
    const counts = new Array<number>(16).fill(0);
    const draws = 160_000;
    for (let i = 0; i < draws; i++) {
      const cell = Math.floor(random() * 16);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    // The 99.9 % quantile of chi-square with 15 degrees of freedom is 37.7 (scipy stats.chi2.isf).
    expect(chiSquare).toBeLessThan(37.7);
  });

  it('shuffles into an order that holds every index once', () => {
    const order = shuffledIndices(1000, createRandom(9));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    expect([...order.slice(0, 5)]).not.toEqual([0, 1, 2, 3, 4]);
  });
});
