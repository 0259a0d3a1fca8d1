import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { MemberListSchema } from '../../../../src/core/administration-schemas.ts';
import {
  type Answer,
  aBatch,
  aDesk,
  aProxy,
  aTicket,
  LEAD,
  type TestProxy,
} from '../../../builders/proxy.ts';

const BOB = 'bob@example.com';
const EVE = 'eve@example.com';
const rolesIn = ({ body }: Answer) =>
  (body as unknown as { members: { email: string; role: string }[] }).members.map(
    ({ email, role }) => `${email} ${role}`,
  );

describe('the member routes', () => {
  let proxy: TestProxy;
  beforeEach(async () => {
    proxy = await aProxy({ USHER_OWNERS: '@example.com' });
    await proxy.call('PUT', '/v1/desks/it', aDesk());
  });
  afterEach(() => proxy.close());

  const set = (email: string, role: string, as = LEAD) =>
    proxy.call('PUT', `/v1/desks/it/members/${encodeURIComponent(email)}`, { role }, as);
  const remove = (email: string, as = LEAD) =>
    proxy.call('DELETE', `/v1/desks/it/members/${encodeURIComponent(email)}`, undefined, as);

  it('add, change and remove members, and answer who belongs to the desk', async () => {
    const added = await set('Bob@Example.com', 'agent');
    expect(Value.Check(MemberListSchema, added.body)).toBe(true);
    expect(rolesIn(added)).toEqual([`${BOB} agent`, `${LEAD} owner`]);
    expect(rolesIn(await set(BOB, 'lead'))).toEqual([`${BOB} lead`, `${LEAD} owner`]);
    expect(rolesIn(await remove(BOB))).toEqual([`${LEAD} owner`]);
  });

  it('let a member in at once and out at once', async () => {
    await set(BOB, 'agent');
    expect((await proxy.call('GET', '/v1/desks/it', undefined, BOB)).status).toBe(200);
    await remove(BOB);
    expect((await proxy.call('GET', '/v1/desks/it', undefined, BOB)).status).toBe(404);
  });

  it('keep the list from agents', async () => {
    await set(BOB, 'agent');
    expect((await proxy.call('GET', '/v1/desks/it/members', undefined, BOB)).status).toBe(403);
  });

  it.each([
    ['make an owner', () => set(EVE, 'owner', BOB)],
    ['lower an owner', () => set(LEAD, 'agent', BOB)],
    ['remove an owner', () => remove(LEAD, BOB)],
  ])('do not let a lead %s', async (_deed, act) => {
    await set(BOB, 'lead');
    expect((await act()).status).toBe(403);
  });

  it('keep the last owner', async () => {
    expect((await set(LEAD, 'agent')).status).toBe(409);
    expect((await remove(LEAD)).status).toBe(409);
    await set(BOB, 'owner');
    expect((await remove(LEAD, BOB)).status).toBe(200);
  });

  it('refuse an address that is none', async () => {
    expect((await set('bob', 'agent')).status).toBe(400);
  });

  it('never show one desk anything of another, whoever asks for what', async () => {
    await proxy.call('PUT', '/v1/desks/hr', aDesk({ name: 'Planted name' }), EVE);
    const sessions = await proxy.call('POST', '/v1/desks/hr/training-sessions', {}, EVE);
    const session = String(sessions.body['id']);
    const paths = [
      ['GET', ''],
      ['PUT', ''],
      ['GET', '/models'],
      ['GET', '/members'],
      ['GET', '/changes'],
      ['PUT', `/members/${LEAD}`],
      ['DELETE', `/members/${EVE}`],
      ['PUT', '/fields/queue/model'],
      ['POST', '/fields/queue/arm'],
      ['POST', '/audits'],
      ['PUT', '/redaction'],
      ['POST', '/training-sessions'],
      ['PUT', `/training-sessions/${session}/parts/1`],
      ['POST', `/training-sessions/${session}/train`],
    ] as const;
    const bodies = [
      aDesk(),
      { role: 'owner' },
      { model: 'm' },
      { label: 'network' },
      { outcomes: [{ ticketId: 'T-1', field: 'queue', label: 'network' }] },
      { rows: [{ id: 'r', subject: 's', body: 'b', labels: {} }] },
      { mode: 'off' },
      aBatch([aTicket()], { desk: 'hr' }),
    ];
    const before = await proxy.call('GET', '/v1/desks/hr/members', undefined, EVE);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.constantFrom(...bodies),
        async ([method, path], body) => {
          const sent = method === 'GET' || method === 'DELETE' ? undefined : body;
          const answer = await proxy.call(method, `/v1/desks/hr${path}`, sent);
          expect([400, 404, 409]).toContain(answer.status);
          expect(JSON.stringify(answer.body)).not.toContain('Planted');
          expect((await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { desk: 'hr' }))).status).toBe(
            404,
          );
        },
      ),
      { numRuns: 60 },
    );
    expect(await proxy.call('GET', '/v1/desks/hr/members', undefined, EVE)).toMatchObject({
      body: before.body,
    });
    expect((await proxy.call('GET', '/v1/desks')).body).toEqual({
      desks: [{ id: 'it', name: 'IT help', role: 'owner' }],
    });
  });
});
