// Trains one model for each field of a desk from hashed documents. Pure and slow: train-worker.ts runs it off the main thread.
import { type Document, decodeDocuments, documentFromText } from '../../src/core/classifier/document.ts';
import type { Kernel } from '../../src/core/classifier/kernel.ts';
import { encodeModel } from '../../src/core/classifier/model-file.ts';
import { type Training, type TrainingSet, trainModel } from '../../src/core/classifier/train.ts';
import { TrainingRefusal } from '../../src/core/classifier/training-rows.ts';
import type { Agreement, Field, Label, ModelSummary } from '../../src/core/contract.ts';
import { activeLabels, currentLabelId } from '../../src/core/labels.ts';
import { ticketsMin } from '../../src/core/promise/evidence.ts';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import { trainUnderPromise } from '../../src/core/promise/promised-training.ts';
import { allowedOf, provePromise } from '../../src/core/promise/prove.ts';

/** Everything a training needs; it crosses to another thread as it is. */
export interface TrainingJob {
  readonly featureSeed: number;
  readonly fields: readonly Field[];
  /** Encoded documents, part by part. */
  readonly parts: readonly Uint8Array[];
  /** Label id or null of each document of all parts in turn, by field. */
  readonly labels: Readonly<Record<string, readonly (string | null)[]>>;
}

/** A trained model of one field, or why there is none. */
export type FieldTraining =
  | {
      readonly field: string;
      readonly bytes: Uint8Array;
      readonly report: ModelSummary['report'];
      readonly promise: PromiseTable;
    }
  | { readonly field: string; readonly refusal: { readonly code: RefusalCode; readonly message: string } };

type RefusalCode = 'no_labels' | 'too_few_examples' | 'bad_request';

/** With what a training works: the desk's hash seed, and faster loops where they are at hand. */
interface Means {
  readonly seed: number;
  readonly kernel: Kernel | undefined;
}

/** Trains every field of the job in turn. */
export function trainFields(job: TrainingJob, kernel?: Kernel): FieldTraining[] {
  const documents = job.parts.flatMap((part) => decodeDocuments(part));
  return job.fields.map((field) =>
    trainField(field, documents, job.labels[field.id] ?? [], { seed: job.featureSeed, kernel }),
  );
}

function trainField(
  field: Field,
  documents: readonly Document[],
  rowIds: readonly (string | null)[],
  { seed, kernel }: Means,
): FieldTraining {
  // Rows under a name that was merged teach the label it was merged into; rows under a retired one teach nothing.
  const labels = activeLabels(field.labels);
  const rowLabels = rowIds.map((id) => (id === null ? null : (currentLabelId(field.labels, id) ?? id)));
  if (labels.length === 0) {
    const message = `The field "${field.name}" has no labels. Fill the "Usher queues" tab and learn again.`;
    return { field: field.id, refusal: { code: 'no_labels', message } };
  }
  const numberOf = new Map(labels.map(({ id }, index) => [id, index]));
  const targets = Int32Array.from(documents, (_, row) => numberOf.get(rowLabels[row] ?? '') ?? -1);
  try {
    const set = {
      labels: labels.map(({ id }) => id),
      documents,
      targets,
      priors: priorsOf(labels, seed),
    };
    const { training, table } = trainAndProve(set, field.agreement ?? STANDARD_AGREEMENT, { seed, kernel });
    return {
      field: field.id,
      bytes: encodeModel(training.model),
      report: reportOf(training, unknownLabels(rowLabels, numberOf)),
      promise: table,
    };
  } catch (error) {
    if (!(error instanceof TrainingRefusal)) throw error;
    const code = error.code === 'too-many-labels' ? 'bad_request' : 'too_few_examples';
    return { field: field.id, refusal: { code, message: `${field.name}: ${error.message}` } };
  }
}

/** Where a lead has agreed on nothing: 95 % right, and a queue proven by luck in one case of ten. */
const STANDARD_AGREEMENT: Agreement = { target: 0.95, delta: 0.1 };
const HOLD_OUT_SHARE = 0.25;

/**
 * Holds a quarter of the rows out and tests the promise on them. Where that proves nothing, or not even a faultless quarter
 * could, all rows teach the model that goes into service: nothing is promised of it, and suggestions gain from every row.
 */
function trainAndProve(
  set: TrainingSet,
  agreement: Agreement,
  { seed, kernel }: Means,
): { readonly training: Training; readonly table: PromiseTable } {
  const { target, delta } = agreement;
  const means = { seed, ...(kernel === undefined ? {} : { kernel }) };
  const needed = target < 1 ? ticketsMin(0, allowedOf(target), delta) : null;
  const labelled = Array.from(set.targets).filter((label) => label >= 0).length;
  const isFamilyWise = agreement.isFamilyWise ?? false;
  if (needed !== null && labelled * HOLD_OUT_SHARE >= needed) {
    const promised = trainUnderPromise(set, {
      target,
      delta,
      isFamilyWise,
      ...means,
      holdOutShare: HOLD_OUT_SHARE,
    });
    if (promised.table.groups.some(({ state }) => state === 'proven')) return promised;
    return { training: trainModel(set, means), table: promised.table };
  }
  const training = trainModel(set, means);
  const none = { predicted: [], confidence: [], targets: [] };
  const table = provePromise({
    ...{ labels: training.model.labels, target, delta, isFamilyWise },
    ...{ checked: none, evidence: 'hold-out' as const, plan: training.unseen },
  });
  return { training, table };
}

/** What a lead wrote about the labels, as rows that are fitted but never measured. A bare name says too little to be one. */
function priorsOf(labels: readonly Label[], seed: number) {
  const told = labels
    .map(({ name, description, keywords }, index) => ({
      index,
      text: description === '' && keywords.length === 0 ? '' : [name, description, ...keywords].join('\n'),
    }))
    .filter(({ text }) => text !== '');
  return {
    documents: told.map(({ text }) => documentFromText(text, seed)),
    targets: told.map(({ index }) => index),
  };
}

function reportOf(
  { model, report, unseen }: Training,
  unknown: readonly { label: string; reason: string }[],
): ModelSummary['report'] {
  return {
    rows: report.rows,
    measured: unseen.rows.length,
    accuracy: report.accuracy,
    macroF1: report.macroF1,
    ece: report.ece,
    labels: model.labels.map((label, index) => {
      const { truly, predicted, right } = countOf(unseen, index);
      return {
        label,
        rows: report.rowsPerLabel[index] ?? 0,
        recall: truly === 0 ? null : right / truly,
        precision: predicted === 0 ? null : right / predicted,
      };
    }),
    leftOut: [...report.labelsLeftOut.map(({ label, reason }) => ({ label, reason })), ...unknown],
  };
}

function countOf({ targets, predicted }: Training['unseen'], label: number) {
  const count = { truly: 0, predicted: 0, right: 0 };
  targets.forEach((target, row) => {
    const isPredicted = predicted[row] === label;
    if (target === label) count.truly++;
    if (isPredicted) count.predicted++;
    if (isPredicted && target === label) count.right++;
  });
  return count;
}

/** Labels of rows that the desk's field does not have. */
function unknownLabels(rowLabels: readonly (string | null)[], known: ReadonlyMap<string, number>) {
  const rows = new Map<string, number>();
  for (const label of rowLabels) {
    if (label !== null && !known.has(label)) rows.set(label, (rows.get(label) ?? 0) + 1);
  }
  return [...rows].map(([label, count]) => ({
    label,
    reason: `${count} of the rows sent bear this label, which the desk does not have; add it to the "Usher queues" tab`,
  }));
}
