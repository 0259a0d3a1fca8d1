// A short fingerprint of a text, to see whether it changed since we last read it. It is not a secret-keeping hash.

/**
 * 64 bits as 16 hexadecimal digits: two 32-bit multiply-and-mix lanes over UTF-16 units (constants and finaliser of
 * MurmurHash3, Austin Appleby, public domain). Two texts collide by chance once in 2^64.
 */
export function textHash(text: string): string {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ unit, 0x1b873593);
    b = (b << 13) | (b >>> 19);
  }
  return hex(mix(a ^ text.length)) + hex(mix(b + a));
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
