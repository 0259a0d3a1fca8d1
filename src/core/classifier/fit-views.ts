// Fits the three views on chosen rows and scores other rows with them.
import type { Random } from '../statistics/random.ts';
import { type Arena, heapArena } from './arena.ts';
import { bayesWeights } from './bayes.ts';
import type { ScoredRows } from './calibrate.ts';
import { type Corpus, selectVocabulary, type Vocabulary } from './corpus.ts';
import { createFit } from './fit.ts';
import { gramScales } from './gram-scales.ts';
import { COUNT_BITS, COUNT_MAX } from './grams.ts';
import type { Kernel } from './kernel.ts';
import { createLowRank, multiplyOut } from './low-rank.ts';
import type { Settings } from './model-settings.ts';
import { shuffle } from './seeded-order.ts';
import {
  longestRow,
  meanRows,
  rowValues,
  type SparseRows,
  sparseRows,
  sparseRowsBytes,
} from './sparse-rows.ts';

/** Weights of the three views, [feature][label]; the second is over the word features where it reads means. */
export interface FittedViews {
  readonly vocabulary: Vocabulary;
  /** What a gram's sublinear count is multiplied by, by feature. */
  readonly scale: Float32Array;
  readonly labels: number;
  readonly linear: Float32Array;
  readonly bias: Float32Array;
  readonly second: Float32Array;
  /** Empty where the settings leave it out. */
  readonly bayes: Float32Array;
}

/** Scores of rows with their numbers of words (word grams, to be exact) and of known words. */
export interface ScoredViews extends ScoredRows {
  readonly words: Uint32Array;
  readonly knownWords: Uint32Array;
}

/** What the fits read: rows of the corpus, their labels, and rows that are only counted. */
export interface FitRows {
  readonly corpus: Corpus;
  readonly rows: Uint32Array;
  /** Label of each of `rows`. */
  readonly targets: Uint32Array;
  readonly labels: number;
  /** Rows that lend the frequencies of their grams: `rows`, and tickets without a label. */
  readonly countedRows: Uint32Array;
}

/** Dimensions of the second view's vectors; more gained nothing on 8, 77 and 150 labels. */
const HIDDEN = 32;
const HIDDEN_MEANS = 16;
/** First learning rates of the second view; they fall to zero over its epochs. */
const RATE_SAME_ROWS = 0.1;
const RATE_MEANS = 0.02;
/** Rows of length one are lengthened by this for the second view, which has no regularisation to scale against. */
const SAME_ROWS_LENGTH = 5;
/** Arrays as long as the longest row with which a kernel works. */
const SCRATCH_ARRAYS = 2;

/** Fits all views on the given rows. */
export function fitViews(from: FitRows, settings: Settings, kernel: Kernel, random: Random): FittedViews {
  const { corpus, rows, labels } = from;
  const vocabulary = selectVocabulary(
    corpus,
    from.countedRows,
    settings.frequencyMin,
    settings.partWeight > 0,
  );
  const arena = kernel.openArena(arenaBytes(from, vocabulary, settings));
  const scale = gramScales(from, vocabulary, settings.weighing);
  const data = sparseRows(corpus, rows, vocabulary, scale, settings.partWeight, arena);
  const targets = arena.uint32(rows.length);
  targets.set(from.targets);
  const order = arena.uint32(rows.length);
  for (let row = 0; row < order.length; row++) order[row] = row;

  const fit = createFit(rows.length, vocabulary.features, labels, arena);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    kernel.runLinearEpoch(fit, data, targets, shuffle(order, random), settings.strength);
  }
  const biasAt = vocabulary.features * labels;
  const linear = { linear: fit.weights.slice(0, biasAt), bias: fit.weights.slice(biasAt) };
  const bayes = settings.hasBayes ? bayesWeights(data, targets, labels) : new Float32Array(0);

  const isMeans = settings.secondView === 'word-means';
  if (settings.secondEpochs === 0) {
    const width = isMeans ? vocabulary.wordFeatures : vocabulary.features;
    return { vocabulary, scale, labels, ...linear, second: new Float32Array(width * labels), bayes };
  }
  const view = isMeans ? meanRows(data, vocabulary.wordFeatures, arena) : lengthened(data, arena);
  const hidden = isMeans ? HIDDEN_MEANS : HIDDEN;
  const steps = { isAdaptive: !isMeans, isHalved: !isMeans };
  const lowRank = createLowRank(view.features, labels, hidden, steps, random, arena);
  const rate = isMeans ? RATE_MEANS : RATE_SAME_ROWS;
  const fall = rate / settings.secondEpochs;
  for (let epoch = 0; epoch < settings.secondEpochs; epoch++) {
    const epochRate = rate - epoch * fall;
    kernel.runLowRankEpoch(lowRank, view, targets, shuffle(order, random), epochRate, epochRate - fall);
  }
  const second = multiplyOut(lowRank, view.features, isMeans ? 1 : SAME_ROWS_LENGTH);
  return { vocabulary, scale, labels, ...linear, second, bayes };
}

