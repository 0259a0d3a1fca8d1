// What each gram weighs in a row, before anything is fitted. Two ways, of which a training keeps the one that does better on rows
// it has not fitted: by rarity alone, or by rarity and by how much the gram tells of the label among the fitted rows. A scale is
// a prior: a gram with a larger one may get a larger weight at the same price.
import type { Corpus, Vocabulary } from './corpus.ts';
import { COUNT_BITS } from './grams.ts';
import type { Weighing } from './model-settings.ts';

/** Rows with their labels, from which a gram's telling is counted. */
export interface CountedRows {
  readonly corpus: Corpus;
  readonly rows: Uint32Array;
  readonly targets: Uint32Array;
  readonly labels: number;
}

/** Weight of a nat that a gram tells, beside the one that every gram has. */
const TELLING_WEIGHT = 4;
/** Rows that a gram is taken to have had already, spread over the labels as all rows are: what was seen twice tells little. */
const PRIOR_ROWS = 8;

/** The scale of each feature: the root of its idf, or idf × (1 + what it tells). */
export function gramScales(from: CountedRows, vocabulary: Vocabulary, weighing: Weighing): Float32Array {
  if (weighing === 'rare') return vocabulary.idf.map(Math.sqrt);
  return vocabulary.idf.map(byTelling(from, vocabulary));
}

/**
 * By feature: the Kullback–Leibler divergence of the labels among the rows that hold the gram from the labels among all rows. It
 * favours what belongs to one label, as the information gain and the inverse gravity moment of the literature on supervised term
 * weighting do (Debole & Sebastiani, "Supervised Term Weighting for Automated Text Categorization", 2003).
 */
function byTelling({ corpus, rows, targets, labels }: CountedRows, vocabulary: Vocabulary) {
  const { features } = vocabulary;
  const rowsOf = rowsByLabel(rows, targets, labels);
  // Rows of one label after the other, so that the counts of one label, which are met in no order, fit a processor's cache.
  const counts = new Uint32Array(features);
  const seen = new Uint32Array(features);
  const totals = new Float64Array(features).fill(PRIOR_ROWS);
  const sums = new Float64Array(features).fill(PRIOR_ROWS * Math.log(PRIOR_ROWS));
  for (const own of rowsOf) {
    const share = own.length / rows.length;
    const prior = PRIOR_ROWS * share;
    const touched = countFeatures(own, corpus, vocabulary, counts, seen);
    for (let index = 0; index < touched; index++) {
      const feature = seen[index]!;
      const count = counts[feature]!;
      counts[feature] = 0;
      totals[feature]! += count;
      sums[feature]! += (prior + count) * Math.log((prior + count) / share) - prior * Math.log(PRIOR_ROWS);
    }
  }
  return (idf: number, feature: number): number => {
    const told = sums[feature]! / totals[feature]! - Math.log(totals[feature]!);
    return idf * (1 + TELLING_WEIGHT * Math.max(0, told));
  };
}

function rowsByLabel(rows: Uint32Array, targets: Uint32Array, labels: number): number[][] {
  const rowsOf = Array.from({ length: labels }, (): number[] => []);
  for (let index = 0; index < rows.length; index++) rowsOf[targets[index]!]!.push(rows[index]!);
  return rowsOf;
}

/** Counts the rows that hold each feature and lists the features that any holds in `seen`; answers how many these are. */
function countFeatures(
  rows: readonly number[],
  { rowStart, entries }: Corpus,
  { featureOf }: Vocabulary,
  counts: Uint32Array,
  seen: Uint32Array,
): number {
  let touched = 0;
  for (const row of rows) {
    const end = rowStart[row + 1]!;
    for (let at = rowStart[row]!; at < end; at++) {
      const feature = featureOf[entries[at]! >>> COUNT_BITS]! - 1;
      if (feature < 0) continue;
      if (counts[feature]!++ === 0) seen[touched++] = feature;
    }
  }
  return touched;
}
