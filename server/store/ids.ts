// Ids of what the proxy creates: UUID version 7, so that they sort by time and index well.

/** Gives `count` random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

/** A UUIDv7 (RFC 9562, section 5.7) for the instant `now` in epoch milliseconds. */
export function createId(now: number, randomBytes: RandomBytes): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.set(randomBytes(10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Bytes asked for at once, since each call into the system's generator costs more than the bytes. */
const POOL_BYTES = 4_096;

/** The same source, asked for many bytes at a time. A byte is given out once. */
export function pooled(randomBytes: RandomBytes): RandomBytes {
  let pool: Uint8Array = new Uint8Array(0);
  let used = 0;
  return (count) => {
    if (count > POOL_BYTES) return randomBytes(count);
    if (used + count > pool.length) {
      pool = randomBytes(POOL_BYTES);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  };
}
