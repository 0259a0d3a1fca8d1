// Trains a model: settings and temperature are chosen on rows that the fit has not seen, then all rows are fitted. The same
// rows and seed give the same model, byte for byte.

import { createRandom } from '../statistics/random.ts';
import { chooseTemperature, summedLogLoss } from './calibrate.ts';
import { type Corpus, createCorpus, selectVocabulary, type Vocabulary } from './corpus.ts';
import { createFit, type LinearFit, runEpoch, scoreRow, softmax } from './fit.ts';
import { assignFolds } from './folds.ts';
import { accuracy, calibrationError, type JudgedRows, macroF1 } from './measure.ts';
import { type Manifest, type Model, quantize, type Settings } from './model.ts';
import { sparseRows } from './problem.ts';
import { countUp, shuffle } from './seeded-order.ts';
import { type LabelLeftOut, prepareRows, type RowSet, type TrainingRows } from './training-rows.ts';

/** What a model is trained on: labels, documents, each document's label, and optionally priors and unlabelled documents. */
export type TrainingSet = RowSet;

/** How to train. */
export interface TrainingOptions {
  /** The desk's hash seed, with which the documents were made. */
  readonly seed: number;
  /** Called now and then with the share of the work that is done, 0–1. */
  readonly onProgress?: (fraction: number) => void;
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
  readonly temperature: number;
}

/** A trained model with its report and the predictions that calibrated it. */
export interface Training {
  readonly model: Model;
  readonly report: TrainingReport;
  readonly unseen: UnseenPredictions;
}

/** Raised with every change that makes another model of the same rows. */
const CODE_VERSION = 1;
const STRENGTHS = [3, 10, 30];
/** From here on a tenth of the rows is enough to choose and calibrate on; below, every row is needed for both. */
const HOLD_OUT_ROWS_MIN = 3_000;
const HOLD_OUT_FOLDS = 10;
const CROSS_FOLDS = 5;
/** Rows for choosing settings; the best strength hardly moves beyond. */
const SELECTION_ROWS_MAX = 8_000;
/** Texts with fewer words on average lean as much on parts of words as on words. */
const SHORT_TEXT_WORDS = 25;
/** With fewer rows, a gram that was seen once is still worth keeping. */
const RARE_GRAM_ROWS_MAX = 1_500;
const EPOCHS = 5;
const EPOCHS_FEW_ROWS = 10;

interface Fitted {
  readonly vocabulary: Vocabulary;
  readonly fit: LinearFit;
  readonly settings: Settings;
}

interface Workplace {
  readonly rows: TrainingRows;
  readonly corpus: Corpus;
  readonly targets: Uint32Array;
  readonly priorRows: Uint32Array;
  readonly unlabelledRows: Uint32Array;
  readonly seed: number;
}

/** Trains on a set, synchronously. Throws TrainingRefusal when the set cannot give a model. */
export function trainModel(set: TrainingSet, options: TrainingOptions): Training {
  const onProgress = options.onProgress ?? (() => undefined);
  const place = setUp(set, options.seed);
  onProgress(0.1);
  const folds = splitRows(place);
  const settings = chooseSettings(place, folds);
  onProgress(0.4);
  const scored = scoreUnseen(place, folds, settings);
  const temperature = chooseTemperature(scored);
  onProgress(0.7);
  const fitted = fitRows(place, countUp(place.rows.documents.length), settings);
  const unseen = judge(place, scored, temperature);
  onProgress(1);
  return assemble(place, fitted, temperature, unseen, folds);
}

function setUp(set: TrainingSet, seed: number): Workplace {
  const rows = prepareRows(set);
  const unlabelled = set.unlabelled ?? [];
  const corpus = createCorpus([...rows.documents, ...rows.priorDocuments, ...unlabelled]);
  const labelled = rows.documents.length + rows.priorDocuments.length;
  const targets = new Uint32Array(labelled);
  targets.set(rows.targets);
  targets.set(rows.priorTargets, rows.documents.length);
  return {
    rows,
    corpus,
    targets,
    priorRows: countUp(rows.priorDocuments.length).map((row) => row + rows.documents.length),
    unlabelledRows: countUp(unlabelled.length).map((row) => row + labelled),
    seed,
  };
}

interface Folds {
  readonly scoring: Manifest['scoring'];
  /** Fold of each row; each of the first `scoredFolds` folds is scored by a fit on all other rows. */
  readonly foldOfRow: Uint8Array;
  readonly scoredFolds: number;
}

function splitRows({ rows }: Workplace): Folds {
  const { documents, targets } = rows;
  if (documents.length >= HOLD_OUT_ROWS_MIN) {
    return {
      scoring: 'held-out',
      foldOfRow: assignFolds(documents, targets, HOLD_OUT_FOLDS),
      scoredFolds: 1,
    };
  }
  if (documents.length < 2 * CROSS_FOLDS) {
    return { scoring: 'none', foldOfRow: new Uint8Array(documents.length), scoredFolds: 0 };
  }
  const foldOfRow = assignFolds(documents, targets, CROSS_FOLDS);
  return { scoring: 'out-of-fold', foldOfRow, scoredFolds: CROSS_FOLDS };
}

