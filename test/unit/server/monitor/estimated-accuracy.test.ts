import { describe, expect, it } from '@jest/globals';
import { estimateAccuracy, estimateConfusion } from '../../../../server/monitor/estimated-accuracy.ts';

// Expected: numpy 2.3 from the definitions of confidence-based performance estimation.
const PROBABILITIES = [
  0.9, 0.07, 0.03, 0.6, 0.3, 0.1, 0.2, 0.7, 0.1, 0.1, 0.85, 0.05, 0.05, 0.15, 0.8, 0.34, 0.33, 0.33, 0.02,
  0.08, 0.9, 0.45, 0.5, 0.05,
];
const PREDICTED = [0, 0, 1, 1, 2, 0, 2, 1];

describe('estimated accuracy', () => {
  it('is the mean confidence, with the deviation that luck gives', () => {
    const found = estimateAccuracy([0.9, 0.6, 0.7, 0.85, 0.8, 0.34, 0.9, 0.5]);
    expect(found.n).toBe(8);
    expect(found.accuracy).toBeCloseTo(0.69875, 12);
    expect(found.standardError).toBeCloseTo(0.14747351457126123, 12);
  });

  it('gives the expected confusion of labels', () => {
    const { counts } = estimateConfusion(PROBABILITIES, PREDICTED, 3);
    const expected = [1.84, 0.75, 0.07, 0.7, 2.05, 0.23, 0.46, 0.2, 1.7];
    expect(Array.from(counts, (count) => count.toFixed(10))).toEqual(
      expected.map((count) => count.toFixed(10)),
    );
  });

  it('gives precision, recall and F1 of each label', () => {
    const { labels, macroF1 } = estimateConfusion(PROBABILITIES, PREDICTED, 3);
    expect(labels[0]?.precision).toBeCloseTo(0.6133333333333334, 12);
    expect(labels[1]?.recall).toBeCloseTo(0.6879194630872483, 12);
    expect(labels[2]?.f1).toBeCloseTo(0.7798165137614679, 12);
    expect(macroF1).toBeCloseTo(0.7052039737678958, 12);
  });
});
