import { describe, expect, it } from '@jest/globals';
import { learnErrorCurve } from '../../../../src/core/promise/error-curve.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';
import { desk, drawTickets, overconfidentError } from './synthetic-desk.ts';

describe('the error curve', () => {
  it('learns errors that the confidences hide', () => {
    const curve = learnErrorCurve(drawTickets(desk(overconfidentError), 5000, createRandom(1)));
    const misses = [0.6, 0.7, 0.8, 0.9, 0.97].map((confidence) =>
      Math.abs(curve(confidence) - overconfidentError(confidence)),
    );
    expect(Math.max(...misses)).toBeLessThan(0.06);
  });

  it('pools neighbours whose errors rise with confidence, and draws each step towards the confidence', () => {
    const curve = learnErrorCurve({
      confidence: [0.8, 0.6, 0.5, 0.7],
      predicted: [0, 0, 0, 0],
      targets: [0, 0, 1, 1],
    });
    // Steps of errors/tickets 1/1 up to 0.5, 1/2 up to 0.7 and 0/1 above, each beside 20 tickets of 1 − confidence.
    expect(curve(0.4)).toBeCloseTo((1 + 20 * 0.6) / 21, 12);
    expect(curve(0.65)).toBeCloseTo((1 + 20 * 0.35) / 22, 12);
    expect(curve(0.9)).toBeCloseTo((0 + 20 * 0.1) / 21, 12);
  });

  it('trusts the confidence where it has seen nothing', () => {
    const curve = learnErrorCurve({ predicted: [], targets: [], confidence: [] });
    expect(curve(0.9)).toBeCloseTo(0.1, 12);
  });
});
