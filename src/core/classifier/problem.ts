// The rows of one fit as the trainer reads them: sparse, each block (words, parts) scaled to a length of its own.
import type { Corpus, Vocabulary } from './corpus.ts';
import { COUNT_BITS, COUNT_MAX } from './grams.ts';

/** Sparse rows over the features of a vocabulary; a value is tf(count) × idf(feature) × the row's scale of its block. */
export interface SparseRows {
  readonly rows: number;
  readonly features: number;
  /** Row r has the entries start[r] to start[r + 1] (feature in the high 28 bits, count below); words before split[r]. */
  readonly start: Uint32Array;
  readonly split: Uint32Array;
  readonly entries: Uint32Array;
  readonly wordScale: Float32Array;
  readonly partScale: Float32Array;
  readonly idf: Float32Array;
}

const COUNT_MASK = (1 << COUNT_BITS) - 1;

/** Sublinear term frequency 1 + ln(count), by count. */
export const TERM_FREQUENCY: Float32Array = Float32Array.from({ length: COUNT_MAX + 1 }, (_, count) =>
  count === 0 ? 0 : 1 + Math.log(count),
);

/** Takes the given rows of the corpus, keeps the vocabulary's grams, and scales words to length 1, parts to `partWeight`. */
export function sparseRows(
  corpus: Corpus,
  rows: ArrayLike<number>,
  vocabulary: Vocabulary,
  partWeight: number,
): SparseRows {
  let capacity = 0;
  for (let index = 0; index < rows.length; index++) {
    capacity += corpus.rowStart[rows[index]! + 1]! - corpus.rowStart[rows[index]!]!;
  }
  const { featureOf, idf } = vocabulary;
  const start = new Uint32Array(rows.length + 1);
  const split = new Uint32Array(rows.length);
  const wordScale = new Float32Array(rows.length);
  const partScale = new Float32Array(rows.length);
  const entries = new Uint32Array(capacity);
  let at = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    const middle = corpus.rowSplit[row]!;
    const wordsEnd = keepEntries(corpus.entries, corpus.rowStart[row]!, middle, featureOf, entries, at);
    wordScale[index] = scaleOf(entries, at, wordsEnd, idf, 1);
    split[index] = wordsEnd;
    at = keepEntries(corpus.entries, middle, corpus.rowStart[row + 1]!, featureOf, entries, wordsEnd);
    partScale[index] = scaleOf(entries, wordsEnd, at, idf, partWeight);
    start[index + 1] = at;
  }
  return {
    rows: rows.length,
    features: vocabulary.features,
    start,
    split,
    entries: entries.subarray(0, at),
    wordScale,
    partScale,
    idf,
  };
}

function keepEntries(
  from: Uint32Array,
  first: number,
  last: number,
  featureOf: Uint32Array,
  to: Uint32Array,
  at: number,
): number {
  let end = at;
  for (let index = first; index < last; index++) {
    const entry = from[index]!;
    const feature = featureOf[entry >>> COUNT_BITS]!;
    if (feature !== 0) to[end++] = ((feature - 1) << COUNT_BITS) | (entry & COUNT_MASK);
  }
  return end;
}

function scaleOf(
  entries: Uint32Array,
  first: number,
  last: number,
  idf: Float32Array,
  weight: number,
): number {
  let squares = 0;
  for (let at = first; at < last; at++) {
    const entry = entries[at]!;
    const value = TERM_FREQUENCY[entry & COUNT_MASK]! * idf[entry >>> COUNT_BITS]!;
    squares += value * value;
  }
  return squares === 0 ? 0 : weight / Math.sqrt(squares);
}
