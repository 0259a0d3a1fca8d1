// One log line for each request: what was asked of which route, how it ended, how long it took. Bodies, headers, query
// strings and addresses that name people stay out.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { traceOf } from './trace.ts';

/** The part of pino that the proxy uses. */
export interface Logger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Epoch milliseconds at which the request's head had arrived. */
    arrivedAt: number;
  }
}

/** What is told of each request when its answer is out. */
export interface RequestEnd {
  readonly method: string;
  /** The route's pattern, such as `/v1/desks/:desk`. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** Notes each request's arrival, gives its answer the request id as a header, and answers what logs its end and tells `onEnd`. */
export function logRequests(
  app: FastifyInstance,
  deps: {
    readonly logger: Logger;
    readonly now: () => number;
    /** Google Cloud project, for traces; empty elsewhere. */
    readonly project: string;
    readonly onEnd: (end: RequestEnd) => void;
  },
): (request: FastifyRequest, status: number) => void {
  const { logger, now, project, onEnd } = deps;
  app.decorateRequest('arrivedAt', 0);
  app.addHook('onRequest', (request, reply, done) => {
    request.arrivedAt = now();
    reply.header('x-request-id', request.id);
    done();
  });
  return (request, status) => {
    const end = {
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status,
      ms: now() - request.arrivedAt,
    };
    onEnd(end);
    const facts = { requestId: request.id, ...end, ...traceOf(request.headers, project) };
    if (status >= 500) logger.error(facts, 'request');
    else logger.info(facts, 'request');
  };
}
