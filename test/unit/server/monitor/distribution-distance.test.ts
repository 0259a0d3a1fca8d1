import { describe, expect, it } from '@jest/globals';
import {
  jensenShannonDistance,
  jensenShannonDivergence,
  largestShareDifference,
  movedBins,
  populationStability,
  stabilityFromChance,
} from '../../../../server/monitor/distribution-distance.ts';

// Expected: numpy 2.3 and scipy 1.17.1 (spatial.distance.jensenshannon on shares smoothed by ½, stats.chi2.ppf).
const CASES = [
  {
    reference: [400, 300, 200, 100],
    current: [90, 60, 30, 20],
    stability: 0.019358114218028008,
    divergence: 0.0025275570261093783,
    distance: 0.05027481502809692,
    largest: 0.05,
    chance: 0.06806920038086624,
  },
  {
    reference: [400, 300, 200, 100],
    current: [45, 60, 65, 30],
    stability: 0.18072093817588475,
    divergence: 0.022444666995857634,
    distance: 0.1498154431153798,
    largest: 0.175,
    chance: 0.06806920038086624,
  },
  {
    reference: [50, 50, 0],
    current: [40, 40, 20],
    stability: 0.7752203800735228,
    divergence: 0.07488176162235435,
    distance: 0.2736453208486386,
    largest: 0.2,
    chance: 0.1842068074395236,
  },
  {
    reference: [1200, 800, 600, 400, 300, 200, 100, 50],
    current: [30, 20, 14, 11, 9, 8, 5, 3],
    stability: 0.056334477699349586,
    divergence: 0.005543594601392897,
    distance: 0.07445531949694996,
    largest: 0.028767123287671226,
    chance: 0.18981479698543516,
  },
];

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

describe('distances between counts', () => {
  it.each(CASES)('agree with scipy for $current', ({ reference, current, ...expected }) => {
    expect(populationStability(reference, current)).toBeCloseTo(expected.stability, 10);
    expect(jensenShannonDivergence(reference, current)).toBeCloseTo(expected.divergence, 10);
    expect(jensenShannonDistance(reference, current)).toBeCloseTo(expected.distance, 10);
    expect(largestShareDifference(reference, current)).toBeCloseTo(expected.largest, 10);
    expect(stabilityFromChance(current.length, total(reference), total(current), 0.01)).toBeCloseTo(
      expected.chance,
      10,
    );
  });

  it('are zero between equal shares', () => {
    expect(populationStability([1000, 3000], [1000, 3000])).toBe(0);
    expect(jensenShannonDistance([1000, 3000], [1000, 3000])).toBe(0);
  });

  it('name the bin that moved most first', () => {
    expect(movedBins([400, 300, 200, 100], [45, 60, 65, 30])[0]).toBe(0);
  });
});
