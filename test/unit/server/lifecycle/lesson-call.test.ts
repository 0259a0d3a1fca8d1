// What calls for a lesson, on a real proxy with real audits.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LessonCall } from '../../../../src/core/contract.ts';
import { DESK, judge, learn, manyAudits } from '../../../builders/promised-desk.ts';
import { aProxy, type TestProxy, teach, trainingRows } from '../../../builders/proxy.ts';

const HOUR_MS = 3_600_000;

describe('what calls for a lesson', () => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await aProxy();
    await learn(proxy, 130, 'auto');
  }, 60_000);
  afterAll(() => proxy.close());

  const call = async (as?: string): Promise<LessonCall> =>
    (await proxy.call('GET', `${DESK}/learning`, undefined, as)).body as unknown as LessonCall;
  const causes = async () => (await call()).fields[0]?.causes.map(({ cause }) => cause);
  /** Has blind audits judged until there are `wanted`; a person says `label` of each. */
  async function judged(wanted: number, label: string): Promise<void> {
    proxy.clock.now += 1_000;
    await judge(proxy, await manyAudits(proxy, wanted), label);
  }

  it('is nothing on a quiet desk, and no lesson begins within a day of the last', async () => {
    const { fields, notBefore, newLabelsMin, mayLearn } = await call();
    expect(fields).toEqual([{ field: 'queue', rows: 390, causes: [] }]);
    expect(notBefore).toBe(proxy.clock.now + 24 * HOUR_MS);
    expect([newLabelsMin, mayLearn]).toEqual([50, true]);
  });

  it('lets only leads teach', async () => {
    await proxy.call('PUT', `${DESK}/members/agent@example.com`, { role: 'agent' });
    expect((await call('agent@example.com')).mayLearn).toBe(false);
  });

  it('is nothing while audits are right', async () => {
    await judged(30, 'network');
    expect(await causes()).toEqual([]);
  });

  it('is a promise that was taken back, until the next lesson', async () => {
    await judged(30, 'billing');
    expect(await causes()).toContain('watchdog');
  });

  it('is confidences that came out too high, once a hundred audits say so', async () => {
    await judged(60, 'billing');
    expect(await causes()).toEqual(['watchdog', 'honesty']);
    await teach(proxy, trainingRows(131));
    expect(await causes()).toEqual([]);
  });

  it('is nothing where the gate file wants no lessons of their own accord', async () => {
    await proxy.call('PUT', `${DESK}/gates`, { content: 'preset: new-desk\nretrain: {new_labels_min: 0}\n' });
    expect((await call()).mayLearn).toBe(false);
  });
});
