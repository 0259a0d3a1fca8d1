// The rows of one fit as the trainers read them: sparse, each block (words, parts) scaled to a length of its own.
import type { Arena } from './arena.ts';
import type { Corpus, Vocabulary } from './corpus.ts';
import { COUNT_BITS, COUNT_MAX } from './grams.ts';

/** Sparse rows over features; a value is termFrequency[count] × featureScale[feature] × the row's scale of its block. */
export interface SparseRows {
  readonly rows: number;
  readonly features: number;
  /** Row r has the entries start[r] to start[r + 1] (feature in the high 28 bits, count below); words before split[r]. */
  readonly start: Uint32Array;
  readonly split: Uint32Array;
  readonly entries: Uint32Array;
  readonly wordScale: Float32Array;
  readonly partScale: Float32Array;
  readonly featureScale: Float32Array;
  readonly termFrequency: Float32Array;
}

const COUNT_MASK = (1 << COUNT_BITS) - 1;

/** Sublinear term frequency 1 + ln(count), by count. */
export const TERM_FREQUENCY: Float32Array = Float32Array.from({ length: COUNT_MAX + 1 }, (_, count) =>
  count === 0 ? 0 : 1 + Math.log(count),
);

/** The count itself, by count. */
const RAW_COUNT: Float32Array = Float32Array.from({ length: COUNT_MAX + 1 }, (_, count) => count);

/** Length of a row of the mean view: the sum of its values. Ten keeps the fit's steps near those of the other view. */
export const MEAN_SUM = 10;

/** Takes rows of the corpus, keeps the vocabulary's grams, weighs them by tf × scale, scales words to length 1 and parts to `partWeight`. */
export function sparseRows(
  corpus: Corpus,
  rows: ArrayLike<number>,
  vocabulary: Vocabulary,
  scale: Float32Array,
  partWeight: number,
  arena: Arena,
): SparseRows {
  const { featureOf } = vocabulary;
  const start = arena.uint32(rows.length + 1);
  const split = arena.uint32(rows.length);
  const wordScale = arena.float32(rows.length);
  const partScale = arena.float32(rows.length);
  const entries = arena.uint32(entryCount(corpus, rows));
  const featureScale = arena.copyFloat32(scale);
  let at = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    const middle = corpus.rowSplit[row]!;
    const wordsEnd = keepEntries(corpus.entries, corpus.rowStart[row]!, middle, featureOf, entries, at);
    wordScale[index] = scaleOf(entries, at, wordsEnd, scale, 1);
    split[index] = wordsEnd;
    if (partWeight > 0) {
      at = keepEntries(corpus.entries, middle, corpus.rowStart[row + 1]!, featureOf, entries, wordsEnd);
      partScale[index] = scaleOf(entries, wordsEnd, at, scale, partWeight);
    } else {
      at = wordsEnd;
    }
    start[index + 1] = at;
  }
  return {
    rows: rows.length,
    features: vocabulary.features,
    start,
    split,
    entries,
    wordScale,
    partScale,
    featureScale,
    termFrequency: arena.copyFloat32(TERM_FREQUENCY),
  };
}

/** Bytes that sparseRows takes from an arena, at most. */
export function sparseRowsBytes(corpus: Corpus, rows: ArrayLike<number>, features: number): number {
  return 4 * (4 * rows.length + entryCount(corpus, rows) + features) + 1_024;
}

/** The same rows seen as means: words only, each weighing its share of the row's words. */
export function meanRows(data: SparseRows, wordFeatures: number, arena: Arena): SparseRows {
  let length = 0;
  for (let row = 0; row < data.rows; row++) length += data.split[row]! - data.start[row]!;
  const start = arena.uint32(data.rows + 1);
  const entries = arena.uint32(length);
  const scale = arena.float32(data.rows);
  let at = 0;
  for (let row = 0; row < data.rows; row++) {
    let sum = 0;
    for (let from = data.start[row]!; from < data.split[row]!; from++) {
      sum += data.entries[from]! & COUNT_MASK;
      entries[at++] = data.entries[from]!;
    }
    scale[row] = sum === 0 ? 0 : MEAN_SUM / sum;
    start[row + 1] = at;
  }
  const featureScale = arena.float32(wordFeatures);
  featureScale.fill(1);
  return {
    rows: data.rows,
    features: wordFeatures,
    start,
    split: start.subarray(1),
    entries,
    wordScale: scale,
    partScale: scale,
    featureScale,
    termFrequency: arena.copyFloat32(RAW_COUNT),
  };
}

/** Writes a row's values to `values`, in the order of its entries; answers how many. */
export function rowValues(data: SparseRows, row: number, values: Float32Array): number {
  const first = data.start[row]!;
  const middle = data.split[row]!;
  const end = data.start[row + 1]!;
  const { entries, featureScale, termFrequency } = data;
  const wordScale = data.wordScale[row]!;
  const partScale = data.partScale[row]!;
  for (let at = first; at < end; at++) {
    const entry = entries[at]!;
    const scale = at < middle ? wordScale : partScale;
    values[at - first] = termFrequency[entry & COUNT_MASK]! * featureScale[entry >>> COUNT_BITS]! * scale;
  }
  return end - first;
}

/** Entries of the longest row. */
export function longestRow(data: SparseRows): number {
  let longest = 0;
  for (let row = 0; row < data.rows; row++)
    longest = Math.max(longest, data.start[row + 1]! - data.start[row]!);
  return longest;
}

function entryCount(corpus: Corpus, rows: ArrayLike<number>): number {
  let count = 0;
  for (let index = 0; index < rows.length; index++) {
    count += corpus.rowStart[rows[index]! + 1]! - corpus.rowStart[rows[index]!]!;
  }
  return count;
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
  scale: Float32Array,
  weight: number,
): number {
  let squares = 0;
  for (let at = first; at < last; at++) {
    const entry = entries[at]!;
    const value = TERM_FREQUENCY[entry & COUNT_MASK]! * scale[entry >>> COUNT_BITS]!;
    squares += value * value;
  }
  return squares === 0 ? 0 : weight / Math.sqrt(squares);
}
