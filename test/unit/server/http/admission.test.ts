import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Admission, createAdmission, type Place } from '../../../../server/http/admission.ts';
import { type Busyness, createBusyness } from '../../../../server/http/busyness.ts';
import { createDevToken } from '../../../../server/http/dev-token.ts';
import { aBatch, aProxy, aTicket, DEV_KEY, LEAD, type TestProxy, teach } from '../../../builders/proxy.ts';

const LIMITS = { bytesMax: 10_000, queueBytesMax: 10_000, queueMs: 50 };

const IDLE: Busyness = { done: () => undefined, msFor: () => 0 };

async function enterAll(admission: Admission, sizes: readonly number[]): Promise<Place[]> {
  return Promise.all(sizes.map(async (bytes) => admission.enter(bytes)));
}

describe('admission', () => {
  it('lets in what fits, and one that is larger than all room when nothing else is in', async () => {
    const admission = createAdmission(LIMITS, IDLE, queueMicrotask);
    const [place] = await enterAll(admission, [50_000]);
    place?.leave();
    await enterAll(admission, [5_000, 5_000]);
    expect(admission.state).toMatchObject({ bytes: 10_000, requests: 2, waiting: 0, refused: 0 });
  });

  it('lets the next one in when one leaves, in the order in which they came', async () => {
    const admission = createAdmission(LIMITS, IDLE, queueMicrotask);
    const [place] = await enterAll(admission, [10_000]);
    const order: string[] = [];
    const enter = async (name: string) => {
      const own = await admission.enter(6_000);
      order.push(name);
      own.leave();
    };
    const waiting = enter('first');
    await expect(enter('second')).rejects.toMatchObject({ code: 'overloaded' });
    place?.leave();
    place?.leave();
    await waiting;
    expect(order).toEqual(['first']);
    expect(admission.state).toMatchObject({ bytes: 0, requests: 0, waiting: 0, refused: 1 });
  });

  it('refuses who has waited too long, with a time to come again', async () => {
    const admission = createAdmission(LIMITS, IDLE, queueMicrotask);
    await enterAll(admission, [10_000]);
    await expect(admission.enter(1)).rejects.toMatchObject({
      code: 'overloaded',
      facts: { retryAfterSeconds: 1 },
    });
    expect(admission.state.waiting).toBe(0);
  });
});

const nineOf = (bytes: number) => Array.from({ length: 9 }, () => bytes);

describe('admission to a thread without pauses', () => {
  /** The thread's times, and what it got done in one window without a pause. */
  function aBusyThread(bytesAMs: number) {
    const times = { idle: 0, active: 0 };
    const busyness = createBusyness(() => ({ ...times }));
    const admission = createAdmission({ ...LIMITS, bytesMax: 1e6 }, busyness, queueMicrotask);
    const work = (ms: number) => {
      times.active += ms;
      busyness.done(bytesAMs * ms);
    };
    return { times, admission, work };
  }

  it('refuses at once what it would not get to in a moment', async () => {
    const { admission, work } = aBusyThread(10_000);
    await admission.enter(1);
    work(300);
    expect(await enterAll(admission, nineOf(15_000))).toHaveLength(9);
    expect(() => admission.enter(15_000)).toThrow('more tickets than it can take');
  });

  it('lets in a few small requests however slow the thread has been of late', async () => {
    const { admission, work } = aBusyThread(300);
    work(300);
    expect(await enterAll(admission, [900, 900, 900, 900])).toHaveLength(4);
  });

  it('learns nothing of requests from a time in which hardly any were done', async () => {
    const { admission, work } = aBusyThread(1);
    work(300);
    expect(await enterAll(admission, [90_000, 90_000, 90_000])).toHaveLength(3);
  });

  it('lets ten in behind the one that is worked on, however large they are, in the order in which they came', async () => {
    const { admission, work } = aBusyThread(1_000);
    (await admission.enter(90_000)).begin();
    work(300);
    const order: number[] = [];
    const hear = (i: number) => () => order.push(i);
    const entering = [90_000, ...nineOf(90_000)].map((bytes, i) =>
      Promise.resolve(admission.enter(bytes)).then(hear(i)),
    );
    expect(() => admission.enter(90_000)).toThrow();
    await Promise.all(entering);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(() => admission.enter(1)).toThrow();
  });

  it('goes on with one only once it has heard of all that came with it', async () => {
    const turns: (() => void)[] = [];
    const admission = createAdmission(LIMITS, IDLE, (work) => void turns.push(work));
    let isIn = false;
    void Promise.resolve(admission.enter(9_000)).then(() => {
      isIn = true;
    });
    const turn = async () => {
      for (const go of turns.splice(0)) go();
      await Promise.resolve();
      await Promise.resolve();
      return isIn;
    };
    void admission.enter(9_000);
    expect(await turn()).toBe(false);
    expect(await turn()).toBe(true);
  });

  it('does not count what waits for others and no more for the thread', async () => {
    const { admission, work } = aBusyThread(1_000);
    const places = await enterAll(admission, [9_000, 9_000]);
    work(300);
    for (const place of places) place.begin();
    expect(await enterAll(admission, [1_200, 1_500])).toHaveLength(2);
  });

  it('takes everything that fits again when it has had pauses', async () => {
    const { admission, work, times } = aBusyThread(1_000);
    await enterAll(admission, [9_000, ...nineOf(9_000)]);
    work(300);
    expect(() => admission.enter(9_000)).toThrow();
    times.active += 200;
    times.idle += 100;
    expect(await enterAll(admission, [9_000, 9_000])).toHaveLength(2);
  });

  it('takes a burst that is over within a quarter of a second', async () => {
    const { admission, work } = aBusyThread(1_000);
    await admission.enter(1);
    work(200);
    expect(
      await enterAll(
        admission,
        Array.from({ length: 10 }, () => 9_000),
      ),
    ).toHaveLength(10);
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
