// Checks what a training is given and turns it into rows that can be fitted: rows without a valid label or without any
// gram are left out and counted, labels without rows are left out and named.
import type { Document } from './document.ts';
import { contentHash } from './folds.ts';

/** Documents with the index of each one's label. */
export interface LabelledDocuments {
  readonly documents: readonly Document[];
  /** Index into the labels, by document; anything that is not such an index leaves the row out. */
  readonly targets: ArrayLike<number>;
}

/** What a model is trained on. */
export interface RowSet extends LabelledDocuments {
  readonly labels: readonly string[];
  /** Names, descriptions and keywords of labels as extra rows: fitted, but never used to measure or calibrate. */
  readonly priors?: LabelledDocuments;
  /** Tickets without a label; only the frequencies of their grams are used. */
  readonly unlabelled?: readonly Document[];
}

/** Why a training is refused. */
export type TrainingRefusalCode = 'no-rows' | 'one-label' | 'too-many-labels' | 'sizes-differ';

/** A training that cannot give a model; the message says what to add. */
export class TrainingRefusal extends Error {
  override readonly name = 'TrainingRefusal';
  readonly code: TrainingRefusalCode;
  constructor(code: TrainingRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A label that the model will not know. */
export interface LabelLeftOut {
  readonly label: string;
  readonly reason: string;
}

/** Rows that can be fitted; targets are indices into `labels`, the labels that have rows or priors. */
export interface TrainingRows {
  readonly labels: readonly string[];
  readonly labelsLeftOut: readonly LabelLeftOut[];
  readonly rowsPerLabel: readonly number[];
  /** Index of each kept row in the training set. */
  readonly setRows: Uint32Array;
  readonly documents: readonly Document[];
  readonly targets: Uint32Array;
  readonly priorDocuments: readonly Document[];
  readonly priorTargets: Uint32Array;
  readonly rowsWithoutLabel: number;
  readonly rowsWithoutText: number;
  /** Content hash of each kept row. */
  readonly hashes: Uint32Array;
  readonly dataHash: string;
}

/** Labels of one model; beyond, weights and duals outgrow a proxy's memory. A desk has 5 to 200. */
export const LABELS_MAX = 2_000;

/** Checks and cleans a training set; throws TrainingRefusal. */
export function prepareRows(set: RowSet): TrainingRows {
  assertSizes(set, 'rows');
  if (set.priors !== undefined) assertSizes(set.priors, 'prior rows');
  const labelCount = set.labels.length;
  const kept = keepRows(set, labelCount);
  const priors = keepRows(set.priors ?? { documents: [], targets: [] }, labelCount);
  if (kept.rows.length + priors.rows.length === 0) {
    throw new TrainingRefusal(
      'no-rows',
      `None of the ${set.documents.length} rows has both a text and a label. Label some tickets, or describe the labels.`,
    );
  }
  const counts = countLabels(kept.targets, labelCount);
  const priorCounts = countLabels(priors.targets, labelCount);
  const modelLabel = new Int32Array(labelCount).fill(-1);
  const labels: string[] = [];
  const rowsPerLabel: number[] = [];
  const labelsLeftOut: LabelLeftOut[] = [];
  set.labels.forEach((label, index) => {
    if (counts[index]! + priorCounts[index]! === 0) {
      labelsLeftOut.push({ label, reason: 'no ticket has this label yet' });
      return;
    }
    modelLabel[index] = labels.length;
    labels.push(label);
    rowsPerLabel.push(counts[index]!);
  });
  assertLabelCount(labels);
  const targets = Uint32Array.from(kept.targets, (target) => modelLabel[target]!);
  const documents = kept.rows.map((row) => set.documents[row]!);
  const hashes = Uint32Array.from(documents, contentHash);
  return {
    labels,
    labelsLeftOut,
    rowsPerLabel,
    setRows: Uint32Array.from(kept.rows),
    documents,
    targets,
    priorDocuments: priors.rows.map((row) => set.priors!.documents[row]!),
    priorTargets: Uint32Array.from(priors.targets, (target) => modelLabel[target]!),
    rowsWithoutLabel: kept.withoutLabel,
    rowsWithoutText: kept.withoutText,
    hashes,
    dataHash: hashRows(labels, hashes, targets),
  };
}

function assertSizes({ documents, targets }: LabelledDocuments, what: string): void {
  if (documents.length === targets.length) return;
  throw new TrainingRefusal(
    'sizes-differ',
    `There are ${documents.length} ${what} but ${targets.length} labels for them. Give one label for each.`,
  );
}

function assertLabelCount(labels: readonly string[]): void {
  if (labels.length === 1) {
    throw new TrainingRefusal(
      'one-label',
      `All rows have the label "${labels[0]}". Label tickets of at least two queues, so that there is a choice to learn.`,
    );
  }
  if (labels.length > LABELS_MAX) {
    throw new TrainingRefusal(
      'too-many-labels',
      `There are ${labels.length} different labels, at most ${LABELS_MAX} can be learnt. Check that the label column holds queues, not texts or ids.`,
    );
  }
}

function keepRows({ documents, targets }: LabelledDocuments, labelCount: number) {
  const rows: number[] = [];
  const keptTargets: number[] = [];
  let withoutLabel = 0;
  let withoutText = 0;
  documents.forEach(({ grams }, row) => {
    const target = targets[row]!;
    if (!Number.isInteger(target) || target < 0 || target >= labelCount) {
      withoutLabel++;
      return;
    }
    if (grams.length === 0) {
      withoutText++;
      return;
    }
    rows.push(row);
    keptTargets.push(target);
  });
  return { rows, targets: keptTargets, withoutLabel, withoutText };
}

function countLabels(targets: readonly number[], labelCount: number): Uint32Array {
  const counts = new Uint32Array(labelCount);
  for (const target of targets) counts[target]!++;
  return counts;
}

function hashRows(labels: readonly string[], hashes: Uint32Array, targets: Uint32Array): string {
  let hash = 0x811c9dc5;
  const add = (value: number) => {
    hash = Math.imul(hash ^ value, 0x01000193);
    hash ^= hash >>> 15;
  };
  for (const label of labels) for (let at = 0; at < label.length; at++) add(label.charCodeAt(at));
  for (let row = 0; row < hashes.length; row++) {
    add(hashes[row]!);
    add(targets[row]!);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
