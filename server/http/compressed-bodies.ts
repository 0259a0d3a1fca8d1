// Takes bodies that are compressed with gzip. Fastify holds what comes out to the route's limit, so a small body that grows
// without end is refused where it passes it.
import { Transform, type TransformCallback } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { Problem } from '../../src/core/contract.ts';

/** Registers the hook for every route of the app. */
export function acceptCompressedBodies(app: FastifyInstance): void {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') return done(null, payload);
    if (encoding === 'gzip') return done(null, unpack(payload));
    const message =
      'The request body is encoded in a way that the proxy does not read. Send it as it is, or with gzip.';
    return done(new Problem('unsupported_media_type', message));
  });
}

/** The body as it was before gzip. Fastify compares `receivedEncodedLength` with what the head said. */
function unpack(payload: RequestPayload): Gunzip & { receivedEncodedLength: number } {
  const gunzip = Object.assign(createGunzip(), { receivedEncodedLength: 0 });
  const count = new Transform({
    transform: (chunk: Buffer, _encoding: string, done: TransformCallback) => {
      gunzip.receivedEncodedLength += chunk.length;
      done(null, chunk);
    },
  });
  payload.on('error', (error) => gunzip.destroy(error));
  payload.pipe(count).pipe(gunzip);
  // What is not gzip at all is the sender's mistake and no failure of ours.
  gunzip.on('error', (error) => Object.assign(error, { statusCode: 400 }));
  return gunzip;
}
