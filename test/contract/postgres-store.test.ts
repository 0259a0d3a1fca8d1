import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openStore } from '../../server/store/store.ts';
import { startPostgres } from '../builders/postgres.ts';
import { aBatch, aProxy, aTicket, type TestProxy, teach } from '../builders/proxy.ts';
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
