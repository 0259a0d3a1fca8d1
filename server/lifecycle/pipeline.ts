// The way from labelled rows to a version that may be released: check the rows, part them, train, prove, evaluate, compare, judge,
// package. Each stage is a function of what came before; its key is the hash of that, so that a stage that was done is not done
// again. The same for *Learn* in the sheet, `usher lifecycle run`, and the bench.
import { type CrossPrediction, crossPredict } from '../../src/core/classifier/cross-predict.ts';
import { contentHash } from '../../src/core/classifier/folds.ts';
import { encodeModel } from '../../src/core/classifier/model-file.ts';
import { TrainingRefusal } from '../../src/core/classifier/training-rows.ts';
import type { Agreement } from '../../src/core/contract.ts';
import { canonicalJson, sha256 } from './canonical-json.ts';
import { type Champion, type Comparison, compareVersions } from './comparison.ts';
import { checkData, type DataCheck } from './data-check.ts';
import { type Evaluation, evaluateVersion } from './evaluation.ts';
import { type GateResult, judgeGate } from './gate.ts';
import { dataVerdicts } from './gate-data.ts';
import type { GateRules } from './gate-rules.ts';
import { judgeLabels, type LabelQuality } from './label-quality.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { modelCard, modelCardPage } from './model-card.ts';
import { drawSticky } from './sticky-split.ts';
import { type Means, type TrainedVersion, trainVersion } from './train-version.ts';
import {
  FITTED_FILE,
  MANIFEST_FILE,
  MODEL_FILE,
  REPORT_FILE,
  type VersionFiles,
  versionName,
  WITNESS_FILE,
} from './version-files.ts';

/** What a version is made from. */
export interface PipelineInput {
  readonly desk: string;
  readonly field: string;
  readonly rows: LabelledRows;
  readonly rules: GateRules;
  readonly agreement: Agreement;
  readonly champion: Champion | null;
  /** Usher's own version. */
  readonly usher: string;
}

/** Does a stage, or answers what it gave before for the same key. */
export type RunStage = <T>(name: string, inputs: readonly unknown[], work: () => T) => T;

/** A version and all that was found out about it. */
export interface BuiltVersion {
  readonly outcome: 'built';
  readonly version: string;
  readonly files: VersionFiles;
  readonly data: DataCheck;
  readonly trained: TrainedVersion;
  readonly evaluation: Evaluation;
  readonly quality: LabelQuality | null;
  readonly comparison: Comparison | null;
  readonly gate: GateResult;
}

/** Why there is no version: the rows themselves were refused. */
export interface RefusedRows {
  readonly outcome: 'refused';
  readonly data: DataCheck;
  readonly gate: GateResult;
}

/** With fewer rows a fold tells nothing about a label. */
const QUALITY_ROWS_MIN = 30;

/** Does every stage anew. */
export const runEveryStage: RunStage = (_name, _inputs, work) => work();

/** Makes a version, or says why the rows cannot give one. Signing and releasing are the caller's. */
export function buildVersion(
  input: PipelineInput,
  means: Means,
  runStage: RunStage = runEveryStage,
): BuiltVersion | RefusedRows {
  const { rows, rules, champion, agreement } = input;
  const dataHash = hashRows(rows);
  const data = runStage('check-data', [dataHash, champion?.version ?? null], () => checkData(rows, champion));
  const refused = dataVerdicts({ rules, labels: rows.labels, data, champion });
  if (refused.some(({ verdict }) => verdict === 'refuses')) {
    return { outcome: 'refused', data, gate: { passes: false, verdicts: refused } };
  }
  const base = [dataHash, means.seed, input.usher];
  const isChecked = runStage('split', base, () => drawSticky(data.groups, means.seed));
  const trained = runStage('train', [...base, agreement], () =>
    trainVersion(rows, isChecked, agreement, means, data.groups),
  );
  const evaluation = runStage('evaluate', [...base, agreement], () => evaluateVersion(rows, trained));
  const quality = runStage('judge-labels', base, () => qualityOf(rows, means));
  const comparison =
    champion &&
    runStage('compare', [...base, agreement, champion.version], () =>
      compareVersions(rows, trained, champion),
    );
  const known = trained.training.model.labels;
  const gate = judgeGate({
    rules,
    labels: rows.labels,
    data,
    quality,
    evaluation,
    comparison,
    champion,
    known,
  });
  const files = packageVersion(input, means, {
    dataHash,
    data,
    trained,
    evaluation,
    quality,
    comparison,
    gate,
  });
  const version = versionName(new TextDecoder().decode(files[MANIFEST_FILE]));
  return { outcome: 'built', version, files, data, trained, evaluation, quality, comparison, gate };
}

