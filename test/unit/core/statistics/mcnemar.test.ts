import { describe, expect, it } from '@jest/globals';
import { mcnemarExact } from '../../../../src/core/statistics/mcnemar.ts';

// Expected: scipy 1.17.1 stats.binomtest(k, n, 0.5), two-sided and greater.
describe('McNemar exact test', () => {
  it.each([
    [10, 22, 0.050102459732443094, 0.9899691964965314],
    [5, 5, 1, 0.623046875],
    [30, 12, 0.007915897334896727, 0.003957948667448363],
    [0, 0, 1, 1],
  ])(
    'with %d tickets only the champion has right and %d only the challenger',
    (champion, challenger, two, worse) => {
      const test = mcnemarExact(champion, challenger);
      expect(test.twoSided).toBeCloseTo(two, 12);
      expect(test.challengerWorse).toBeCloseTo(worse, 12);
    },
  );
});
