import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Value } from 'typebox/value';
import type { TriageAnswer } from '../../../../src/core/contract.ts';
import { TriageAnswerSchema } from '../../../../src/core/triage-schemas.ts';
import {
  type Answer,
  aBatch,
  aDesk,
  aProxy,
  aTicket,
  type TestProxy,
  teach,
  trainingRows,
} from '../../../builders/proxy.ts';

const triaged = (answer: Answer) => answer.body as unknown as TriageAnswer;

describe('POST /v1/triage', () => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await aProxy();
    await teach(proxy);
  });
  afterAll(() => proxy.close());

  it('answers queue, confidence, reason and explanation of each ticket', async () => {
    const answer = await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { runId: 'whole' }));
    expect(answer.status).toBe(200);
    expect(Value.Check(TriageAnswerSchema, answer.body)).toBe(true);
    const [prediction] = triaged(answer).predictions;
    expect(prediction).toMatchObject({
      id: 'T-1',
      language: 'en',
      fields: { queue: { decision: 'review', label: 'network', backend: 'embedded' } },
    });
    expect(JSON.stringify(prediction?.fields['queue'])).toContain('wireless');
    expect(triaged(answer).labelNames['queue']).toHaveProperty('network', 'Network');
  });

  it('tells a batch again as it was told before, from memory too, in whatever letters it is written', async () => {
    const wide = {
      subject: 'Wireless router größer',
      body: 'Since yesterday the wireless router größer signal ärgert',
    };
    const tickets = [
      aTicket(),
      aTicket({ id: 'T-ü', ...wide }),
      aTicket({ id: 'empty', subject: '', body: '' }),
    ];
    const ask = () => proxy.call('POST', '/v1/triage', aBatch(tickets, { runId: 'again' }));
    const [first, second, third, fourth] = [await ask(), await ask(), await ask(), await ask()];
    expect(triaged(first).usage).toMatchObject({ charged: 2, repeated: 0 });
    expect(triaged(second).usage).toMatchObject({ charged: 0, repeated: 2 });
    expect(triaged(second)).toEqual({ ...triaged(first), usage: triaged(second).usage });
    expect([triaged(third), triaged(fourth)]).toEqual([triaged(second), triaged(second)]);
    expect(new Set([second, third, fourth].map(({ headers }) => headers['x-request-id'])).size).toBe(3);
    expect(triaged(first).predictions.map(({ id }) => id)).toEqual(['T-1', 'T-ü']);
  });

  it('answers good tickets beside bad ones, each bad one with its own problem', async () => {
    const answer = await proxy.call(
      'POST',
      '/v1/triage',
      aBatch(
        [
          aTicket({ id: 'good' }),
          { id: 'no-body', subject: 'x' },
          aTicket({ id: 'empty', subject: ' ', body: '\n' }),
          'not a ticket',
          aTicket({ id: 'good', body: 'again' }),
          { ...aTicket({ id: 'extra' }), priority: 'high' },
        ],
        { runId: 'mixed' },
      ),
    );
    expect(triaged(answer).predictions.map(({ id }) => id)).toEqual(['good']);
    expect(triaged(answer).problems.map(({ id, code }) => [id, code])).toEqual([
      ['no-body', 'ticket_invalid'],
      ['empty', 'ticket_empty'],
      ['#4', 'ticket_invalid'],
      ['good', 'ticket_invalid'],
      ['extra', 'ticket_invalid'],
    ]);
    expect(triaged(answer).usage.charged).toBe(1);
  });

  it('abstains from a ticket of which the model knows no word', async () => {
    const ticket = aTicket({ subject: '', body: '字字字 漢漢漢' });
    const answer = await proxy.call('POST', '/v1/triage', aBatch([ticket], { runId: 'unknown-words' }));
    expect(triaged(answer).predictions[0]).toMatchObject({
      language: 'und',
      fields: { queue: { decision: 'abstain', reason: expect.stringContaining('none of the words') } },
    });
  });

  it('answers and charges the same ticket of a run once', async () => {
    const batch = aBatch([aTicket()], { runId: 'twice' });
    const first = triaged(await proxy.call('POST', '/v1/triage', batch));
    const second = triaged(await proxy.call('POST', '/v1/triage', batch));
    expect(first.usage).toMatchObject({ charged: 1, repeated: 0 });
    expect(second).toEqual({ ...first, usage: { charged: 0, repeated: 1, costUsd: 0 } });
  });

  it('answers two equal requests at the same time alike and charges one of them', async () => {
    const batch = aBatch([aTicket()], { runId: 'at-once' });
    const both = await Promise.all([
      proxy.call('POST', '/v1/triage', batch),
      proxy.call('POST', '/v1/triage', batch),
    ]);
    const charged = both.map((answer) => triaged(answer).usage.charged);
    expect(charged.sort()).toEqual([0, 1]);
    expect(triaged(both[0]).predictions).toEqual(triaged(both[1]).predictions);
  });

  it('answers a ticket anew when its text has changed', async () => {
    await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { runId: 'changed' }));
    const ticket = aTicket({
      subject: 'Invoice',
      body: 'The invoice shows a wrong price and I want a refund.',
    });
    const answer = triaged(await proxy.call('POST', '/v1/triage', aBatch([ticket], { runId: 'changed' })));
    expect(answer.usage.charged).toBe(1);
    expect(answer.predictions[0]?.fields['queue']).toMatchObject({ label: 'billing' });
  });

  it('records and charges nothing in a dry run', async () => {
    const dry = triaged(
      await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { runId: 'dry', dryRun: true })),
    );
    expect(dry.predictions).toHaveLength(1);
    expect(dry.usage).toEqual({ charged: 0, repeated: 0, costUsd: 0 });
    const wet = triaged(await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { runId: 'dry' })));
    expect(wet.usage.charged).toBe(1);
  });

  it('refuses a field that the desk does not have', async () => {
    const answer = await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { fields: ['priority'] }));
    expect(answer).toMatchObject({ status: 400, body: { facts: { field: 'priority' } } });
  });

  it('refuses a stranger', async () => {
    const answer = await proxy.call('POST', '/v1/triage', aBatch([aTicket()]), 'stranger@example.com');
    expect(answer.status).toBe(404);
  });

  it('says what to do when the field has no model yet', async () => {
    const fresh = await aProxy();
    await fresh.call('PUT', '/v1/desks/it', aDesk());
    const answer = await fresh.call('POST', '/v1/triage', aBatch([aTicket()]));
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'no_model', detail: expect.stringContaining('Learn') },
    });
    await fresh.close();
  });

  it('does not suggest a label that the desk has dropped', async () => {
    const changing = await aProxy();
    await teach(changing);
    const [field] = aDesk().fields;
    const labels = (field?.labels ?? []).filter(({ id }) => id !== 'network');
    await changing.call('PUT', '/v1/desks/it', aDesk({ fields: [{ id: 'queue', name: 'Queue', labels }] }));
    const answer = triaged(await changing.call('POST', '/v1/triage', aBatch([aTicket()])));
    expect(answer.predictions[0]?.fields['queue']).toMatchObject({ decision: 'abstain' });
    expect(JSON.stringify(answer)).not.toContain('"network"');
    await changing.close();
  });
});

describe('a proxy that is restarted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usher-restart-'));
  const environment = { USHER_DATABASE: join(folder, 'usher.sqlite') };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('answers the same ticket of a run as before, charges nothing, and has kept no word of it', async () => {
    const batch = aBatch([aTicket({ body: 'The wireless network zebrafishes every minute.' })]);
    const before = await aProxy(environment);
    await teach(before, [
      ...trainingRows(),
      {
        id: 'planted',
        subject: 'Quokkas',
        body: 'The quokkas chew the cable.',
        labels: { queue: 'network' },
      },
    ]);
    const first = triaged(await before.call('POST', '/v1/triage', batch));
    await before.close();

    const after = await aProxy(environment);
    const second = triaged(await after.call('POST', '/v1/triage', batch));
    await after.call('GET', '/v1/desks/it/models');
    await after.close();

    expect(second.predictions).toEqual(first.predictions);
    expect(second.usage).toMatchObject({ charged: 0, repeated: 1 });
    const kept = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'latin1'))
      .join('');
    const logged = before.logged() + after.logged();
    expect(JSON.stringify(first)).toContain('wireless');
    expect(kept).toContain('T-1');
    expect(`${kept}${logged}`).not.toMatch(/zebrafish|wireless|quokka/i);
  });
});
