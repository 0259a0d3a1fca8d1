import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDeadline } from '../../server/backends/deadline.ts';
import { createVertexEndpointBackend } from '../../server/backends/vertex-endpoint.ts';
import { createEndpointClient, type EndpointClient } from '../../server/vertex/endpoint-client.ts';
import type { VertexConfig } from '../../server/vertex/vertex-config.ts';
import type { TriageAnswer } from '../../src/core/contract.ts';
import { aBatch, aProxy, aTicket, type TestProxy, teach } from '../builders/proxy.ts';
import { addressOf, byWords } from '../builders/vertex.ts';
import { ENDPOINT, type FakeVertex, startFakeVertex } from '../fakes/vertex/server.ts';
import { backendContract } from './backend-contract.ts';

const configFor = (address: string, endpoint = ENDPOINT): VertexConfig => ({
  ...addressOf(address),
  ...{ endpoint, isRaw: false, timeoutMs: 2_000 },
});

backendContract('vertex-endpoint', async () => {
  const vertex = await startFakeVertex(byWords);
  const client = createEndpointClient(configFor(vertex.address));
  const elsewhere = createEndpointClient(configFor(vertex.address, `${ENDPOINT}0`));
  return {
    backend: createVertexEndpointBackend(client, 10_000),
    broken: createVertexEndpointBackend(elsewhere, 10_000),
    close: async () => {
      await Promise.all([client.close(), elsewhere.close()]);
      vertex.close();
    },
  };
});

describe('the vertex-endpoint backend', () => {
  let vertex: FakeVertex;
  let client: EndpointClient;
  beforeAll(async () => {
    vertex = await startFakeVertex(byWords);
    client = createEndpointClient(configFor(vertex.address));
    await client.prepare();
  }, 30_000);
  afterAll(async () => {
    await client.close();
    vertex.close();
  });

  const ask = (texts: readonly string[], timeoutMs = 2_000, deadlineMs = 5_000) =>
    createVertexEndpointBackend(client, timeoutMs).predict(
      { desk: 'it', field: 'queue', labels: ['network', 'billing', 'printing'], texts },
      createDeadline(deadlineMs, Date.now),
    );

  it('sends instances of text classification, the desk and the field, and the routing header', async () => {
    await ask(['The printer']);
    expect(vertex.calls.at(-1)).toEqual({
      endpoint: ENDPOINT,
      instances: [{ content: 'The printer', mimeType: 'text/plain' }],
      parameters: { desk: 'it', field: 'queue' },
      routing: `endpoint=${encodeURIComponent(ENDPOINT)}`,
    });
  });

  it('names model and version that the endpoint says have answered', async () => {
    const outcome = await ask(['The printer']);
    expect(outcome).toMatchObject({
      predictions: [{ model: 'projects/test-project/locations/europe-west4/models/7@3' }],
    });
  });

  it.each([
    [3, 'refused', 'text classification'],
    [4, 'late', 'in time'],
    [5, 'refused', 'USHER_VERTEX_ENDPOINT'],
    [7, 'refused', 'roles/aiplatform.user'],
    [8, 'unavailable', 'quota'],
    [13, 'unavailable', 'failed'],
    [14, 'unavailable', 'reached'],
  ])('answers gRPC status %i as %s and says what to do', async (code, expected, words) => {
    vertex.fail({ kind: 'status', code, message: 'the wireless secret of the ticket' });
    const outcome = await ask(['wireless']);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { code: expected, message: expect.stringContaining(words) },
    });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('signs in anew after the endpoint has not accepted the sign-in', async () => {
    vertex.fail({ kind: 'status', code: 16 });
    expect(await ask(['wireless'])).toMatchObject({ ok: false, failure: { code: 'refused' } });
    expect(await ask(['wireless'])).toMatchObject({ ok: true });
  });

  it('gives up at its own time limit', async () => {
    vertex.fail({ kind: 'hang' });
    expect(await ask(['wireless'], 100)).toMatchObject({ ok: false, failure: { code: 'late' } });
  });

  it('hangs up when the deadline passes', async () => {
    const hungUp = vertex.hungUp();
    vertex.fail({ kind: 'hang' });
    expect(await ask(['wireless'], 2_000, 100)).toMatchObject({ ok: false, failure: { code: 'late' } });
    await hungUp;
  });

  it.each([
    ['fewer predictions than tickets', []],
    ['a prediction that is a text', ['network']],
    ['no confidences', [{ displayNames: ['network'] }]],
    ['more names than confidences', [{ displayNames: ['network', 'billing'], confidences: [0.5] }]],
    ['a confidence above one', [{ displayNames: ['network'], confidences: [1.2] }]],
    ['a confidence that is a text', [{ displayNames: ['network'], confidences: ['high'] }]],
  ])('calls %s malformed', async (_case, predictions) => {
    vertex.fail({ kind: 'predictions', predictions });
    expect(await ask(['wireless'])).toMatchObject({ ok: false, failure: { code: 'malformed' } });
  });

  it('splits what is too large for one request', async () => {
    const before = vertex.calls.length;
    await ask([`wireless ${'x'.repeat(700_000)}`, `wireless ${'x'.repeat(700_000)}`]);
    expect(vertex.calls.length - before).toBe(2);
  });
});

