// Trains one version and proves its promise. The same for a training in the sheet, `usher lifecycle run`, and the bench.
import type { Document } from '../../src/core/classifier/document.ts';
import { contentHash } from '../../src/core/classifier/folds.ts';
import type { Kernel } from '../../src/core/classifier/kernel.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import { type Training, type TrainingSet, trainModel } from '../../src/core/classifier/train.ts';
import type { Agreement } from '../../src/core/contract.ts';
import { ticketsMin } from '../../src/core/promise/evidence.ts';
import { oneOfEach } from '../../src/core/promise/judged-tickets.ts';
import type { PromiseTable, ShownRunnersUp } from '../../src/core/promise/promise-table.ts';
import { trainUnderPromise } from '../../src/core/promise/promised-training.ts';
import { allowedOf } from '../../src/core/promise/prove.ts';
import { provisionalPromise } from '../../src/core/promise/provisional.ts';
import { learnSuggestionRule } from '../../src/core/promise/suggestion-set.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { CHECKED_SHARE } from './sticky-split.ts';

/** With what a version is trained. */
export interface Means {
  readonly seed: number;
  readonly kernel: Kernel | undefined;
}

/** A prediction of a row that the judged model has not learnt from. */
export interface JudgedRow {
  readonly row: number;
  /** Labels by id; the truth is what a person said. */
  readonly truth: string;
  readonly predicted: string;
  readonly confidence: number;
  /** Whether the truth is among the three most probable labels; null where only the first is known. */
  readonly isInTop3: boolean | null;
}

/** A trained version. */
export interface TrainedVersion {
  readonly training: Training;
  readonly table: PromiseTable;
  /** The model that the judged rows were kept from: the version itself, or one made of three quarters of its rows. */
  readonly witness: Model;
  readonly isWitness: boolean;
  readonly judged: readonly JudgedRow[];
  /** How the judged rows were kept apart. */
  readonly basis: 'held-out' | 'out-of-fold';
  /** Content hashes, ascending, of the rows that the witness has learnt from. */
  readonly fitted: Uint32Array;
}

/**
 * Holds the checked rows out and tests the promise on them; of the rows of a group (see DataCheck) one is evidence. Where that proves nothing, or not even a faultless check could, all
 * rows teach the model that goes into service: nothing is promised of it, and suggestions gain from every row. Throws
 * TrainingRefusal.
 */
export function trainVersion(
  rows: LabelledRows,
  isChecked: Uint8Array,
  agreement: Agreement,
  { seed, kernel }: Means,
  groups?: Uint32Array,
): TrainedVersion {
  const { target, delta } = agreement;
  const isFamilyWise = agreement.isFamilyWise ?? false;
  const means = { seed, ...(kernel === undefined ? {} : { kernel }) };
  const set: TrainingSet = rows;
  const needed = target < 1 ? ticketsMin(0, allowedOf(target), delta) : null;
  const labelled = rows.targets.filter((label) => label >= 0).length;
  if (needed !== null && labelled * CHECKED_SHARE >= needed) {
    const promised = trainUnderPromise(set, {
      ...{ target, delta, isFamilyWise, ...means, isChecked },
      ...(groups === undefined ? {} : { groups }),
    });
    const { training, table, checkedRows } = promised;
    // Three quarters gave no model, so all rows have taught it.
    if (checkedRows.length === 0) return outOfFold(training, rows, agreement);
    const isProven = table.groups.some(({ state }) => state === 'proven');
    return {
      training: isProven ? training : trainModel(set, means),
      table: { ...table, suggestions: shownRunnersUp(training.model, rows, checkedRows) },
      witness: training.model,
      isWitness: isProven,
      judged: judgeRows(training.model, rows, checkedRows),
      basis: 'held-out',
      fitted: fittedHashes(rows, (row) => !isChecked[row]),
    };
  }
  return outOfFold(trainModel(set, means), rows, agreement);
}

/** A version that every row has taught: what it promises is provisional. */
function outOfFold(training: Training, rows: LabelledRows, agreement: Agreement): TrainedVersion {
  const { target, delta, isFamilyWise = false } = agreement;
  const { model, unseen } = training;
  const documents = Array.from(unseen.rows, (row) => rows.documents[row] as Document);
  const table = provisionalPromise({
    ...{ labels: model.labels, target, delta, isFamilyWise },
    checked: oneOfEach(unseen, documents.map(contentHash)),
  });
  return {
    ...{ training, table, witness: model, isWitness: true, basis: 'out-of-fold' },
    judged: judgedOutOfFold(training),
    fitted: fittedHashes(rows, () => true),
  };
}

/** Predictions of some rows by a model that has not learnt from them. */
export function judgeRows(model: Model, rows: LabelledRows, chosen: Iterable<number>): JudgedRow[] {
  const predictor = createPredictor(model);
  return Array.from(chosen, (row) => {
    const truth = rows.labels[rows.targets[row]!] ?? '';
    const { label, confidence, probabilities } = predictor.predictDocument(rows.documents[row] as Document);
    const known = model.labels.indexOf(truth);
    const better = known < 0 ? 3 : probabilities.filter((one) => one > probabilities[known]!).length;
    return { row, truth, predicted: model.labels[label] ?? '', confidence, isInTop3: better < 3 };
  });
}

function judgedOutOfFold({ model, unseen }: Training): JudgedRow[] {
  return Array.from(unseen.rows, (row, index) => ({
    row,
    truth: model.labels[unseen.targets[index]!] ?? '',
    predicted: model.labels[unseen.predicted[index]!] ?? '',
    confidence: unseen.confidence[index]!,
    isInTop3: null,
  }));
}

/** The true label may be missing from what is shown in this share of tickets. */
const SUGGESTIONS_MISS = 0.05;

/** Which runner-ups it takes for the true label to be shown in 95 % of tickets, learned on those that were held out. */
function shownRunnersUp(model: Model, rows: LabelledRows, chosen: Iterable<number>): ShownRunnersUp {
  const predictor = createPredictor(model);
  const targets: number[] = [];
  const probabilityOfTarget: number[] = [];
  for (const row of chosen) {
    const target = model.labels.indexOf(rows.labels[rows.targets[row]!] ?? '');
    const { probabilities } = predictor.predictDocument(rows.documents[row] as Document);
    targets.push(target);
    probabilityOfTarget.push(probabilities[target] ?? 0);
  }
  const judged = { targets, probabilityOfTarget };
  const { shared, byLabel } = learnSuggestionRule(judged, model.labels.length, SUGGESTIONS_MISS);
  const own = model.labels.flatMap((label, at) => (byLabel[at] == null ? [] : [[label, byLabel[at]]]));
  return { miss: SUGGESTIONS_MISS, shared, byLabel: Object.fromEntries(own) };
}

function fittedHashes(rows: LabelledRows, isFitted: (row: number) => boolean): Uint32Array {
  const hashes = rows.documents.flatMap((document, row) =>
    rows.targets[row]! >= 0 && isFitted(row) ? [contentHash(document)] : [],
  );
  return Uint32Array.from(new Set(hashes)).sort();
}
