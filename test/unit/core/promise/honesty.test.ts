import { describe, expect, it } from '@jest/globals';
import { honestyZ, testHonesty } from '../../../../src/core/promise/honesty.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

function audits(count: number, wrongAt: (confidence: number) => number, seed: number) {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const confidence = 0.8 + 0.2 * random();
    return { confidence, isWrong: random() < wrongAt(confidence) };
  });
}

function shareOverconfident(wrongAt: (confidence: number) => number): number {
  const states = Array.from({ length: 300 }, (_, seed) => testHonesty(audits(300, wrongAt, seed)).state);
  return states.filter((state) => state === 'overconfident').length / 300;
}

describe('the honesty test', () => {
  it('sums up how far right answers lie from what confidences promised', () => {
    // numpy on eight predictions, two of them wrong.
    const confidences = [0.9, 0.6, 0.7, 0.85, 0.8, 0.34, 0.9, 0.5];
    const isWrong = [false, true, false, false, false, false, false, true];
    const judged = confidences.map((confidence, row) => ({ confidence, isWrong: isWrong[row] ?? false }));
    expect(honestyZ(judged)).toBeCloseTo(0.3475200285895084, 12);
  });

  it('says nothing on few audits', () => {
    expect(testHonesty(audits(60, () => 0, 1))).toEqual({ state: 'too-few', audits: 60, auditsMissing: 40 });
  });

  it('leaves honest confidences alone', () => {
    expect(shareOverconfident((confidence) => 1 - confidence)).toBeLessThan(0.03);
  });

  it('finds confidences that hide every tenth error', () => {
    expect(shareOverconfident((confidence) => 1.1 - confidence)).toBeGreaterThan(0.9);
  });

  it('finds errors among predictions that were certain', () => {
    const certain = Array.from({ length: 100 }, (_, row) => ({ confidence: 1, isWrong: row === 0 }));
    expect(testHonesty(certain).state).toBe('overconfident');
  });
});
