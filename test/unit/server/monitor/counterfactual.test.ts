import { describe, expect, it } from '@jest/globals';
import { fillTemplates, judgeSwaps, swapTexts } from '../../../../server/monitor/counterfactual.ts';

const NAMES = { name: 'first names', words: ['Anna', 'Mehmet', 'Olga'] };
const texts = Array.from({ length: 120 }, (_, number) => ({
  id: `t${number}`,
  text: `Anna cannot print ${number}`,
}));

describe('swapped names', () => {
  it('take each other’s place, whole words only', () => {
    expect(swapTexts([{ id: 'a', text: 'anna asks Olga about Annabel' }], [NAMES])).toEqual([
      {
        id: 'a',
        group: 'first names',
        before: 'anna asks Olga about Annabel',
        after: 'Mehmet asks Anna about Annabel',
      },
    ]);
  });

  it('leave out texts without any', () => {
    expect(swapTexts([{ id: 'a', text: 'the printer is broken' }], [NAMES])).toEqual([]);
  });

  it('fill templates pairwise', () => {
    expect(fillTemplates(['{} needs a laptop'], NAMES).map(({ before, after }) => [before, after])).toEqual([
      ['Anna needs a laptop', 'Mehmet needs a laptop'],
      ['Mehmet needs a laptop', 'Olga needs a laptop'],
    ]);
  });

  it('are fine when no label changes', () => {
    const signals = judgeSwaps(swapTexts(texts, [NAMES]), () => ({ label: 'hardware', confidence: 0.9 }));
    expect(signals).toMatchObject([{ level: 'ok', n: 120, effect: 0 }]);
  });

  it('are critical when the name decides, and name the tickets', () => {
    const byName = (text: string) => ({ label: text.includes('Anna') ? 'hr' : 'hardware', confidence: 0.9 });
    const [signal] = judgeSwaps(swapTexts(texts, [NAMES]), byName);
    expect(signal).toMatchObject({ level: 'critical', effect: 1 });
    expect(signal?.rows).toHaveLength(10);
  });

  it('say nothing from a few texts', () => {
    const signals = judgeSwaps(swapTexts(texts.slice(0, 5), [NAMES]), () => ({ label: 'hr', confidence: 1 }));
    expect(signals).toMatchObject([{ level: 'not-enough-data' }]);
  });
});
