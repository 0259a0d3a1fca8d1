// Trains a model and tests its promise on tickets that no part of it has seen. The promise belongs to exactly this model: a
// refit on all tickets would be another one, with nothing proven.

import type { Document } from '../classifier/document.ts';
import { contentHash } from '../classifier/folds.ts';
import type { Kernel } from '../classifier/kernel.ts';
import { createPredictor } from '../classifier/predict.ts';
import { type Training, type TrainingSet, trainModel } from '../classifier/train.ts';
import { TrainingRefusal } from '../classifier/training-rows.ts';
import { drawHoldOut, type HoldOut } from './hold-out.ts';
import { type JudgedTickets, oneOfEach } from './judged-tickets.ts';
import type { PromiseTable } from './promise-table.ts';
import { type PromiseInput, provePromise } from './prove.ts';

/** How to train and what to promise. */
export interface PromisedTrainingOptions
  extends Pick<PromiseInput, 'target' | 'delta' | 'isFamilyWise' | 'thresholdMin'> {
  /** The desk's hash seed; it also draws the hold-out. */
  readonly seed: number;
  readonly holdOutShare?: number;
  /** One for each row of the set that is to be held out; drawn at random where it is not given. */
  readonly isChecked?: ArrayLike<number>;
  /** One for each row of the set, equal for copies; by content where it is not given. */
  readonly groups?: ArrayLike<number>;
  /** Trains faster where the caller has one; see trainModel. */
  readonly kernel?: Kernel;
  /** Called now and then with the share of the work that is done, 0–1. */
  readonly onProgress?: (fraction: number) => void;
}

/** A model, what is proven of it, and the tickets it was proven on. */
export interface PromisedTraining {
  readonly training: Training;
  readonly table: PromiseTable;
  /** Predictions of the checked tickets, one of each text; label indices are the model's, −1 for a label that it does not know. */
  readonly checked: JudgedTickets;
  /** Rows of the training set that were held out, ascending. */
  readonly checkedRows: Uint32Array;
}

/**
 * Trains on three quarters of the labelled rows and proves on the rest. Where the three quarters cannot give a model, all rows
 * train and nothing is proven. Throws TrainingRefusal where not even all rows give a model.
 */
export function trainUnderPromise(set: TrainingSet, options: PromisedTrainingOptions): PromisedTraining {
  const { seed, holdOutShare, isChecked, groups, onProgress, kernel, ...promise } = options;
  const labelled: number[] = [];
  for (let row = 0; row < set.documents.length; row++) {
    const target = set.targets[row];
    if (target !== undefined && set.labels[target] !== undefined) labelled.push(row);
  }
  const documents = labelled.map((row) => set.documents[row] as Document);
  const targets = labelled.map((row) => set.targets[row] as number);
  const drawn = isChecked
    ? partsOf(labelled.map((row) => isChecked[row] === 1))
    : drawHoldOut(targets, {
        seed,
        keys: documents.map(contentHash),
        ...(holdOutShare === undefined ? {} : { share: holdOutShare }),
      });
  const partOf = (rows: readonly number[]): TrainingSet => ({
    ...set,
    documents: rows.map((row) => documents[row] as Document),
    targets: rows.map((row) => targets[row] as number),
  });
  const trainOn = (part: TrainingSet): Training =>
    trainModel(part, {
      seed,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(kernel === undefined ? {} : { kernel }),
    });
  const training = trainOnPart(trainOn, partOf([...drawn.train]));
  if (training === null) {
    const everything = trainOn(partOf([...documents.keys()]));
    const checked = { predicted: [], confidence: [], targets: [] };
    const table = provePromise({
      ...promise,
      labels: everything.model.labels,
      checked,
      evidence: 'hold-out',
      plan: everything.unseen,
    });
    return { training: everything, table, checked, checkedRows: new Uint32Array(0) };
  }
  const { model } = training;
  const numberOf = new Map(model.labels.map((label, index) => [label, index]));
  const keys = labelled.map((row, at) => groups?.[row] ?? contentHash(documents[at] as Document));
  const judged = judgeTickets(
    training,
    [...drawn.checked].map((row) => documents[row] as Document),
    [...drawn.checked].map((row) => numberOf.get(set.labels[targets[row] as number] ?? '') ?? -1),
  );
  const checked = oneOfEach(
    judged,
    Array.from(drawn.checked, (row) => keys[row] as number),
  );
  const table = provePromise({
    ...promise,
    labels: model.labels,
    checked,
    evidence: 'hold-out',
    plan: training.unseen,
  });
  return { training, table, checked, checkedRows: drawn.checked.map((row) => labelled[row] as number) };
}

function partsOf(isChecked: readonly boolean[]): HoldOut {
  const rows = isChecked.map((_, row) => row);
  return {
    train: Uint32Array.from(rows.filter((row) => !isChecked[row])),
    checked: Uint32Array.from(rows.filter((row) => isChecked[row])),
  };
}

// Null when three quarters of the rows cannot give a model, as when a label's only row was held out.
function trainOnPart(trainOn: (part: TrainingSet) => Training, part: TrainingSet): Training | null {
  try {
    return trainOn(part);
  } catch (error) {
    if (error instanceof TrainingRefusal) return null;
    throw error;
  }
}

function judgeTickets(
  { model }: Training,
  documents: readonly Document[],
  targets: readonly number[],
): JudgedTickets {
  const predictor = createPredictor(model);
  const predicted = new Uint32Array(documents.length);
  const confidence = new Float64Array(documents.length);
  for (const [row, document] of documents.entries()) {
    const prediction = predictor.predictDocument(document);
    predicted[row] = prediction.label;
    confidence[row] = prediction.confidence;
  }
  return { predicted, confidence, targets };
}
