// One log line for each request: what was asked of which route, how it ended, how long it took. Bodies, headers, query
// strings and addresses that name people stay out.
import type { FastifyRequest } from 'fastify';
import { type TraceFields, traceOf } from './trace.ts';

/** What the proxy logs with. */
export interface Logger {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  /** The line of a request that has ended. */
  request(line: RequestLine): void;
}

/** What is logged of a request. */
export interface RequestLine extends RequestEnd {
  readonly requestId: string;
  readonly trace: TraceFields | undefined;
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

/** Answers what logs a request's end and tells `onEnd`. */
export function logRequests(deps: {
  readonly logger: Logger;
  readonly now: () => number;
  /** Google Cloud project, for traces; empty elsewhere. */
  readonly project: string;
  readonly onEnd: (end: RequestEnd) => void;
}): (request: FastifyRequest, status: number) => void {
  const { logger, now, project, onEnd } = deps;
  return (request, status) => {
    const line = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      status,
      ms: now() - request.arrivedAt,
      trace: traceOf(request.headers, project),
    };
    onEnd(line);
    logger.request(line);
  };
}
