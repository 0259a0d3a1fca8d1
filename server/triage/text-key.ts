// A keyed hash of a ticket's text: the same text of the same desk gives the same hash, and without the desk's key nobody
// can try texts against it.
import { createHmac } from 'node:crypto';

/** 128 bits are enough that two texts of one run never share a hash by chance. */
const HASH_BYTES = 16;

/** HMAC-SHA256 of the text under the desk's hexadecimal key, cut to 128 bits, in base64url. */
export function keyedTextHash(text: string, textKey: string): string {
  return createHmac('sha256', Buffer.from(textKey, 'hex'))
    .update(text)
    .digest()
    .subarray(0, HASH_BYTES)
    .toString('base64url');
}
