import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  audited,
  countOf,
  DESK,
  decisionsOf,
  deskIn,
  judge,
  learn,
  learnFrom,
  manyAudits,
  networkTicket,
  standingOf,
  triage,
} from '../../../builders/promised-desk.ts';
import { aBatch, aProxy, type TestProxy, trainingRows } from '../../../builders/proxy.ts';

describe('judged audits', () => {
  let folder = '';
  let proxy: TestProxy;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'usher-audits-'));
    proxy = await aProxy({ USHER_DATABASE: join(folder, 'usher.db') });
    await learn(proxy, 130, 'auto');
  });
  afterEach(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['the watchdog', 'watchdogs', "new.group_id not like 'label %'"],
    ["the trip of the queue's name", 'watchdogs', "new.group_id like 'label %'"],
    ['the trail', 'trail', "new.action = 'promise taken back'"],
  ])(
    'are not taken while %s cannot be written, and count whole on the next try',
    async (_name, table, when) => {
      const ids = await manyAudits(proxy, 30);
      const database = new DatabaseSync(join(folder, 'usher.db'));
      database.exec(
        `CREATE TRIGGER full BEFORE INSERT ON ${table} WHEN ${when} BEGIN SELECT RAISE(ABORT, 'disk is full'); END`,
      );
      expect(await judge(proxy, ids, 'billing')).toMatchObject({ code: 'internal' });
      database.exec('DROP TRIGGER full');
      database.close();
      expect(await judge(proxy, ids, 'billing')).toMatchObject({ taken: 30, ignored: 0, tripped: [{}] });
      expect(countOf(await triage(proxy, 60), 'assign')).toBe(0);
      await learnFrom(proxy, trainingRows(130));
      expect(await standingOf(proxy)).toMatchObject({ state: 'tripped' });
    },
  );

  it('of copies of one text are one piece of evidence', async () => {
    const texts = await manyAudits(proxy, 1);
    const [, run = '', at = ''] = /^R(.+)-(\d+)$/.exec(texts[0] ?? '') ?? [];
    const copies = Array.from({ length: 60 }, (_, i) => ({
      ...networkTicket(run, Number(at)),
      id: `copy-${i}`,
    }));
    const { body } = await proxy.call('POST', '/v1/triage', aBatch(copies, { runId: 'copies' }));
    const { predictions } = body as unknown as { predictions: { id: string }[] };
    expect(predictions).toHaveLength(60);
    const receipt = await judge(
      proxy,
      predictions.map(({ id }) => id),
      'billing',
    );
    expect(receipt).toMatchObject({ tripped: [] });
    expect(await standingOf(proxy)).toMatchObject({ state: 'proven' });
  });

  it('that were opened before the promise was taken back arm nothing', async () => {
    const early = await manyAudits(proxy, 60);
    await judge(proxy, await manyAudits(proxy, 30), 'billing');
    proxy.clock.now += 60_000;
    await judge(proxy, early, 'network');
    const arm = await proxy.call('POST', `${DESK}/fields/queue/arm`, { label: 'network' });
    expect([arm.status, arm.body['detail']]).toEqual([422, expect.stringContaining('0 of 0 were wrong')]);
  });

  it('hold down the queue that theirs was merged into, also after it has learned', async () => {
    await judge(proxy, await manyAudits(proxy, 30), 'billing');
    const desk = deskIn('auto');
    const [field] = desk.fields;
    const [network, ...others] = field?.labels ?? [];
    const wide = { id: 'wide', name: 'Wide', description: '', keywords: [], mode: 'suggest' as const };
    const labels = [...(network ? [{ ...network, mergedInto: 'wide' }] : []), ...others, wide];
    const merged = (mode: 'suggest' | 'auto') => ({
      ...desk,
      fields: [
        {
          ...deskIn('auto').fields[0],
          labels: labels.map((one) => ({ ...one, mode: one.id === 'wide' ? mode : 'auto' })),
        },
      ],
    });
    await proxy.call('PUT', DESK, merged('suggest'));
    await learnFrom(proxy, trainingRows(130));
    await proxy.call('PUT', DESK, merged('auto'));
    expect(await standingOf(proxy, 'wide')).toMatchObject({ state: 'tripped' });
    expect(countOf(await triage(proxy, 60), 'assign')).toBe(0);
  });

  it('count as wrong where the person chose a label that the desk does not have', async () => {
    expect(await judge(proxy, await manyAudits(proxy, 30), null)).toMatchObject({ taken: 30, tripped: [{}] });
  });

  it('wait where the label is an id that the desk does not know', async () => {
    const ids = await manyAudits(proxy, 30);
    const receipt = await judge(proxy, ids, 'no-such-label');
    expect(receipt).toMatchObject({ taken: 0, ignored: 0, tripped: [] });
    expect(receipt['waiting']).toHaveLength(30);
    expect(await judge(proxy, ids, 'network')).toMatchObject({ taken: 30 });
  });

  it('void the promise of confidences that they show to be overstated, until Usher has learned again', async () => {
    const ids = await manyAudits(proxy, 100);
    // A fifth of errors would trip the watchdog of a promise of 90 % too; spread so, a lower promise stands.
    await proxy.call('PUT', DESK, deskIn('auto', 0.6));
    const wrong = new Set(ids.filter((_, at) => at % 10 === 0));
    for (const id of ids) await judge(proxy, [id], wrong.has(id) ? 'billing' : 'network');
    expect(await standingOf(proxy)).toMatchObject({
      state: 'unproven',
      sentence: expect.stringContaining('confidences are overstated'),
    });
    expect(decisionsOf(await triage(proxy, 40))).toEqual(new Set(['review']));
    await learnFrom(proxy, trainingRows(130));
    expect(await standingOf(proxy)).toMatchObject({ state: 'proven' });
  });
});