describe('a proxy whose desk is answered by Vertex AI', () => {
  let vertex: FakeVertex;
  let proxy: TestProxy;
  beforeAll(async () => {
    vertex = await startFakeVertex(byWords);
    proxy = await aProxy({
      USHER_BACKEND: 'vertex-endpoint',
      USHER_VERTEX_ENDPOINT: ENDPOINT,
      USHER_VERTEX_ADDRESS: vertex.address,
      USHER_VERTEX_PLAINTEXT: '1',
    });
    await proxy.prepare();
    await teach(proxy);
  }, 30_000);
  afterAll(async () => {
    await proxy.close();
    vertex.close();
  });

  async function triage(runId: string, deadlineMs = 10_000): Promise<TriageAnswer> {
    const answer = await proxy.call(
      'POST',
      '/v1/triage',
      aBatch([aTicket({ body: `The wireless network, again: ${runId}` })], { runId, deadlineMs }),
    );
    expect(answer.status).toBe(200);
    return answer.body as unknown as TriageAnswer;
  }

  it('marks the answer as the endpoint’s', async () => {
    expect((await triage('vertex')).predictions[0]?.fields['queue']).toMatchObject({
      backend: 'vertex-endpoint',
      label: 'network',
      confidence: 0.9,
    });
  });

  it('asks the endpoint again when it was away for a moment', async () => {
    vertex.fail({ kind: 'status', code: 14 });
    expect((await triage('moment')).predictions[0]?.fields['queue']).toMatchObject({
      backend: 'vertex-endpoint',
    });
  });

  it('answers with the embedded model, and says so, when the endpoint fails', async () => {
    const away = { kind: 'status', code: 14 } as const;
    vertex.fail(away, away, away);
    expect((await triage('fails')).predictions[0]?.fields['queue']).toMatchObject({
      backend: 'embedded',
      label: 'network',
      fallback: 'Vertex AI could not be reached. The built-in model answered instead.',
    });
  });

  it('answers with the embedded model before the deadline when the endpoint hangs', async () => {
    vertex.fail({ kind: 'hang' });
    expect((await triage('hangs', 800)).predictions[0]?.fields['queue']).toMatchObject({
      backend: 'embedded',
      fallback: expect.stringContaining('in time'),
    });
  });

  it('logs the failure without a word of the ticket or of the endpoint’s message', async () => {
    vertex.fail({ kind: 'status', code: 3, message: 'cannot parse: wireless network' });
    await triage('logged');
    expect(proxy.logged()).toContain('"backend":"vertex-endpoint","code":"refused"');
    expect(proxy.logged()).not.toContain('wireless');
  });
});
