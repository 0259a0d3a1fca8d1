import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createGoogleIdentity,
  type GoogleIdentity,
  type GoogleIdentityOptions,
  REFUSAL_MESSAGES,
} from '../../../../server/http/google-identity.ts';
import {
  AUDIENCE,
  aSigningKey,
  aToken,
  type KeyServer,
  NOW,
  type SigningKey,
  startKeyServer,
} from './a-key-server.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let first: SigningKey;
let second: SigningKey;
let stranger: SigningKey;
let server: KeyServer;

beforeAll(async () => {
  [first, second, stranger] = await Promise.all([
    aSigningKey('first'),
    aSigningKey('second'),
    aSigningKey('stranger'),
  ]);
});
beforeEach(async () => {
  server = await startKeyServer([first]);
});
afterEach(() => server.close());

function anIdentity(changes: Partial<GoogleIdentityOptions> = {}): GoogleIdentity {
  return createGoogleIdentity({
    mode: 'verify',
    keySetUrl: server.address,
    audiences: [AUDIENCE],
    domains: ['desk.example'],
    emails: ['scheduler@project.iam.gserviceaccount.com'],
    ...changes,
  });
}

async function reasonFor(identity: GoogleIdentity, token: string, now = NOW): Promise<string> {
  const answer = await identity(`Bearer ${token}`, now);
  return answer.outcome === 'caller' ? 'caller' : answer.reason;
}

function withPart(token: string, index: number, part: string): string {
  return token
    .split('.')
    .map((old, at) => (at === index ? part : old))
    .join('.');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const stripped = (token: string): string => withPart(token, 2, 'SIGNATURE_REMOVED_BY_GOOGLE');

describe('createGoogleIdentity', () => {
  it('tells who calls, with the address in small letters', async () => {
    const answer = await anIdentity()(`Bearer ${await aToken(first)}`, NOW);
    expect(answer).toEqual({
      outcome: 'caller',
      subject: '1067',
      email: 'ida.berg@desk.example',
      domain: 'desk.example',
      expiresAt: NOW + 59 * MINUTE,
    });
  });

  it('lets in an address that is allowed by itself, though it has no domain', async () => {
    const token = await aToken(first, { email: 'scheduler@project.iam.gserviceaccount.com', hd: undefined });
    expect(await reasonFor(anIdentity(), token)).toBe('caller');
  });

  it.each([
    ['wrong-issuer', { iss: 'https://accounts.example.com' }],
    ['wrong-audience', { aud: 'another-client' }],
    ['wrong-audience', { aud: [AUDIENCE, 'another-client'] }],
    ['wrong-audience', { aud: undefined }],
    ['expired', { iat: NOW / 1000 - 3700, exp: NOW / 1000 - 61 }],
    ['not-yet-valid', { iat: NOW / 1000 + 61 }],
    ['not-yet-valid', { nbf: NOW / 1000 + 61 }],
    ['lifetime-too-long', { exp: NOW / 1000 + 90_000 }],
    ['malformed', { exp: undefined }],
    ['malformed', { sub: undefined }],
    ['email-missing', { email: undefined }],
    ['email-unverified', { email_verified: false }],
    ['email-unverified', { email_verified: 'true' }],
    ['not-allowed', { hd: 'other.example' }],
    ['not-allowed', { hd: undefined }],
  ])('refuses as %s a token with %j', async (reason, changes) => {
    expect(await reasonFor(anIdentity(), await aToken(first, changes))).toBe(reason);
  });

  it.each([
    ['missing', undefined],
    ['missing', ''],
    ['missing', 'Basic aWRhOmJlcmc='],
    ['malformed', 'Bearer '],
    ['malformed', 'Bearer a.b'],
    ['malformed', 'Bearer a.b.c'],
    ['malformed', `Bearer ${'a'.repeat(5000)}.b.c`],
    ['malformed', `Bearer ${encode({ alg: 'RS256' })}.${encode({})}.c`],
    ['malformed', `Bearer ${encode({ alg: 'RS256', kid: 'x'.repeat(200) })}.${encode({})}.c`],
    ['wrong-algorithm', `Bearer ${encode({ alg: 'none', kid: 'first' })}.${encode({})}.c`],
    ['wrong-algorithm', `Bearer ${encode({ alg: 'HS256', kid: 'first' })}.${encode({})}.c`],
  ])('refuses as %s a header it cannot read, without asking for keys', async (reason, header) => {
    const answer = await anIdentity()(header, NOW);
    expect([answer.outcome === 'refused' && answer.reason, server.requests()]).toEqual([reason, 0]);
  });

  it.each([
    ['accepts', 59, 'caller'],
    ['refuses', 60, 'expired'],
  ])('%s a token %d seconds past its end, since clocks differ', async (_, seconds, outcome) => {
    const token = await aToken(first);
    expect(await reasonFor(anIdentity(), token, NOW + 59 * MINUTE + seconds * 1000)).toBe(outcome);
  });

  it('accepts a token that a clock one minute ahead has issued', async () => {
    expect(await reasonFor(anIdentity(), await aToken(first, { iat: NOW / 1000 + 59 }))).toBe('caller');
  });

  it('refuses a signature made with a key of the same id', async () => {
    expect(await reasonFor(anIdentity(), await aToken(stranger, {}, 'first'))).toBe('bad-signature');
  });

  it('refuses claims that were changed after signing', async () => {
    const [token, forged] = await Promise.all([aToken(first), aToken(stranger, { sub: '1' })]);
    expect(await reasonFor(anIdentity(), withPart(token, 1, forged.split('.')[1] ?? ''))).toBe(
      'bad-signature',
    );
  });

  it('refuses a key that Google does not publish', async () => {
    expect(await reasonFor(anIdentity(), await aToken(stranger))).toBe('unknown-key');
  });

  it('forgets a remembered caller when the token ends', async () => {
    const identity = anIdentity();
    const token = await aToken(first);
    await reasonFor(identity, token);
    expect(await reasonFor(identity, token, NOW + HOUR + MINUTE)).toBe('expired');
  });

  it('asks for the keys once for many callers at the same time', async () => {
    const identity = anIdentity();
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, index) => aToken(first, { sub: `${index}` })),
    );
    const answers = await Promise.all(tokens.map((token) => reasonFor(identity, token)));
    expect([new Set(answers), server.requests()]).toEqual([new Set(['caller']), 1]);
  });
});

