// The one end that every request has: its answer went out, or its caller hung up. Fastify's own hook is silent about the latter,
// and whatever waits for it would wait forever.
import type { FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    hasEnded: boolean;
  }
}

/** Status of a request whose caller hung up before the answer, as nginx logs it. */
const HUNG_UP = 499;

/** Answers what a request's arrival is told to: it calls `onEnd` once; `status` is HUNG_UP where nobody waited for the answer. */
export function onEveryEnd(
  onEnd: (request: FastifyRequest, status: number) => void,
): (request: FastifyRequest, reply: FastifyReply) => void {
  return (request, { raw }) => {
    const end = (status: number) => {
      if (request.hasEnded) return;
      request.hasEnded = true;
      onEnd(request, status);
    };
    raw.on('finish', () => end(raw.statusCode));
    raw.on('close', () => end(HUNG_UP));
  };
}
