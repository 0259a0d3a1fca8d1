import { describe, expect, it } from '@jest/globals';
import { pickForReview, type ReviewCandidate } from '../../../src/core/review-picks.ts';
import { createRandom } from '../../../src/core/statistics/random.ts';

/** Sixty tickets of a hard queue and forty of an easy one, ever surer. */
const CANDIDATES: readonly ReviewCandidate[] = Array.from({ length: 100 }, (_, at) =>
  at < 60 ? { label: 'hard', margin: at / 1_000 } : { label: 'easy', margin: 0.5 + at / 1_000 },
);

describe('picks for review', () => {
  it('give every queue its share, however hard another one is', () => {
    const picks = pickForReview(CANDIDATES, 20, createRandom(1));
    const easy = picks.filter((index) => CANDIDATES[index]?.label === 'easy').length;
    expect(easy).toBeGreaterThanOrEqual(8);
  });

  it('hold the least certain of each queue', () => {
    const picks = pickForReview(CANDIDATES, 20, createRandom(1));
    expect(picks).toEqual(expect.arrayContaining([0, 1, 2, 3, 60, 61, 62, 63]));
  });

  it('draw a fifth at random, so that two draws differ', () => {
    const one = new Set(pickForReview(CANDIDATES, 20, createRandom(1)));
    const other = new Set(pickForReview(CANDIDATES, 20, createRandom(2)));
    expect([...one].filter((index) => other.has(index)).length).toBeGreaterThanOrEqual(16);
    expect(one).not.toEqual(other);
  });

  it('name each ticket once, and all where there are fewer than asked for', () => {
    const picks = pickForReview(CANDIDATES, 500, createRandom(1));
    expect(new Set(picks).size).toBe(100);
    expect(picks).toHaveLength(100);
  });
});
