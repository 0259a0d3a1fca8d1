import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { betaQuantile, incompleteBeta, logIncompleteBeta } from '../../../../src/core/statistics/beta.ts';
import { relativeError } from './relative-error.ts';

// Expected: scipy 1.17.1 special.betainc and special.betaincinv; those below 1e-100 also by mpmath 1.3.0 where it answers.
describe('incomplete beta function', () => {
  it.each([
    [0.5, 0.5, 0.3, 0.3690101195655454],
    [2.5, 37.25, 0.01, 0.02070916308258389],
    [120.7, 3.3, 0.9, 0.0004208993638988341],
    [1e5, 9e5, 0.099, 0.0004153157302546453],
    [1e5, 9e5, 0.1003, 0.8413450321774673],
    [1e5, 9e5, 0.092, 9.168201285894778e-165],
    [1e-3, 2, 0.5, 0.9998067465369478],
    [4999.5, 0.75, 0.93, 5.080606894260453e-159],
  ])('of shapes %d and %d at %d', (a, b, x, expected) => {
    expect(relativeError(incompleteBeta(a, b, x), expected)).toBeLessThan(1e-10);
    expect(logIncompleteBeta(a, b, x)).toBeCloseTo(Math.log(expected), 9);
  });

  it.each([
    [95, 6, 0.1, 0.9092285303859299],
    [1, 20, 0.05, 0.0025613787765302806],
    [20, 1, 0.1, 0.8912509381337456],
    [9.5e5, 5e4, 0.01, 0.9494916616104973],
    [2.5, 400.5, 1e-12, 6.38585706671125e-8],
    [0.5, 0.5, 0.9, 0.9755282581475768],
  ])('inverted for shapes %d and %d at %d', (a, b, probability, expected) => {
    expect(relativeError(betaQuantile(a, b, probability), expected)).toBeLessThan(1e-10);
  });

  it('is 0 and 1 at the ends', () => {
    expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
    expect([betaQuantile(2, 3, 0), betaQuantile(2, 3, 1)]).toEqual([0, 1]);
    expect([logIncompleteBeta(2, 3, 0), logIncompleteBeta(2, 3, 1)]).toEqual([-Infinity, 0]);
  });

  it('returns to the probability whose quantile it was given', () => {
    const shape = fc.double({ min: 1, max: 5000, noNaN: true });
    const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(shape, shape, probability, (a, b, p) => {
        expect(Math.abs(incompleteBeta(a, b, betaQuantile(a, b, p)) - p)).toBeLessThan(1e-9);
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});
