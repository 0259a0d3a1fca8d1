// The part of `usher evaluate` that asks other models: the embedded model alone, the other alone, and the cascade of both,
// on the same tickets. Everything is learned, calibrated and proven on A, and measured on B.
import { performance } from 'node:perf_hooks';
import { encodeModel } from '../../src/core/classifier/model-file.ts';
import { countUp, shuffle } from '../../src/core/classifier/seeded-order.ts';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import { trainUnderPromise } from '../../src/core/promise/promised-training.ts';
import { provePromise } from '../../src/core/promise/prove.ts';
import { createRandom } from '../../src/core/statistics/random.ts';
import type { Backend, BackendName, BackendPrediction } from '../backends/backend.ts';
import { readBackends } from '../backends/backend-config.ts';
import { createCascade } from '../backends/cascade.ts';
import { chooseBackends } from '../backends/choose.ts';
import { createEmbeddedBackend, type EmbeddedBackend } from '../backends/embedded.ts';
import { knowledgeIn } from '../backends/kept-knowledge.ts';
import { createSettles } from '../backends/settled.ts';
import { assertFaultless, ConfigError, createReader } from '../environment.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { openStore } from '../store/store.ts';
import { type CalibratedPair, calibrateOpinion, LABELLED_MIN } from '../vertex/calibrate-opinion.ts';
import { backendFiguresOf } from './backend-figures.ts';
import { type CommandIo, CommandRefusal } from './command.ts';
import { readTable } from './csv.ts';
import { type MeasuredAnswer, measureBackend } from './measured-backend.ts';
import { createProgressBar } from './progress.ts';
import { labelledTextsOf } from './ticket-columns.ts';
import { trainingSetOf } from './training-table.ts';

/** What `usher evaluate` was asked. */
export interface BackendTrial {
  readonly train: string;
  readonly test: string;
  readonly backend: 'gemini' | 'vertex-endpoint';
  readonly target: number;
  readonly delta: number;
  readonly seed: number;
  /** Tickets that the other model is asked about at most, of each of A and B. */
  readonly limit: number;
  readonly budgetUsd: number;
}

interface Rows {
  readonly texts: readonly string[];
  readonly labels: readonly string[];
}

/** Measures the three. */
export async function evaluateBackends(trial: BackendTrial, io: CommandIo) {
  const { seed, target, delta, limit } = trial;
  const table = readTable(trial.train);
  const trained = trainUnderPromise(trainingSetOf(table, seed), {
    ...{ target, delta, seed, kernel: await createWasmKernel() },
  });
  const { labels } = trained.training.model;
  const history = labelledTextsOf(table);
  const held = sample(pick(history, [...trained.checkedRows]), limit, seed);
  const test = sample(labelledTextsOf(readTable(trial.test)), limit, seed);
  const bytes = encodeModel(trained.training.model);
  const embedded = createEmbeddedBackend({
    inService: async () => ({ queue: 'own' }),
    bytes: async () => bytes,
  });
  const others = await otherBackends(trial, embedded, io);
  try {
    const ask = (backend: Backend, title: string, { texts }: Rows) =>
      asked(backend, title, texts, labels, io);
    const own = { held: await ask(embedded, 'Embedded', held), test: await ask(embedded, 'Embedded', test) };
    const settles = createSettles(async () => trained.table, others.below);
    const isSettled = await settles('evaluate', 'own');
    const openHeld = held.texts.flatMap((_, row) => (isSettled(at(own.held, row).prediction) ? [] : [row]));
    io.err(estimateOf(openHeld.length + test.texts.length, trial));
    const escalatedHeld = await ask(others.backend, `${trial.backend} on A`, pick(held, openHeld));
    const other = await ask(others.backend, `${trial.backend} on B`, test);
    const pair =
      trial.backend === 'gemini'
        ? calibrateOpinion(
            openHeld.map((row, i) => ({
              own: at(own.held, row).prediction,
              other: at(escalatedHeld, i).prediction,
              label: held.labels[row] ?? '',
            })),
            labels,
            { target, delta },
          )
        : undefined;
    const cascade = await cascaded(
      { own: own.test, other },
      { second: trial.backend, settles, pair, labels, test },
      io,
    );
    const endpointTable =
      trial.backend === 'vertex-endpoint'
        ? proveAlone(await ask(others.backend, 'Endpoint on A', held), held, labels, trial)
        : null;
    const tables = new Map([['own', trained.table]]);
    if (pair !== undefined) tables.set(pair.id, pair.table);
    const tableOf = (prediction: BackendPrediction): PromiseTable | undefined => {
      if (prediction.backend === 'embedded') return tables.get('own');
      if (prediction.backend === 'cascade') return tables.get(prediction.model.split('#')[1] ?? '');
      return endpointTable ?? undefined;
    };
    return {
      rows: { train: history.texts.length, held: held.texts.length, test: test.texts.length },
      calibration:
        pair === undefined ? null : { rows: pair.rows, checked: pair.table.checked, weights: pair.weights },
      neededForCalibration: LABELLED_MIN,
      backends: [
        backendFiguresOf('embedded', own.test, test.labels, tableOf),
        backendFiguresOf(trial.backend, other, test.labels, tableOf),
        backendFiguresOf('cascade', cascade, test.labels, tableOf),
      ],
    };
  } finally {
    await others.close();
  }
}

