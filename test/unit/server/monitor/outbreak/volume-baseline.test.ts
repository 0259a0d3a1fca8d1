import { describe, expect, it } from '@jest/globals';
import {
  anscombeResidual,
  baselineOf,
  outbreakWeight,
  volumeUpper,
} from '../../../../../server/monitor/outbreak/volume-baseline.ts';

// Expected: numpy 2.3 and scipy 1.17.1 (stats.poisson.sf, stats.nbinom.sf).
const STEADY = [2, 3, 1, 4, 2, 2, 3, 5, 2, 1, 3, 2, 14, 2, 3, 2, 4, 1, 2, 3, 2, 3, 1, 2];
const UNEVEN = [0, 6, 1, 9, 2, 0, 7, 3, 12, 1, 5, 0, 8, 2, 4, 10];

describe('volume baseline', () => {
  it('weighs a past outbreak down', () => {
    const residual = anscombeResidual(14, 2);
    expect(residual).toBeCloseTo(5.641239302416049, 12);
    expect(outbreakWeight(residual)).toBeCloseTo(0.2091656507101824, 12);
    expect(baselineOf(STEADY).mean).toBeCloseTo(2.4643768562219477, 12);
  });

  it('measures by how much an uneven desk strays', () => {
    const { mean, dispersion } = baselineOf(UNEVEN);
    expect(mean).toBeCloseTo(3.9750725585436886, 12);
    expect(dispersion).toBeCloseTo(3.385443267555233, 12);
  });

  it.each([
    [STEADY, 4, 0.23483679297106194],
    [STEADY, 8, 0.003903774415567449],
    [STEADY, 12, 1.0954135207265323e-5],
    [STEADY, 20, 2.7016189461652296e-12],
    [UNEVEN, 10, 0.0824698245935861],
    [UNEVEN, 15, 0.017774071019191245],
    [UNEVEN, 25, 0.0007186867029635298],
  ])('gives the upper tail of %j at %i', (history, found, expected) => {
    expect(volumeUpper(found, baselineOf(history)) / expected).toBeCloseTo(1, 8);
  });

  it('expects something of an hour that never had a ticket', () => {
    expect(baselineOf([0, 0, 0, 0, 0, 0]).mean).toBeGreaterThan(0);
  });
});
