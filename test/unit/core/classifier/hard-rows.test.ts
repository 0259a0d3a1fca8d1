import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWasmKernel } from '../../../../server/kernel/wasm-kernel.ts';
import { createWasmScorers } from '../../../../server/kernel/wasm-scorer.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';
import { aTrainingSet, SEED, someRows } from './a-training-set.ts';

const kernel = await createWasmKernel();
const createScorer = await createWasmScorers();

/** A text of so many characters in which hardly any word occurs twice. */
function longText(characters: number, seed: number): string {
  const random = createRandom(seed);
  let text = '';
  while (text.length < characters) text += ` ${random().toString(36).slice(2, 9)}`;
  return text.slice(0, characters);
}

describe('training on rows that are hard', () => {
  it('fits and predicts texts of 100,000 characters, of which it reads the first', () => {
    const rows = [
      ...someRows(30),
      { text: longText(100_000, 1), label: 'access' },
      { text: longText(100_000, 2), label: 'network' },
    ];
    const { model } = trainModel(aTrainingSet(rows), { seed: SEED, kernel });
    const predictor = createPredictor(model, createScorer(model));
    expect(predictor.predict(longText(100_000, 1)).confidence).toBeGreaterThan(0);
  });

  it('learns labels with one row beside labels with many', () => {
    const rows = [...someRows(60), { text: 'parking permit for the garage', label: 'facilities' }];
    const { model, report } = trainModel(aTrainingSet(rows), { seed: SEED, kernel });
    const label = createPredictor(model).predict('parking permit for the garage').label;
    expect(model.labels[label]).toBe('facilities');
    expect(report.rowsPerLabel).toContain(1);
  });

  it('gives a text the label that most people gave it', () => {
    const disputed = Array.from({ length: 20 }, (_, row) => ({
      text: 'cannot open the form',
      label: row % 4 === 0 ? 'access' : 'network',
    }));
    const { model } = trainModel(aTrainingSet([...someRows(60), ...disputed]), { seed: SEED, kernel });
    const { label } = createPredictor(model).predict('cannot open the form');
    expect(model.labels[label]).toBe('network');
  });

  it('gives finite confidences whatever the shares of the labels, with both scorers', () => {
    const label = fc.constantFrom('a', 'a', 'a', 'a', 'a', 'a', 'a', 'b', 'c');
    const row = fc.record({ text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), label });
    const fixed = [
      { text: 'one text', label: 'a' },
      { text: 'one text', label: 'b' },
    ];
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.string({ unit: 'binary' }), (rows, text) => {
        const { model } = trainModel(aTrainingSet([...fixed, ...rows]), { seed: SEED, kernel });
        const plain = createPredictor(model).predict(text).confidence;
        const fast = createPredictor(model, createScorer(model)).predict(text).confidence;
        expect(plain).toBeGreaterThan(0);
        expect(plain).toBeLessThanOrEqual(1);
        expect(Math.abs(plain - fast)).toBeLessThan(1e-3);
      }),
      { numRuns: 15 },
    );
  });
});
