import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  FAMILIARITY_MIN,
  familiarityOf,
  familiarityQuantiles,
} from '../../../../src/core/classifier/familiarity.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { aTrainingSet, SEED, someRows } from './a-training-set.ts';

const scores = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 100, maxLength: 300 });

describe('familiarityOf', () => {
  it('never falls when the score rises, and stays between 0 and 1', () => {
    fc.assert(
      fc.property(
        scores,
        fc.double({ min: -30, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (seen, score, more) => {
          const quantiles = familiarityQuantiles(Float64Array.from(seen));
          const [low, high] = [familiarityOf(score, quantiles), familiarityOf(score + more, quantiles)];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(high).toBeGreaterThanOrEqual(low);
        },
      ),
    );
  });

  it('calls everything familiar when too few rows were scored to say', () => {
    expect(familiarityOf(-100, familiarityQuantiles(new Float64Array(99)))).toBe(1);
  });

  it('is low for a text of unknown words and ordinary for a ticket like the trained ones', () => {
    const predictor = createPredictor(trainModel(aTrainingSet(someRows(300)), { seed: SEED }).model);
    expect(predictor.predict('quel temps fait il a tombouctou').familiarity).toBeLessThan(FAMILIARITY_MIN);
    expect(predictor.predict('please help my laptop screen is broken again 7').familiarity).toBeGreaterThan(
      0.1,
    );
  });
});