/** The configured other model, with a purse of its own for this trial. */
async function otherBackends({ backend, budgetUsd }: BackendTrial, embedded: EmbeddedBackend, io: CommandIo) {
  const reader = createReader({
    ...io.environment,
    ...{ USHER_BACKEND: backend, USHER_DESK_BACKENDS: '', USHER_DESK_BUDGETS_USD: '' },
    USHER_DAILY_BUDGET_USD: String(budgetUsd),
  });
  const config = readBackends(reader);
  try {
    assertFaultless(reader);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandRefusal(error.message, { cause: error });
    throw error;
  }
  const store = await openStore(':memory:');
  const backends = chooseBackends(config, embedded, {
    ...knowledgeIn(store, config, io.now),
    ...{ now: io.now, random: () => 0.5, onMasked: () => undefined },
    onFailure: (name, { message }) => io.err(`${name}: ${message}\n`),
    onStale: (sentence) => io.err(`${sentence}\n`),
  });
  return {
    below: config.cascade.below,
    backend: backends.backendFor('evaluate'),
    close: async () => {
      await backends.close();
      await store.close();
    },
  };
}

/** The real cascade over answers that are there already: nobody is asked twice. */
async function cascaded(
  { own, other }: { readonly own: readonly MeasuredAnswer[]; readonly other: readonly MeasuredAnswer[] },
  parts: {
    readonly second: BackendName;
    readonly settles: ReturnType<typeof createSettles>;
    readonly pair: CalibratedPair | undefined;
    readonly labels: readonly string[];
    readonly test: Rows;
  },
  io: CommandIo,
): Promise<MeasuredAnswer[]> {
  const answers: MeasuredAnswer[] = [];
  for (const [row, text] of parts.test.texts.entries()) {
    const [mine, theirs] = [at(own, row), at(other, row)];
    let isAsked = false;
    const cascade = createCascade({
      first: { name: 'embedded', predict: async () => ({ ok: true, predictions: [mine.prediction] }) },
      second: parts.second,
      settles: parts.settles,
      ask: async () => {
        isAsked = true;
        return [{ prediction: theirs.prediction }];
      },
      calibrationOf: async () => parts.pair,
      onFailure: () => undefined,
    });
    const request = { desk: 'evaluate', field: 'queue', labels: parts.labels };
    const [answer] = await measureBackend(cascade, {
      ...{
        request,
        texts: [text],
        clock: performance.now.bind(performance),
        now: io.now,
        onProgress: () => undefined,
      },
    });
    if (answer === undefined) continue;
    answers.push({
      prediction: answer.prediction,
      costUsd: isAsked ? theirs.costUsd : 0,
      ms: isAsked ? mine.ms + theirs.ms : mine.ms,
    });
  }
  return answers;
}

async function asked(
  backend: Backend,
  title: string,
  texts: readonly string[],
  labels: readonly string[],
  io: CommandIo,
): Promise<MeasuredAnswer[]> {
  const bar = createProgressBar(title, io);
  try {
    return await measureBackend(backend, {
      request: { desk: 'evaluate', field: 'queue', labels },
      ...{ texts, now: io.now, onProgress: bar.show },
      clock: performance.now.bind(performance),
    });
  } finally {
    bar.end();
  }
}

/** The promise of an endpoint, which gives confidences of its own: planned on one half of the held-out rows, proven on the other. */
function proveAlone(
  answers: readonly MeasuredAnswer[],
  { labels: truth }: Rows,
  labels: readonly string[],
  { target, delta }: BackendTrial,
): PromiseTable {
  const numberOf = (label: string | undefined) => labels.indexOf(label ?? '');
  const scored = (rows: readonly number[]) => ({
    predicted: rows.map((row) => numberOf(at(answers, row).prediction.ranked[0]?.label)),
    confidence: rows.map((row) => at(answers, row).prediction.ranked[0]?.confidence ?? 0),
  });
  // Only what the endpoint itself has answered.
  const own = answers.flatMap(({ prediction }, row) =>
    prediction.backend === 'vertex-endpoint' && prediction.ranked.length > 0 ? [row] : [],
  );
  const checked = own.filter((_, i) => i % 2 === 1);
  return provePromise({
    ...{ labels, target, delta, evidence: 'hold-out' },
    checked: { ...scored(checked), targets: checked.map((row) => numberOf(truth[row])) },
    plan: scored(own.filter((_, i) => i % 2 === 0)),
  });
}

function estimateOf(tickets: number, { backend, budgetUsd }: BackendTrial): string {
  return backend === 'gemini'
    ? `Asking Gemini about ${tickets} tickets, for at most ${budgetUsd} dollars (--budget-usd).\n`
    : `Asking the endpoint about ${tickets} tickets.\n`;
}

/** At most `limit` rows with a label, drawn by the seed. */
function sample(rows: Rows, limit: number, seed: number): Rows {
  const order = shuffle(countUp(rows.texts.length), createRandom(seed));
  return pick(rows, [...order].filter((row) => rows.labels[row] !== '').slice(0, limit));
}

function pick({ texts, labels }: Rows, rows: readonly number[]): Rows {
  return { texts: rows.map((row) => texts[row] ?? ''), labels: rows.map((row) => labels[row] ?? '') };
}

function at(answers: readonly MeasuredAnswer[], row: number): MeasuredAnswer {
  const answer = answers[row];
  if (answer === undefined) throw new Error(`There is no answer for row ${row}.`);
  return answer;
}
