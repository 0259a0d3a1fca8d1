// `usher evaluate`: trains on one CSV, measures on another, prints one JSON object or the main figures in words.
import { performance } from 'node:perf_hooks';
import { FAMILIARITY_MIN } from '../../src/core/classifier/familiarity.ts';
import {
  accuracy,
  calibrationError,
  coverageAt,
  type JudgedRows,
  macroF1,
  rankingArea,
  riskCoverageArea,
} from '../../src/core/classifier/measure.ts';
import type { Model } from '../../src/core/classifier/model.ts';
import { decodeModel, encodeModel } from '../../src/core/classifier/model-file.ts';
import { createPredictor, type LabelPrediction, type Predictor } from '../../src/core/classifier/predict.ts';
import { trainModel } from '../../src/core/classifier/train.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { createWasmScorers } from '../kernel/wasm-scorer.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { readTable, type Table } from './csv.ts';
import { type PromiseTrial, promiseFigures, shareRouted, tryPromise } from './promise-trial.ts';
import { labelledTextsOf, textsOf } from './ticket-columns.ts';
import { trainingSetOf } from './training-table.ts';

const USAGE = `Usage: usher evaluate --train A.csv --test B.csv [--oos C.csv] [--target 0.95] [--delta 0.1] [--seed N] [--json]
With --backend gemini or vertex-endpoint: the embedded model, the other and the cascade of both on the same tickets, for at
most --budget-usd dollars (1) and on at most --limit tickets of each file (1000). The other model is set up by USHER_GEMINI_…
or USHER_VERTEX_….`;
const SEED_MAX = 0xffffffff;
/** A target or delta of 0 is no promise; one this small is none that anybody makes. */
const SHARE_MIN = 1e-4;
const COVERAGE_PRECISIONS = ['0.90', '0.95', '0.98'] as const;
/** A probability of zero would make the log-loss infinite; this is what a float still tells from zero. */
const PROBABILITY_MIN = 1e-12;
const TIMED_TICKETS_MIN = 5_000;

interface TestFigures {
  readonly judged: JudgedRows;
  readonly familiarityScores: readonly number[];
  readonly nll: number;
  readonly top3: number;
}

/** Measures a training on A against the labels of B, and where given on out-of-scope texts. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseCommandArgs(
    {
      args: [...args],
      options: {
        train: { type: 'string' },
        test: { type: 'string' },
        oos: { type: 'string' },
        target: { type: 'string', default: '0.95' },
        delta: { type: 'string', default: '0.1' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        backend: { type: 'string' },
        'budget-usd': { type: 'string', default: '1' },
        limit: { type: 'string', default: '1000' },
      },
    },
    USAGE,
  );
  if (values.train === undefined || values.test === undefined) throw new CommandRefusal(USAGE);
  const seed = numberOption(values.seed, 'seed', 0, SEED_MAX);
  const target = numberOption(values.target, 'target', SHARE_MIN, 1);
  const delta = numberOption(values.delta, 'delta', SHARE_MIN, 1 - SHARE_MIN);
  if (values.backend !== undefined) {
    const { train, test, backend } = values;
    const budgetUsd = numberOption(values['budget-usd'], 'budget-usd', 0, 10_000);
    const limit = numberOption(values.limit, 'limit', 1, 1_000_000);
    const trial = { ...{ train, test, target, delta, seed, limit, budgetUsd }, backend: asOther(backend) };
    const [{ evaluateBackends }, { backendsInWords }] = await Promise.all([
      import('./evaluate-backends.ts'),
      import('./backend-figures.ts'),
    ]);
    const measured = await evaluateBackends(trial, io);
    io.out(values.json ? `${JSON.stringify(measured)}\n` : backendsInWords(measured.backends));
    return 0;
  }
  const test = readTable(values.test);
  const oos = values.oos === undefined ? undefined : readTable(values.oos);
  labelledTextsOf(test);

  const { model, rows, train } = await trainMeasured(values.train, seed);
  const bytes = encodeModel(model);
  const decoded = decodeModel(bytes);
  const createScorer = await createWasmScorers();
  const predictor = createPredictor(decoded, createScorer(decoded));
  const figures = judgeTest(predictor, test);
  const trial = tryPromise(trainingSetOf(readTable(values.train), seed), {
    target,
    delta,
    seed,
    kernel: await createWasmKernel(),
  });
  const testTexts = labelledTextsOf(test);
  const result = {
    rows: { train: rows, test: test.rows.length, oos: oos?.rows.length ?? 0 },
    labels: model.labels.length,
    accuracy: accuracy(figures.judged),
    macroF1: macroF1(figures.judged, labelCount(figures.judged)),
    ece15: calibrationError(figures.judged),
    nll: figures.nll,
    top3: figures.top3,
    aurc: riskCoverageArea(figures.judged),
    coverage: Object.fromEntries(
      COVERAGE_PRECISIONS.map((precision) => [precision, coverageAt(figures.judged, Number(precision))]),
    ),
    promise: promiseFigures(trial, trial.judge(testTexts.texts, testTexts.labels)),
    oos:
      oos === undefined ? null : judgeOutOfScope(predictor, figures.familiarityScores, textsOf(oos), trial),
    train,
    predict: { ticketsPerSecond: measureSpeed(predictor, textsOf(test)) },
    modelBytes: bytes.length,
  };
  io.out(values.json ? `${JSON.stringify(result)}\n` : inWords(result));
  return 0;
}

function asOther(name: string): 'gemini' | 'vertex-endpoint' {
  if (name === 'gemini' || name === 'vertex-endpoint') return name;
  throw new CommandRefusal(
    `--backend is "${name}". Give gemini or vertex-endpoint; the embedded model and the cascade are measured beside it.`,
  );
}

async function trainMeasured(path: string, seed: number) {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  const set = trainingSetOf(readTable(path), seed);
  const { model } = trainModel(set, { seed, kernel: await createWasmKernel() });
  const cpu = process.cpuUsage(cpuBefore);
  return {
    model,
    rows: set.documents.length,
    train: {
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      wallSeconds: (performance.now() - wallBefore) / 1e3,
      peakRssMb: process.resourceUsage().maxRSS / 1024,
    },
  };
}

/** A test label that the model does not know gets a number of its own above the model's labels, so it counts as an error. */
function judgeTest(predictor: Predictor, table: Table): TestFigures {
  const { texts, labels } = labelledTextsOf(table);
  const numberOf = numbersOf(predictor.model, labels);
  const targets = labels.map((label) => numberOf.get(label) ?? -1);
  const predicted: number[] = [];
  const confidence: number[] = [];
  const familiarityScores: number[] = [];
  let nll = 0;
  let inTop3 = 0;
  texts.forEach((text, row) => {
    const prediction = predictor.predict(text);
    predicted.push(prediction.label);
    confidence.push(prediction.confidence);
    familiarityScores.push(prediction.familiarityScore);
    const ofTruth = prediction.probabilities[targets[row] ?? -1] ?? 0;
    nll -= Math.log(Math.max(ofTruth, PROBABILITY_MIN));
    if (ofTruth > 0 && prediction.probabilities.filter((share) => share > ofTruth).length < 3) inTop3++;
  });
  return {
    judged: { targets, predicted, confidence },
    familiarityScores,
    nll: nll / texts.length,
    top3: inTop3 / texts.length,
  };
}