describe('the keys', () => {
  it('rotate without a refused request', async () => {
    const identity = anIdentity();
    await reasonFor(identity, await aToken(first));
    server.state.keys = [second];
    const later = NOW + 11_000;
    const tokens = await Promise.all(
      Array.from({ length: 40 }, (_, index) => aToken(index % 2 ? first : second, { sub: `${index}` })),
    );
    const answers = await Promise.all(tokens.map((token) => reasonFor(identity, token, later)));
    expect([new Set(answers), server.requests()]).toEqual([new Set(['caller']), 2]);
  });

  it('leave with the set they last stood in', async () => {
    const identity = anIdentity();
    await reasonFor(identity, await aToken(first));
    server.state.keys = [second];
    const later = NOW + 2 * HOUR;
    const changes = { iat: later / 1000, exp: later / 1000 + 3600 };
    await reasonFor(identity, await aToken(second, changes), later);
    expect(await reasonFor(identity, await aToken(first, changes), later)).toBe('unknown-key');
  });

  it('stay good while the key server is down, however old they are', async () => {
    const identity = anIdentity();
    await reasonFor(identity, await aToken(first));
    server.state.isDown = true;
    const later = NOW + 48 * HOUR;
    const token = await aToken(first, { iat: later / 1000, exp: later / 1000 + 3600 });
    expect(await reasonFor(identity, token, later)).toBe('caller');
  });

  it('are asked for again two seconds after a failure', async () => {
    const identity = anIdentity();
    server.state.isDown = true;
    const token = await aToken(first);
    const answers = [await reasonFor(identity, token)];
    server.state.isDown = false;
    answers.push(
      await reasonFor(identity, token, NOW + 1_000),
      await reasonFor(identity, token, NOW + 2_000),
    );
    expect(answers).toEqual(['keys-unavailable', 'keys-unavailable', 'caller']);
  });

  it('are not asked for again by every unknown key', async () => {
    const identity = anIdentity();
    const tokens = await Promise.all(
      Array.from({ length: 30 }, (_, index) => aToken(stranger, {}, `k${index}`)),
    );
    for (const token of tokens) await reasonFor(identity, token);
    expect(server.requests()).toBe(1);
  });

  it('are unavailable while what the server sends is no key set', async () => {
    server.state.keys = [];
    const answer = await anIdentity()(`Bearer ${await aToken(first)}`, NOW);
    expect(answer).toMatchObject({ reason: 'keys-unavailable', isTemporary: true });
  });
});

