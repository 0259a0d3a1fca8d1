// Scores the grams of one text under one model, as a port: plain TypeScript everywhere, WebAssembly where a caller hands it in.
import { COUNT_BITS, type GramRoom } from './grams.ts';

/** Scores texts whose keys were written to `words` and `parts`; not to be shared between threads. */
export interface Scorer {
  /** Where a scanner writes the grams that are scored. */
  readonly room: GramRoom;
  /** Logits of the text scored last, one a label. */
  readonly logits: ArrayLike<number>;
  /** Scores the first keys of the room's words and parts; answers how many different grams the model knows. */
  score(wordCount: number, partCount: number): number;
  /** Not zero for each word gram scored last that the model knows. */
  readonly foundWords: Uint32Array;
  /**
   * Finds what each word gram of the text scored last added to the logit of `label` minus that of `other`, the parts of a word
   * counted with the word, and writes it to `contrasts`. Answers the sum over the text. The text must have been scanned into
   * the room, since a document says nothing about order.
   */
  contrast(label: number, other: number): number;
  readonly contrasts: Float64Array;
  /**
   * Writes the word grams of which `contrast` found something to `ranking`, largest absolute value first and then as in the text;
   * answers how many, at most `limit`.
   */
  rankContrasts(limit: number): number;
  readonly ranking: Uint32Array;
  /** The part from `first` to before `end` that added most to either side, after `contrast`. */
  strongestPart(first: number, end: number): number;
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
