// Sign-in for development and the sandbox: tokens signed with a key that both ends know (JWT, RFC 7519, with HS256).
// Anyone who has the key can be anyone, so the configuration refuses this mode on Cloud Run.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../../src/core/contract.ts';
import { type Authenticate, bearerToken, type Caller } from './authenticate.ts';

const ISSUER = 'usher-dev';
const AUDIENCE = 'usher-proxy';
const HEADER = encode({ alg: 'HS256', typ: 'JWT' });
const LIFETIME_SECONDS = 3_600;
/** Room for clocks that differ. */
const SKEW_SECONDS = 30;
/** A longer token is not one of ours, and need not be hashed to know it. */
const TOKEN_CHARACTERS_MAX = 4_096;

/** Makes a token for `email` that is valid for one hour from `now` (epoch milliseconds). */
export function createDevToken(email: string, key: string, now: number): string {
  const issuedAt = Math.floor(now / 1_000);
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: `dev:${email.toLowerCase()}`,
    email,
    email_verified: true,
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
  };
  const signed = `${HEADER}.${encode(claims)}`;
  return `${signed}.${signatureOf(signed, key)}`;
}

/** Accepts the tokens that `createDevToken` makes with the same key. */
export function createDevAuthenticator(key: string, now: () => number): Authenticate {
  return async (headers) => {
    const token = bearerToken(headers);
    const [header, payload, signature, ...rest] = token.length > TOKEN_CHARACTERS_MAX ? [] : token.split('.');
    if (header !== HEADER || payload === undefined || signature === undefined || rest.length > 0) {
      throw refused('It is not a development token (a JWT signed with HS256).');
    }
    if (!isSame(signature, signatureOf(`${header}.${payload}`, key))) {
      throw refused(
        'Its signature does not fit this proxy’s USHER_DEV_KEY: both ends must have the same key.',
      );
    }
    return callerFrom(decode(payload), Math.floor(now() / 1_000));
  };
}

function callerFrom(claims: Readonly<Record<string, unknown>>, seconds: number): Caller {
  const { iss, aud, exp, sub, email, email_verified: isVerified } = claims;
  if (iss !== ISSUER) throw refused(`Its issuer is not ${ISSUER}.`);
  if (aud !== AUDIENCE) throw refused(`Its audience is not ${AUDIENCE}.`);
  if (typeof exp !== 'number' || exp + SKEW_SECONDS < seconds)
    throw refused('It has expired. Make a new one.');
  if (typeof email !== 'string' || !email.includes('@') || isVerified !== true) {
    throw refused('It names no verified mail address.');
  }
  return {
    email: email.toLowerCase(),
    subject: typeof sub === 'string' ? sub : `dev:${email.toLowerCase()}`,
  };
}

function refused(why: string): Problem {
  return new Problem('unauthenticated', `The identity token was not accepted. ${why}`);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The signature has held, so the payload is JSON that `createDevToken` wrote. */
function decode(payload: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
}

function signatureOf(signed: string, key: string): string {
  return createHmac('sha256', key).update(signed).digest('base64url');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
