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
  const { rowStart, entries } = corpus;
  const { features, featureOf } = vocabulary;
  const counts = new Float32Array(features * labels);
  const shares = new Float64Array(labels);
  for (let index = 0; index < rows.length; index++) {
    const target = targets[index]!;
    shares[target]! += 1 / rows.length;
    const end = rowStart[rows[index]! + 1]!;
    for (let at = rowStart[rows[index]!]!; at < end; at++) {
      const feature = featureOf[entries[at]! >>> COUNT_BITS]!;
      if (feature > 0) counts[(feature - 1) * labels + target]!++;
    }
  }
  return (idf: number, feature: number): number => {
    const first = feature * labels;
    let total = PRIOR_ROWS;
    for (let label = 0; label < labels; label++) total += counts[first + label]!;
    let told = 0;
    for (let label = 0; label < labels; label++) {
      const share = shares[label]!;
      if (share === 0) continue;
      const posterior = (counts[first + label]! + PRIOR_ROWS * share) / total;
      told += posterior * Math.log(posterior / share);
    }
    return idf * (1 + TELLING_WEIGHT * told);
  };
}
