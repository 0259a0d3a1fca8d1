// Sign-in with Google: turns the answers of google-identity.ts into the caller that routes see, and its refusals into problems.
import { Problem } from '../../src/core/contract.ts';
import type { Authenticate } from './authenticate.ts';
import {
  type Caller,
  createGoogleIdentity,
  type GoogleIdentityOptions,
  type IdentityRefusal,
} from './google-identity.ts';

const RETRY_AFTER_SECONDS = 2;

/** Accepts Google identity tokens from the Authorization header; `now` answers epoch milliseconds. */
export function createGoogleAuthenticator(options: GoogleIdentityOptions, now: () => number): Authenticate {
  const identify = createGoogleIdentity(options);
  const callerOf = (answer: Caller | IdentityRefusal): Caller => {
    if (answer.outcome === 'caller') return answer;
    throw problemOf(answer);
  };
  return (headers) => {
    const answer = identify(headers.authorization, now());
    return answer instanceof Promise ? answer.then(callerOf) : callerOf(answer);
  };
}

function problemOf({ reason, message, isTemporary }: IdentityRefusal): Problem {
  if (isTemporary) {
    return new Problem('overloaded', message, { reason, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  return new Problem(reason === 'not-allowed' ? 'forbidden' : 'unauthenticated', message, { reason });
}
