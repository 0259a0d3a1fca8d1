// Base64 (RFC 4648 §4) without the engine's help: Apps Script has no atob, and its own decoder makes an array of numbers.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Marks a character outside the alphabet. */
const NONE = 255;

/** The bytes of a base64 text, padded or not; null for a text that is none. */
export function bytesFromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const values = new Uint8Array(128).fill(NONE);
  for (let at = 0; at < ALPHABET.length; at++) values[ALPHABET.charCodeAt(at)] = at;
  let end = text.length;
  while (end > 0 && text.length - end < 2 && text.charCodeAt(end - 1) === 61) end--;
  if (end % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((end * 3) / 4));
  let bits = 0;
  let held = 0;
  let to = 0;
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    const value = code < 128 ? (values[code] as number) : NONE;
    if (value === NONE) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[to++] = (bits >> held) & 255;
  }
  return bytes;
}
