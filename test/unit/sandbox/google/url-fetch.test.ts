import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSyncFetch } from '../../../../sandbox/google/sync-fetch.ts';
import type { World, WorldOptions } from '../../../../sandbox/world.ts';
import { aWorld, START, valueFrom } from './a-world.ts';
import { type EchoServer, startEchoServer } from './echo-server.ts';

const PROXY = 'https://proxy.example';
const fetcher = createSyncFetch();
let server: EchoServer;

beforeAll(async () => {
  server = await startEchoServer();
});
afterAll(async () => {
  fetcher.close();
  await server.close();
});

function aFetchingWorld(body: string, options: Partial<WorldOptions> = {}): World {
  return aWorld(`function main() { ${body} }`, { fetcher, remap: { [PROXY]: server.origin }, ...options });
}

/** A script that answers the message of what the code throws. */
function message(code: string): string {
  return `try { ${code}; } catch (error) { return error.message; } return 'nothing was thrown';`;
}

describe('UrlFetchApp', () => {
  it('sends method, headers and body, and reads the answer', () => {
    const world = aFetchingWorld(`const response = UrlFetchApp.fetch('${PROXY}/v1/triage', { method: 'post',
      contentType: 'application/json', headers: { Authorization: 'Bearer token' }, payload: '{"a":1}' });
      const echoed = JSON.parse(response.getContentText());
      return [response.getResponseCode(), response.getHeaders()['Content-Type'], echoed.method, echoed.path,
        echoed.headers.authorization, echoed.headers['content-type'], echoed.body];`);
    expect(valueFrom(world)).toEqual([
      ...[200, 'application/json', 'POST', '/v1/triage', 'Bearer token', 'application/json', '{"a":1}'],
    ]);
  });

  it('sends a record as a form', () => {
    const world = aFetchingWorld(`return JSON.parse(UrlFetchApp.fetch('${PROXY}/v1/x', { method: 'post',
      payload: { a: 1, b: 'ü &' } }).getContentText()).body;`);
    expect(valueFrom(world)).toBe('a=1&b=%C3%BC%20%26');
  });

  it('answers in the order asked, whatever takes longest', () => {
    const world =
      aFetchingWorld(`return UrlFetchApp.fetchAll(['${PROXY}/v1/slow?delay=60', { url: '${PROXY}/v1/fast' }])
      .map((response) => JSON.parse(response.getContentText()).path);`);
    expect(valueFrom(world)).toEqual(['/v1/slow', '/v1/fast']);
  });

  it('throws for a refusal, unless told to be quiet', () => {
    const world =
      aFetchingWorld(`const loud = (() => { ${message(`UrlFetchApp.fetch('${PROXY}/v1/x?status=503')`)} })();
      return [loud, UrlFetchApp.fetch('${PROXY}/v1/x?status=503', { muteHttpExceptions: true }).getResponseCode()];`);
    expect(valueFrom(world)).toEqual([expect.stringContaining('failed with code 503'), 503]);
  });

  it.each([
    ['another host', 'https://other.example/v1/x'],
    ['a path beside the prefix', `${PROXY}/v2/x`],
    ['a path that only begins like the prefix', `${PROXY}/v1x`],
    ['http', 'http://proxy.example/v1/x'],
    ['this machine', 'http://127.0.0.1:1/v1/x'],
    ['a host that ends like the listed one', 'https://evilproxy.example/v1/x'],
    ['a way out of the prefix', `${PROXY}/v1/../v2/x`],
  ])('refuses %s, which the manifest does not list', (_name, url) => {
    const world = aFetchingWorld(message(`UrlFetchApp.fetch('${url}')`));
    expect(valueFrom(world)).toContain('not in the manifest');
  });

  it('never leaves this machine', () => {
    const world = aFetchingWorld(`UrlFetchApp.fetch('${PROXY}/v1/x');`, { remap: {} });
    expect(() => valueFrom(world)).toThrow('no local server');
  });

  it('counts each element of a fetchAll', () => {
    const world = aFetchingWorld(
      `UrlFetchApp.fetchAll(['${PROXY}/v1/a', '${PROXY}/v1/b', '${PROXY}/v1/c']);`,
    );
    expect(world.call('main', [], { entry: 'menu' }).calls).toMatchObject({ requests: 3, total: 1 });
  });

  it('takes a second of virtual time for ten requests at once, two for eleven', () => {
    const world =
      aFetchingWorld(`UrlFetchApp.fetchAll(Array(10).fill('${PROXY}/v1/a')); const ten = Date.now();
      UrlFetchApp.fetchAll(Array(11).fill('${PROXY}/v1/a')); return [ten, Date.now()];`);
    expect(valueFrom(world)).toEqual([START + 1_000, START + 3_000]);
  });

  it('stops at the daily quota and goes on the next day', () => {
    const world = aFetchingWorld(message(`UrlFetchApp.fetchAll(Array(3).fill('${PROXY}/v1/a'))`), {
      quotas: { urlfetch: 5 },
    });
    const first = [valueFrom(world), valueFrom(world)];
    world.clock.advance(24 * 3_600_000);
    expect([...first, valueFrom(world)]).toEqual([
      'nothing was thrown',
      expect.stringContaining('invoked too often for one day'),
      'nothing was thrown',
    ]);
  });

  it('throws for all when one address cannot be reached, though the others were', () => {
    const world = aFetchingWorld(message(`UrlFetchApp.fetchAll(['${PROXY}/v1/a', '${PROXY}/v1/b'])`));
    world.faults.nextFetches(1, 'unreachable');
    expect(valueFrom(world)).toContain('cannot be reached');
  });

  it('says so when the local server is away', () => {
    const world = aFetchingWorld(message(`UrlFetchApp.fetch('${PROXY}/v1/a')`), {
      remap: { [PROXY]: 'http://127.0.0.1:9' },
    });
    expect(valueFrom(world)).toContain('cannot be reached');
  });

  it('answers an ordered 429 without asking the server, then recovers', () => {
    const world = aFetchingWorld(`const codes = []; for (let i = 0; i < 2; i += 1) codes.push(
      UrlFetchApp.fetch('${PROXY}/v1/a', { muteHttpExceptions: true }).getResponseCode()); return codes;`);
    world.faults.nextFetches(1, { status: 429, body: '{}' });
    expect(valueFrom(world)).toEqual([429, 200]);
  });

  it.each(['timeout', 'lost answer'] as const)('spends a minute on a %s', (fault) => {
    const world = aFetchingWorld(`${message(`UrlFetchApp.fetch('${PROXY}/v1/a')`)}`);
    world.faults.nextFetches(1, fault);
    expect([valueFrom(world), world.clock.now]).toEqual([
      expect.stringContaining('Timed out'),
      START + 60_000,
    ]);
  });

  it.each([
    ['an address over 2 KB', `UrlFetchApp.fetch('${PROXY}/v1/' + 'x'.repeat(2048))`, '2048 characters'],
    [
      'headers over 8 KB',
      `UrlFetchApp.fetch('${PROXY}/v1/', { headers: { A: 'x'.repeat(9000) } })`,
      '8192 bytes',
    ],
    ['a body over 50 MB', `UrlFetchApp.fetch('${PROXY}/v1/', { payload: 'x'.repeat(53e6) })`, 'over 50 MB'],
    ['an unknown method', `UrlFetchApp.fetch('${PROXY}/v1/', { method: 'fetch' })`, 'not a method of HTTP'],
  ])('refuses %s', (_name, code, expected) => {
    expect(valueFrom(aFetchingWorld(message(code)))).toContain(expected);
  });

  it('reports an option that the sandbox does not know', () => {
    const world = aFetchingWorld(message(`UrlFetchApp.fetch('${PROXY}/v1/', { timeout: 5 })`));
    expect(() => valueFrom(world)).toThrow('option "timeout" is not in the sandbox');
  });
});
