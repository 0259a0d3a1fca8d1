import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openStore } from '../../server/store/store.ts';
import { createRandom } from '../../src/core/statistics/random.ts';
import { startPostgres } from '../builders/postgres.ts';
import { judge, learn, manyAudits, standingOf } from '../builders/promised-desk.ts';
import { aBatch, aProxy, aTicket, type TestProxy, teach } from '../builders/proxy.ts';
import { startFaultyLink } from '../fakes/faulty-link.ts';
import { storeContract } from './store-contract.ts';

const server = await startPostgres();

if ('why' in server) {
  process.stderr.write(`LEFT OUT: the store on PostgreSQL, since ${server.why}.\n`);
  it.skip('PostgreSQL does not start here', () => undefined);
} else {
  let address = '';
  beforeEach(async () => {
    address = await server.createDatabase();
  });
  afterAll(() => server.close());

  storeContract('PostgreSQL', () => openStore(address));

  describe('two proxies on one PostgreSQL database', () => {
    it('answer and charge a run that is sent to both of them at once as one', async () => {
      const environment = { USHER_DATABASE: address };
      const proxies = [await aProxy(environment), await aProxy(environment)];
      const [first] = proxies;
      if (first !== undefined) await teach(first);
      const tickets = Array.from({ length: 40 }, (_, i) => aTicket({ id: `T-${i}` }));
      const batches = [tickets, tickets.toReversed(), tickets, tickets.toReversed()];
      const answers = await Promise.all(
        batches.map((batch, i) => (proxies[i % 2] as TestProxy).call('POST', '/v1/triage', aBatch(batch))),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const charged = answers.map(
        ({ body }) => (body as unknown as { usage: { charged: number } }).usage.charged,
      );
      expect(charged.reduce((sum, one) => sum + one, 0)).toBe(40);
      await Promise.all(proxies.map((proxy) => proxy.close()));
    });

    it('ask to come again while the database is away, and lose nothing by it', async () => {
      const proxy = await aProxy({ USHER_DATABASE: address });
      await teach(proxy);
      await server.stop();
      const away = await proxy.call('POST', '/v1/triage', aBatch([aTicket()]));
      await server.start();
      const again = await proxy.call('POST', '/v1/triage', aBatch([aTicket()]));
      expect([away.status, Number(away.headers['retry-after']) > 0, again.status]).toEqual([503, true, 200]);
      expect(proxy.logged()).not.toContain('nobody foresaw');
      await proxy.close();
    });

    it('go on after every connection was torn, in and between the statements of their transactions', async () => {
      const link = await startFaultyLink(server.port, createRandom(1));
      const through = address.replace(`:${server.port}/`, `:${link.port}/`);
      const proxy = await aProxy({ USHER_DATABASE: through });
      await teach(proxy);
      link.set({ kind: 'latency', ms: 1, jitterMs: 3 });
      for (let i = 0; i < 20; i++) {
        const runId = `torn-${i}`;
        const asked = Array.from({ length: 4 }, (_, n) =>
          proxy.call('POST', '/v1/triage', aBatch([aTicket({ id: `T-${n}` })], { runId })),
        );
        const torn = wait(2 * i).then(link.reset);
        const statuses = (await Promise.all(asked)).map(({ status }) => status);
        expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
        await torn;
        // The pool hears of a reset a moment later; whoever is quicker is asked to come again.
        await wait(50);
        const again = await proxy.call('POST', '/v1/triage', aBatch([aTicket({ id: 'T-0' })], { runId }));
        expect(again.status).toBe(200);
      }
      await proxy.close();
      await link.close();
    }, 60_000);

    it('count every judged audit once, however many come at once, and take the promise back once', async () => {
      const environment = { USHER_DATABASE: address };
      const proxies = [await aProxy(environment), await aProxy(environment)];
      const [first] = proxies as [TestProxy];
      await learn(first, 130, 'auto');
      const ids = await manyAudits(first, 80);
      const receipts = await Promise.all(
        ids.map((id, i) => judge(proxies[i % 2] as TestProxy, [id], i < 20 ? 'network' : 'billing')),
      );
      const taken = receipts.reduce((sum, { taken: one }) => sum + Number(one), 0);
      const trips = receipts.filter(({ tripped }) => JSON.stringify(tripped) !== '[]');
      expect([taken, trips.length]).toEqual([80, 1]);
      expect((await Promise.all(proxies.map((proxy) => standingOf(proxy)))).map((one) => one?.state)).toEqual(
        ['tripped', 'tripped'],
      );
      const again = await Promise.all(
        ids.map((id, i) => judge(proxies[(i + 1) % 2] as TestProxy, [id], 'billing')),
      );
      expect(again.every(({ taken: one }) => Number(one) === 0)).toBe(true);
      await Promise.all(proxies.map((proxy) => proxy.close()));
    });

    it('have every one of concurrent audits in the watchdog', async () => {
      const environment = { USHER_DATABASE: address };
      const proxies = [await aProxy(environment), await aProxy(environment)];
      const [first] = proxies as [TestProxy];
      await learn(first, 130, 'auto');
      const ids = await manyAudits(first, 60);
      await Promise.all(ids.map((id, i) => judge(proxies[i % 2] as TestProxy, [id], 'network')));
      const kept = await first.store.promises.watchdogs('it', 'queue');
      expect(Object.values(kept)).toMatchObject([{ state: 'armed', audits: 60, errors: 0 }]);
      await Promise.all(proxies.map((proxy) => proxy.close()));
    });

    it('have their prediction log restored as the runbook says', async () => {
      const proxy = await aProxy({ USHER_DATABASE: address });
      await teach(proxy);
      const runs = ['kept', 'lost', 'unlogged'];
      for (const runId of runs) await proxy.call('POST', '/v1/triage', aBatch([aTicket()], { runId }));
      await proxy.flush();
      const hours = await proxy.store.log.hours('it', 0, Date.now() * 2);
      const client = new pg.Client({ connectionString: address });
      await client.connect();
      await client.query(
        "create table prediction_log_restored as select * from prediction_log where run_id = 'lost'",
      );
      await client.query("delete from prediction_log where run_id <> 'kept'");
      await client.query('delete from hourly');
      await client.query(await readFile('server/deploy/restore-log.sql', 'utf8'));
      await client.query(await readFile('server/deploy/restore-log.sql', 'utf8'));
      await client.end();
      const logged = await proxy.store.log.ofTicket('it', 'T-1');
      expect(logged.map(({ runId }) => runId).sort()).toEqual(runs);
      expect(await proxy.store.log.hours('it', 0, Date.now() * 2)).toEqual(hours);
      await proxy.close();
    });

    it('go on after the database has been restarted', async () => {
      const proxy = await aProxy({ USHER_DATABASE: address });
      await teach(proxy);
      await server.restart();
      const ready = await proxy.app.inject('/ready');
      const answer = await proxy.call('POST', '/v1/triage', aBatch([aTicket()]));
      expect([ready.statusCode, answer.status]).toEqual([200, 200]);
      await proxy.close();
    });
  });
}
