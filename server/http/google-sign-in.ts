// Sign-in with Google: turns the answers of google-identity.ts into the caller that routes see, and its refusals into problems.
import { Problem } from '../../src/core/contract.ts';
import type { Authenticate } from './authenticate.ts';
import { createGoogleIdentity, type GoogleIdentityOptions, type IdentityRefusal } from './google-identity.ts';

const RETRY_AFTER_SECONDS = 2;

/** Accepts Google identity tokens from the Authorization header; `now` answers epoch milliseconds. */
export function createGoogleAuthenticator(options: GoogleIdentityOptions, now: () => number): Authenticate {
  const identify = createGoogleIdentity(options);
  return async (headers) => {
    const answer = await identify(headers.authorization, now());
    if (answer.outcome === 'caller') return { email: answer.email, subject: answer.subject };
    throw problemOf(answer);
  };
}

function problemOf({ reason, message, isTemporary }: IdentityRefusal): Problem {
  if (isTemporary) {
    return new Problem('overloaded', message, { reason, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  return new Problem(reason === 'not-allowed' ? 'forbidden' : 'unauthenticated', message, { reason });
}
