// Ids of what the proxy creates: UUID version 7, so that they sort by time and index well.

/** Gives `count` random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

/** A UUIDv7 (RFC 9562, section 5.7) for the instant `now` in epoch milliseconds. */
export function createId(now: number, randomBytes: RandomBytes): string {
  const bytes = new Uint8Array(16);
  bytes.set(randomBytes(10), 6);
  new DataView(bytes.buffer).setBigUint64(
    0,
    (BigInt(now) << 16n) | (BigInt(bytes[6] ?? 0) << 8n) | BigInt(bytes[7] ?? 0),
  );
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