function numbersOf(model: Model, labels: readonly string[]): Map<string, number> {
  return new Map([...new Set([...model.labels, ...labels])].map((label, index) => [label, index]));
}

function labelCount({ targets, predicted }: JudgedRows): number {
  let highest = 0;
  for (let row = 0; row < targets.length; row++)
    highest = Math.max(highest, targets[row] ?? 0, predicted[row] ?? 0);
  return highest + 1;
}

function judgeOutOfScope(
  predictor: Predictor,
  inScopeScores: readonly number[],
  texts: readonly string[],
  trial: PromiseTrial,
) {
  const predictions = texts.map((text) => predictor.predict(text));
  const outOfScope = predictions.map(({ familiarityScore }) => familiarityScore);
  const isAccepted = ({ confidence, familiarity }: LabelPrediction) =>
    confidence >= 0.5 && familiarity >= FAMILIARITY_MIN;
  return {
    auroc: rankingArea(inScopeScores, outOfScope),
    acceptedAtHalf: predictions.filter(isAccepted).length / predictions.length,
    autoRouted: shareRouted(trial.table, trial.labels, trial.score(texts)),
  };
}

/** Tickets per second of wall time on one thread, after one pass that warms up. */
function measureSpeed(predictor: Predictor, texts: readonly string[]): number {
  for (const text of texts) predictor.predict(text);
  const start = performance.now();
  let tickets = 0;
  while (tickets < TIMED_TICKETS_MIN && texts.length > 0) {
    for (const text of texts) predictor.predict(text);
    tickets += texts.length;
  }
  return Math.round((1_000 * tickets) / (performance.now() - start));
}

type Evaluation = Pick<ReturnType<typeof promiseFigures>, 'target' | 'coverage' | 'precision' | 'groups'>;

function inWords(result: {
  rows: { train: number; test: number };
  labels: number;
  accuracy: number;
  macroF1: number;
  ece15: number;
  coverage: Record<string, number>;
  promise: Evaluation;
}): string {
  const { rows, promise } = result;
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const target = `${Number((100 * promise.target).toFixed(2))} %`;
  const proven = promise.groups
    .filter(({ state }) => state === 'proven')
    .flatMap(({ labels }) => labels).length;
  const kept =
    promise.precision === null
      ? 'nothing would be routed without a person yet'
      : `${percent(promise.coverage)} of the test tickets would be routed without a person, ${percent(promise.precision)} of them right`;
  return [
    `learnt ${result.labels} labels from ${rows.train} rows, measured on ${rows.test} rows`,
    `accuracy ${percent(result.accuracy)}`,
    `macro-F1 ${percent(result.macroF1)}`,
    `calibration error ${percent(result.ece15)}`,
    `coverage at 95 % precision ${percent(result.coverage['0.95'] ?? 0)}, read off the test file`,
    `promise of ${target}, proven on rows to learn from alone for ${proven} of ${result.labels} labels: ${kept}`,
    '',
  ].join('\n');
}
