import { describe, expect, it } from '@jest/globals';
import type { BackendPrediction } from '../../../../server/backends/backend.ts';
import {
  fitOpinion,
  joinOpinions,
  type Opinion,
  opinionConfidence,
  rankOpinion,
} from '../../../../server/vertex/second-opinion.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

function aPrediction(changes: Partial<BackendPrediction> = {}): BackendPrediction {
  const ranked = [
    { label: 'network', confidence: 0.6 },
    { label: 'billing', confidence: 0.3 },
  ];
  return { ranked, explanation: [], backend: 'embedded', model: 'm', ...changes };
}

const says = (label: string, voteShare = 1) =>
  aPrediction({ ranked: [{ label, confidence: 0.67 }], voteShare, backend: 'gemini' });
const nothing = aPrediction({ ranked: [], voteShare: 0, backend: 'gemini' });

/** Opinions with known chances to be right: agreeing ones 0.9, disagreeing ones 0.6, abstentions 0.4. */
function aHistory(rows: number) {
  const random = createRandom(11);
  const kinds = [says('network'), says('billing'), nothing];
  const chances = [0.9, 0.6, 0.4];
  const opinions: Opinion[] = [];
  const isRight: boolean[] = [];
  for (let row = 0; row < rows; row++) {
    const opinion = joinOpinions(aPrediction(), kinds[row % 3] ?? nothing);
    if (opinion === undefined) continue;
    opinions.push(opinion);
    isRight.push(random() < (chances[row % 3] ?? 0));
  }
  return { opinions, isRight };
}

describe('a second opinion', () => {
  it.each<[string, BackendPrediction, string, boolean]>([
    ['agrees', says('network'), 'network', true],
    ['names another label', says('billing'), 'billing', false],
    ['names nothing', nothing, 'network', false],
  ])('that %s gives the label %#', (_case, second, label, isAgreeing) => {
    expect(joinOpinions(aPrediction(), second)).toMatchObject({ label, isAgreeing });
  });

  it('is none where neither model names a label', () => {
    expect(joinOpinions(aPrediction({ ranked: [] }), nothing)).toBeUndefined();
  });

  it('learns from labelled tickets how often each kind of answer is right', () => {
    const { opinions, isRight } = aHistory(6_000);
    const weights = fitOpinion(opinions, isRight);
    const learnt = opinions.slice(0, 3).map((opinion) => opinionConfidence(weights, opinion));
    expect(learnt.map((one) => Math.round(one * 20) / 20)).toEqual([0.9, 0.6, 0.4]);
  });

  it('stays short of certainty where every answer was right', () => {
    const { opinions } = aHistory(120);
    const weights = fitOpinion(
      opinions,
      opinions.map(() => true),
    );
    expect(Math.max(...opinions.map((one) => opinionConfidence(weights, one)))).toBeLessThan(0.999);
  });

  it('is not learnt from fewer than a hundred tickets', () => {
    const { opinions, isRight } = aHistory(99);
    expect(() => fitOpinion(opinions, isRight)).toThrow('at least 100');
  });

  it('leaves the other labels no more than what is left', () => {
    expect(rankOpinion('printing', 0.7, aPrediction())).toEqual([
      { label: 'printing', confidence: 0.7 },
      { label: 'network', confidence: expect.closeTo(0.2, 9) },
      { label: 'billing', confidence: expect.closeTo(0.1, 9) },
    ]);
  });
});
