import { describe, expect, it } from '@jest/globals';
import { correctConfidences, createCorrection } from '../../../../server/monitor/confidence-correction.ts';

const optimistic = Array.from({ length: 1000 }, (_, row) => ({
  confidence: 0.5 + (row % 50) / 100,
  isRight: row % 10 < 6,
}));

describe('correction of confidences', () => {
  it('brings their mean to the share that was right', () => {
    const corrected = correctConfidences(
      optimistic.map(({ confidence }) => confidence),
      createCorrection(optimistic),
    );
    const mean = corrected.reduce((sum, confidence) => sum + confidence, 0) / corrected.length;
    expect(Math.abs(mean - 0.6)).toBeLessThan(0.02);
  });

  it('is not made from fewer than 200 labelled tickets', () => {
    expect(createCorrection(optimistic.slice(0, 199))).toBeUndefined();
    expect(createCorrection(optimistic.map(({ confidence }) => ({ confidence })))).toBeUndefined();
  });

  it('leaves confidences alone when there is none', () => {
    expect(Array.from(correctConfidences([0.5, 0.9], undefined))).toEqual([0.5, 0.9]);
  });

  it('never leaves 0 to 1', () => {
    const corrected = correctConfidences([0, 1], { edges: [0.5], offsets: [-0.3, 0.3] });
    expect(Array.from(corrected)).toEqual([0, 1]);
  });
});
