// CRC-32 (IEEE 802.3, reflected), four bytes at a step; it finds accidents, not attacks.

const POLYNOMIAL = 0xedb88320;
let tables: Uint32Array | undefined;

/** The checksum of bytes as an unsigned number; the same as zlib's. */
export function crc32(bytes: Uint8Array): number {
  tables ??= buildTables();
  const table = tables;
  let crc = -1;
  const wordsEnd = bytes.length & ~3;
  for (let at = 0; at < wordsEnd; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      table[768 + (crc & 255)]! ^
      table[512 + ((crc >>> 8) & 255)]! ^
      table[256 + ((crc >>> 16) & 255)]! ^
      table[crc >>> 24]!;
  }
  for (let at = wordsEnd; at < bytes.length; at++) crc = table[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Four tables of 256: the n-th advances a byte by n more bytes. */
function buildTables(): Uint32Array {
  const built = new Uint32Array(1_024);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    built[byte] = crc;
  }
  for (let at = 256; at < 1_024; at++) built[at] = built[built[at - 256]! & 255]! ^ (built[at - 256]! >>> 8);
  return built;
}
