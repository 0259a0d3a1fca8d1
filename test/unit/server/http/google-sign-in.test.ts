import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aProxy, type TestProxy } from '../../../builders/proxy.ts';
import {
  AUDIENCE,
  aSigningKey,
  aToken,
  type KeyServer,
  NOW,
  type SigningKey,
  startKeyServer,
} from './a-key-server.ts';

describe('a proxy that people sign in to with Google', () => {
  let proxy: TestProxy;
  let key: SigningKey;
  let keys: KeyServer;
  const environment = () => ({
    USHER_AUDIENCES: AUDIENCE,
    USHER_CALLERS: '@desk.example',
    USHER_KEY_SET_URL: keys.address,
  });
  beforeAll(async () => {
    key = await aSigningKey('first');
    keys = await startKeyServer([key]);
    proxy = await aProxy({ AUTH_MODE: 'verify', ...environment() });
    proxy.clock.now = NOW;
  });
  afterAll(async () => {
    await proxy.close();
    await keys.close();
  });

  const list = (token: string, from = proxy) =>
    from.app.inject({ url: '/v1/desks', headers: { authorization: `Bearer ${token}` } });

  it('lets a member of the organisation in', async () => {
    const answer = await list(await aToken(key));
    expect([answer.statusCode, answer.json()]).toEqual([200, { desks: [] }]);
  });

  it('answers 401 without a token, with what to send', async () => {
    const answer = await proxy.app.inject('/v1/desks');
    expect([answer.statusCode, answer.json().facts]).toEqual([401, { reason: 'missing' }]);
  });

  it('answers 403 to somebody from outside', async () => {
    const outside = { hd: 'elsewhere.example', email: 'ida@elsewhere.example' };
    const answer = await list(await aToken(key, outside));
    expect([answer.statusCode, answer.json().facts]).toEqual([403, { reason: 'not-allowed' }]);
    expect(answer.body + proxy.logged()).not.toContain('elsewhere');
  });

  it('answers 503 and when to come again while the keys cannot be had', async () => {
    const fresh = await aProxy({ AUTH_MODE: 'verify', ...environment() });
    fresh.clock.now = NOW;
    keys.state.isDown = true;
    const answer = await list(await aToken(key), fresh);
    keys.state.isDown = false;
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2']);
    await fresh.close();
  });

  it('takes a token without its signature on Cloud Run, where it is told that Cloud Run has checked it', async () => {
    const trusting = await aProxy({
      ...{ AUTH_MODE: 'iam-trusted', K_SERVICE: 'usher', USHER_ALLOW_SQLITE: '1' },
      ...environment(),
    });
    trusting.clock.now = NOW;
    const token = (await aToken(key)).replace(/[^.]+$/, 'SIGNATURE_REMOVED_BY_GOOGLE');
    expect((await list(token, trusting)).statusCode).toBe(200);
    expect((await list(token)).statusCode).toBe(401);
    await trusting.close();
  });
});
