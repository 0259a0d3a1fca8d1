// A keyed hash of a ticket's text: the same text of the same desk gives the same hash, and without the desk's key nobody
// can try texts against it.
import { hash } from 'node:crypto';
import type { WireTicket } from '../../src/core/contract.ts';

/** 128 bits are enough that two texts of one desk never share a hash by chance. */
const CHARACTERS = 22;

/**
 * SHA-256 of the desk's key, the subject, the body and what pictures there are, cut to 128 bits, in base64url. Half of the hash's state stays
 * unknown, so nobody can lengthen a hashed text without the key, and one pass costs half of what HMAC does.
 */
export function keyedTextHash(
  ticket: Pick<WireTicket, 'subject' | 'body' | 'images'>,
  textKey: string,
): string {
  const { subject, body, images } = ticket;
  const pictures = images === undefined ? '' : images.map(({ data }) => pictureMark(body, data)).join('');
  return hash('sha256', `${textKey}${subject.length} ${subject}${body}${pictures}`, 'base64url').slice(
    0,
    CHARACTERS,
  );
}

/** The length keeps a body that ends like a mark from being taken for one with a picture. */
function pictureMark(body: string, data: string): string {
  return `\0${body.length} ${hash('sha256', data, 'base64url')}`;
}
