import { describe, expect, it } from '@jest/globals';
import type { BackendPrediction } from '../../../../server/backends/backend.ts';
import type { Decide } from '../../../../server/promise/promises.ts';
import { decide } from '../../../../server/triage/decide.ts';
import type { Decision } from '../../../../src/core/promise/decide.ts';
import type { Reason } from '../../../../src/core/promise/reason.ts';

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

const SURE: Reason = { code: 'mode-suggest' };
const deciding =
  (answer: Decision): Decide =>
  () => ({
    answer,
    inAuto: { decision: 'assign', label: 'network', reason: SURE },
    shown: { decision: 'review', label: 'network', reason: SURE },
  });
const suggesting = deciding({ decision: 'review', label: 'network', reason: SURE });
const decideBy = (rule: Decide, changes: Partial<BackendPrediction> = {}) =>
  decide('T-1', aPrediction(changes), null, rule, (label) => label);

describe('decide', () => {
  it('answers a suggestion with its runners-up and its reason as a sentence', () => {
    expect(decideBy(suggesting).answer).toEqual({
      decision: 'review',
      label: 'network',
      confidence: 0.97,
      alternatives: [{ label: 'billing', confidence: 0.02 }],
      reason: 'This queue is set to suggestions only.',
      backend: 'embedded',
      model: 'm',
    });
  });

  it('shows the runner-ups that it takes for the true label to be among what is shown, and no others', () => {
    const ranked = [
      { label: 'network', confidence: 0.6 },
      { label: 'billing', confidence: 0.25 },
      { label: 'printing', confidence: 0.1 },
    ];
    const limits = { miss: 0.05, shared: 0.2, byLabel: { printing: 0.08 } };
    const shownBy = (byLabel: Record<string, number>) =>
      decideBy((one) => ({ ...suggesting(one), runnersUp: { ...limits, byLabel } }), { ranked }).answer;
    expect(shownBy({})).toMatchObject({ alternatives: [{ label: 'billing' }] });
    expect(shownBy(limits.byLabel)).toMatchObject({
      alternatives: [{ label: 'billing' }, { label: 'printing' }],
    });
    expect(shownBy({ billing: 0.3 })).toMatchObject({ alternatives: [] });
  });

  it('logs what would have happened in auto', () => {
    expect(decideBy(suggesting).inAuto).toBe('assign');
  });

  it('withholds label, confidence and runners-up of an audit, and hands them to the log', () => {
    const audit = decideBy(
      deciding({ decision: 'audit', withheldLabel: 'network', reason: { code: 'blind-audit' } }),
    );
    expect(JSON.stringify(audit.answer)).not.toMatch(/network|billing|0\.97/);
    expect(audit.withheld).toEqual({ label: 'network', confidence: 0.97 });
  });

  it.each(['no-known-words', 'unfamiliar', 'label-not-of-field'] as const)(
    'abstains on %s and keeps the runners-up',
    (doubt) => {
      expect(decideBy(suggesting, { doubt }).answer).toMatchObject({
        decision: 'abstain',
        alternatives: [{}, {}],
      });
    },
  );

  it('abstains when there is no label at all', () => {
    expect(decideBy(suggesting, { ranked: [] }).answer).toMatchObject({ decision: 'abstain', confidence: 0 });
  });

  it('keeps the sentence that says why another backend answered', () => {
    expect(decideBy(suggesting, { fallback: 'Because.' }).answer).toMatchObject({ fallback: 'Because.' });
  });

  it('keeps no word of the ticket', () => {
    expect(JSON.stringify(decideBy(suggesting))).not.toContain('wireless');
  });

  it('answers the label that the predicted one was merged into, and asks the rule about the predicted one', () => {
    const asked: string[] = [];
    const rule: Decide = (prediction) => {
      asked.push(prediction.label);
      return suggesting(prediction);
    };
    const today = (label: string) => (label === 'network' ? 'billing' : label);
    const { answer } = decide('T-1', aPrediction(), null, rule, today);
    expect(answer).toMatchObject({ label: 'billing', confidence: 0.97, alternatives: [] });
    expect(asked).toEqual(['network']);
  });
});