function chooseSettings(place: Workplace, folds: Folds): Settings {
  const { documents } = place.rows;
  const all = documents.length > 0 ? documents : place.rows.priorDocuments;
  let wordGrams = 0;
  for (const document of all) wordGrams += document.wordGrams;
  const isShort = wordGrams / 2 < SHORT_TEXT_WORDS * all.length;
  const settings: Settings = {
    strength: 10,
    partWeight: isShort ? 1 : 0.5,
    frequencyMin: documents.length < RARE_GRAM_ROWS_MAX ? 1 : 2,
    epochs: documents.length < HOLD_OUT_ROWS_MIN ? EPOCHS_FEW_ROWS : EPOCHS,
  };
  if (folds.scoring === 'none') return settings;
  let best = settings;
  let bestLoss = Number.POSITIVE_INFINITY;
  for (const strength of STRENGTHS) {
    const candidate = { ...settings, strength };
    const scored = scoreUnseen(place, folds, candidate, SELECTION_ROWS_MAX);
    const loss = summedLogLoss(scored, chooseTemperature(scored));
    if (loss < bestLoss) {
      bestLoss = loss;
      best = candidate;
    }
  }
  return best;
}

interface Scored {
  readonly labels: number;
  readonly scores: Float32Array;
  readonly targets: Uint32Array;
  readonly rows: Uint32Array;
}

/** Scores each fold that is to be scored by a fit on the other rows, of which at most `fitRowsMax` are taken. */
function scoreUnseen(
  place: Workplace,
  folds: Folds,
  settings: Settings,
  fitRowsMax = Number.POSITIVE_INFINITY,
): Scored {
  const labels = place.rows.labels.length;
  const numbers = countUp(place.rows.documents.length);
  const rows = numbers.filter((row) => folds.foldOfRow[row]! < folds.scoredFolds);
  const scores = new Float32Array(rows.length * labels);
  const scratch = new Float64Array(labels);
  for (let fold = 0; fold < folds.scoredFolds; fold++) {
    let others: Uint32Array = numbers.filter((row) => folds.foldOfRow[row] !== fold);
    if (others.length > fitRowsMax) {
      others = shuffle(others, createRandom(place.seed)).subarray(0, fitRowsMax).sort();
    }
    const { vocabulary, fit } = fitRows(place, others, settings);
    const data = sparseRows(place.corpus, rows, vocabulary, settings.partWeight);
    rows.forEach((row, index) => {
      if (folds.foldOfRow[row] !== fold) return;
      scoreRow(fit, data, index, scratch);
      scores.set(scratch, index * labels);
    });
  }
  return { labels, scores, targets: rows.map((row) => place.targets[row]!), rows };
}

/** Fits the given rows and all prior rows. */
function fitRows(place: Workplace, chosen: Uint32Array, settings: Settings): Fitted {
  const rows = joined(chosen, place.priorRows);
  const vocabulary = selectVocabulary(
    place.corpus,
    joined(rows, place.unlabelledRows),
    settings.frequencyMin,
    settings.partWeight > 0,
  );
  const data = sparseRows(place.corpus, rows, vocabulary, settings.partWeight);
  const targets = rows.map((row) => place.targets[row]!);
  const fit = createFit(rows.length, vocabulary.features, place.rows.labels.length);
  const random = createRandom(place.seed);
  const order = countUp(rows.length);
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    runEpoch(fit, data, targets, shuffle(order, random), settings.strength);
  }
  return { vocabulary, fit, settings };
}

function judge(place: Workplace, scored: Scored, temperature: number): UnseenPredictions {
  const { labels } = scored;
  const predicted = new Uint32Array(scored.rows.length);
  const confidence = new Float32Array(scored.rows.length);
  const probabilities = new Float64Array(labels);
  for (let row = 0; row < scored.rows.length; row++) {
    for (let label = 0; label < labels; label++) {
      probabilities[label] = scored.scores[row * labels + label]! / temperature;
    }
    softmax(probabilities);
    let top = 0;
    for (let label = 1; label < labels; label++) if (probabilities[label]! > probabilities[top]!) top = label;
    predicted[row] = top;
    confidence[row] = probabilities[top]!;
  }
  const rows = scored.rows.map((row) => place.rows.setRows[row]!);
  return { rows, targets: scored.targets, predicted, confidence };
}

function assemble(
  place: Workplace,
  { vocabulary, fit, settings }: Fitted,
  temperature: number,
  unseen: UnseenPredictions,
  { scoring }: Folds,
): Training {
  const { labels, rowsPerLabel, documents, dataHash } = place.rows;
  const isScored = unseen.rows.length > 0;
  const figures = {
    accuracy: isScored ? accuracy(unseen) : null,
    macroF1: isScored ? macroF1(unseen, labels.length) : null,
    ece: isScored ? calibrationError(unseen) : null,
  };
  const { rowScale, bytes } = quantize(fit.weights, vocabulary.features, labels.length);
  const manifest: Manifest = {
    codeVersion: CODE_VERSION,
    rows: documents.length,
    rowsPerLabel,
    dataHash,
    settings,
    scoring,
    scoredRows: unseen.rows.length,
    ...figures,
  };
  const model: Model = {
    labels,
    hashSeed: place.seed,
    temperature,
    manifest,
    keys: vocabulary.keys,
    wordFeatures: vocabulary.wordFeatures,
    idf: vocabulary.idf,
    rowScale,
    weights: bytes,
    bias: fit.weights.slice(vocabulary.features * labels.length),
  };
  const report: TrainingReport = {
    rows: documents.length,
    rowsWithoutLabel: place.rows.rowsWithoutLabel,
    rowsWithoutText: place.rows.rowsWithoutText,
    labels,
    rowsPerLabel,
    labelsLeftOut: place.rows.labelsLeftOut,
    scoring,
    ...figures,
    settings,
    temperature,
  };
  return { model, report, unseen };
}

function joined(one: Uint32Array, other: Uint32Array): Uint32Array {
  const both = new Uint32Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
