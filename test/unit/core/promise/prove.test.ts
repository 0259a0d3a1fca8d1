import { describe, expect, it } from '@jest/globals';
import type { JudgedTickets } from '../../../../src/core/promise/judged-tickets.ts';
import type { PromiseGroup } from '../../../../src/core/promise/promise-table.ts';
import { groupsByLabel } from '../../../../src/core/promise/promise-table.ts';
import { type PromiseInput, provePromise } from '../../../../src/core/promise/prove.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';
import { type DrawnTickets, desk, drawTickets, labelsOf } from './synthetic-desk.ts';

const QUEUES = desk();

function aPromise(changes: Partial<PromiseInput> = {}): PromiseInput {
  return {
    labels: labelsOf(QUEUES),
    checked: drawTickets(QUEUES, 3000, createRandom(1)),
    plan: drawTickets(QUEUES, 3000, createRandom(2)),
    evidence: 'hold-out',
    target: 0.95,
    delta: 0.1,
    ...changes,
  };
}

function groupOf(label: string, input: PromiseInput): PromiseGroup | undefined {
  return groupsByLabel(provePromise(input)).get(label);
}

describe('a proven promise', () => {
  it('states threshold, evidence and bound of a queue', () => {
    const proven = groupOf('queue-3', aPromise()) as Extract<PromiseGroup, { state: 'proven' }>;
    expect(proven).toMatchObject({ state: 'proven', id: 'queue-3', labels: ['queue-3'] });
    expect(proven.pValue).toBeLessThanOrEqual(0.1);
    expect(proven.precisionMin).toBeGreaterThanOrEqual(0.95);
    expect(1 - proven.errors / proven.tested).toBeGreaterThan(proven.precisionMin);
    expect(proven.routedShare).toBeLessThan(proven.share);
  });

  it('puts every label in exactly one group', () => {
    const labels = provePromise(aPromise()).groups.flatMap((group) => group.labels);
    expect([...labels].sort()).toEqual([...labelsOf(QUEUES)].sort());
  });

  it('is plain JSON', () => {
    const table = provePromise(aPromise());
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  });

  it('does not depend on the order of the checked tickets', () => {
    const checked = drawTickets(QUEUES, 500, createRandom(3));
    const backwards = {
      predicted: [...checked.predicted].reverse(),
      targets: [...checked.targets].reverse(),
      confidence: [...checked.confidence].reverse(),
    };
    expect(provePromise(aPromise({ checked: backwards }))).toEqual(provePromise(aPromise({ checked })));
  });

  it('pools queues that are too small to be proven alone', () => {
    const pooled = provePromise(aPromise({ checked: drawTickets(QUEUES, 600, createRandom(4)) })).groups.find(
      (group) => group.id === '*',
    );
    expect(pooled?.labels).toContain('queue-8');
    expect(pooled?.labels.length).toBeGreaterThan(1);
  });

  it('decides who is pooled without looking at the labels of checked tickets', () => {
    const checked = drawTickets(QUEUES, 600, createRandom(4));
    const allWrong = { ...checked, targets: checked.predicted.map((label) => (label + 1) % 8) };
    const members = (input: PromiseInput) => provePromise(input).groups.map((group) => group.labels);
    expect(members(aPromise({ checked: allWrong }))).toEqual(members(aPromise({ checked })));
  });

  it('never goes below the floor of the threshold', () => {
    const table = provePromise(aPromise({ target: 0.7, thresholdMin: 0.8 }));
    const thresholds = table.groups.flatMap((group) => (group.state === 'proven' ? [group.threshold] : []));
    expect(Math.min(...thresholds)).toBeGreaterThanOrEqual(0.8);
    expect(thresholds.length).toBeGreaterThan(0);
  });

  it('is provisional at half delta on out-of-fold scores', () => {
    const table = provePromise(aPromise({ evidence: 'out-of-fold' }));
    expect(table).toMatchObject({ kind: 'provisional', delta: 0.1, deltaPerGroup: 0.05 });
  });

  it('parts delta over the groups when it is to hold for all of them at once', () => {
    const table = provePromise(aPromise({ isFamilyWise: true, target: 0.85 }));
    const tested = table.groups.filter(({ state, share }) => state === 'proven' || share > 0);
    expect(table.deltaPerGroup).toBeCloseTo(0.1 / tested.length, 12);
    expect(tested.length).toBeGreaterThan(1);
  });
});

