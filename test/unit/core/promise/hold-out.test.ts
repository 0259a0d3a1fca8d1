import { describe, expect, it } from '@jest/globals';
import { drawHoldOut } from '../../../../src/core/promise/hold-out.ts';

const TARGETS = Array.from({ length: 1000 }, (_, row) => (row % 10 === 0 ? 0 : row % 3));

describe('the hold-out', () => {
  it('parts all rows in a quarter to check and the rest to train on', () => {
    const { train, checked } = drawHoldOut(TARGETS, { seed: 1 });
    expect(checked.length).toBe(250);
    expect([...train, ...checked].sort((a, b) => a - b)).toEqual(TARGETS.map((_, row) => row));
  });

  it('takes the same share of every label', () => {
    const { checked } = drawHoldOut(TARGETS, { seed: 2, share: 0.2 });
    const counts = [0, 1, 2].map((label) => [...checked].filter((row) => TARGETS[row] === label).length);
    const expected = [0, 1, 2].map((label) => TARGETS.filter((target) => target === label).length / 5);
    expect(counts.every((count, label) => Math.abs(count - (expected[label] ?? 0)) <= 1)).toBe(true);
  });

  it('draws the same rows for a seed and others for another', () => {
    expect(drawHoldOut(TARGETS, { seed: 3 })).toEqual(drawHoldOut(TARGETS, { seed: 3 }));
    expect(drawHoldOut(TARGETS, { seed: 3 }).checked).not.toEqual(drawHoldOut(TARGETS, { seed: 4 }).checked);
  });

  it('holds each row out as often as any other', () => {
    const counts = new Array<number>(40).fill(0);
    const targets = counts.map((_, row) => row % 4);
    for (let seed = 0; seed < 800; seed++) {
      for (const row of drawHoldOut(targets, { seed }).checked) counts[row] = (counts[row] ?? 0) + 1;
    }
    // 200 of 800, standard deviation 12.2; the largest of 40 deviations stays below four of them.
    expect(Math.max(...counts.map((count) => Math.abs(count - 200)))).toBeLessThan(49);
  });

  it('keeps tickets with the same text on one side', () => {
    const keys = TARGETS.map((_, row) => row % 100);
    const { train, checked } = drawHoldOut(TARGETS, { seed: 5, keys });
    const trained = new Set([...train].map((row) => keys[row]));
    expect([...checked].some((row) => trained.has(keys[row]))).toBe(false);
  });

  it('leaves nothing to check when there is nothing', () => {
    expect(drawHoldOut([], { seed: 1 }).checked.length).toBe(0);
  });
});
