import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDevToken } from '../../../../server/http/dev-token.ts';
import { aBatch, aProxy, aTicket, DEV_KEY, LEAD, type TestProxy, teach } from '../../../builders/proxy.ts';

const RUNS = 150;
const PLANTED = 'quokkafish';
const KEYS = [
  'desk',
  'tickets',
  'runId',
  'deadlineMs',
  'id',
  'subject',
  'body',
  'rows',
  'labels',
  'name',
  'fields',
  '__proto__',
];
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** An address cannot hold half a character. */
const wellFormed = (text: string) => text.toWellFormed();

describe('the app, sent anything', () => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await aProxy();
    await teach(proxy);
  }, 30_000);
  afterAll(() => proxy.close());

  const anything = fc.jsonValue({ maxDepth: 4 });
  const request = fc.record({
    method: fc.constantFrom('GET' as const, 'POST' as const, 'PUT' as const, 'DELETE' as const),
    url: fc.oneof(
      fc.constantFrom(
        '/v1/triage',
        '/v1/desks',
        '/v1/desks/it',
        '/v1/desks/it/models',
        '/v1/desks/it/fields/queue/model',
        '/v1/desks/it/training-sessions',
        '/v1/desks/it/training-sessions/none/parts/1',
        '/v1/desks/it/training-sessions/none/train',
      ),
      fc.webPath().map((path) => `/v1${path}`),
    ),
    body: fc.oneof(
      anything,
      fc.record({
        desk: fc.oneof(fc.constant('it'), anything),
        tickets: fc.array(anything),
        runId: anything,
      }),
      fc.record({ name: anything, fields: fc.oneof(fc.array(anything), anything) }),
      fc.record({
        rows: fc.array(fc.record({ id: anything, subject: anything, body: anything, labels: anything })),
      }),
    ),
  });

  it('answers every request, and none with a failure of its own', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ method, url, body }) => {
        const answer = await proxy.call(method, url, method === 'GET' ? undefined : JSON.stringify(body));
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: RUNS },
    );
  });

  it('answers every operation that it describes, whatever stands in address, query, heads and body, and logs none of it', async () => {
    const { paths } = (await proxy.app.inject('/openapi.json')).json() as { paths: Record<string, object> };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method): [Method, string] => [method.toUpperCase() as Method, path]),
    );
    const planted = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${text}${PLANTED}`);
    const leaf = fc.oneof(planted, fc.constant('it'), fc.constant('queue'), fc.integer(), fc.constant(null));
    const key = fc.oneof(planted, fc.constantFrom(...KEYS));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
      ),
    }));
    const part = fc.oneof(fc.constantFrom('it', 'queue', '1', 'none'), planted);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        fc.array(part),
        tree,
        planted,
        async (operation, parts, body, odd) => {
          const [method, path] = operation;
          const places = parts.values();
          const url = path.replace(/\{\w+\}/g, () =>
            encodeURIComponent(wellFormed(places.next().value ?? 'it')),
          );
          const { statusCode } = await proxy.app.inject({
            ...{ method, url: `${url}?${encodeURIComponent(wellFormed(odd))}=1` },
            headers: {
              authorization: `Bearer ${createDevToken(LEAD, DEV_KEY, proxy.clock.now)}`,
              'user-agent': PLANTED,
              traceparent: PLANTED,
              ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
            },
            ...(method === 'GET' ? {} : { payload: JSON.stringify(body) }),
          });
          expect(statusCode).toBeLessThan(500);
        },
      ),
      { numRuns: 4 * RUNS },
    );
    expect(proxy.logged()).not.toContain(PLANTED);
  }, 60_000);

  it('answers every batch of odd tickets ticket by ticket', async () => {
    const odd = fc.oneof(
      anything,
      fc.record({
        id: fc.string({ maxLength: 200 }),
        subject: fc.string({ unit: 'binary' }),
        body: fc.string({ unit: 'binary' }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 10 }), fc.uuid(), async (tickets, runId) => {
        const batch = aBatch([...tickets, aTicket({ id: 'the last one' })], { runId });
        const { status, body } = await proxy.call('POST', '/v1/triage', batch);
        expect(status).toBe(200);
        const { predictions, problems } = body as unknown as { predictions: object[]; problems: object[] };
        expect(predictions.length + problems.length).toBe(tickets.length + 1);
      }),
      { numRuns: RUNS },
    );
  });
});