describe('a refused promise', () => {
  const reasonsOf = (input: PromiseInput) =>
    provePromise(input).groups.map((group) => (group.state === 'unproven' ? group.reason : 'proven'));
  const withConfidences = (value: (row: number) => number): JudgedTickets => {
    const tickets = drawTickets(QUEUES, 2000, createRandom(7));
    return { ...tickets, confidence: Float64Array.from(tickets.confidence, (_, row) => value(row)) };
  };

  it.each([
    { name: 'one queue', changes: { labels: ['only'] }, reason: 'one-label' },
    { name: 'a target of 100 %', changes: { target: 1 }, reason: 'target-certain' },
    {
      name: 'no hold-out',
      changes: { checked: { predicted: [], targets: [], confidence: [] } },
      reason: 'no-hold-out',
    },
    {
      name: 'a NaN',
      changes: { checked: withConfidences((row) => (row === 7 ? NaN : 0.9)) },
      reason: 'scores-invalid',
    },
    { name: 'a confidence above 1', changes: { plan: withConfidences(() => 1.2) }, reason: 'scores-invalid' },
    { name: 'tied confidences', changes: { plan: withConfidences(() => 0.97) }, reason: 'scores-flat' },
    {
      name: 'confidences of 0 and 1',
      changes: { plan: withConfidences((row) => row % 2) },
      reason: 'scores-flat',
    },
  ])('with $name says $reason of every queue', ({ changes, reason }) => {
    expect(new Set(reasonsOf(aPromise(changes)))).toEqual(new Set([reason]));
  });

  it('leaves a queue with three tickets to suggestions and says how many it needs', () => {
    const checked = drawTickets(QUEUES, 1000, createRandom(8));
    const plan = drawTickets(QUEUES, 1000, createRandom(9));
    const small = (tickets: DrawnTickets, rows: number): JudgedTickets => ({
      ...tickets,
      predicted: tickets.predicted.map((label, row) => (row < rows ? 8 : label)),
    });
    const labels = [...labelsOf(QUEUES), 'three'];
    const group = groupOf('three', aPromise({ labels, checked: small(checked, 3), plan: small(plan, 1) }));
    expect(group).toMatchObject({
      state: 'unproven',
      reason: 'rarely-predicted',
      checked: 3,
      checkedMore: 42,
    });
  });

  it('says that too many were wrong when the model is not as good as it believes', () => {
    const checked = drawTickets(
      desk((confidence) => 1.5 - confidence),
      3000,
      createRandom(10),
    );
    expect(new Set(reasonsOf(aPromise({ checked })))).toEqual(new Set(['too-many-errors']));
  });

  it('asks for as many more tickets as then mostly prove it', () => {
    const queues = desk().map((queue) => ({ ...queue, share: queue.share, skew: 1.6 }));
    const plan = drawTickets(queues, 3000, createRandom(11));
    const checked = drawTickets(queues, 60, createRandom(12));
    const [group] = provePromise(aPromise({ checked, plan })).groups;
    const more = group?.state === 'unproven' ? (group.checkedMore ?? 0) : 0;
    expect(more).toBeGreaterThan(40);
    const proven = Array.from({ length: 20 }, (_, seed) => {
      const tickets = drawTickets(
        queues,
        Math.ceil((60 + more) / (group?.share ?? 1)),
        createRandom(100 + seed),
      );
      return provePromise(aPromise({ checked: tickets, plan })).groups.some(
        ({ state }) => state === 'proven',
      );
    });
    expect(proven.filter(Boolean).length).toBeGreaterThan(12);
  });

  it.each([
    [{ target: 0 }, 'target'],
    [{ target: NaN }, 'target'],
    [{ delta: 0 }, 'delta'],
    [{ thresholdMin: 2 }, 'floor'],
    [{ plan: { predicted: [0], confidence: [] } }, 'one confidence'],
  ])('throws for %j', (changes, message) => {
    expect(() => provePromise(aPromise(changes))).toThrow(message);
  });
});
