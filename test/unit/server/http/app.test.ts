import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Value } from 'typebox/value';
import { createDevToken } from '../../../../server/http/dev-token.ts';
import { ProblemSchema } from '../../../../src/core/contract-schemas.ts';
import { BATCH_TICKETS_MAX, BODY_BYTES_MAX } from '../../../../src/core/limits.ts';
import { aBatch, aDesk, aProxy, aTicket, DEV_KEY, LEAD, type TestProxy } from '../../../builders/proxy.ts';

const PLANTED = 'zebrafish-secret';

describe('the app', () => {
  let proxy: TestProxy;
  beforeEach(async () => {
    proxy = await aProxy();
  });
  afterEach(() => proxy.close());

  function send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload: string,
    headers: object = { 'content-type': 'application/json' },
  ) {
    const authorization = `Bearer ${createDevToken(LEAD, DEV_KEY, proxy.clock.now)}`;
    return proxy.app.inject({ method, url, payload, headers: { authorization, ...headers } });
  }

  it('answers /live and /ready without asking who is calling', async () => {
    expect((await proxy.app.inject('/live')).statusCode).toBe(200);
    expect((await proxy.app.inject('/ready')).statusCode).toBe(200);
  });

  it('is not ready while the database does not answer', async () => {
    const { app, store } = proxy;
    await store.close();
    const answer = await app.inject('/ready');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    proxy = await aProxy();
  });

  it('answers 404 for an address that it does not have', async () => {
    const answer = await proxy.app.inject('/v2/desks');
    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe('not_found');
  });

  it('answers 405 and the methods that fit', async () => {
    const answer = await send('DELETE', '/v1/triage', '');
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('POST');
  });

  it('answers 400 for malformed JSON without repeating it', async () => {
    const answer = await send('POST', '/v1/triage', `{"desk": ${PLANTED}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'bad_request', detail: expect.stringContaining('JSON') });
    expect(answer.body).not.toContain(PLANTED);
    expect(proxy.logged()).not.toContain(PLANTED);
  });

  it('answers 415 for a body that is not JSON', async () => {
    const answer = await send('POST', '/v1/triage', 'a,b', { 'content-type': 'text/csv' });
    expect(answer.statusCode).toBe(415);
    expect(answer.json().code).toBe('unsupported_media_type');
  });

  it('answers 413 with the limit for a body that is too large', async () => {
    const answer = await send('POST', '/v1/triage', JSON.stringify({ filler: 'x'.repeat(BODY_BYTES_MAX) }));
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'too_large', facts: { limitBytes: BODY_BYTES_MAX } });
  });

  it('answers 413 for more tickets than a batch holds', async () => {
    const tickets = Array.from({ length: BATCH_TICKETS_MAX + 1 }, (_, i) => aTicket({ id: `T-${i}` }));
    const answer = await proxy.call('POST', '/v1/triage', aBatch(tickets));
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ code: 'too_many_tickets', facts: { limit: BATCH_TICKETS_MAX } });
  });

  it('names the part of a request that is wrong, and not its value', async () => {
    const answer = await proxy.call(
      'PUT',
      '/v1/desks/it',
      aDesk({ fields: [{ id: PLANTED.toUpperCase() }] as never }),
    );
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('/fields/0') });
    expect(JSON.stringify(answer.body)).not.toContain(PLANTED.toUpperCase());
  });

  it('refuses a key __proto__ and leaves every object as it was', async () => {
    const answer = await send(
      'PUT',
      '/v1/desks/it',
      '{"name":"x","fields":[],"__proto__":{"polluted":true}}',
    );
    expect(answer.statusCode).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('gives every refusal the shape of the contract and the request id of its header', async () => {
    const answer = await send('GET', '/v1/desks/none', '');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(Value.Check(ProblemSchema, answer.json())).toBe(true);
    expect(answer.json().requestId).toBe(answer.headers['x-request-id']);
  });

  it('logs route and status of a request and nothing that names a person', async () => {
    await proxy.call('GET', '/v1/desks/it');
    expect(proxy.logged()).toContain('"route":"/v1/desks/:desk","status":404');
    expect(proxy.logged()).not.toContain(LEAD);
  });

  it('answers internal without a message when something breaks that nobody foresaw', async () => {
    await proxy.store.close();
    const answer = await proxy.call('GET', '/v1/desks');
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'internal', detail: expect.stringContaining('request id') });
    expect(proxy.logged()).toContain('nobody foresaw');
    proxy = await aProxy();
  });
});
