// Scores the grams of one text under one model, as a port: plain TypeScript everywhere, WebAssembly where a caller hands it in.
import { COUNT_BITS } from './grams.ts';

/** Scores texts whose keys were written to `words` and `parts`; not to be shared between threads. */
export interface Scorer {
  /** Room for the keys of a text's words and parts; see createGramScanner. */
  readonly words: Uint32Array;
  readonly parts: Uint32Array;
  /** Logits of the text scored last, one a label. */
  readonly logits: ArrayLike<number>;
  /** Scales of the text scored last: of its words, of its parts, and of its words as means. */
  readonly scales: Scales;
  /** Scores the first keys of `words` and `parts`; answers how many different grams the model knows. */
  score(wordCount: number, partCount: number): number;
  /** Feature plus one of each key scored last, zero where the model does not know it; same order as `words` and `parts`. */
  readonly foundWords: Uint32Array;
  readonly foundParts: Uint32Array;
}

/** What the values of a text's blocks are multiplied by. */
export interface Scales {
  word: number;
  part: number;
  mean: number;
}

/**
 * Hash table of a model's keys: pairs of key and feature plus one, open addressing. Key and feature lie side by side, so that
 * a look-up costs one cache line.
 */
export function keyTable(keys: Uint32Array): Uint32Array {
  let slotCount = 16;
  while (slotCount < 2 * keys.length) slotCount *= 2;
  const table = new Uint32Array(2 * slotCount);
  const mask = slotCount - 1;
  for (let feature = 0; feature < keys.length; feature++) {
    let slot = keys[feature]! & mask;
    while (table[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
    table[2 * slot] = keys[feature]!;
    table[2 * slot + 1] = feature + 1;
  }
  return table;
}

/** Feature plus one of a gram's key in a table that keyTable made, or zero. */
export function findFeature(table: Uint32Array, key: number): number {
  const wanted = key >>> COUNT_BITS;
  const mask = table.length / 2 - 1;
  let slot = wanted & mask;
  while (table[2 * slot + 1] !== 0) {
    if (table[2 * slot] === wanted) return table[2 * slot + 1]!;
    slot = (slot + 1) & mask;
  }
  return 0;
}
