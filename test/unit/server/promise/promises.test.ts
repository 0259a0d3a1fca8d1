import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  audited,
  DESK,
  decisionsOf,
  deskIn,
  judge,
  learn,
  standingOf,
  triage,
} from '../../../builders/promised-desk.ts';
import { aProxy, type TestProxy } from '../../../builders/proxy.ts';

describe('a desk with enough checked tickets', () => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await aProxy();
    await learn(proxy, 130, 'auto');
  });
  afterAll(() => proxy.close());

  it('assigns alone from the proven threshold on, and says so in a sentence', async () => {
    const assigned = (await triage(proxy, 40)).filter(({ answer }) => answer.decision === 'assign');
    expect(assigned.length).toBeGreaterThan(20);
    expect(assigned[0]?.answer).toMatchObject({
      label: 'network',
      reason: expect.stringMatching(/^90 % promise.*holds from/),
    });
  });

  it('gives a share to people blind, without label, confidence or runners-up', async () => {
    const answers = await triage(proxy, 150);
    expect(audited(answers).length).toBeGreaterThan(3);
    const blind = answers.find(({ answer }) => answer.decision === 'audit')?.answer;
    expect(Object.keys(blind ?? {}).sort()).toEqual(['backend', 'decision', 'model', 'reason']);
  });

  it('tells how the promise stands, in the desk', async () => {
    expect(await standingOf(proxy)).toMatchObject({
      state: 'proven',
      mode: 'auto',
      sentence: expect.stringContaining('at least 90 % right'),
    });
  });

  it('ignores an outcome for a ticket that was not audited', async () => {
    expect(await judge(proxy, ['nobody-asked'], 'network')).toEqual({ taken: 0, ignored: 1, tripped: [] });
  });

  it('takes an outcome once', async () => {
    const [id = ''] = audited(await triage(proxy, 100));
    expect([await judge(proxy, [id], 'network'), await judge(proxy, [id], 'network')]).toMatchObject([
      { taken: 1 },
      { taken: 0, ignored: 1 },
    ]);
  });

  it('only suggests in mode suggest, and writes no label in mode monitor', async () => {
    await proxy.call('PUT', DESK, deskIn('suggest'));
    expect(decisionsOf(await triage(proxy, 20))).toEqual(new Set(['review']));
    await proxy.call('PUT', DESK, deskIn('monitor'));
    expect(decisionsOf(await triage(proxy, 20))).toEqual(new Set(['abstain']));
    await proxy.call('PUT', DESK, deskIn('auto'));
  });

  it('falls back to suggestions at once when audits break the promise, and stays there until it is proven again', async () => {
    await triage(proxy, 40, 9_000);
    const wrong = audited(await triage(proxy, 200));
    const receipt = await judge(proxy, wrong, 'billing');
    expect(receipt['tripped']).toMatchObject([
      { label: 'network', sentence: expect.stringContaining('suggestions again') },
    ]);
    expect((await triage(proxy, 60)).filter(({ answer }) => answer.decision === 'assign')).toEqual([]);
    expect(decisionsOf(await triage(proxy, 40, 9_000)).has('assign')).toBe(false);
    expect(await standingOf(proxy)).toMatchObject({
      state: 'tripped',
      sentence: expect.stringMatching(/^Taken back/),
    });
    await learn(proxy, 130, 'auto');
    expect(decisionsOf(await triage(proxy, 60)).has('assign')).toBe(false);
  });

  it('is armed again by a lead once fresh audits prove it, and not before', async () => {
    const arm = () => proxy.call('POST', `${DESK}/fields/queue/arm`, { label: 'network' });
    expect((await arm()).status).toBe(422);
    proxy.clock.now += 3_600_000;
    const fresh = audited(await triage(proxy, 200));
    await judge(proxy, fresh, 'network');
    const more = audited(await triage(proxy, 200));
    await judge(proxy, more, 'network');
    expect((await arm()).status).toBe(200);
    expect((await triage(proxy, 60)).some(({ answer }) => answer.decision === 'assign')).toBe(true);
  });
});

describe('a desk with few checked tickets', () => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await aProxy();
    await learn(proxy, 12, 'auto', 0.95);
  });
  afterAll(() => proxy.close());

  it('suggests only, and says why', async () => {
    expect(decisionsOf(await triage(proxy, 30))).toEqual(new Set(['review']));
    expect(await standingOf(proxy)).toMatchObject({
      state: 'unproven',
      mode: 'suggest',
      sentence: expect.stringMatching(/^Not proven/),
    });
  });
});

describe('a promise of 100 %', () => {
  it('is refused with the reason, and everything stays a suggestion', async () => {
    const proxy = await aProxy();
    await learn(proxy, 130, 'auto', 1);
    expect(decisionsOf(await triage(proxy, 30))).toEqual(new Set(['review']));
    expect((await standingOf(proxy))?.sentence).toContain('no number of checked tickets proves 100 %');
    await proxy.close();
  });
});
