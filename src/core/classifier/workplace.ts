// The place where rows are fitted and scored: the corpus of one training set, fits of some of its rows, and scores of rows by
// fits that have not seen them.
import { createRandom } from '../statistics/random.ts';
import { type Corpus, createCorpus } from './corpus.ts';
import { type FittedViews, fitViews, type ScoredViews, scoreViews } from './fit-views.ts';
import { type Kernel, plainKernel } from './kernel.ts';
import type { Manifest } from './model.ts';
import type { Settings } from './model-settings.ts';
import { countUp } from './seeded-order.ts';
import { prepareRows, type RowSet, type TrainingRows } from './training-rows.ts';

/** One training set, ready to be fitted. */
export interface Workplace {
  readonly rows: TrainingRows;
  readonly corpus: Corpus;
  readonly targets: Uint32Array;
  readonly priorRows: Uint32Array;
  readonly unlabelledRows: Uint32Array;
  readonly seed: number;
  readonly kernel: Kernel;
}

/** Which rows are scored by which fit. */
export interface Folds {
  readonly scoring: Manifest['scoring'];
  /** Fold of each row; each of the first `scoredFolds` folds is scored by a fit on all other rows. */
  readonly foldOfRow: Uint8Array;
  readonly folds: number;
  readonly scoredFolds: number;
}

/** Fold of rows that are neither fitted nor scored. */
export const UNUSED_FOLD = 255;

/** Scores of rows by fits that have not seen them. */
export interface Unseen extends ScoredViews {
  readonly rows: Uint32Array;
  readonly targets: Uint32Array;
}

/** Checks and numbers a training set; throws TrainingRefusal. */
export function setUpWorkplace(
  set: RowSet,
  { seed, kernel = plainKernel }: { readonly seed: number; readonly kernel?: Kernel },
): Workplace {
  const rows = prepareRows(set);
  const unlabelled = set.unlabelled ?? [];
  const corpus = createCorpus([...rows.documents, ...rows.priorDocuments, ...unlabelled]);
  const labelled = rows.documents.length + rows.priorDocuments.length;
  return {
    rows,
    corpus,
    targets: joined(rows.targets, rows.priorTargets),
    priorRows: countUp(rows.priorDocuments.length).map((row) => row + rows.documents.length),
    unlabelledRows: countUp(unlabelled.length).map((row) => row + labelled),
    seed,
    kernel,
  };
}

/** Scores each fold that is to be scored by a fit on the other rows. */
export function scoreUnseen(place: Workplace, folds: Folds, settings: Settings): Unseen {
  const {
    corpus,
    rows: { labels },
  } = place;
  const numbers = countUp(place.rows.documents.length);
  const rows = numbers.filter((row) => folds.foldOfRow[row]! < folds.scoredFolds);
  const views: Float32Array[] = [];
  const words = new Uint32Array(rows.length);
  const knownWords = new Uint32Array(rows.length);
  for (let fold = 0; fold < folds.scoredFolds; fold++) {
    const others = numbers.filter(
      (row) => folds.foldOfRow[row] !== fold && folds.foldOfRow[row] !== UNUSED_FOLD,
    );
    const own = numbers.filter((row) => folds.foldOfRow[row] === fold);
    const scored = scoreViews(fitRows(place, others, settings), corpus, own, own, settings);
    let next = 0;
    for (let index = 0; index < rows.length; index++) {
      if (folds.foldOfRow[rows[index]!] !== fold) continue;
      words[index] = scored.words[next]!;
      knownWords[index] = scored.knownWords[next++]!;
    }
    scored.views.forEach((scores, view) => {
      views[view] ??= new Float32Array(rows.length * labels.length);
      let from = 0;
      for (let index = 0; index < rows.length; index++) {
        if (folds.foldOfRow[rows[index]!] !== fold) continue;
        views[view].set(scores.subarray(from, from + labels.length), index * labels.length);
        from += labels.length;
      }
    });
  }
  return {
    labels: labels.length,
    views,
    words,
    knownWords,
    rows,
    targets: rows.map((row) => place.targets[row]!),
  };
}

/** Fits the given rows and all prior rows. */
export function fitRows(place: Workplace, chosen: Uint32Array, settings: Settings): FittedViews {
  const { corpus, kernel, seed } = place;
  const rows = joined(chosen, place.priorRows);
  const targets = rows.map((row) => place.targets[row]!);
  const countedRows = joined(rows, place.unlabelledRows);
  const from = { corpus, rows, targets, labels: place.rows.labels.length, countedRows };
  return fitViews(from, settings, kernel, createRandom(seed));
}

function joined(one: Uint32Array, other: Uint32Array): Uint32Array {
  const both = new Uint32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
