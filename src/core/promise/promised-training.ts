// Trains a model and tests its promise on tickets that no part of it has seen. The promise belongs to exactly this model: a
// refit on all tickets would be another one, with nothing proven.

import type { Document } from '../classifier/document.ts';
import { contentHash } from '../classifier/folds.ts';
import { createPredictor } from '../classifier/predict.ts';
import { type Training, type TrainingSet, trainModel } from '../classifier/train.ts';
import { drawHoldOut } from './hold-out.ts';
import type { JudgedTickets } from './judged-tickets.ts';
import type { PromiseTable } from './promise-table.ts';
import { type PromiseInput, provePromise } from './prove.ts';

/** How to train and what to promise. */
export interface PromisedTrainingOptions
  extends Pick<PromiseInput, 'target' | 'delta' | 'isFamilyWise' | 'thresholdMin'> {
  /** The desk's hash seed; it also draws the hold-out. */
  readonly seed: number;
  readonly holdOutShare?: number;
  /** Called now and then with the share of the work that is done, 0–1. */
  readonly onProgress?: (fraction: number) => void;
}

/** A model, what is proven of it, and the tickets it was proven on. */
export interface PromisedTraining {
  readonly training: Training;
  readonly table: PromiseTable;
  /** Predictions of the checked tickets; label indices are the model's, −1 for a label that it does not know. */
  readonly checked: JudgedTickets;
  /** Rows of the training set that were held out, ascending. */
  readonly checkedRows: Uint32Array;
}

/** Trains on three quarters of the labelled rows and proves on the rest. Throws TrainingRefusal as trainModel does. */
export function trainUnderPromise(set: TrainingSet, options: PromisedTrainingOptions): PromisedTraining {
  const { seed, holdOutShare, onProgress, ...promise } = options;
  const labelled: number[] = [];
  for (let row = 0; row < set.documents.length; row++) {
    const target = set.targets[row];
    if (target !== undefined && set.labels[target] !== undefined) labelled.push(row);
  }
  const documents = labelled.map((row) => set.documents[row] as Document);
  const targets = labelled.map((row) => set.targets[row] as number);
  const drawn = drawHoldOut(targets, {
    seed,
    keys: documents.map(contentHash),
    ...(holdOutShare === undefined ? {} : { share: holdOutShare }),
  });
  const train = [...drawn.train];
  const training = trainModel(
    {
      ...set,
      documents: train.map((row) => documents[row] as Document),
      targets: train.map((row) => targets[row] as number),
    },
    { seed, ...(onProgress === undefined ? {} : { onProgress }) },
  );
  const { model } = training;
  const numberOf = new Map(model.labels.map((label, index) => [label, index]));
  const checked = judgeTickets(
    training,
    [...drawn.checked].map((row) => documents[row] as Document),
    [...drawn.checked].map((row) => numberOf.get(set.labels[targets[row] as number] ?? '') ?? -1),
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
