// A seeded source of random numbers: the same seed gives the same figures on every machine. Not for secrets.
// Source: D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators" (2018), xoshiro128**; its state is
// filled from the seed by a 32-bit counter passed through a mixing function, as the authors advise.

/** Gives the next number, uniform in [0, 1) with 53 bits. */
export type Random = () => number;

/** A generator that always gives the same sequence for the same whole seed (its lowest 32 bits count). */
export function createRandom(seed: number): Random {
  let counter = seed >>> 0;
  const mixed = (): number => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let z = counter;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let [a, b, c, d] = [mixed(), mixed(), mixed(), mixed()];
  const next = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return () => (next() >>> 5) / 2 ** 27 + (next() >>> 6) / 2 ** 53;
}

/** The numbers 0..count−1 in random order (Fisher and Yates), in an array that the caller owns. */
export function shuffledIndices(count: number, random: Random): Int32Array {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}
