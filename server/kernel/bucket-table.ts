// Finds the features of a model's keys with one look into memory, which costs more than all that is done with what is found there:
// a bucket is a cache line, and holds four keys, the feature of each, and room for its number in a text.

/** Words of 32 bits in a bucket: four keys, four features, four numbers, and four that fill the line. */
export const BUCKET_WORDS = 16;
const KEYS = 4;

/**
 * Buckets with one more than each key, so that zero is room, and with each feature plus one. A key that found its bucket full lies in
 * the next that was not. Half full at most, so that few buckets are. The last bucket is for what has no place, and stays empty.
 */
export function bucketTable(keys: Uint32Array): Uint32Array {
  let buckets = 1;
  while (KEYS * buckets < 2 * keys.length) buckets *= 2;
  const table = new Uint32Array(BUCKET_WORDS * (buckets + 1));
  for (const [feature, key] of keys.entries()) {
    let bucket = key & (buckets - 1);
    let place = 0;
    // Filled from its start, so that a bucket with room has none behind its last key.
    while (table[BUCKET_WORDS * bucket + place] !== 0) {
      place++;
      if (place < KEYS) continue;
      place = 0;
      bucket = (bucket + 1) & (buckets - 1);
    }
    const at = BUCKET_WORDS * bucket + place;
    table[at] = key + 1;
    table[at + KEYS] = feature + 1;
  }
  return table;
}
