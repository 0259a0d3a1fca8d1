import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { createDeadline } from '../../../../server/backends/deadline.ts';
import { createEmbeddedBackend } from '../../../../server/backends/embedded.ts';
import { scorersAtHand } from '../../../../server/kernel/scorers-at-hand.ts';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import { decodeModel } from '../../../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { themedModel } from '../../../builders/model.ts';

const TEXTS = [
  'printer printer printer out of paper, and the paper tray is stuck',
  'Refund for the second invoice please, the invoice of May was paid twice',
  'zyxwv qponm unheard words only',
  `wlan ${'reset the router '.repeat(30)}`,
  '!',
];

const bytes = themedModel();
const source = { inService: async () => ({ queue: 'model-1' }), bytes: async () => bytes };
const model = decodeModel(bytes, crc32);

/** What monitors keep of a text, found from the stored form of it alone. */
function traceFromDocument(text: string) {
  const predictor = createPredictor(model);
  const { grams, wordGrams } = documentFromText(text, model.hashSeed);
  const { probabilities } = predictor.predictDocument({ grams, wordGrams });
  const unknown = [...predictor.scorer.foundWords.subarray(0, wordGrams)].filter((found) => found === 0);
  return {
    words: [...grams.slice(0, wordGrams)],
    unknownRate: wordGrams === 0 ? 1 : unknown.length / wordGrams,
    probabilities: [...probabilities],
  };
}

describe.each([
  ['plain', undefined],
  ['fast', scorersAtHand],
] as const)('traces of the embedded backend with the %s scorer', (_name, scorers) => {
  const backend = createEmbeddedBackend(source, scorers);
  const request = { desk: 'it', field: 'queue', labels: model.labels, texts: TEXTS };
  const ask = (isTraced: boolean) =>
    backend.predict({ ...request, isTraced }, createDeadline(60_000, Date.now));

  it('come with the predictions and hold what the texts’ documents tell', async () => {
    const outcome = await ask(true);
    const traces = outcome.ok ? (outcome.traces ?? []) : [];
    expect(traces).toHaveLength(TEXTS.length);
    for (const [index, text] of TEXTS.entries()) {
      const expected = traceFromDocument(text);
      const trace = traces[index];
      expect(trace?.model).toBe('model-1');
      expect([...(trace?.document.grams ?? [])]).toEqual(expected.words);
      expect(trace?.document.wordGrams).toBe(expected.words.length);
      expect(trace?.unknownRate).toBeCloseTo(expected.unknownRate, 12);
      expect(trace?.probabilities).toHaveLength(model.labels.length);
      expected.probabilities.forEach((value, label) => {
        expect(trace?.probabilities[label]).toBeCloseTo(value, 4);
      });
    }
  });

  it('are the same where a text is predicted for its trace alone', async () => {
    const outcome = await ask(true);
    const alone = await Promise.all(TEXTS.map((text) => backend.trace('it', 'model-1', text)));
    expect(outcome.ok && outcome.traces).toEqual(alone);
  });

  it('are left out where no monitor looks', async () => {
    expect(await ask(false)).not.toHaveProperty('traces');
  });
});
