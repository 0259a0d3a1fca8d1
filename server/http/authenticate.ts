// Who is calling: the port that each way of signing in implements, and the hook that asks it before a body is read.
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../src/core/contract.ts';

/** A person or account that has proved who they are. */
export interface Caller {
  /** Lower case. */
  readonly email: string;
  /** Stable id of the account at its issuer. */
  readonly subject: string;
}

/** Proves who sent a request; throws the problem `unauthenticated` with a sentence that says what to do. */
export type Authenticate = (headers: IncomingHttpHeaders) => Promise<Caller> | Caller;

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}

/** Requires a caller on every route registered in this scope; `onCaller` may refuse by throwing. */
export function requireCaller(
  app: FastifyInstance,
  authenticate: Authenticate,
  onCaller: (caller: Caller) => void,
): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', (request, _reply, done) => {
    const admit = (caller: Caller) => {
      request.caller = caller;
      onCaller(caller);
    };
    // A caller who is remembered costs no promise.
    const answer = authenticate(request.headers);
    if (answer instanceof Promise) {
      answer.then(admit).then(() => done(), done);
      return;
    }
    admit(answer);
    done();
  });
}

/** The caller of a request on a route behind `requireCaller`. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null)
    throw new Error('A route that needs a caller was registered outside the sign-in.');
  return request.caller;
}

/** The bearer token of a request; throws `unauthenticated` where there is none. */
export function bearerToken(headers: IncomingHttpHeaders): string {
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '') {
    throw new Problem(
      'unauthenticated',
      'The request bears no identity token. Send the header "Authorization: Bearer TOKEN".',
    );
  }
  return token;
}
