import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Value } from 'typebox/value';
import { RedactionAnswerSchema, TrailSchema } from '../../../../src/core/administration-schemas.ts';
import {
  type Answer,
  aBatch,
  aDesk,
  aProxy,
  aTicket,
  LEAD,
  type TestProxy,
  teach,
  trainingRows,
} from '../../../builders/proxy.ts';

const BOB = 'bob@example.com';
const DAY_MS = 86_400_000;
const chargedIn = ({ body }: Answer) => (body as unknown as { usage: { charged: number } }).usage.charged;

describe('the privacy routes', () => {
  let proxy: TestProxy;
  beforeEach(async () => {
    proxy = await aProxy();
    await teach(proxy, trainingRows(4));
  });
  afterEach(() => proxy.close());

  const triage = (runId = 'run-1') => proxy.call('POST', '/v1/triage', aBatch([aTicket()], { runId }));

  it('tell a lead who changed what, and an agent nothing', async () => {
    await proxy.call('PUT', `/v1/desks/it/members/${BOB}`, { role: 'agent' });
    const trail = await proxy.call('GET', '/v1/desks/it/changes');
    expect(Value.Check(TrailSchema, trail.body)).toBe(true);
    const { changes } = trail.body as unknown as { changes: { by: string; action: string }[] };
    expect(changes.map(({ action }) => action).sort()).toEqual([
      'desk created',
      'member set',
      'model trained',
    ]);
    expect(changes.every(({ by }) => by === LEAD)).toBe(true);
    expect((await proxy.call('GET', '/v1/desks/it/changes', undefined, BOB)).status).toBe(403);
  });

  it('show a person what of a ticket would leave, under the desk’s choice', async () => {
    const text = { desk: 'it', subject: 'Printer', body: 'Write to ann@example.com.' };
    const masked = await proxy.call('POST', '/v1/redact', text);
    expect(Value.Check(RedactionAnswerSchema, masked.body)).toBe(true);
    expect(masked.body).toEqual({
      ...{ mode: 'redact', outcome: 'send', text: 'Printer\nWrite to [EMAIL_1].', counts: { email: 1 } },
    });
    await proxy.call('PUT', '/v1/desks/it/redaction', { mode: 'block' });
    expect((await proxy.call('POST', '/v1/redact', text)).body).toMatchObject({
      outcome: 'blocked',
      text: '',
    });
    await proxy.call('PUT', '/v1/desks/it/redaction', { mode: 'off' });
    expect((await proxy.call('POST', '/v1/redact', text)).body).toMatchObject({ counts: {} });
  });

  it('erase a ticket, so that it is answered and charged anew', async () => {
    expect(chargedIn(await triage())).toBe(1);
    expect(chargedIn(await triage())).toBe(0);
    const erased = await proxy.call('DELETE', '/v1/desks/it/tickets/T-1');
    expect(erased.body).toEqual({ rows: 3 });
    expect(chargedIn(await triage())).toBe(1);
  });

  it('erase a person from members and trail, and keep the last owner', async () => {
    await proxy.call('PUT', `/v1/desks/it/members/${BOB}`, { role: 'lead' });
    await proxy.call('PUT', '/v1/desks/it', aDesk({ name: 'Other' }), BOB);
    expect((await proxy.call('DELETE', `/v1/desks/it/people/${BOB}`)).status).toBe(200);
    const trail = await proxy.call('GET', '/v1/desks/it/changes');
    expect(JSON.stringify(trail.body)).not.toContain(BOB);
    expect(JSON.stringify(trail.body)).toContain('"by":"erased","action":"desk changed"');
    expect((await proxy.call('DELETE', `/v1/desks/it/people/${LEAD}`)).status).toBe(409);
  });

  it('erase a desk when its id is repeated, and leave nothing of it', async () => {
    await triage();
    expect((await proxy.call('DELETE', '/v1/desks/it?confirm=hr')).status).toBe(400);
    expect((await proxy.call('DELETE', '/v1/desks/it?confirm=it')).status).toBe(200);
    expect((await triage()).status).toBe(404);
    expect((await proxy.call('PUT', '/v1/desks/it', aDesk())).body).toMatchObject({ version: 1, models: {} });
  });

  it('are kept from leads where they erase people and desks', async () => {
    await proxy.call('PUT', `/v1/desks/it/members/${BOB}`, { role: 'lead' });
    const deeds = [`/v1/desks/it/people/${LEAD}`, '/v1/desks/it?confirm=it'];
    const answers = await Promise.all(deeds.map((url) => proxy.call('DELETE', url, undefined, BOB)));
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('forget answers and log once they are old', async () => {
    await triage();
    await proxy.flush();
    proxy.clock.now += 31 * DAY_MS;
    await proxy.call('GET', '/v1/desks');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await proxy.store.answers.find('it', 'run-1', ['T-1'])).toEqual([]);
    expect(await proxy.store.log.hours('it', 0, proxy.clock.now)).toHaveLength(1);
    proxy.clock.now += 400 * DAY_MS;
    await proxy.call('GET', '/v1/desks');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await proxy.store.log.hours('it', 0, proxy.clock.now)).toEqual([]);
  });
});

describe('a day’s traffic', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usher-day-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('leaves no word of a ticket, an address of a caller or a token in database, logs and files', async () => {
    const words = ['quokkafish', 'wombatine', 'numbatting', 'bilbyesque', 'dunnartish'];
    const [ticketWord, rowWord, badWord, privateWord, subjectWord] = words;
    const proxy = await aProxy({ USHER_DATABASE: join(folder, 'usher.sqlite') });
    await teach(proxy, [
      ...trainingRows(6),
      { id: 'planted', subject: rowWord, body: `${rowWord} eats cables`, labels: { queue: 'network' } },
    ]);
    const planted = Array.from({ length: 24 }, (_, hour) =>
      aTicket({
        id: `T-${hour}`,
        subject: `${subjectWord} network ${hour}`,
        body: `The ${ticketWord} network of ${privateWord}@example.com dropped ${hour} times.`,
      }),
    );
    for (const [hour, ticket] of planted.entries()) {
      await proxy.call('POST', '/v1/triage', aBatch([ticket], { runId: `hour-${hour}` }));
      proxy.clock.now += DAY_MS / 24;
    }
    await proxy.call('POST', '/v1/triage', aBatch(planted, { runId: 'evening', dryRun: true }));
    await proxy.call('POST', '/v1/triage', aBatch([{ id: 'x', [`${badWord}`]: badWord }]));
    await proxy.call('POST', '/v1/triage', `{"desk": ${badWord}`);
    await proxy.call('POST', `/v1/${badWord}`, { text: badWord });
    await proxy.call('GET', `/v1/desks?${badWord}=${badWord}`);
    await proxy.call('POST', '/v1/redact', { desk: 'it', subject: `${privateWord}`, body: `${ticketWord}` });
    await proxy.call(
      'POST',
      '/v1/triage',
      aBatch([aTicket({ body: `${badWord}` })]),
      `${badWord}@example.com`,
    );
    await proxy.close();
    const kept = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'latin1'))
      .join('');
    const everything = (kept + proxy.logged()).toLowerCase();
    expect(kept).toContain('T-23');
    expect(words.filter((word) => everything.includes(word))).toEqual([]);
    expect(proxy.logged()).not.toMatch(/eyJ|lead@example/);
  });
});