/** Out-of-fold view of the labels; null where there are too few rows. */
function qualityOf(rows: LabelledRows, { seed, kernel }: Means): LabelQuality | null {
  if (rows.targets.filter((target) => target >= 0).length < QUALITY_ROWS_MIN) return null;
  let crossed: CrossPrediction;
  try {
    crossed = crossPredict(rows, { seed, ...(kernel === undefined ? {} : { kernel }) });
  } catch (error) {
    if (error instanceof TrainingRefusal) return null;
    throw error;
  }
  return judgeLabels(crossed);
}

/** SHA-256 over documents, labels and facts of all rows in their order; the number of probes stands for the probes, which follow. */
export function hashRows({ labels, documents, targets, facts, probes }: LabelledRows): string {
  const lines = documents.map((document, row) => {
    const { id, receivedAt, channel, language } = facts[row] ?? {
      id: '',
      receivedAt: null,
      channel: '',
      language: '',
    };
    return canonicalJson([
      contentHash(document),
      labels[targets[row]!] ?? null,
      id,
      receivedAt,
      channel,
      language,
    ]);
  });
  return sha256(canonicalJson([labels, lines, probes.length]));
}

interface Found extends Omit<BuiltVersion, 'outcome' | 'version' | 'files'> {
  readonly dataHash: string;
}

function packageVersion(
  { desk, field, rows, rules, agreement, champion, usher }: PipelineInput,
  { seed }: Means,
  { dataHash, data, trained, evaluation, quality, comparison, gate }: Found,
): VersionFiles {
  const { model } = trained.training;
  const times = rows.facts
    .flatMap(({ receivedAt }) => (receivedAt === null ? [] : [receivedAt]))
    .sort((a, b) => a - b);
  const isoAt = (at: number): string | null => {
    const time = times.at(at);
    return time === undefined ? null : new Date(time).toISOString();
  };
  const { settings, mixture, codeVersion } = model.manifest;
  const card = {
    ...{ desk, field, dataHash, labels: rows.labels, rowsPerLabel: data.rowsPerLabel, evaluation, gate },
    ...{ from: isoAt(0), until: isoAt(-1), parent: champion?.version ?? null, table: trained.table },
    settings: canonicalJson(settings),
  };
  const text = (content: string): Uint8Array => Buffer.from(content);
  const content: Record<string, Uint8Array> = {
    [MODEL_FILE]: encodeModel(model),
    ...(trained.isWitness ? {} : { [WITNESS_FILE]: encodeModel(trained.witness) }),
    [FITTED_FILE]: new Uint8Array(trained.fitted.slice().buffer),
    'card.json': text(`${canonicalJson(modelCard(card))}\n`),
    'card.md': text(modelCardPage(card)),
    [REPORT_FILE]: text(`${canonicalJson({ evaluation, comparison, gate, promise: trained.table })}\n`),
    'gates.json': text(`${canonicalJson(rules)}\n`),
  };
  const manifest = {
    ...{ format: 1, desk, field, usher, classifierCode: codeVersion, seed, agreement },
    settings: { ...settings, mixture },
    rulesHash: sha256(canonicalJson(rules)),
    data: {
      ...{ hash: dataHash, rows: data.rows, labels: rows.labels, rowsPerLabel: data.rowsPerLabel },
      ...{ from: card.from, until: card.until, labelNoise: quality?.noise ?? null },
    },
    parent: card.parent,
    gatePasses: gate.passes,
    files: Object.fromEntries(Object.entries(content).map(([name, bytes]) => [name, sha256(bytes)])),
  };
  return { ...content, [MANIFEST_FILE]: text(`${canonicalJson(manifest)}\n`) };
}
