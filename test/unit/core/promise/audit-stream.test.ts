import { describe, expect, it } from '@jest/globals';
import { auditShare, isAudited } from '../../../../src/core/promise/audit-stream.ts';
import { halfSipHash, keyedShare } from '../../../../src/core/promise/keyed-hash.ts';

const IDS = Array.from({ length: 20_000 }, (_, index) => `INC${100_000 + index}`);

describe('HalfSipHash-2-4', () => {
  // The first reference vectors of SipHash's authors: key 00..07, messages 00, 00 01, … of growing length.
  it.each([
    [0, 0x5b9f35a9],
    [1, 0xb85a4727],
    [2, 0x03a662fa],
    [3, 0x04e7fe8a],
    [4, 0x89466e2a],
    [5, 0x69b6fac5],
    [6, 0x23fc6358],
    [7, 0xc563cf8b],
  ])('of %d bytes', (length, expected) => {
    const bytes = Array.from({ length }, (_, index) => index);
    expect(halfSipHash(bytes, [0x03020100, 0x07060504])).toBe(expected);
  });
});

describe('the audit stream', () => {
  const picked = (key: string, field: string, share: number) =>
    IDS.filter((id) => isAudited(key, field, id, share));

  it('picks the share it is told', () => {
    // Four standard deviations of a binomial count of 20,000 at 0.05 are 123.
    expect(Math.abs(picked('key', 'queue', 0.05).length - 1000)).toBeLessThan(123);
  });

  it('picks the same tickets every time', () => {
    expect(picked('key', 'queue', 0.02)).toEqual(picked('key', 'queue', 0.02));
  });

  it('keeps what it picked when the share grows', () => {
    const more = new Set(picked('key', 'queue', 0.1));
    expect(picked('key', 'queue', 0.02).every((id) => more.has(id))).toBe(true);
  });

  it('picks others for another key and for another field', () => {
    const one = new Set(picked('key', 'queue', 0.1));
    const overlap = (other: readonly string[]) => other.filter((id) => one.has(id)).length / one.size;
    expect(overlap(picked('kez', 'queue', 0.1))).toBeLessThan(0.14);
    expect(overlap(picked('key', 'priority', 0.1))).toBeLessThan(0.14);
  });

  it('does not run purpose and id together', () => {
    expect(keyedShare('key', 'ab', 'c')).not.toBe(keyedShare('key', 'a', 'bc'));
  });

  it.each([
    [5, 1],
    [20, 1],
    [NaN, 1],
    [5000, 0.02],
  ])('of a queue with %d assignments a week has a share of %d', (perWeek, share) => {
    expect(auditShare(perWeek)).toBe(share);
  });

  it('reaches twenty a week nine times in ten', () => {
    const share = auditShare(200);
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.15);
    const weeks = Array.from({ length: 100 }, (_, week) => IDS.slice(week * 200, week * 200 + 200));
    const enough = weeks.filter(
      (week) => week.filter((id) => isAudited('key', 'queue', id, share)).length >= 20,
    );
    expect(enough.length).toBeGreaterThan(80);
  });
});
