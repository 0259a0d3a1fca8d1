// A keyed hash of a short text: nobody without the key can tell which ids it picks, and it picks the same ones every time.
// Source: J.-P. Aumasson and D. J. Bernstein, "SipHash" (2012), in its 32-bit form HalfSipHash-2-4.

/** Two 32-bit words. */
export type HashKey = readonly [number, number];

/** Uniform in [0, 1) and fixed for key, purpose and id; different purposes pick independently. */
export function keyedShare(key: string, purpose: string, id: string): number {
  if (key !== spread.key) spread = { key, words: wordsOf(key) };
  // The purpose's length parts it from the id.
  return halfSipHash(bytesOf(`${purpose.length}:${purpose}${id}`), spread.words) / 2 ** 32;
}

/** The key that was used last: one desk's tickets come together. */
let spread: { readonly key: string; readonly words: HashKey } = { key: '', words: wordsOf('') };

/** A key spread over two words by hashing it under two fixed keys. */
function wordsOf(key: string): HashKey {
  const bytes = bytesOf(key);
  return [halfSipHash(bytes, [0, 1]), halfSipHash(bytes, [1, 0])];
}

/** HalfSipHash-2-4 of bytes, as an unsigned 32-bit number. */
export function halfSipHash(bytes: ArrayLike<number>, [key0, key1]: HashKey): number {
  const state: State = { v0: key0, v1: key1, v2: key0 ^ 0x6c796765, v3: key1 ^ 0x74656462 };
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) absorb(state, wordAt(bytes, at, 4));
  absorb(state, (bytes.length << 24) | wordAt(bytes, whole, bytes.length - whole));
  state.v2 ^= 0xff;
  for (let round = 0; round < 4; round++) mix(state);
  return (state.v1 ^ state.v3) >>> 0;
}

interface State {
  v0: number;
  v1: number;
  v2: number;
  v3: number;
}

function absorb(state: State, word: number): void {
  state.v3 ^= word;
  mix(state);
  mix(state);
  state.v0 ^= word;
}

function mix(state: State): void {
  state.v0 = (state.v0 + state.v1) | 0;
  state.v1 = rotate(state.v1, 5) ^ state.v0;
  state.v0 = rotate(state.v0, 16);
  state.v2 = (state.v2 + state.v3) | 0;
  state.v3 = rotate(state.v3, 8) ^ state.v2;
  state.v0 = (state.v0 + state.v3) | 0;
  state.v3 = rotate(state.v3, 7) ^ state.v0;
  state.v2 = (state.v2 + state.v1) | 0;
  state.v1 = rotate(state.v1, 13) ^ state.v2;
  state.v2 = rotate(state.v2, 16);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function wordAt(bytes: ArrayLike<number>, at: number, count: number): number {
  let word = 0;
  for (let index = 0; index < count; index++) word |= (bytes[at + index] as number) << (8 * index);
  return word;
}

// Two bytes for each UTF-16 unit: no encoder exists in Apps Script, and any fixed one does.
function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    bytes[2 * index] = unit & 0xff;
    bytes[2 * index + 1] = unit >>> 8;
  }
  return bytes;
}
