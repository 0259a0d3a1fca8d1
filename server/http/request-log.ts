// One log line for each request: what was asked of which route, how it ended, how long it took. Bodies, headers, query
// strings and addresses that name people stay out.
import type { FastifyInstance } from 'fastify';

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

/** Notes each request's arrival and logs its end; gives the answer its request id as a header. */
export function logRequests(app: FastifyInstance, logger: Logger, now: () => number): void {
  app.decorateRequest('arrivedAt', 0);
  app.addHook('onRequest', async (request, reply) => {
    request.arrivedAt = now();
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    logger.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: now() - request.arrivedAt,
      },
      'request',
    );
  });
}
