import { describe, expect, it } from '@jest/globals';
import { unknownGramRate } from '../../../../server/monitor/observation.ts';

const KNOWN = [0x100, 0x200, 0x300, 0x400, 0x500];
const isKnown = (gram: number): boolean => KNOWN.includes(gram);

describe('unknown-gram rate', () => {
  it.each([
    [[0x100, 0x200, 0x300], 0],
    [[0x600, 0x700, 0x500], 2 / 3],
    [[0x800, 0x900], 1],
  ])('of %j is the share of unknown words', (grams, expected) => {
    const document = { grams: Uint32Array.from(grams), wordGrams: grams.length };
    expect(unknownGramRate(document, isKnown)).toBeCloseTo(expected, 12);
  });

  it('leaves parts of words out', () => {
    expect(unknownGramRate({ grams: Uint32Array.of(0x100, 0x600), wordGrams: 1 }, isKnown)).toBe(0);
  });

  it('is 1 for a text without words', () => {
    expect(unknownGramRate({ grams: new Uint32Array(), wordGrams: 0 }, isKnown)).toBe(1);
  });
});