describe('the choice of what is audited', () => {
  it('follows the text: neither another id nor another run picks anew', async () => {
    const proxy = await aProxy();
    await learn(proxy, 130, 'auto');
    const first = await triage(proxy, 200, 'a');
    const blind = new Set(audited(first));
    expect(blind.size).toBeGreaterThan(5);
    const tickets = first.map((_, at) => ({ ...networkTicket('a', at), id: `R-again-${at}` }));
    const again = await proxy.call('POST', '/v1/triage', aBatch(tickets, { runId: 'again', dryRun: true }));
    const { predictions } = again.body as unknown as {
      predictions: { fields: { queue: { decision: string } } }[];
    };
    expect(predictions.map(({ fields }) => fields.queue.decision === 'audit')).toEqual(
      first.map(({ id }) => blind.has(id)),
    );
    await proxy.close();
  });

  it('keeps what waits for a judgement withheld when the share falls', async () => {
    const proxy = await aProxy();
    await learn(proxy, 130, 'auto');
    const first = await triage(proxy, 200, 'a');
    for (const run of ['b', 'c', 'd', 'e', 'f', 'g', 'h']) await triage(proxy, 200, run);
    proxy.clock.now += 14 * 86_400_000;
    for (const run of ['i', 'j', 'k', 'l', 'm', 'n', 'o', 'p']) await triage(proxy, 200, run);
    proxy.clock.now += 7 * 86_400_000;
    const later = await triage(proxy, 200, 'a', { request: { runId: 'later' } });
    expect(audited(later)).toEqual(expect.arrayContaining(audited(first)));
    await proxy.close();
  });

  it('is a sane share from the first day of a proof on a desk with history', async () => {
    const proxy = await aProxy();
    await learn(proxy, 12, 'suggest');
    await triage(proxy, 10);
    proxy.clock.now += 7 * 86_400_000;
    for (const run of ['a', 'b', 'c']) await triage(proxy, 200, run);
    proxy.clock.now += 7 * 86_400_000;
    await learnFrom(proxy, trainingRows(130));
    await proxy.call('PUT', DESK, deskIn('auto'));
    const answers = await triage(proxy, 200);
    expect(countOf(answers, 'assign')).toBeGreaterThan(100);
    expect(countOf(answers, 'audit')).toBeGreaterThan(2);
    const { sentence = '' } = (await standingOf(proxy)) ?? {};
    expect(sentence).toMatch(/Of these \d+ % go to people blind/);
    await proxy.close();
  });
});
