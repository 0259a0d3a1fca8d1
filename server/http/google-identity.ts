// Tells who is calling from a Google identity token: cheap checks first, then the signature, then a bounded memory of both
// answers. Nothing of a token, an address or a name goes into a message.
import { hash } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, errors, type JWTPayload } from 'jose';
import { createRecentCache } from '../triage/recent-cache.ts';
import { createGoogleKeys } from './google-keys.ts';

/** Google's tokens have some 1,200 characters; many groups or a long name make no more than this. */
const TOKEN_CHARACTERS_MAX = 4_096;
const KEY_ID_CHARACTERS_MAX = 128;
/** Google's tokens live one hour; a longer life is none of theirs. */
const LIFETIME_SECONDS_MAX = 86_400;
const CLOCK_TOLERANCE_SECONDS = 60;
/** Callers remembered, at some 400 bytes each. */
const CALLERS_MAX = 10_000;
/** Refused tokens remembered, at some 150 bytes each. */
const REFUSED_MAX = 20_000;
/** Signatures checked at the same time, at some 75 µs each: more would keep good callers waiting behind junk. */
const VERIFICATIONS_MAX = 64;

/**
 * Wrong signatures in one second beyond which no new token is checked until the next one, so that a flood of forged tokens
 * costs a small part of one core. Callers who are remembered do not notice.
 */
const WRONG_SIGNATURES_PER_SECOND_MAX = 500;

const ISSUERS: readonly unknown[] = ['https://accounts.google.com', 'accounts.google.com'];
/** What Cloud Run puts in the place of the signature of a token that it has checked itself. */
const REMOVED_SIGNATURE = 'SIGNATURE_REMOVED_BY_GOOGLE';
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Each reason for which a token is refused, with what to do about it. */
export const REFUSAL_MESSAGES = {
  missing:
    'The request carries no identity token. Send "Authorization: Bearer" with a Google identity token.',
  malformed:
    'The identity token is not a signed JSON web token. Send what getIdentityToken() of Apps Script gives, unchanged.',
  'wrong-algorithm': 'The identity token is not signed with RS256. Send a token issued by Google.',
  'wrong-issuer':
    'The identity token was not issued by Google. Send a Google identity token, not an access token.',
  'wrong-audience':
    'The identity token is for another audience. Add the client id of the calling script to the audiences of the proxy.',
  expired: 'The identity token has expired. Ask for a new one and send the request again.',
  'not-yet-valid': 'The identity token is not valid yet. Compare the clocks of the caller and of the proxy.',
  'lifetime-too-long':
    'The identity token is valid for more than a day, as no token of Google is. Ask for a new one.',
  'email-missing':
    'The identity token carries no e-mail address. Add the scope userinfo.email to the script and authorise it again.',
  'email-unverified':
    'The e-mail address of this Google account is not verified. Verify it with Google, then try again.',
  'not-allowed':
    'This Google account may not use the proxy. Ask its administrator to allow your organisation or your address.',
  'signature-removed':
    'Cloud Run removed the signature of the identity token. Send the token in X-Serverless-Authorization as well, or set the mode iam-trusted where Cloud Run alone lets callers in.',
  'unknown-key': 'The identity token is signed with a key that Google does not publish. Ask for a new token.',
  'bad-signature': 'The signature of the identity token is wrong. Ask for a new token.',
  'keys-unavailable': "Google's keys cannot be fetched just now. Send the request again in a few seconds.",
  busy: 'Too many identity tokens are being checked. Send the request again in a second.',
} as const;

export type RefusalReason = keyof typeof REFUSAL_MESSAGES;

/** A person or service account that Google vouches for. */
export interface Caller {
  readonly outcome: 'caller';
  /** Google's lasting id of the account. */
  readonly subject: string;
  /** In small letters. For decisions, never for logs. */
  readonly email: string;
  /** The Workspace domain that the account belongs to; consumers and service accounts have none. */
  readonly domain?: string;
  /** Epoch milliseconds at which the token ends. */
  readonly expiresAt: number;
}

