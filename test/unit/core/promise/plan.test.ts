import { describe, expect, it } from '@jest/globals';
import { type PlanInput, planPromise } from '../../../../src/core/promise/plan.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';
import { desk, drawTickets, labelsOf, overconfidentError } from './synthetic-desk.ts';

const QUEUES = desk(overconfidentError);

function aPlan(changes: Partial<PlanInput> & { checked?: number } = {}): PlanInput {
  const { checked = 2000, ...rest } = changes;
  return {
    labels: labelsOf(QUEUES),
    plan: drawTickets(QUEUES, 2000, createRandom(1)),
    checkedPredicted: drawTickets(QUEUES, checked, createRandom(2)).predicted,
    allowed: 0.1,
    delta: 0.1,
    thresholdMin: 0.5,
    ...rest,
  };
}

function wrongAtStart(input: PlanInput): number {
  const [group] = planPromise(input).groups;
  return group?.steps[group.steps.length - 1]?.wrong ?? NaN;
}

describe('the plan of a promise', () => {
  it('tries thresholds downwards and never twice', () => {
    const walks = planPromise(aPlan()).groups.map(({ steps }) => steps.map(({ threshold }) => threshold));
    expect(walks).toEqual(walks.map((walk) => [...new Set(walk)].sort((a, b) => b - a)));
  });

  it('has more queues stand alone the more tickets are checked', () => {
    const alone = (checked: number) =>
      planPromise(aPlan({ checked })).groups.filter(({ id }) => id !== '*').length;
    expect(alone(20_000)).toBeGreaterThan(alone(2000));
    expect(alone(150)).toBe(0);
  });

  it('reckons with errors that were seen while calibrating', () => {
    const { predicted, confidence, targets } = drawTickets(QUEUES, 2000, createRandom(1));
    const stated = wrongAtStart(aPlan({ plan: { predicted, confidence } }));
    const seen = wrongAtStart(aPlan({ plan: { predicted, confidence, targets } }));
    expect(seen).toBeGreaterThan(1.15 * stated);
  });

  it('is the same for the same scores', () => {
    expect(planPromise(aPlan())).toEqual(planPromise(aPlan()));
  });

  it('has no group when nothing was predicted', () => {
    const none = { predicted: [], confidence: [] };
    const plan = planPromise(aPlan({ plan: none, checkedPredicted: [] }));
    expect(plan.groups).toEqual([]);
    expect(plan.untestable.map(({ reason }) => reason)).toEqual(QUEUES.map(() => 'rarely-predicted'));
  });
});
