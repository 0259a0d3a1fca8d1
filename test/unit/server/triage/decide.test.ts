import { describe, expect, it } from '@jest/globals';
import type { BackendPrediction } from '../../../../server/backends/backend.ts';
import { decide } from '../../../../server/triage/decide.ts';

function aPrediction(changes: Partial<BackendPrediction> = {}): BackendPrediction {
  return {
    ranked: [
      { label: 'network', confidence: 0.97 },
      { label: 'billing', confidence: 0.02 },
    ],
    explanation: [{ text: 'wireless', weight: 2 }],
    backend: 'embedded',
    model: 'm',
    ...changes,
  };
}

describe('decide', () => {
  it('suggests the best label, however sure the model is, while nothing is proven', () => {
    expect(decide(aPrediction())).toEqual({
      decision: 'review',
      label: 'network',
      confidence: 0.97,
      alternatives: [{ label: 'billing', confidence: 0.02 }],
      reason: 'Nothing is proven for this queue yet, so this is a suggestion.',
      backend: 'embedded',
      model: 'm',
    });
  });

  it.each(['no-known-words', 'label-not-of-field'] as const)(
    'abstains on %s and keeps the runners-up',
    (doubt) => {
      expect(decide(aPrediction({ doubt }))).toMatchObject({ decision: 'abstain', alternatives: [{}, {}] });
    },
  );

  it('abstains when there is no label at all', () => {
    expect(decide(aPrediction({ ranked: [] }))).toMatchObject({ decision: 'abstain', confidence: 0 });
  });

  it('keeps the sentence that says why another backend answered', () => {
    expect(decide(aPrediction({ fallback: 'Because.' }))).toMatchObject({ fallback: 'Because.' });
  });

  it('keeps no word of the ticket', () => {
    expect(JSON.stringify(decide(aPrediction()))).not.toContain('wireless');
  });
});
