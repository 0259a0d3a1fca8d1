import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCorpus, selectVocabulary } from '../../../../src/core/classifier/corpus.ts';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import { gramScales } from '../../../../src/core/classifier/gram-scales.ts';
import type { Weighing } from '../../../../src/core/classifier/model-settings.ts';
import { countUp } from '../../../../src/core/classifier/seeded-order.ts';
import { SEED } from './a-training-set.ts';

/** Scale of each word of texts whose labels are given, by the word. */
function scalesOf(texts: readonly string[], targets: readonly number[], weighing: Weighing) {
  const corpus = createCorpus(texts.map((text) => documentFromText(text, SEED)));
  const rows = countUp(texts.length);
  const vocabulary = selectVocabulary(corpus, rows, 1, true);
  const from = { corpus, rows, targets: Uint32Array.from(targets), labels: 3 };
  const scales = gramScales(from, vocabulary, weighing);
  return {
    scales,
    of: (word: string) => {
      const key = (documentFromText(word, SEED).grams[0] ?? 0) >>> 4;
      return scales[vocabulary.keys.indexOf(key)] ?? Number.NaN;
    },
  };
}

const TEXTS = ['printer jam', 'printer jam', 'printer loud', 'loud jam', 'login jam', 'login loud'];
const TARGETS = [0, 0, 0, 1, 1, 1];

describe('gramScales', () => {
  it('weighs equally rare words alike when only rarity counts', () => {
    const { of } = scalesOf(TEXTS, TARGETS, 'rare');
    expect(of('printer')).toBeCloseTo(of('loud'), 6);
  });

  it('weighs a word of one label more than an equally rare word of both', () => {
    const { of } = scalesOf(TEXTS, TARGETS, 'telling');
    expect(of('printer')).toBeGreaterThan(1.1 * of('loud'));
  });

  it('believes a word more the more often it was seen with its label only', () => {
    const once = scalesOf(['a x', 'b y', 'c y', 'd x'], [0, 1, 1, 0], 'telling');
    const often = scalesOf(
      Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? `n${row} x` : `n${row} y`)),
      Array.from({ length: 40 }, (_, row) => row % 2),
      'telling',
    );
    const rare = scalesOf(
      Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? `n${row} x` : `n${row} y`)),
      Array.from({ length: 40 }, (_, row) => row % 2),
      'rare',
    );
    const tellingOf = (word: string) => often.of(word) / rare.of(word) ** 2;
    expect(tellingOf('x')).toBeGreaterThan(tellingOf('n2'));
    expect(once.of('x')).toBeGreaterThan(0);
  });

  it('is a positive number for every gram, whatever the rows and labels are', () => {
    const row = fc.tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), fc.nat(2));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('rare', 'telling'),
        (rows, weighing) => {
          const { scales } = scalesOf(
            rows.map(([text]) => text),
            rows.map(([, target]) => target),
            weighing,
          );
          expect(scales.every((scale) => scale > 0 && Number.isFinite(scale))).toBe(true);
        },
      ),
    );
  });
});
