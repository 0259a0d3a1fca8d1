import { describe, expect, it } from '@jest/globals';
import { binOf, countBins, decileEdges } from '../../../../server/monitor/bins.ts';

const VALUES = [12, 15, 15, 18, 21, 22, 25, 30, 34, 40, 41, 55];

describe('bins', () => {
  it('are cut at the deciles, interpolated linearly', () => {
    // Expected: numpy 2.3 quantile, method linear.
    const expected = [15, 15.6, 18.9, 21.4, 23.5, 28, 32.8, 38.8, 40.9];
    expect(decileEdges(VALUES).map((edge) => edge.toFixed(9))).toEqual(
      expected.map((edge) => edge.toFixed(9)),
    );
  });

  it('hold a value at an edge in the upper bin', () => {
    expect(binOf(15, [15, 20])).toBe(1);
  });

  it('lose no value', () => {
    expect(countBins([-100, 12, 55, 1000], decileEdges(VALUES)).reduce((sum, count) => sum + count, 0)).toBe(
      4,
    );
  });

  it('are two for a figure that never varies', () => {
    expect(countBins([1, 1, 1, 0.5], decileEdges([1, 1, 1, 1]))).toEqual([1, 3]);
  });
});
