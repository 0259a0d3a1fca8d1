import { describe, expect, it } from '@jest/globals';
import { fisherExact, mergeRareColumns, testHomogeneity } from '../../../../server/monitor/contingency.ts';

// Expected: scipy 1.17.1 stats.chi2_contingency(correction=False) without empty columns.
const TABLES = [
  {
    one: [400, 300, 200, 100],
    other: [90, 60, 30, 20],
    statistic: 3.1943212067435667,
    degrees: 3,
    p: 0.3626240461387571,
  },
  {
    one: [400, 300, 200, 100],
    other: [45, 60, 65, 30],
    statistic: 29.402651620162757,
    degrees: 3,
    p: 1.8429359240260764e-6,
  },
  {
    one: [50, 50, 0],
    other: [40, 40, 20],
    statistic: 22.22222222222222,
    degrees: 2,
    p: 1.4945338524781447e-5,
  },
  {
    one: [1200, 800, 600, 400, 300, 200, 100, 50],
    other: [30, 20, 14, 11, 9, 8, 5, 3],
    statistic: 5.555745127680898,
    degrees: 7,
    p: 0.5924687467750805,
  },
];

describe('test of homogeneity', () => {
  it.each(TABLES)('agrees with scipy for $other', ({ one, other, statistic, degrees, p }) => {
    const found = testHomogeneity(one, other);
    expect(found.statistic).toBeCloseTo(statistic, 10);
    expect(found.degrees).toBe(degrees);
    expect(found.pValue / p).toBeCloseTo(1, 9);
  });

  it('leaves out columns that are empty on both sides', () => {
    expect(testHomogeneity([5, 0, 7], [6, 0, 3])).toEqual(testHomogeneity([5, 7], [6, 3]));
  });

  it('finds nothing to test where all tickets share one column', () => {
    expect(testHomogeneity([500], [40])).toEqual({ statistic: 0, degrees: 0, pValue: 1 });
  });
});

describe('rare columns', () => {
  it('are added up, so that each column expects five tickets on the smaller side', () => {
    expect(mergeRareColumns([700, 200, 60, 40], [140, 40, 11, 9])).toEqual([
      [700, 200, 60, 40],
      [140, 40, 11, 9],
    ]);
    expect(mergeRareColumns([700, 280, 12, 13], [140, 56, 2, 3])).toEqual([
      [700, 280, 25],
      [140, 56, 5],
    ]);
  });

  it('join the smallest column when their sum is rare too', () => {
    expect(mergeRareColumns([700, 297, 3], [140, 60, 0])).toEqual([
      [700, 300],
      [140, 60],
    ]);
  });
});

describe('Fisher’s exact test', () => {
  // Expected: scipy 1.17.1 stats.fisher_exact, two-sided.
  it.each([
    [430, 500, 118, 152, 0.01629821779873102],
    [82, 100, 466, 552, 0.5533525520636267],
    [30, 40, 518, 612, 0.11816481233103704],
    [6, 12, 542, 640, 0.005855144550352876],
  ])('of %i in %i against %i in %i agrees with scipy', (k1, n1, k2, n2, expected) => {
    expect(fisherExact(k1, n1, k2, n2) / expected).toBeCloseTo(1, 9);
  });

  it('is 1 where nothing can differ', () => {
    expect(fisherExact(30, 30, 50, 50)).toBe(1);
  });
});
