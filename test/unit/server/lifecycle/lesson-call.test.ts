// What calls for a lesson, on a real proxy with real audits.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LessonCall, TriageAnswer } from '../../../../src/core/contract.ts';
import { aDesk, aProxy, aTicket, type TestProxy, teach, trainingRows } from '../../../builders/proxy.ts';

const DESK = '/v1/desks/it';
const HOUR_MS = 3_600_000;

describe('what calls for a lesson', () => {
  let proxy: TestProxy;
  let at = 0;
  beforeAll(async () => {
    proxy = await aProxy();
    const desk = aDesk();
    const [field] = desk.fields;
    const labels = (field?.labels ?? []).map((label) => ({ ...label, mode: 'auto' as const }));
    const agreement = { target: 0.9, delta: 0.1 };
    await teach(proxy, trainingRows(130));
    await proxy.call('PUT', DESK, { ...desk, fields: [{ ...field, agreement, labels }] });
    const { id } = (await proxy.call('POST', `${DESK}/training-sessions`, {})).body as unknown as {
      id: string;
    };
    await proxy.call('PUT', `${DESK}/training-sessions/${id}/parts/1`, { rows: trainingRows(130) });
    await proxy.call('POST', `${DESK}/training-sessions/${id}/train`, {});
  }, 60_000);
  afterAll(() => proxy.close());

  const call = async (as?: string): Promise<LessonCall> =>
    (await proxy.call('GET', `${DESK}/learning`, undefined, as)).body as unknown as LessonCall;
  const causes = async () => (await call()).fields[0]?.causes.map(({ cause }) => cause);
  /** Has blind audits judged until there are `wanted`; a person says `label` of each. */
  async function judge(wanted: number, label: string): Promise<void> {
    proxy.clock.now += 1_000;
    let judged = 0;
    while (judged < wanted) {
      at++;
      const tickets = Array.from({ length: 200 }, (_, n) => aTicket({ id: `A${at}-${n}` }));
      const batch = { desk: 'it', runId: `audits-${at}`, deadlineMs: 30_000, tickets };
      const { predictions } = (await proxy.call('POST', '/v1/triage', batch)).body as unknown as TriageAnswer;
      const outcomes = predictions
        .filter(({ fields }) => fields['queue']?.decision === 'audit')
        .slice(0, wanted - judged)
        .map(({ id }) => ({ ticketId: id, field: 'queue', label }));
      judged += outcomes.length;
      await proxy.call('POST', `${DESK}/audits`, { outcomes });
    }
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
    await judge(30, 'network');
    expect(await causes()).toEqual([]);
  });

  it('is a promise that was taken back, until the next lesson', async () => {
    await judge(30, 'billing');
    expect(await causes()).toContain('watchdog');
  });

  it('is confidences that came out too high, once a hundred audits say so', async () => {
    await judge(60, 'billing');
    expect(await causes()).toEqual(['watchdog', 'honesty']);
    await teach(proxy, trainingRows(131));
    expect(await causes()).toEqual([]);
  });

  it('is nothing where the gate file wants no lessons of their own accord', async () => {
    await proxy.call('PUT', `${DESK}/gates`, { content: 'preset: new-desk\nretrain: {new_labels_min: 0}\n' });
    expect((await call()).mayLearn).toBe(false);
  });
});
