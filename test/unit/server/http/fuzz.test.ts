import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aBatch, aProxy, aTicket, type TestProxy, teach } from '../../../builders/proxy.ts';

const RUNS = 150;

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
