import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Admission, createAdmission, type Leave } from '../../../../server/http/admission.ts';
import { createDevToken } from '../../../../server/http/dev-token.ts';
import { aBatch, aProxy, aTicket, DEV_KEY, LEAD, type TestProxy, teach } from '../../../builders/proxy.ts';

const LIMITS = { bytesMax: 10_000, queueBytesMax: 10_000, queueMs: 50 };

async function enterAll(admission: Admission, sizes: readonly number[]): Promise<Leave[]> {
  return Promise.all(sizes.map(async (bytes) => admission.enter(bytes)));
}

describe('admission', () => {
  it('lets in what fits, and one that is larger than all room when nothing else is in', async () => {
    const admission = createAdmission(LIMITS);
    const [leave] = await enterAll(admission, [50_000]);
    leave?.();
    await enterAll(admission, [5_000, 5_000]);
    expect(admission.state).toMatchObject({ bytes: 10_000, requests: 2, waiting: 0, refused: 0 });
  });

  it('lets the next one in when one leaves, in the order in which they came', async () => {
    const admission = createAdmission(LIMITS);
    const [leave] = await enterAll(admission, [10_000]);
    const order: string[] = [];
    const enter = async (name: string) => {
      const own = await admission.enter(6_000);
      order.push(name);
      own();
    };
    const waiting = enter('first');
    await expect(enter('second')).rejects.toMatchObject({ code: 'overloaded' });
    leave?.();
    leave?.();
    await waiting;
    expect(order).toEqual(['first']);
    expect(admission.state).toMatchObject({ bytes: 0, requests: 0, waiting: 0, refused: 1 });
  });

  it('refuses who has waited too long, with a time to come again', async () => {
    const admission = createAdmission(LIMITS);
    await enterAll(admission, [10_000]);
    await expect(admission.enter(1)).rejects.toMatchObject({
      code: 'overloaded',
      facts: { retryAfterSeconds: 1 },
    });
    expect(admission.state.waiting).toBe(0);
  });
});

describe('the limits of the app', () => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await aProxy({ USHER_DESK_TICKETS_A_MINUTE: '250' });
    await teach(proxy);
  });
  afterAll(() => proxy.close());

  const tickets = (count: number) => Array.from({ length: count }, (_, i) => aTicket({ id: `T-${i}` }));
  const send = (payload: Buffer, encoding: string) =>
    proxy.app.inject({
      method: 'POST',
      url: '/v1/triage',
      payload,
      headers: {
        authorization: `Bearer ${createDevToken(LEAD, DEV_KEY, proxy.clock.now)}`,
        'content-type': 'application/json',
        'content-encoding': encoding,
      },
    });

  it('takes a body that is compressed with gzip', async () => {
    const answer = await send(gzipSync(JSON.stringify(aBatch([aTicket()], { runId: 'gzip' }))), 'gzip');
    expect([answer.statusCode, answer.json().predictions.length]).toEqual([200, 1]);
  });

  it('answers 413 to a small body that grows beyond the limit', async () => {
    const bomb = gzipSync(JSON.stringify(aBatch([aTicket({ body: ' '.repeat(20_000_000) })])));
    const answer = await send(bomb, 'gzip');
    expect([bomb.length < 100_000, answer.statusCode]).toEqual([true, 413]);
  });

  it('answers 400 to what is not gzip, and 415 to another encoding', async () => {
    expect((await send(Buffer.from('{"desk"'), 'gzip')).statusCode).toBe(400);
    expect((await send(Buffer.from('{}'), 'br')).statusCode).toBe(415);
  });

  it('answers 429 with Retry-After when the desk’s tickets of a minute are used up', async () => {
    proxy.clock.now += 60_000;
    const first = await proxy.call('POST', '/v1/triage', aBatch(tickets(200)));
    const second = await proxy.call('POST', '/v1/triage', aBatch(tickets(100)));
    expect([first.status, second.status]).toEqual([200, 429]);
    expect(Number(second.headers['retry-after'])).toBeGreaterThan(0);
  });
});
