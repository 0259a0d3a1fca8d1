import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Value } from 'typebox/value';
import { DeskListSchema, DeskSchema } from '../../../../src/core/contract-schemas.ts';
import { aDesk, aProxy, LEAD, type TestProxy } from '../../../builders/proxy.ts';

const STRANGER = 'stranger@example.com';

describe('the desk routes', () => {
  let proxy: TestProxy;
  beforeEach(async () => {
    proxy = await aProxy();
  });
  afterEach(() => proxy.close());

  it('create a desk with the caller as its owner', async () => {
    const answer = await proxy.call('PUT', '/v1/desks/it', aDesk());
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      ...aDesk(),
      id: 'it',
      role: 'owner',
      version: 1,
      models: {},
      promises: {},
    });
    expect(Value.Check(DeskSchema, answer.body)).toBe(true);
  });

  it('list only the desks of the caller', async () => {
    await proxy.call('PUT', '/v1/desks/it', aDesk());
    const own = await proxy.call('GET', '/v1/desks');
    expect(own.body).toEqual({ desks: [{ id: 'it', name: 'IT help', role: 'owner' }] });
    expect(Value.Check(DeskListSchema, own.body)).toBe(true);
    expect((await proxy.call('GET', '/v1/desks', undefined, STRANGER)).body).toEqual({ desks: [] });
  });

  it('answer 401 without a token', async () => {
    const answer = await proxy.app.inject('/v1/desks');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('answer a stranger as if the desk did not exist', async () => {
    await proxy.call('PUT', '/v1/desks/it', aDesk());
    const [real, imaginary] = [
      await proxy.call('GET', '/v1/desks/it', undefined, STRANGER),
      await proxy.call('GET', '/v1/desks/other', undefined, STRANGER),
    ];
    expect([real.status, imaginary.status]).toEqual([404, 404]);
  });

  it('let nobody create a desk whom USHER_OWNERS does not name', async () => {
    const answer = await proxy.call('PUT', '/v1/desks/it', aDesk(), STRANGER);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('USHER_OWNERS') });
  });

  it('grow the version with a change and not without one', async () => {
    await proxy.call('PUT', '/v1/desks/it', aDesk());
    expect((await proxy.call('PUT', '/v1/desks/it', aDesk())).body).toMatchObject({ version: 1 });
    const changed = await proxy.call('PUT', '/v1/desks/it', aDesk({ name: 'Service desk' }));
    expect(changed).toMatchObject({ status: 200, body: { version: 2, name: 'Service desk' } });
  });

  it('refuse two labels with one id', async () => {
    const [field] = aDesk().fields;
    const labels = [...(field?.labels ?? []), ...(field?.labels ?? [])];
    const answer = await proxy.call(
      'PUT',
      '/v1/desks/it',
      aDesk({ fields: [{ id: 'queue', name: 'Queue', labels }] }),
    );
    expect(answer).toMatchObject({ status: 400, body: { facts: { field: 'queue', label: 'network' } } });
  });

  it('tell an owner of another desk that the id is taken', async () => {
    const shared = await aProxy({ USHER_OWNERS: '@example.com' });
    await shared.call('PUT', '/v1/desks/it', aDesk());
    const answer = await shared.call('PUT', '/v1/desks/it', aDesk({ name: 'Mine now' }), STRANGER);
    expect(answer.status).toBe(409);
    expect((await shared.call('GET', '/v1/desks/it', undefined, LEAD)).body).toMatchObject({
      name: 'IT help',
    });
    await shared.close();
  });
});
