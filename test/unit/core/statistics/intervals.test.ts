import { describe, expect, it } from '@jest/globals';
import {
  exactInterval,
  exactLowerBound,
  exactUpperBound,
  newcombeInterval,
  wilsonInterval,
} from '../../../../src/core/statistics/intervals.ts';

// Expected: scipy 1.17.1 stats.binomtest(k, n).proportion_ci for Wilson and exact intervals, stats.beta.ppf for bounds.
const SHARES = [
  {
    k: 95,
    n: 100,
    wilson: [0.8882495307680808, 0.9784563208456319],
    exact: [0.8871650888945373, 0.9835681208179479],
    low90: 0.9092285303859299,
  },
  { k: 0, n: 20, wilson: [0, 0.16112515805281938], exact: [0, 0.1684334709830853], low90: 0 },
  {
    k: 20,
    n: 20,
    wilson: [0.8388748419471806, 1],
    exact: [0.8315665290169147, 1],
    low90: 0.8912509381337456,
  },
  {
    k: 190,
    n: 200,
    wilson: [0.9104218518612239, 0.972617354399236],
    exact: [0.9099724622986486, 0.9757658345278915],
    low90: 0.9240102118265292,
  },
  {
    k: 485,
    n: 500,
    wilson: [0.9510963331640543, 0.9817367868020865],
    exact: [0.951001774291181, 0.9831140157961268],
    low90: 0.957683903325349,
  },
  {
    k: 7,
    n: 9,
    wilson: [0.4525889691069889, 0.9367748928821533],
    exact: [0.39990642628368794, 0.9718550265221018],
    low90: 0.509918805554197,
  },
];

describe('intervals of a share', () => {
  it.each(SHARES)('of Wilson for $k of $n', ({ k, n, wilson }) => {
    const { low, high } = wilsonInterval(k, n, 0.95);
    expect(low).toBeCloseTo(wilson[0] ?? NaN, 12);
    expect(high).toBeCloseTo(wilson[1] ?? NaN, 12);
  });

  it.each(SHARES)('exact for $k of $n', ({ k, n, exact, low90 }) => {
    const { low, high } = exactInterval(k, n, 0.95);
    expect(low).toBeCloseTo(exact[0] ?? NaN, 12);
    expect(high).toBeCloseTo(exact[1] ?? NaN, 12);
    expect(exactLowerBound(k, n, 0.1)).toBeCloseTo(low90, 12);
  });

  it.each([
    [0, 22, 0.0993719797887215],
    [1, 77, 0.049577360439912364],
    [12, 400, 0.044132093562876486],
    [60, 1000, 0.07079592350607695],
  ])('bound the error after %d of %d from above', (k, n, expected) => {
    expect(exactUpperBound(k, n, 0.1)).toBeCloseTo(expected, 12);
  });

  it('of Newcombe for a difference', () => {
    // Newcombe's method 10 on scipy's Wilson intervals.
    const { low, high } = newcombeInterval(172, 200, 180, 200, 0.95);
    expect(low).toBeCloseTo(-0.10474872420787444, 12);
    expect(high).toBeCloseTo(0.024413644186248223, 12);
  });

  it.each([
    [3, 2],
    [0, 0],
    [1.5, 4],
    [NaN, 4],
  ])('refuse %d of %d', (k, n) => {
    expect(() => wilsonInterval(k, n, 0.95)).toThrow('whole counts');
  });
});
