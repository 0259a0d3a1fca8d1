// Lets triage requests in one by one, from the arrival of the head to the end of the answer, so that what cannot be carried is
// refused before its body is read.
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Admission, Place } from './admission.ts';

declare module 'fastify' {
  interface FastifyRequest {
    place: Place | null;
  }
}

/** A compressed body is taken for so many times its size, up to the route's limit. */
const COMPRESSION_ASSUMED = 6;
/** A body whose length is not told, in bytes. */
const UNKNOWN_BYTES = 1024 * 1024;

/** The hook that lets a request in; the app gives its place back at the request's end. */
export function admitBy(admission: Admission) {
  return (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const goOn = (place: Place) => {
      // Whoever hung up while waiting has had their end already.
      if (request.hasEnded || reply.raw.destroyed || request.raw.destroyed) place.leave();
      request.place = place;
      done();
    };
    const place = admission.enter(bytesOf(request));
    if (place instanceof Promise) place.then(goOn, done);
    else goOn(place);
  };
}

function bytesOf({ headers, routeOptions }: FastifyRequest): number {
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (!Number.isFinite(length)) return UNKNOWN_BYTES;
  const isCompressed = headers['content-encoding'] !== undefined;
  return Math.min(isCompressed ? length * COMPRESSION_ASSUMED : length, routeOptions.bodyLimit ?? length);
}
