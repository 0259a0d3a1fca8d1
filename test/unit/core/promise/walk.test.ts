import { describe, expect, it } from '@jest/globals';
import { rankTickets, walkThresholds } from '../../../../src/core/promise/walk.ts';

// A queue's 103 most confident tickets, sorted by confidence, and the places of the wrong ones.
const SCORES = [
  992, 992, 992, 991, 987, 987, 987, 985, 982, 981, 980, 977, 976, 975, 973, 973, 972, 970, 969, 966, 965,
  964, 963, 962, 961, 957, 954, 951, 948, 947, 946, 946, 945, 942, 938, 938, 936, 934, 933, 930, 930, 929,
  927, 927, 926, 926, 925, 923, 922, 912, 911, 911, 905, 905, 904, 899, 898, 897, 896, 894, 893, 889, 888,
  888, 887, 884, 879, 879, 878, 875, 875, 872, 872, 870, 869, 869, 868, 866, 860, 860, 857, 853, 849, 840,
  837, 836, 833, 831, 831, 826, 826, 825, 825, 824, 821, 821, 820, 820, 818, 815, 806, 804, 803,
].map((score) => score / 1000);
const ERROR_PLACES = new Set([36, 37, 85, 86, 88, 91, 100]);

// Least confident first, to show that order does not matter.
const TICKETS = rankTickets([0], {
  predicted: SCORES.map(() => 0),
  confidence: [...SCORES].reverse(),
  targets: SCORES.map((_, place) => (ERROR_PLACES.has(SCORES.length - 1 - place) ? 1 : 0)),
});
const GRID = [0.97, 0.95, 0.93, 0.9, 0.87, 0.84, 0.8, 0.75, 0.7, 0.6, 0.5];

// Expected p-values: scipy 1.17.1 stats.binom.cdf(errors, tested, 0.1).
describe('a walk down a fixed sequence of thresholds', () => {
  it('accepts nothing when its first threshold has too few tickets', () => {
    expect(walkThresholds(TICKETS, GRID, 0.1, 0.1)).toBeNull();
  });

  it('keeps the last threshold before the first failure', () => {
    const proof = walkThresholds(TICKETS, GRID.slice(3), 0.1, 0.1);
    expect(proof).toMatchObject({ step: 2, evidence: { threshold: 0.84, tested: 84, errors: 2 } });
    expect(proof?.evidence.pValue).toBeCloseTo(0.007650168652852354, 12);
  });

  it.each([
    [0.9, 55, 2, 0.07743387481967053],
    [0.87, 74, 2, 0.017499592543225247],
    [0.837, 85, 2, 0.007033270944690352],
  ])('counts tickets at or above %d', (threshold, tested, errors, pValue) => {
    const proof = walkThresholds(TICKETS, [threshold], 0.1, 0.1);
    expect(proof?.evidence).toMatchObject({ threshold, tested, errors });
    expect(proof?.evidence.pValue).toBeCloseTo(pValue, 12);
  });

  it('does not come back for a threshold after a failure', () => {
    expect(walkThresholds(TICKETS, [0.9, 0.97, 0.84], 0.1, 0.1)?.evidence.threshold).toBe(0.9);
  });
});
