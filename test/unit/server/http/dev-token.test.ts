import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createDevAuthenticator, createDevToken } from '../../../../server/http/dev-token.ts';

const KEY = 'one-key-that-both-ends-know-of-32';
const NOW = Date.UTC(2026, 10, 24);
const HOUR_MS = 3_600_000;

/** A token of the right shape with other claims, signed with the right key. */
function forged(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const standard = {
    iss: 'usher-dev',
    aud: 'usher-proxy',
    sub: 'x',
    email: 'a@example.com',
    email_verified: true,
    exp: NOW / 1_000 + 60,
  };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...standard, ...claims })}`;
  return `${signed}.${createHmac('sha256', KEY).update(signed).digest('base64url')}`;
}

describe('the development sign-in', () => {
  const authenticate = createDevAuthenticator(KEY, () => NOW);
  const withToken = (token: string) => authenticate({ authorization: `Bearer ${token}` });

  it('accepts its own token and gives the mail address in lower case', async () => {
    await expect(withToken(createDevToken('Ann@Example.com', KEY, NOW))).resolves.toEqual({
      email: 'ann@example.com',
      subject: 'dev:ann@example.com',
    });
  });

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['no token at all', { authorization: 'Bearer nonsense' }],
    ['another key', { authorization: `Bearer ${createDevToken('a@example.com', `${KEY}!`, NOW)}` }],
    ['another issuer', { authorization: `Bearer ${forged({ iss: 'someone' })}` }],
    ['another audience', { authorization: `Bearer ${forged({ aud: 'another-proxy' })}` }],
    ['no verified mail address', { authorization: `Bearer ${forged({ email_verified: false })}` }],
    ['no expiry', { authorization: `Bearer ${forged({ exp: undefined })}` }],
    [
      'a token of yesterday',
      { authorization: `Bearer ${createDevToken('a@example.com', KEY, NOW - 24 * HOUR_MS)}` },
    ],
    ['a token of a megabyte', { authorization: `Bearer ${'a.'.repeat(500_000)}` }],
  ])('refuses %s', async (_case, headers) => {
    await expect(authenticate(headers)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('refuses a token whose header asks for no signature', async () => {
    const [, payload] = createDevToken('a@example.com', KEY, NOW).split('.');
    const header = Buffer.from('{"alg":"none"}').toString('base64url');
    await expect(withToken(`${header}.${payload}.`)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
