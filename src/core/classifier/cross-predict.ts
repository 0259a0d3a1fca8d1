// What fits that have not seen a row say of it, for every row of a training set: the honest view of labels that people gave.
import { chooseMixture, mixRow } from './calibrate.ts';
import { softmax } from './fit.ts';
import { assignFolds } from './folds.ts';
import type { Kernel } from './kernel.ts';
import { likelySettings } from './settings.ts';
import type { RowSet } from './training-rows.ts';
import { scoreUnseen, setUpWorkplace } from './workplace.ts';

/** Calibrated out-of-fold probabilities of every row that has a label and a text. */
export interface CrossPrediction {
  /** Labels that the rows have; targets and columns are indices into them. */
  readonly labels: readonly string[];
  /** Index of each row in the training set, ascending. */
  readonly rows: Uint32Array;
  readonly targets: Uint32Array;
  /** One row after the other, a probability for each label. */
  readonly probabilities: Float32Array;
}

const FOLDS = 5;

/** Fits five times, each time without a fifth of the rows. Throws TrainingRefusal; needs at least ten rows. */
export function crossPredict(
  set: RowSet,
  options: { readonly seed: number; readonly kernel?: Kernel },
): CrossPrediction {
  const place = setUpWorkplace(set, options);
  const { documents, hashes, targets, labels, setRows } = place.rows;
  const settings = likelySettings(documents, documents.length, labels.length);
  const foldOfRow = assignFolds(hashes, targets, FOLDS);
  const unseen = scoreUnseen(
    place,
    { scoring: 'out-of-fold', foldOfRow, folds: FOLDS, scoredFolds: FOLDS },
    settings,
  );
  const mixture = chooseMixture(unseen);
  const probabilities = new Float32Array(unseen.rows.length * labels.length);
  const logits = new Float64Array(labels.length);
  for (let row = 0; row < unseen.rows.length; row++) {
    mixRow(unseen, mixture, row, logits);
    softmax(logits);
    probabilities.set(logits, row * labels.length);
  }
  const rows = unseen.rows.map((row) => setRows[row]!);
  return { labels, rows, targets: unseen.targets, probabilities };
}
