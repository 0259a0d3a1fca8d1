import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traceOf } from '../../../../server/http/trace.ts';
import { aBatch, aProxy, aTicket, LEAD, type TestProxy, teach } from '../../../builders/proxy.ts';

interface Operation {
  readonly summary: string;
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

describe('a proxy seen from outside', () => {
  let proxy: TestProxy;
  beforeAll(async () => {
    proxy = await aProxy({ GOOGLE_CLOUD_PROJECT: 'desk-project' });
    await teach(proxy);
    await proxy.call('POST', '/v1/triage', aBatch([aTicket(), aTicket({ id: 'T-2' })]));
    await proxy.call('GET', '/v1/desks/none');
  });
  afterAll(() => proxy.close());

  async function operations(): Promise<[string, Operation][]> {
    const { paths } = (await proxy.app.inject('/openapi.json')).json() as {
      paths: Record<string, Record<string, Operation>>;
    };
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]): [string, Operation] => [`${method} ${path}`, one]),
    );
  }

  it('logs lines as Cloud Logging reads them, with the trace of the request', async () => {
    const trace = '105445aa7843bc8bf206b12000100000';
    const headers = { 'x-cloud-trace-context': `${trace}/1;o=1` };
    await proxy.app.inject({ url: '/v1/desks', headers });
    const line = JSON.parse(proxy.logged().trim().split('\n').at(-1) ?? '{}');
    expect(line).toMatchObject({
      severity: 'INFO',
      message: 'request',
      status: 401,
      'logging.googleapis.com/trace': `projects/desk-project/traces/${trace}`,
      'logging.googleapis.com/spanId': '0000000000000001',
      'logging.googleapis.com/trace_sampled': true,
    });
    expect(Date.parse(line.time)).toBeGreaterThan(0);
  });

  it('counts requests by route, and answers by decision', async () => {
    const text = (await proxy.app.inject('/metrics')).body;
    expect(text).toContain('usher_http_requests_total{method="GET",route="/v1/desks/:desk",status="404"} 1');
    expect(text).toContain('triage_predictions_total{action="review",backend="embedded",fallback="false"} 2');
    expect(text).toContain('triage_confidence_count 2');
    expect(text).toContain('usher_cache_shared 1');
    expect(text).not.toMatch(new RegExp(`${LEAD}|T-1|"it"|network`));
  });

  it('keeps the number of series small whatever is asked for', async () => {
    const count = async () => (await proxy.app.inject('/metrics')).body.split('\n').length;
    await proxy.app.inject('/v1/anything');
    const before = await count();
    for (let i = 0; i < 50; i++) await proxy.app.inject(`/v1/anything-${i}?x=${i}`);
    expect(await count()).toBe(before);
  });

  it('describes every route of /v1: what it does, takes, answers and refuses', async () => {
    const all = await operations();
    const incomplete = all.filter(
      ([, { summary, responses }]) => summary === '' || !responses['200'] || !responses['default'],
    );
    expect(incomplete.map(([name]) => name)).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(20);
  });

  it('describes each parameter of an address, and a body where there is one to send', async () => {
    const all = await operations();
    const named = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    const told = ({ parameters = [] }: Operation) =>
      parameters.flatMap((one) => (one.in === 'path' ? [one.name] : [])).sort();
    expect(all.map(([name, one]) => [name, told(one)])).toEqual(all.map(([name]) => [name, named(name)]));
    const bodiless = all.flatMap(([name, one]) =>
      name.startsWith('put ') && !one.requestBody ? [name] : [],
    );
    expect(bodiless).toEqual([]);
  });

  it('gives each operation an id of its own and leaves no reference open', async () => {
    const ids = (await operations()).map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await proxy.app.inject('/openapi.json')).body).not.toContain('$ref');
  });

  it('is described by the schemas that it checks requests with', async () => {
    const batch = new Map(await operations()).get('post /v1/triage');
    expect(JSON.stringify(batch?.requestBody)).toContain('"maxItems":200');
  });
});

describe('traceOf', () => {
  it.each([
    ['nothing', {}, undefined],
    ['a header of another form', { 'x-cloud-trace-context': 'abc"}' }, undefined],
    ['W3C Trace Context', { traceparent: `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01` }, 'a1'.repeat(16)],
  ])('reads %s', (_what, headers, trace) => {
    expect(traceOf(headers, '')?.['logging.googleapis.com/trace']).toBe(trace);
  });
});
