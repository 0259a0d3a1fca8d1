import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explainPrediction } from '../../../../src/core/classifier/explain.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { aTrainingSet, SEED } from './a-training-set.ts';

const predictor = createPredictor(trainModel(aTrainingSet(), { seed: SEED }).model);
const { labels } = predictor.model;
const [access, hardware] = [labels.indexOf('access'), labels.indexOf('hardware')];

describe('explainPrediction', () => {
  it('names the words that spoke for the label', () => {
    const { contributions } = explainPrediction(predictor, 'My LAPTOP is at the office', hardware, access);
    expect(contributions[0]).toMatchObject({ text: 'LAPTOP', start: 3, end: 9 });
    expect(contributions[0]?.value).toBeGreaterThan(0);
  });

  it('shows the part that mattered of a word that it does not know', () => {
    const { contributions } = explainPrediction(predictor, 'xxlaptopxx', hardware, access);
    expect('laptop').toContain(contributions[0]?.text);
  });

  it('adds up to the difference of the logits, whatever the text is', () => {
    const words = fc.constantFrom(
      'laptop',
      'Password',
      'wifi',
      'locked',
      'screens',
      '密码重置',
      'é',
      'the the',
      '🔧',
      '\n',
      '-',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (picked) => {
        const { bias, contributions, difference } = explainPrediction(
          predictor,
          picked.join(' '),
          hardware,
          access,
        );
        const sum = contributions.reduce((total, { value }) => total + value, bias);
        const { logits } = predictor.scorer;
        expect(Math.abs(sum - difference)).toBeLessThan(1e-6);
        expect(Math.abs(sum - ((logits[hardware] ?? 0) - (logits[access] ?? 0)))).toBeLessThan(1e-6);
      }),
    );
  });

  it('shows the same part wherever the unknown word stands', () => {
    const text = '(wifi) 密码 xxlaptopxx';
    const shown = explainPrediction(predictor, text, hardware, access).contributions.find(
      ({ start }) => start > 10,
    );
    expect(shown?.text).toBe(
      explainPrediction(predictor, 'xxlaptopxx', hardware, access).contributions[0]?.text,
    );
    expect(text.slice(shown?.start, shown?.end)).toBe(shown?.text);
  });

  it('counts the parts of a Chinese word towards the characters that they are in', () => {
    const { contributions } = explainPrediction(predictor, '我的 laptop 坏了', hardware, access);
    expect(contributions[0]?.text).toBe('laptop');
  });

  it('quotes the text where it says that the words stand', () => {
    const text = 'Password of my laptop, again: the password!';
    const { contributions } = explainPrediction(predictor, text, access, hardware);
    expect(contributions.map(({ start, end }) => text.slice(start, end))).toEqual(
      contributions.map((one) => one.text),
    );
  });
});
