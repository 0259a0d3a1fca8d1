import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDevToken } from '../../../../server/http/dev-token.ts';
import { aBatch, aProxy, aTicket, DEV_KEY, LEAD, type TestProxy, teach } from '../../../builders/proxy.ts';

describe('a caller who hangs up', () => {
  let proxy: TestProxy;
  let port = 0;
  beforeAll(async () => {
    proxy = await aProxy();
    await teach(proxy);
    port = Number(new URL(await proxy.app.listen({ port: 0, host: '127.0.0.1' })).port);
  });
  afterAll(() => proxy.close());

  async function hangUpAfter(sent: (head: string, body: string) => string): Promise<void> {
    const body = JSON.stringify(aBatch([aTicket()]));
    const head = [
      ...['POST /v1/triage HTTP/1.1', 'host: usher', 'content-type: application/json'],
      `authorization: Bearer ${createDevToken(LEAD, DEV_KEY, proxy.clock.now)}`,
      `content-length: ${body.length}\r\n\r\n`,
    ].join('\r\n');
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(sent(head, body));
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.resetAndDestroy();
  }

  it.each([
    ['after the head', (head: string) => head],
    ['in the middle of the body', (head: string, body: string) => head + body.slice(0, 40)],
    ['before the answer', (head: string, body: string) => head + body],
  ])('%s leaves no place taken and no request in flight', async (_when, sent) => {
    await Promise.all(Array.from({ length: 20 }, () => hangUpAfter(sent)));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const metrics = (await proxy.app.inject('/metrics')).body;
    expect(metrics).toContain('usher_triage_requests_in_flight 0');
    expect(metrics).toContain('usher_triage_bytes_in_flight 0');
    expect(proxy.draining.inFlight).toBe(0);
  });

  it('is logged as one who hung up', async () => {
    await hangUpAfter((head) => head);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(proxy.logged()).toContain('"status":499');
  });
});
