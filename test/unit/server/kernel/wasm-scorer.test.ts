import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWasmScorers } from '../../../../server/kernel/wasm-scorer.ts';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import { explainPrediction } from '../../../../src/core/classifier/explain.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { aTrainingSet, SEED, someRows } from '../../core/classifier/a-training-set.ts';

const createScorer = await createWasmScorers();
const longRows = someRows(60).map((row) => ({ ...row, text: `${row.text} `.repeat(4) }));
const models = {
  short: trainModel(aTrainingSet(), { seed: SEED }).model,
  long: trainModel(aTrainingSet(longRows), { seed: SEED }).model,
};
const word = fc.constantFrom(
  'laptop',
  'Password',
  'wifi',
  'locked',
  'office',
  'zzz',
  '密码',
  'the the',
  '🔧',
);

describe('the WebAssembly scorer', () => {
  it.each(['short', 'long'] as const)('scores as the plain one does, for a model of %s texts', (kind) => {
    const fast = createPredictor(models[kind], createScorer(models[kind]));
    const plain = createPredictor(models[kind]);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        const text = words.join(' ');
        const expected = plain.predict(text);
        const found = fast.predict(text);
        const distances = Array.from(expected.probabilities, (share, label) =>
          Math.abs(share - (found.probabilities[label] ?? 2)),
        );
        expect(found).toMatchObject({ knownGrams: expected.knownGrams });
        expect(Math.max(...distances)).toBeLessThan(1e-4);
      }),
    );
  });

  it('scores a document as it scores its text', () => {
    const predictor = createPredictor(models.long, createScorer(models.long));
    const text = 'my laptop, my laptop: locked';
    const { confidence } = predictor.predict(text);
    expect(predictor.predictDocument(documentFromText(text, SEED)).confidence).toBeCloseTo(confidence, 6);
  });

  it('leaves nothing of one text behind for the next', () => {
    const predictor = createPredictor(models.long, createScorer(models.long));
    const before = predictor.predict('wifi is slow').confidence;
    predictor.predict('laptop screen password '.repeat(2_000));
    expect(predictor.predict('wifi is slow').confidence).toBe(before);
  });

  it('can be explained like the plain one', () => {
    const [fast, plain] = [
      createPredictor(models.long, createScorer(models.long)),
      createPredictor(models.long),
    ];
    const explained = (predictor: typeof fast) =>
      explainPrediction(predictor, 'my laptop is locked, laptop!', 0, 1).contributions.map(
        ({ text }) => text,
      );
    expect(explained(fast)).toEqual(explained(plain));
  });
});
