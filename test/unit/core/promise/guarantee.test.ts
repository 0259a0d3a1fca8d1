// The promise itself, by simulation on desks whose true precision is known: over 200 seeded draws of checked tickets no group
// is routed below its target more often than delta allows (0.1 plus two standard errors is 0.142).
import { describe, expect, it } from '@jest/globals';
import { naiveCut } from '../../../../src/core/promise/naive-cut.ts';
import type { PromiseTable } from '../../../../src/core/promise/promise-table.ts';
import { provePromise } from '../../../../src/core/promise/prove.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';
import {
  desk,
  drawTickets,
  honestError,
  labelsOf,
  overconfidentError,
  type SyntheticQueue,
  truePrecision,
} from './synthetic-desk.ts';

const DRAWS = 200;
const VIOLATION_MAX = 0.142;

function violations(queues: readonly SyntheticQueue[], table: PromiseTable): string[] {
  const labels = labelsOf(queues);
  return table.groups.flatMap((group) => {
    if (group.state !== 'proven') return [];
    const members = group.labels.map((label) => labels.indexOf(label));
    return truePrecision(queues, members, group.threshold) < table.target ? [group.id] : [];
  });
}

function simulate(queues: readonly SyntheticQueue[], checked: number, target: number, isLearnt: boolean) {
  const missed = new Map<string, number>();
  let routed = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    const random = createRandom(1000 * checked + draw);
    const plan = drawTickets(queues, 1000, random);
    const table = provePromise({
      labels: labelsOf(queues),
      checked: drawTickets(queues, checked, random),
      plan: isLearnt ? plan : { predicted: plan.predicted, confidence: plan.confidence },
      evidence: 'hold-out',
      target,
      delta: 0.1,
    });
    routed += table.routedShare / DRAWS;
    for (const id of violations(queues, table)) missed.set(id, (missed.get(id) ?? 0) + 1 / DRAWS);
  }
  return { worst: Math.max(0, ...missed.values()), routed };
}

describe('the promise', () => {
  it.each([
    { name: 'honest', wrongAt: honestError, checked: 400, target: 0.9, isLearnt: false, routedMin: 0.5 },
    { name: 'honest', wrongAt: honestError, checked: 2000, target: 0.95, isLearnt: true, routedMin: 0.45 },
    {
      name: 'overconfident',
      wrongAt: overconfidentError,
      checked: 400,
      target: 0.9,
      isLearnt: true,
      routedMin: 0.2,
    },
    {
      name: 'overconfident',
      wrongAt: overconfidentError,
      checked: 2000,
      target: 0.95,
      isLearnt: false,
      routedMin: 0.2,
    },
  ])('of $target holds on a desk with $name confidences and $checked checked tickets', (scene) => {
    const { worst, routed } = simulate(desk(scene.wrongAt), scene.checked, scene.target, scene.isLearnt);
    expect(worst).toBeLessThanOrEqual(VIOLATION_MAX);
    expect(routed).toBeGreaterThan(scene.routedMin);
  });

  it('is broken about every other time by the naive cut', () => {
    const queues = desk();
    let missed = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      const cut = naiveCut(drawTickets(queues, 2000, createRandom(draw)), 1, 0.95);
      if (cut && truePrecision(queues, [1], cut.threshold) < 0.95) missed++;
    }
    expect(missed / DRAWS).toBeGreaterThan(0.3);
  });
});