describe('junk tokens', () => {
  it('5,000 of them cost one fetch of keys and keep no good caller out', async () => {
    const identity = anIdentity();
    const good = await aToken(first);
    const forged = await aToken(stranger, {}, 'first');
    const body = forged.split('.')[1] ?? '';
    const junk = Array.from({ length: 5000 }, (_, index) =>
      index % 2
        ? `${encode({ alg: 'RS256', kid: `junk-${index}` })}.${body}.c2ln`
        : `${encode({ alg: 'RS256', kid: 'first' })}.${body}.${Buffer.from(`signature ${index}`).toString('base64url')}`,
    );
    await reasonFor(identity, good);
    const answers = await Promise.all([
      ...junk.map((token) => reasonFor(identity, token)),
      reasonFor(identity, good),
    ]);
    const counts = Object.groupBy(answers, (answer) => answer);
    expect([
      Object.keys(counts).sort(),
      counts['caller']?.length,
      counts['unknown-key']?.length,
      server.requests(),
    ]).toEqual([['bad-signature', 'busy', 'caller', 'unknown-key'], 1, 2500, 1]);
  });

  it('are not checked beyond 500 wrong signatures in a second, and new callers get in during the next', async () => {
    const identity = anIdentity();
    const forged = await aToken(stranger, {}, 'first');
    const reasons: string[] = [];
    for (let index = 0; index < 600; index += 1) {
      const signature = Buffer.from(`signature ${index}`).toString('base64url');
      reasons.push(await reasonFor(identity, withPart(forged, 2, signature)));
    }
    const counts = Object.groupBy(reasons, (reason) => reason);
    const good = await aToken(first);
    expect([
      counts['bad-signature']?.length,
      counts['busy']?.length,
      await reasonFor(identity, good),
      await reasonFor(identity, good, NOW + 1_000),
    ]).toEqual([500, 100, 'busy', 'caller']);
  });

  it('are checked once when the same one comes 200 times at the same moment', async () => {
    const identity = anIdentity();
    const forged = await aToken(stranger, {}, 'first');
    const answers = await Promise.all(Array.from({ length: 200 }, () => reasonFor(identity, forged)));
    expect(new Set(answers)).toEqual(new Set(['bad-signature']));
  });

  it('are remembered: a wrong signature is still the reason when the token would have expired', async () => {
    const identity = anIdentity();
    const forged = await aToken(stranger, {}, 'first');
    await reasonFor(identity, forged);
    expect(await reasonFor(identity, forged, NOW + 2 * HOUR)).toBe('bad-signature');
  });
});

describe('the mode iam-trusted', () => {
  it('takes a token whose signature Cloud Run removed', async () => {
    expect(await reasonFor(anIdentity({ mode: 'iam-trusted' }), stripped(await aToken(first)))).toBe(
      'caller',
    );
  });

  it('still checks the claims of such a token', async () => {
    const token = stripped(await aToken(first, { hd: 'other.example' }));
    expect(await reasonFor(anIdentity({ mode: 'iam-trusted' }), token)).toBe('not-allowed');
  });

  it('still checks a signature that is there', async () => {
    const forged = await aToken(stranger, {}, 'first');
    expect(await reasonFor(anIdentity({ mode: 'iam-trusted' }), forged)).toBe('bad-signature');
  });

  it('is the only one that does: verify says how to send the token', async () => {
    expect(await reasonFor(anIdentity(), stripped(await aToken(first)))).toBe('signature-removed');
  });
});

describe('refusals', () => {
  it('name neither token nor person', async () => {
    const token = await aToken(first, { hd: 'other.example' });
    const answer = JSON.stringify(await anIdentity()(`Bearer ${token}`, NOW));
    expect(
      [token, 'berg', 'desk.example', 'other.example'].filter((secret) => answer.includes(secret)),
    ).toEqual([]);
  });

  it('each say what to do', () => {
    const vague = Object.values(REFUSAL_MESSAGES).filter((message) => message.split('. ').length < 2);
    expect(vague).toEqual([]);
  });
});

describe('the configuration', () => {
  it.each([
    ['a key set over plain http', { keySetUrl: 'http://keys.example/certs' }, 'https'],
    ['no address of a key set', { keySetUrl: '' }, 'https'],
    ['no audience', { audiences: [] }, 'audience'],
    ['an empty audience', { audiences: [''] }, 'audience'],
    ['nobody allowed', { domains: [], emails: [] }, 'Set at least one'],
    ['an empty domain', { domains: [''] }, 'Set at least one'],
  ])('is refused with %s', (_, changes, words) => {
    expect(() => anIdentity(changes)).toThrow(words);
  });
});
