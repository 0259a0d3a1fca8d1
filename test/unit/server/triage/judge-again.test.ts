import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  audited,
  countOf,
  DESK,
  decisionsOf,
  deskIn,
  judge,
  learn,
  manyAudits,
  triage,
} from '../../../builders/promised-desk.ts';
import { aProxy, type TestProxy } from '../../../builders/proxy.ts';

const FORTNIGHT_MS = 14 * 86_400_000;

describe('a recorded answer', () => {
  let proxy: TestProxy;
  beforeEach(async () => {
    proxy = await aProxy();
    await learn(proxy, 130, 'auto');
  });
  afterEach(() => proxy.close());

  it('that assigned is a suggestion once the promise is taken back, also when weeks have passed', async () => {
    const first = await triage(proxy, 60, 'mail');
    expect(countOf(first, 'assign')).toBeGreaterThan(30);
    await judge(proxy, await manyAudits(proxy, 30), 'billing');
    const soon = await triage(proxy, 60, 'mail');
    proxy.clock.now += FORTNIGHT_MS;
    await triage(proxy, 5);
    const late = await triage(proxy, 60, 'mail');
    expect([countOf(soon, 'assign'), countOf(late, 'assign')]).toEqual([0, 0]);
    expect(audited(late)).toEqual(audited(first));
  });

  it('that withheld its label withholds it for good', async () => {
    const blind = audited(await triage(proxy, 100, 'mail'));
    await proxy.call('PUT', DESK, deskIn('suggest'));
    expect(audited(await triage(proxy, 100, 'mail'))).toEqual(blind);
  });

  it.each(['off', 'monitor'] as const)('suggests nothing once the queue is in mode %s', async (mode) => {
    await triage(proxy, 40, 'mail');
    await proxy.call('PUT', DESK, deskIn(mode));
    const told = await triage(proxy, 40, 'mail');
    expect(countOf(told, 'assign') + countOf(told, 'review')).toBe(0);
    expect(told.some(({ answer }) => 'label' in answer)).toBe(false);
  });

  it('that only suggested is not routed when the mode becomes auto', async () => {
    await proxy.call('PUT', DESK, deskIn('suggest'));
    await triage(proxy, 40, 'mail');
    await proxy.call('PUT', DESK, deskIn('auto'));
    expect(decisionsOf(await triage(proxy, 40, 'mail'))).toEqual(new Set(['review']));
  });

  it('that assigned under a lower promise is a suggestion once a lead promises more', async () => {
    await triage(proxy, 40, 'mail');
    await proxy.call('PUT', DESK, deskIn('auto', 0.99));
    expect(countOf(await triage(proxy, 40, 'mail'), 'assign')).toBe(0);
    const fresh = await triage(proxy, 40);
    expect(decisionsOf(fresh)).toEqual(new Set(['review']));
    expect(fresh[0]?.answer.reason).toContain('tested for a lower promise');
  });

  it('that assigned is a suggestion once its queue must never be missed, and says so', async () => {
    await triage(proxy, 40, 'mail');
    await proxy.call('PUT', DESK, deskIn('auto', 0.9, { neverMissed: ['network'] }));
    const told = await triage(proxy, 40, 'mail');
    expect(countOf(told, 'assign')).toBe(0);
    const reviewed = told.find(({ answer }) => answer.decision === 'review')?.answer;
    expect(reviewed?.reason).toContain('“Network” must never be missed');
  });

  it('bears the name that its label goes by today', async () => {
    await proxy.call('PUT', DESK, deskIn('suggest'));
    await triage(proxy, 10, 'mail');
    const desk = deskIn('suggest');
    const labels = desk.fields[0]?.labels.map((one) =>
      one.id === 'network' ? { ...one, mergedInto: 'printing' } : one,
    );
    await proxy.call('PUT', DESK, deskIn('suggest', 0.9, { labels: labels ?? [] }));
    const labelsTold = (await triage(proxy, 10, 'mail')).map(
      ({ answer }) => 'label' in answer && answer.label,
    );
    expect(new Set(labelsTold)).toEqual(new Set(['printing']));
  });
});