/** Why nobody is let in, as a reason to switch on and a sentence that says what to do. */
export interface IdentityRefusal {
  readonly outcome: 'refused';
  readonly reason: RefusalReason;
  readonly message: string;
  /** Whether the same token may be accepted later: answer 503, not 401. */
  readonly isTemporary: boolean;
}

export interface GoogleIdentityOptions {
  /** `iam-trusted` also takes tokens whose signature Cloud Run removed: only where nobody can go round Cloud Run's own check. */
  readonly mode: 'verify' | 'iam-trusted';
  /** Where the keys are: https, or http on this machine. */
  readonly keySetUrl: string;
  /** OAuth client ids (or service addresses) whose tokens are taken. */
  readonly audiences: readonly string[];
  /** Workspace domains whose members are let in. */
  readonly domains: readonly string[];
  /** Single addresses that are let in. */
  readonly emails: readonly string[];
}

/**
 * Says who calls, from the value of the Authorization header at `now` in epoch milliseconds: at once where no signature has to
 * be checked. Refusals are answers, not errors.
 */
export type GoogleIdentity = (
  authorizationHeader: string | undefined,
  now: number,
) => Promise<Answer> | Answer;

type Answer = Caller | IdentityRefusal;

/** Checks identity tokens under `options`; throws when they would let nobody or everybody in. */
export function createGoogleIdentity(options: GoogleIdentityOptions): GoogleIdentity {
  assertOptions(options);
  const keys = createGoogleKeys(options.keySetUrl);
  const policy = createPolicy(options);
  const callers = createRecentCache<Caller>({ entriesMax: CALLERS_MAX });
  const refused = createRecentCache<IdentityRefusal>({ entriesMax: REFUSED_MAX });
  const inFlight = new Map<string, Promise<Answer>>();
  const wrong = { second: 0, count: 0 };

  const verify = async (token: string, keyId: string, caller: Caller, now: number): Promise<Answer> => {
    const lookup = await keys.find(keyId, now);
    if (lookup.outcome === 'unavailable') return refuse('keys-unavailable');
    if (lookup.outcome === 'unknown') return refuse('unknown-key');
    return (await isSigned(token, lookup.key)) ? caller : refuse('bad-signature');
  };
  const isFlooded = (now: number): boolean => {
    const second = Math.floor(now / 1000);
    if (second !== wrong.second) Object.assign(wrong, { second, count: 0 });
    return wrong.count >= WRONG_SIGNATURES_PER_SECOND_MAX;
  };
  const remember = (key: string, answer: Answer): void => {
    if (answer.outcome === 'caller') callers.set(key, answer);
    // Only a signature that is wrong stays wrong; all else is told without arithmetic, or may change.
    else if (answer.reason === 'bad-signature') {
      refused.set(key, answer);
      wrong.count += 1;
    }
  };

  return (authorizationHeader, now) => {
    const token = tokenIn(authorizationHeader);
    if (typeof token !== 'string') return token;
    const key = hash('sha256', token, 'base64');
    // Only what has the form of a token is ever remembered, so a token that is known needs no look at its form.
    const known = callers.get(key);
    if (known !== undefined) {
      if (now < known.expiresAt + CLOCK_TOLERANCE_SECONDS * 1000) return known;
      callers.delete(key);
    }
    if (!TOKEN.test(token)) return refuse('malformed');
    const refusal = refused.get(key);
    if (refusal !== undefined) return refusal;
    const running = inFlight.get(key);
    if (running !== undefined) return running;

    const parsed = parseToken(token);
    if (parsed.outcome === 'refused') return parsed;
    // Claims are read before the signature: a token that would be refused anyway costs no arithmetic.
    const caller = policy(parsed.claims, now);
    if (caller.outcome === 'refused') return caller;
    if (token.endsWith(REMOVED_SIGNATURE)) {
      return options.mode === 'iam-trusted' ? caller : refuse('signature-removed');
    }
    if (keys.isRefusedUnasked(parsed.keyId, now)) return verify(token, parsed.keyId, caller, now);
    if (inFlight.size >= VERIFICATIONS_MAX || isFlooded(now)) return refuse('busy');
    const checking = verify(token, parsed.keyId, caller, now)
      .then((answer) => {
        remember(key, answer);
        return answer;
      })
      .finally(() => inFlight.delete(key));
    inFlight.set(key, checking);
    return checking;
  };
}

