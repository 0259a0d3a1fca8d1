// The administrator's check, against a real proxy on this machine and against each thing that can be wrong.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalProxy, startLocalProxy } from '../../../../sandbox/local-proxy.ts';
import { run } from '../../../../server/commands/doctor.ts';
import { LEAD } from '../../../builders/proxy.ts';

const AUTH = 'https://www.googleapis.com/auth/';
const SCOPES = [
  ...['spreadsheets.currentonly', 'script.container.ui', 'script.external_request', 'script.scriptapp'].map(
    (scope) => AUTH + scope,
  ),
  ...['openid', `${AUTH}userinfo.email`],
];
const ORIGIN = 'https://usher.example';

let proxy: LocalProxy;
let folder: string;
beforeAll(async () => {
  proxy = await startLocalProxy({ owners: LEAD, now: Date.now });
});
afterAll(() => proxy.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-doctor-'));
  await deploy({});
});
afterEach(() => rm(folder, { recursive: true }));

async function deploy({ config = {}, manifest = {} }: { config?: object; manifest?: object }): Promise<void> {
  const write = (name: string, content: object) => writeFile(join(folder, name), JSON.stringify(content));
  await mkdir(join(folder, 'dist/addon'), { recursive: true });
  await write('usher.config.json', { proxyOrigin: ORIGIN, sheet: [], gmail: [], ...config });
  await write('.clasp.json', { scriptId: 'a'.repeat(40), rootDir: 'dist/addon' });
  await write('dist/addon/appsscript.json', {
    oauthScopes: SCOPES,
    urlFetchWhitelist: [`${ORIGIN}/v1/`],
    ...manifest,
  });
}

async function doctor(args: readonly string[] = [], token?: string) {
  let said = '';
  const code = await run(['--folder', folder, '--proxy', proxy.origin, ...args], {
    out: (text) => {
      said += text;
    },
    err: () => undefined,
    isTerminal: false,
    now: Date.now,
    environment: token === undefined ? {} : { USHER_TOKEN: token },
  });
  return { code, said };
}

/** Something at the proxy's address that answers every request alike; answers its address. */
async function standIn(status: number, body: string): Promise<{ address: string; server: Server }> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const tokenFor = (audience: string): string =>
  `x.${Buffer.from(JSON.stringify({ aud: audience, email: LEAD })).toString('base64url')}.x`;

describe('usher doctor', () => {
  it('finds all right where the proxy knows the caller', async () => {
    const { code, said } = await doctor([], proxy.tokenFor(LEAD));
    expect(said).toMatch(/answers and knows the caller/);
    expect([code, said.includes('✗')]).toEqual([0, false]);
  });

  it('sees without a token that the proxy asks for one', async () => {
    expect(await doctor()).toMatchObject({ code: 0, said: expect.stringMatching(/✓ .*asks for a token/) });
  });

  it('says what to do about a token for another audience, and shows nothing of it but the audience', async () => {
    const { code, said } = await doctor([], tokenFor('client-7'));
    expect(said).toMatch(/✗ The proxy refuses the token \(401\).*USHER_AUDIENCES to exactly client-7/);
    expect(said).not.toContain(LEAD);
    expect(code).toBe(1);
  });

  it.each([
    [
      403,
      '<html>Forbidden</html>',
      'client-7',
      /✗ Cloud Run refuses the token \(403\).*add-custom-audiences=client-7/,
    ],
    [
      401,
      '<html>Unauthorized</html>',
      'client-7',
      /✗ Cloud Run refuses the token \(401\).*roles\/run\.invoker/,
    ],
    [404, '<html>Not here</html>', 'client-7', /✗ .* answered 404 and 404 .*nothing else is at this address/],
  ])('tells what stands before the proxy or in its place: %d', async (status, body, audience, text) => {
    const { address, server } = await standIn(status, body);
    try {
      const { code, said } = await doctor(['--proxy', address], tokenFor(audience));
      expect(said).toMatch(text);
      expect(code).toBe(1);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('tells when nothing is reached', async () => {
    const { address, server } = await standIn(200, '');
    await new Promise((resolve) => server.close(resolve));
    expect(await doctor(['--proxy', address])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/✗ .*could not be reached\. Check the address/),
    });
  });

  it.each([
    [
      { manifest: { oauthScopes: SCOPES.slice(1) } },
      /✗ dist\/addon lacks scopes .*spreadsheets\.currentonly.*push again/,
    ],
    [
      { manifest: { oauthScopes: [...SCOPES, `${AUTH}drive`] } },
      /✗ dist\/addon declares scopes that nothing here uses: .*drive/,
    ],
    [{ config: { sheet: ['mail'] } }, /✗ dist\/addon lacks scopes .*script\.send_mail/],
    [
      { config: { proxyOrigin: 'https://moved.example' } },
      /✗ dist\/addon was built for .* not for https:\/\/moved\.example: it is stale/,
    ],
  ])('tells what of the build is stale: %j', async (changes, text) => {
    await deploy(changes);
    const { code, said } = await doctor();
    expect(said).toMatch(text);
    expect(code).toBe(1);
  });

  it('compares what was granted with what is declared', async () => {
    expect((await doctor(['--granted', SCOPES.join(' ')])).said).toMatch(/✓ Everything .* is granted/);
    expect((await doctor(['--granted', 'openid'])).said).toMatch(
      /✗ Not granted: .*spreadsheets\.currentonly/,
    );
  });

  it('says what to run where nothing is set up or built', async () => {
    await rm(join(folder, 'usher.config.json'));
    await rm(join(folder, 'dist'), { recursive: true });
    await rm(join(folder, '.clasp.json'));
    const { said } = await doctor();
    expect(said).toMatch(/✗ usher\.config\.json names no proxy.*init/);
    expect(said).toMatch(/✗ \.clasp\.json names no script/);
    expect(said).toMatch(/✗ dist\/addon is not built\. Run “npm run build”/);
  });
});
