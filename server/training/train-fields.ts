// Makes one version for each field of a desk from hashed documents, by the same pipeline as `usher lifecycle run`. Pure and slow:
// train-worker.ts runs it off the main thread.
import { type Document, decodeDocuments, documentFromText } from '../../src/core/classifier/document.ts';
import type { Kernel } from '../../src/core/classifier/kernel.ts';
import type { Training } from '../../src/core/classifier/train.ts';
import { TrainingRefusal } from '../../src/core/classifier/training-rows.ts';
import type { Field, Label, ModelSummary, TrainingFindings } from '../../src/core/contract.ts';
import { activeLabels, currentLabelId } from '../../src/core/labels.ts';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import { STANDARD_AGREEMENT } from '../../src/core/promise/table-in-force.ts';
import { championUnder } from '../lifecycle/champion-today.ts';
import type { Champion } from '../lifecycle/comparison.ts';
import { findingsOf } from '../lifecycle/findings.ts';
import type { GateRules } from '../lifecycle/gate-rules.ts';
import type { LabelledRows, Probe, RowFacts } from '../lifecycle/labelled-rows.ts';
import { buildVersion } from '../lifecycle/pipeline.ts';
import type { Verdict } from '../lifecycle/verdict.ts';
import { MODEL_FILE, type VersionFiles } from '../lifecycle/version-files.ts';

/** The rows of a session as they came. */
export interface TrainingRows {
  readonly featureSeed: number;
  readonly fields: readonly Field[];
  /** Encoded documents, part by part. */
  readonly parts: readonly Uint8Array[];
  /** Label id or null of each document of all parts in turn, by field. */
  readonly labels: Readonly<Record<string, readonly (string | null)[]>>;
  readonly facts: readonly RowFacts[];
  readonly probes: readonly Probe[];
}

/** Everything a training needs; it crosses to another thread as it is. */
export interface TrainingJob extends TrainingRows {
  readonly desk: string;
  /** The version in service, by field. */
  readonly champions: Readonly<Record<string, Champion>>;
  readonly rules: GateRules;
}

/** A trained version of one field, or why there is none. */
export type FieldTraining =
  | {
      readonly field: string;
      readonly version: string;
      readonly files: VersionFiles;
      readonly bytes: Uint8Array;
      readonly report: ModelSummary['report'];
      readonly promise: PromiseTable;
      readonly findings: TrainingFindings;
      readonly passes: boolean;
      /** Tickets that nobody has decided yet, and those on which both versions agree. */
      readonly shadow: { readonly tickets: number; readonly agreed: number };
    }
  | {
      readonly field: string;
      readonly refusal: { readonly code: RefusalCode; readonly message: string };
      readonly findings?: TrainingFindings;
    };

type RefusalCode = 'no_labels' | 'too_few_examples' | 'bad_request' | 'gate_refused';

/** Usher's version as far as models depend on it; the classifier's own code has a number in each manifest. */
const USHER = '0.1.0';

/** With what a training works: the desk's hash seed, and faster loops where they are at hand. */
interface Means {
  readonly seed: number;
  readonly kernel: Kernel | undefined;
}

/** Trains every field of the job in turn. */
export function trainFields(job: TrainingJob, kernel?: Kernel): FieldTraining[] {
  const documents = job.parts.flatMap((part) => decodeDocuments(part));
  return job.fields.map((field) => trainField(job, field, documents, { seed: job.featureSeed, kernel }));
}

function trainField(
  job: TrainingJob,
  field: Field,
  documents: readonly Document[],
  means: Means,
): FieldTraining {
  const { rows, unknown } = rowsOfField(job, field, documents);
  if (rows.labels.length === 0) {
    const message = `The field "${field.name}" has no labels. Fill the "Usher queues" tab and learn again.`;
    return { field: field.id, refusal: { code: 'no_labels', message } };
  }
  try {
    return buildField(job, field, rows, unknown, means);
  } catch (error) {
    if (!(error instanceof TrainingRefusal)) throw error;
    const code = error.code === 'too-many-labels' ? 'bad_request' : 'too_few_examples';
    return { field: field.id, refusal: { code, message: `${field.name}: ${error.message}` } };
  }
}

/**
 * The rows as one field sees them, and what they call labels that it does not have. Rows under a name that was merged teach the label it
 * was merged into; rows under a retired one teach nothing.
 */
export function rowsOfField(job: TrainingRows, field: Field, documents: readonly Document[]) {
  const labels = activeLabels(field.labels);
  const rowLabels = (job.labels[field.id] ?? []).map((id) =>
    id === null ? null : (currentLabelId(field.labels, id) ?? id),
  );
  const numberOf = new Map(labels.map(({ id }, index) => [id, index]));
  const rows: LabelledRows = {
    labels: labels.map(({ id }) => id),
    documents,
    targets: Int32Array.from(documents, (_, row) => numberOf.get(rowLabels[row] ?? '') ?? -1),
    facts: job.facts,
    probes: job.probes,
    priors: priorsOf(labels, job.featureSeed),
  };
  return { rows, unknown: unknownLabels(rowLabels, numberOf) };
}

function buildField(
  { desk, rules, champions }: TrainingJob,
  field: Field,
  rows: LabelledRows,
  unknown: readonly { label: string; reason: string }[],
  means: Means,
): FieldTraining {
  const inService = champions[field.id];
  const champion = inService === undefined ? null : championUnder(field.labels, inService);
  const agreement = field.agreement ?? STANDARD_AGREEMENT;
  const built = buildVersion(
    { desk, field: field.id, rows, rules, agreement, champion, usher: USHER },
    means,
  );
  if (built.outcome === 'refused') {
    const isEmpty = built.data.rows === 0 || built.data.rowsPerLabel.filter((count) => count > 0).length < 2;
    const code = isEmpty ? 'too_few_examples' : 'gate_refused';
    return { field: field.id, refusal: { code, message: refusalOf(field, built.gate.verdicts, champion) } };
  }
  const { training, table } = built.trained;
  const findings = findingsOf(rows, built, champion, means, agreement);
  if (!built.gate.passes) {
    const message = refusalOf(field, built.gate.verdicts, champion);
    return { field: field.id, refusal: { code: 'gate_refused', message }, findings };
  }
  const { [MODEL_FILE]: bytes = new Uint8Array(), ...files } = built.files;
  return {
    ...{ field: field.id, version: built.version, files, bytes, findings, passes: true },
    report: reportOf(training, unknown),
    promise: table,
    shadow: findings.shadow,
  };
}

function refusalOf(field: Field, verdicts: readonly Verdict[], champion: Champion | null): string {
  const why = verdicts.filter(({ verdict }) => verdict === 'refuses').map(({ sentence }) => sentence);
  const stays = champion === null ? '' : ' The model in service stays.';
  return `${field.name}: ${why.join(' ')}${stays}`;
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