function assertOptions({ audiences, domains, emails }: GoogleIdentityOptions): void {
  if (audiences.length === 0 || audiences.includes('')) {
    throw new Error(
      'No audience is configured, so no token could be checked. Set the client ids of the scripts that call.',
    );
  }
  if (domains.length + emails.length === 0 || domains.includes('') || emails.includes('')) {
    throw new Error(
      'Neither a Workspace domain nor an e-mail address is allowed. Set at least one, or nobody could be let in.',
    );
  }
}

function refuse(reason: RefusalReason): IdentityRefusal {
  const isTemporary = reason === 'keys-unavailable' || reason === 'busy';
  return { outcome: 'refused', reason, message: REFUSAL_MESSAGES[reason], isTemporary };
}

function tokenIn(header: string | undefined): string | IdentityRefusal {
  if (header === undefined || header === '') return refuse('missing');
  if (!header.startsWith('Bearer ') && !/^Bearer /i.test(header)) return refuse('missing');
  const token = header.slice(7).trim();
  return token.length <= TOKEN_CHARACTERS_MAX ? token : refuse('malformed');
}

type ParsedToken =
  | { readonly outcome: 'parsed'; readonly keyId: string; readonly claims: JWTPayload }
  | IdentityRefusal;

function parseToken(token: string): ParsedToken {
  try {
    const { alg, kid, crit } = decodeProtectedHeader(token);
    if (alg !== 'RS256') return refuse('wrong-algorithm');
    if (typeof kid !== 'string' || kid.length > KEY_ID_CHARACTERS_MAX || crit !== undefined) {
      return refuse('malformed');
    }
    return { outcome: 'parsed', keyId: kid, claims: decodeJwt(token) };
  } catch {
    // jose's messages may quote the token, so its error ends here.
    return refuse('malformed');
  }
}

/** Turns claims into a caller, or says which of them refuses. */
function createPolicy(options: GoogleIdentityOptions): (claims: JWTPayload, now: number) => Answer {
  const audiences: ReadonlySet<unknown> = new Set(options.audiences);
  const domains: ReadonlySet<unknown> = new Set(options.domains.map((domain) => domain.toLowerCase()));
  const emails = new Set(options.emails.map((email) => email.toLowerCase()));
  return (claims, now) => {
    const seconds = now / 1000;
    const { iss, aud, exp, iat, nbf, sub, email, email_verified: isVerified, hd } = claims;
    if (!ISSUERS.includes(iss)) return refuse('wrong-issuer');
    // Google's tokens have one audience; a list could hide a foreign one.
    if (typeof aud !== 'string' || !audiences.has(aud)) return refuse('wrong-audience');
    if (typeof exp !== 'number' || typeof iat !== 'number' || typeof sub !== 'string' || sub === '') {
      return refuse('malformed');
    }
    if (seconds >= exp + CLOCK_TOLERANCE_SECONDS) return refuse('expired');
    const from = Math.max(iat, typeof nbf === 'number' ? nbf : iat);
    if (seconds < from - CLOCK_TOLERANCE_SECONDS) return refuse('not-yet-valid');
    if (exp - iat > LIFETIME_SECONDS_MAX) return refuse('lifetime-too-long');
    if (typeof email !== 'string' || email === '') return refuse('email-missing');
    if (isVerified !== true) return refuse('email-unverified');
    const address = email.toLowerCase();
    const domain = typeof hd === 'string' ? hd.toLowerCase() : undefined;
    // The domain is what Google says the account belongs to; the part after the @ may be anybody's.
    if (!domains.has(domain) && !emails.has(address)) return refuse('not-allowed');
    const caller: Caller = { outcome: 'caller', subject: sub, email: address, expiresAt: exp * 1000 };
    return domain === undefined ? caller : { ...caller, domain };
  };
}

async function isSigned(token: string, key: Parameters<typeof compactVerify>[1]): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return false;
    throw error;
  }
}
