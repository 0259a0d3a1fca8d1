import { describe, expect, it } from '@jest/globals';
import {
  chanceToProve,
  errorsMax,
  evidencePValue,
  ticketsForChance,
  ticketsMin,
} from '../../../../src/core/promise/evidence.ts';

// Expected: the first n with scipy 1.17.1 stats.binom.cdf(errors, n, 1 − target) ≤ delta.
describe('tickets that a proof takes', () => {
  it.each([
    [0.1, 0.1, [22, 38, 52, 91]],
    [0.1, 0.05, [29, 46, 61, 103]],
    [0.1, 0.0125, [42, 62, 79, 124]],
    [0.05, 0.1, [45, 77, 105, 184]],
    [0.05, 0.05, [59, 93, 124, 208]],
    [0.05, 0.0125, [86, 125, 160, 252]],
    [0.02, 0.1, [114, 194, 265, 462]],
    [0.02, 0.05, [149, 236, 313, 523]],
    [0.02, 0.0125, [217, 317, 404, 635]],
    [0.01, 0.1, [230, 388, 531, 926]],
    [0.01, 0.05, [299, 473, 628, 1049]],
    [0.01, 0.0125, [437, 636, 810, 1273]],
  ])('for %d allowed at delta %d with 0, 1, 2 and 5 errors', (allowed, delta, expected) => {
    expect([0, 1, 2, 5].map((errors) => ticketsMin(errors, allowed, delta))).toEqual(expected);
  });

  it('is none where nothing may be wrong', () => {
    expect(ticketsMin(0, 0, 0.1)).toBeNull();
  });
});

describe('evidence', () => {
  it.each([
    [22, 0.1, 0],
    [21, 0.1, -1],
    [105, 0.05, 2],
    [104, 0.05, 1],
    [0, 0.05, -1],
  ])('of %d tickets at %d allowed bears %d errors', (tickets, allowed, expected) => {
    expect(errorsMax(tickets, allowed, 0.1)).toBe(expected);
  });

  it('is none without tickets', () => {
    expect(evidencePValue(0, 0, 0.05)).toBe(1);
  });

  it('proves a tenth of the time what is exactly at the bound', () => {
    const chance = chanceToProve(2000, 0.05, 0.05, 0.1);
    expect(chance).toBeGreaterThan(0.08);
    expect(chance).toBeLessThanOrEqual(0.1);
  });

  it('reaches the chance asked for with the tickets it names', () => {
    const tickets = ticketsForChance(0.8, 0.02, 0.05, 0.1) ?? 0;
    expect(chanceToProve(tickets, 0.02, 0.05, 0.1)).toBeGreaterThanOrEqual(0.8);
    expect(chanceToProve(Math.floor(tickets * 0.7), 0.02, 0.05, 0.1)).toBeLessThan(0.8);
  });

  it('counts what was checked already, for and against', () => {
    const fresh = ticketsForChance(0.8, 0.01, 0.05, 0.1) ?? 0;
    const helped = ticketsForChance(0.8, 0.01, 0.05, 0.1, { tested: 40, errors: 0 }) ?? 0;
    const hindered = ticketsForChance(0.8, 0.01, 0.05, 0.1, { tested: 40, errors: 6 }) ?? 0;
    expect(helped).toBeLessThan(fresh);
    expect(hindered).toBeGreaterThan(fresh);
  });

  it('never proves what is as wrong as allowed', () => {
    expect(ticketsForChance(0.8, 0.05, 0.05, 0.1)).toBeNull();
  });
});
