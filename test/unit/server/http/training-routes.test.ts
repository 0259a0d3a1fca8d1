import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Value } from 'typebox/value';
import type { ModelList, TrainingResult, TriageAnswer } from '../../../../src/core/contract.ts';
import { ModelListSchema, TrainingSessionSchema } from '../../../../src/core/contract-schemas.ts';
import { TrainingResultSchema } from '../../../../src/core/lifecycle-schemas.ts';
import {
  aBatch,
  aDesk,
  aProxy,
  aTicket,
  type TestProxy,
  teach,
  trainingRows,
} from '../../../builders/proxy.ts';

const SESSIONS = '/v1/desks/it/training-sessions';

describe('training over HTTP', () => {
  let proxy: TestProxy;
  beforeEach(async () => {
    proxy = await aProxy();
    await proxy.call('PUT', '/v1/desks/it', aDesk());
  });
  afterEach(() => proxy.close());

  async function openSession(): Promise<string> {
    const answer = await proxy.call('POST', SESSIONS, {});
    expect(answer.status).toBe(201);
    expect(Value.Check(TrainingSessionSchema, answer.body)).toBe(true);
    return (answer.body as unknown as { id: string }).id;
  }
  const put = (session: string, part: number, rows: readonly object[]) =>
    proxy.call('PUT', `${SESSIONS}/${session}/parts/${part}`, { rows });
  const train = (session: string) => proxy.call('POST', `${SESSIONS}/${session}/train`, {});

  it('puts the trained model into service with figures measured on rows it had not seen', async () => {
    const session = await openSession();
    await put(session, 1, trainingRows().slice(0, 20));
    await put(session, 2, trainingRows().slice(20));
    const answer = await train(session);
    expect(Value.Check(TrainingResultSchema, answer.body)).toBe(true);
    expect(answer.body).toMatchObject({
      models: [{ field: 'queue', inService: true, report: { rows: 36, measured: 36 } }],
      problems: [],
    });
    const [model] = (answer.body as unknown as TrainingResult).models;
    expect((await proxy.call('GET', '/v1/desks/it')).body).toMatchObject({ models: { queue: model?.id } });
  });

  it('counts a part that is sent twice once', async () => {
    const session = await openSession();
    await put(session, 1, trainingRows(2));
    const again = await put(session, 1, trainingRows(2));
    expect(again.body).toMatchObject({ rows: 6 });
  });

  it('answers the same result when training is asked for again', async () => {
    const session = await openSession();
    await put(session, 1, trainingRows());
    const [first, second] = await Promise.all([train(session), train(session)]);
    expect(first.body).toEqual(second.body);
    expect((await train(session)).body).toEqual(first.body);
    expect((await proxy.call('GET', '/v1/desks/it/models')).body['models']).toHaveLength(1);
  });

  it('takes no more rows once it has trained', async () => {
    const session = await openSession();
    await put(session, 1, trainingRows());
    await train(session);
    expect(await put(session, 2, trainingRows(1))).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('answers 410 after an hour', async () => {
    const session = await openSession();
    proxy.clock.now += 3_600_001;
    expect(await put(session, 1, trainingRows(1))).toMatchObject({
      status: 410,
      body: { code: 'session_expired' },
    });
  });

  it('says what to add when all rows have one label', async () => {
    const session = await openSession();
    await put(
      session,
      1,
      trainingRows().filter(({ labels }) => labels.queue === 'network'),
    );
    const answer = await train(session);
    expect(answer).toMatchObject({
      status: 200,
      body: { models: [], problems: [{ field: 'queue', code: 'too_few_examples' }] },
    });
  });

  it('refuses to train without rows, and trains once they are there', async () => {
    const session = await openSession();
    expect(await train(session)).toMatchObject({ status: 422, body: { code: 'too_few_examples' } });
    await put(session, 1, trainingRows());
    expect((await train(session)).body['models']).toHaveLength(1);
  });

  it('names labels that the desk does not have', async () => {
    const session = await openSession();
    await put(session, 1, [...trainingRows(), { ...aRow(), labels: { queue: 'unknown-queue' } }]);
    const { models } = (await train(session)).body as unknown as TrainingResult;
    expect(models[0]?.report.leftOut).toEqual([
      { label: 'unknown-queue', reason: expect.stringContaining('does not have') },
    ]);
  });

  it('answers tickets while it trains', async () => {
    await teach(proxy);
    const session = await openSession();
    await put(session, 1, trainingRows(40));
    const order: string[] = [];
    const training = train(session).then(() => order.push('training'));
    await proxy.call('POST', '/v1/triage', aBatch([aTicket()])).then(() => order.push('triage'));
    await training;
    expect(order).toEqual(['triage', 'training']);
  });

  it('rolls back to an earlier model', async () => {
    await teach(proxy);
    proxy.clock.now += 1_000;
    await teach(proxy);
    const { models } = (await proxy.call('GET', '/v1/desks/it/models')).body as unknown as ModelList;
    expect(models.map(({ inService }) => inService)).toEqual([true, false]);
    const earlier = models[1]?.id;
    const answer = await proxy.call('PUT', '/v1/desks/it/fields/queue/model', { model: earlier });
    expect(Value.Check(ModelListSchema, answer.body)).toBe(true);
    const triaged = (await proxy.call('POST', '/v1/triage', aBatch([aTicket()])))
      .body as unknown as TriageAnswer;
    expect(triaged.models['queue']).toBe(earlier);
  });

  it('puts no model into service that the field does not have', async () => {
    const answer = await proxy.call('PUT', '/v1/desks/it/fields/queue/model', { model: 'none' });
    expect(answer.status).toBe(404);
  });
});

describe('two instances on one database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usher-instances-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('each take parts of a session, and one trains it', async () => {
    const environment = { USHER_DATABASE: join(folder, 'usher.sqlite') };
    const [one, other] = [await aProxy(environment), await aProxy(environment)];
    await one.call('PUT', '/v1/desks/it', aDesk());
    const { id } = (await one.call('POST', SESSIONS, {})).body as unknown as { id: string };
    await one.call('PUT', `${SESSIONS}/${id}/parts/1`, { rows: trainingRows().slice(0, 20) });
    await other.call('PUT', `${SESSIONS}/${id}/parts/2`, { rows: trainingRows().slice(20) });
    const answers = await Promise.all(
      [one, other].map((proxy) => proxy.call('POST', `${SESSIONS}/${id}/train`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.headers).toHaveProperty('retry-after', '10');
    const again = await Promise.all(
      [one, other].map((proxy) => proxy.call('POST', `${SESSIONS}/${id}/train`, {})),
    );
    expect(again.map(({ body }) => body)).toEqual([again[0]?.body, again[0]?.body]);
    expect(again[1]?.body).toMatchObject({ models: [{ report: { rows: 36 } }] });
    const triaged = await Promise.all(
      [one, other].map((proxy) => proxy.call('POST', '/v1/triage', aBatch([aTicket()]))),
    );
    expect(triaged.map(({ status }) => status)).toEqual([200, 200]);
    await Promise.all([one.close(), other.close()]);
  });
});

function aRow() {
  return { id: 'row', subject: 'Hello', body: 'A text', labels: {} };
}
