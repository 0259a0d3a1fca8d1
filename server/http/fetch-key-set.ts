// Reads a key set (RFC 7517, section 5) over the network: https, or http from this machine itself for tests.
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';

/** Google's set of two or three keys has 2 kB; more than this is not a key set. */
const BODY_BYTES_MAX = 65_536;
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** A key set's JSON as sent, and for how many milliseconds its sender allows it to be kept, if it says so. */
export interface FetchedKeySet {
  readonly body: unknown;
  readonly maxAgeMs?: number;
}

/** Checks the address of a key set; throws when it is no https address and not http on a loopback host either. */
export function parseKeySetUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (url === undefined || !isSafe) {
    throw new Error(
      'The address of the key set must begin with https:// (http:// only for 127.0.0.1, [::1] or localhost). Correct it in the configuration.',
    );
  }
  return url;
}

/** Fetches the set at `url`; rejects after `timeoutMs` in all, on any status but 200, and on more than 64 kB. */
export async function fetchKeySet(url: URL, timeoutMs: number): Promise<FetchedKeySet> {
  const get = url.protocol === 'https:' ? getHttps : getHttp;
  const signal = AbortSignal.timeout(timeoutMs);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(url, { signal, headers: { accept: 'application/json' } }, resolve).on('error', reject);
  const response = await promise;
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(
      `The key server answered ${response.statusCode}, expected 200. Check the address of the key set.`,
    );
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX) {
      response.destroy();
      throw new Error(
        `The key server sent more than ${BODY_BYTES_MAX} bytes. Check the address of the key set.`,
      );
    }
    parts.push(part);
  }
  const body: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  const maxAge = /(?:^|[,\s])max-age=(\d{1,9})/i.exec(response.headers['cache-control'] ?? '')?.[1];
  return maxAge === undefined ? { body } : { body, maxAgeMs: Number(maxAge) * 1000 };
}
