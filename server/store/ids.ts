// Ids of what the proxy creates: UUID version 7, so that they sort by time and index well.

/** Gives `count` random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

/** Each byte in hexadecimal. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** What lies above an instant's lower 24 bits: bit operators see no more than 32. */
const UPPER = 2 ** 24;

/** A UUIDv7 (RFC 9562, section 5.7) for the instant `now` in epoch milliseconds. Every request has one, so it is put together by hand. */
export function createId(now: number, randomBytes: RandomBytes): string {
  const bytes = randomBytes(10);
  const hex = (at: number) => HEX[bytes[at] ?? 0];
  const upper = Math.floor(now / UPPER);
  const lower = now % UPPER;
  const version = HEX[((bytes[0] ?? 0) & 0x0f) | 0x70];
  const variant = HEX[((bytes[2] ?? 0) & 0x3f) | 0x80];
  return (
    `${HEX[upper >>> 16]}${HEX[(upper >>> 8) & 0xff]}${HEX[upper & 0xff]}${HEX[lower >>> 16]}-` +
    `${HEX[(lower >>> 8) & 0xff]}${HEX[lower & 0xff]}-${version}${hex(1)}-${variant}${hex(3)}-` +
    `${hex(4)}${hex(5)}${hex(6)}${hex(7)}${hex(8)}${hex(9)}`
  );
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
