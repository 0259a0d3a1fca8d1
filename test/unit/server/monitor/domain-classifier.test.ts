import { describe, expect, it } from '@jest/globals';
import { areaStandardError, separateDomains } from '../../../../server/monitor/domain-classifier.ts';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import { everydayTickets } from './observations.ts';

const reference = everydayTickets(300, 1).map(({ document }) => document);
const alike = everydayTickets(200, 2).map(({ document }) => document);
const foreign = Array.from({ length: 40 }, (_, number) =>
  documentFromText(`okta token enrolment fails on phone number ${number % 7} since the rollout`, 5),
);

describe('domain classifier', () => {
  it('has the standard error of Mann and Whitney’s statistic', () => {
    // Expected: numpy 2.3, 6 and 5 rows.
    expect(areaStandardError(6, 5)).toBeCloseTo(0.18257418583505536, 12);
  });

  it('cannot tell two windows of the same traffic apart', () => {
    const { area, standardError } = separateDomains(reference, alike, 3);
    expect(Math.abs(area - 0.5)).toBeLessThan(3 * standardError);
  });

  it('tells a window with a fifth of new words apart and names those tickets first', () => {
    const { pValue, mostForeign } = separateDomains(reference, [...alike.slice(0, 160), ...foreign], 3);
    expect(pValue).toBeLessThan(1e-3);
    expect(mostForeign.every((row) => row >= 160)).toBe(true);
  });

  it('gives the same figures for the same seed', () => {
    expect(separateDomains(reference, alike, 9)).toEqual(separateDomains(reference, alike, 9));
  });
});
