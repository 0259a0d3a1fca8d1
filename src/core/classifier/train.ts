// Trains a model: settings and temperature are chosen on rows that the fit has not seen, then all rows are fitted. The same
// rows and seed give the same model, byte for byte.

import { chooseMixture, type Mixture, mixRow } from './calibrate.ts';
import { chooseSettings } from './choose-settings.ts';
import { familiarityQuantiles, familiarityScore } from './familiarity.ts';
import { softmax } from './fit.ts';
import type { FittedViews } from './fit-views.ts';
import { assignFolds } from './folds.ts';
import type { Kernel } from './kernel.ts';
import { accuracy, calibrationError, type JudgedRows, macroF1 } from './measure.ts';
import { assembleModel, type Manifest, type Model } from './model.ts';
import type { Settings } from './model-settings.ts';
import { countUp } from './seeded-order.ts';
import type { LabelLeftOut, RowSet, TrainingRows } from './training-rows.ts';
import { type Folds, fitRows, setUpWorkplace, type Unseen, type Workplace } from './workplace.ts';

/** What a model is trained on: labels, documents, each document's label, and optionally priors and unlabelled documents. */
export type TrainingSet = RowSet;

/** How to train. */
export interface TrainingOptions {
  /** The desk's hash seed, with which the documents were made. */
  readonly seed: number;
  /** Called now and then with the share of the work that is done, 0–1. */
  readonly onProgress?: (fraction: number) => void;
  /** Runs the numeric loops; plain TypeScript where it is not given. */
  readonly kernel?: Kernel;
}

/** Calibrated predictions of rows by fits that have not seen them; `rows` are indices into the training set. */
export interface UnseenPredictions extends JudgedRows {
  readonly rows: Uint32Array;
  /** Indices into the model's labels. */
  readonly targets: Uint32Array;
  readonly predicted: Uint32Array;
  readonly confidence: Float32Array;
}

/** What happened in a training, for people and for the record. */
export interface TrainingReport {
  readonly rows: number;
  readonly rowsWithoutLabel: number;
  readonly rowsWithoutText: number;
  readonly labels: readonly string[];
  readonly rowsPerLabel: readonly number[];
  readonly labelsLeftOut: readonly LabelLeftOut[];
  /** How the figures below were got; `none` when there were too few rows, and then they are null. */
  readonly scoring: Manifest['scoring'];
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  readonly ece: number | null;
  readonly settings: Settings;
  readonly mixture: Mixture;
  /** What the linear view's scores were divided by. */
  readonly temperature: number;
}

/** A trained model with its report and the predictions that calibrated it. */
export interface Training {
  readonly model: Model;
  readonly report: TrainingReport;
  readonly unseen: UnseenPredictions;
}

/** Raised with every change that makes another model of the same rows. */
const CODE_VERSION = 4;
/** From here on a tenth of the rows is enough to calibrate on; below, every row is needed for both. */
const HOLD_OUT_ROWS_MIN = 3_000;
const HOLD_OUT_FOLDS = 10;
const CROSS_FOLDS = 5;
/** With fewer rows than this nothing is measured: a fold would have one row. */
const SCORED_ROWS_MIN = 2 * CROSS_FOLDS;

interface Judged {
  readonly predictions: UnseenPredictions;
  /** See familiarityQuantiles. */
  readonly quantiles: readonly number[];
}

/** Trains on a set, synchronously. Throws TrainingRefusal when the set cannot give a model. */
export function trainModel(set: TrainingSet, options: TrainingOptions): Training {
  const onProgress = options.onProgress ?? (() => undefined);
  const place = setUpWorkplace(set, options);
  onProgress(0.2);
  const folds = splitRows(place.rows);
  const { settings, unseen } = chooseSettings(place, folds);
  const mixture = chooseMixture(unseen);
  onProgress(0.6);
  const fitted = fitRows(place, countUp(place.rows.documents.length), settings);
  onProgress(0.9);
  const training = assemble(place, fitted, settings, mixture, judge(place, unseen, mixture), folds.scoring);
  onProgress(1);
  return training;
}

function splitRows({ documents, hashes, targets }: TrainingRows): Folds {
  if (documents.length < SCORED_ROWS_MIN) {
    return { scoring: 'none', foldOfRow: new Uint8Array(documents.length), folds: 1, scoredFolds: 0 };
  }
  if (documents.length < HOLD_OUT_ROWS_MIN) {
    const foldOfRow = assignFolds(hashes, targets, CROSS_FOLDS);
    return { scoring: 'out-of-fold', foldOfRow, folds: CROSS_FOLDS, scoredFolds: CROSS_FOLDS };
  }
  const foldOfRow = assignFolds(hashes, targets, HOLD_OUT_FOLDS);
  return { scoring: 'held-out', foldOfRow, folds: HOLD_OUT_FOLDS, scoredFolds: 1 };
}

function judge(place: Workplace, unseen: Unseen, mixture: Mixture): Judged {
  const predicted = new Uint32Array(unseen.rows.length);
  const confidence = new Float32Array(unseen.rows.length);
  const familiarity = new Float64Array(unseen.rows.length);
  const probabilities = new Float64Array(unseen.labels);
  for (let row = 0; row < unseen.rows.length; row++) {
    const topLogit = mixRow(unseen, mixture, row, probabilities);
    softmax(probabilities);
    let top = 0;
    for (let label = 1; label < unseen.labels; label++)
      if (probabilities[label]! > probabilities[top]!) top = label;
    predicted[row] = top;
    confidence[row] = probabilities[top]!;
    familiarity[row] = familiarityScore(
      topLogit,
      probabilities[top]!,
      unseen.knownWords[row]!,
      unseen.words[row]!,
    );
  }
  const rows = unseen.rows.map((row) => place.rows.setRows[row]!);
  const quantiles = familiarityQuantiles(familiarity);
  return { predictions: { rows, targets: unseen.targets, predicted, confidence }, quantiles };
}

function assemble(
  place: Workplace,
  fitted: FittedViews,
  settings: Settings,
  mixture: Mixture,
  { predictions: unseen, quantiles }: Judged,
  scoring: Manifest['scoring'],
): Training {
  const { labels, rowsPerLabel, documents, dataHash, rowsWithoutLabel, rowsWithoutText, labelsLeftOut } =
    place.rows;
  const isScored = unseen.rows.length > 0;
  const facts = {
    rows: documents.length,
    rowsPerLabel,
    settings,
    mixture,
    scoring,
    accuracy: isScored ? accuracy(unseen) : null,
    macroF1: isScored ? macroF1(unseen, labels.length) : null,
    ece: isScored ? calibrationError(unseen) : null,
  };
  const manifest = {
    ...facts,
    codeVersion: CODE_VERSION,
    dataHash,
    scoredRows: unseen.rows.length,
    familiarity: quantiles,
  };
  const model = assembleModel(labels, place.seed, manifest, fitted);
  const temperature = 1 / (mixture[0] ?? 1);
  const report = { ...facts, labels, rowsWithoutLabel, rowsWithoutText, labelsLeftOut, temperature };
  return { model, report, unseen };
}