/** Scores rows of the corpus by all views; `targets` are theirs. */
export function scoreViews(
  fitted: FittedViews,
  corpus: Corpus,
  rows: Uint32Array,
  targets: Uint32Array,
  settings: Settings,
): ScoredViews {
  const { vocabulary, scale, labels, linear, bias, second, bayes } = fitted;
  const data = sparseRows(corpus, rows, vocabulary, scale, settings.partWeight, heapArena);
  const isMeans = settings.secondView === 'word-means';
  const secondData = isMeans ? meanRows(data, vocabulary.wordFeatures, heapArena) : data;
  const noBias = new Float32Array(labels);
  const views = [scoreRows(data, linear, bias, labels), scoreRows(secondData, second, noBias, labels)];
  if (settings.hasBayes) views.push(scoreRows(data, bayes, noBias, labels));
  return { labels, views, targets, ...countWords(corpus, rows, data) };
}

/** Words of each row, repeated ones counted, and those among them that the vocabulary holds. */
function countWords(corpus: Corpus, rows: Uint32Array, data: SparseRows) {
  const words = new Uint32Array(rows.length);
  const knownWords = new Uint32Array(rows.length);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    words[index] = sumCounts(corpus.entries, corpus.rowStart[row]!, corpus.rowSplit[row]!);
    knownWords[index] = sumCounts(data.entries, data.start[index]!, data.split[index]!);
  }
  return { words, knownWords };
}

function sumCounts(entries: Uint32Array, first: number, end: number): number {
  let sum = 0;
  for (let at = first; at < end; at++) sum += entries[at]! & COUNT_MAX;
  return sum;
}

function scoreRows(
  data: SparseRows,
  weights: Float32Array,
  bias: Float32Array,
  labels: number,
): Float32Array {
  const scores = new Float32Array(data.rows * labels);
  const values = new Float32Array(longestRow(data));
  for (let row = 0; row < data.rows; row++) {
    const scoresAt = row * labels;
    scores.set(bias, scoresAt);
    const first = data.start[row]!;
    const length = rowValues(data, row, values);
    for (let index = 0; index < length; index++) {
      const value = values[index]!;
      const at = (data.entries[first + index]! >>> COUNT_BITS) * labels;
      for (let label = 0; label < labels; label++) scores[scoresAt + label]! += value * weights[at + label]!;
    }
  }
  return scores;
}

function lengthened(data: SparseRows, arena: Arena): SparseRows {
  return {
    ...data,
    termFrequency: arena.copyFloat32(data.termFrequency.map((value) => value * SAME_ROWS_LENGTH)),
  };
}

function longestOf({ rowStart }: Corpus, rows: Uint32Array): number {
  let longest = 0;
  for (const row of rows) longest = Math.max(longest, rowStart[row + 1]! - rowStart[row]!);
  return longest;
}

/** Room for everything that fitViews takes from its arena. */
function arenaBytes({ corpus, rows, labels }: FitRows, vocabulary: Vocabulary, settings: Settings): number {
  const { features } = vocabulary;
  const rowBytes = sparseRowsBytes(corpus, rows, features);
  const linearBytes = 4 * ((features + 1) * labels + rows.length * labels + 2 * rows.length);
  const hidden = settings.secondView === 'word-means' ? HIDDEN_MEANS : HIDDEN;
  const secondBytes = 4 * ((features + labels) * (hidden + 2) + features);
  const meanBytes = settings.secondView === 'word-means' ? rowBytes : 0;
  const scratchBytes = SCRATCH_ARRAYS * 4 * longestOf(corpus, rows);
  return scratchBytes + rowBytes + linearBytes + secondBytes + meanBytes;
}
