// The one end that every request has: its answer went out, or its caller hung up. Fastify's own hook is silent about the latter,
// and whatever waits for it would wait forever.
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    hasEnded: boolean;
  }
}

/** Status of a request whose caller hung up before the answer, as nginx logs it. */
const HUNG_UP = 499;

/** Calls `onEnd` once for each request; `status` is HUNG_UP where nobody waited for the answer. */
export function onEveryEnd(
  app: FastifyInstance,
  onEnd: (request: FastifyRequest, status: number) => void,
): void {
  const end = (request: FastifyRequest, status: number) => {
    if (request.hasEnded) return;
    request.hasEnded = true;
    onEnd(request, status);
  };
  app.decorateRequest('hasEnded', false);
  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = reply;
    raw.once('close', () => end(request, raw.writableFinished ? raw.statusCode : HUNG_UP));
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    end(request, reply.statusCode);
    done();
  });
}
