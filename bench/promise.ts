// `npm run bench -- promise --data DIR [--draws 200] [--ends 20] [--only it-tickets] [--json]`: does the promise hold, and how much does it
// route? Checked tickets are drawn again and again from public data whose true labels are known, so that the share of draws
// in which a group falls below its target can be counted. Three data sets, four numbers of checked tickets, three targets.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { trainModel } from '../src/core/classifier/train.ts';
import { trainUnderPromise } from '../src/core/promise/promised-training.ts';
import { createRandom, shuffledIndices } from '../src/core/statistics/random.ts';
import { atLeast, atMost, type BenchResult, type Figure, reported } from './figure.ts';
import { type Method, naive, plainSequence, promised, promisedFamilyWise } from './promise-methods.ts';
import {
  createRoutingTruth,
  type DataSet,
  drawChecked,
  judgeRows,
  type RoutingTruth,
  readDataSet,
  trainingSetOf,
} from './promise-population.ts';
import { watchdogFigures } from './promise-watchdog.ts';

const DELTA = 0.1;
const TARGETS = [0.9, 0.95, 0.98];
const CHECKED = [500, 1000, 2000, 5000];
const LABELS_IN_ALL = [2000, 5000];
/** Tickets on which an end-to-end training is judged. */
const JUDGED_MAX = 10_000;
const SEED = 20_261_124;

interface Scene {
  readonly name: string;
  /** Rows that train the model from which checked tickets are drawn. */
  readonly trained: number;
  readonly isRequired: boolean;
  /** Part of the draws and trainings that are made; what is only reported gets a quarter. */
  readonly part: number;
}

const SCENES: readonly Scene[] = [
  { name: 'it-tickets', trained: 15_000, isRequired: true, part: 1 },
  { name: 'banking77', trained: 5_000, isRequired: false, part: 0.25 },
  { name: 'clinc150', trained: 8_000, isRequired: false, part: 0.25 },
];

const METHODS: readonly { readonly name: string; readonly method: Method }[] = [
  { name: 'promise', method: promised },
  { name: 'family-wise', method: promisedFamilyWise },
  { name: 'plain sequence', method: plainSequence },
  { name: 'naive cut', method: naive },
];

/** Least mean coverage by target and number of checked tickets, on it-tickets. */
const COVERAGE_MIN: Readonly<Record<string, number>> = {
  '0.9 500': 0.6,
  '0.95 500': 0.45,
  '0.98 500': 0.14,
  '0.9 2000': 0.72,
  '0.95 2000': 0.5,
  '0.98 2000': 0.3,
};
/** Least mean coverage at 90 % by labels in all, end to end on it-tickets. */
const END_COVERAGE_MIN: Readonly<Record<number, number>> = { 2000: 0.45, 5000: 0.55 };

/** Runs all simulations; `--draws` and `--ends` shorten them, and the limit on violations then allows for the larger error. */
export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      draws: { type: 'string', default: '200' },
      ends: { type: 'string', default: '20' },
      only: { type: 'string' },
    },
  });
  if (values.data === undefined)
    throw new Error('Say where the data is: npm run bench -- promise --data DIR');
  const draws = Number(values.draws);
  const ends = Number(values.ends);
  const figures: Figure[] = watchdogFigures();
  for (const scene of SCENES) {
    if (values.only !== undefined && values.only !== scene.name) continue;
    const data = readDataSet(values.data, scene.name, SEED);
    figures.push(
      ...drawFigures(scene, data, Math.ceil(scene.part * draws)),
      ...endToEndFigures(scene, data, Math.ceil(scene.part * ends)),
    );
  }
  return { name: 'promise', figures };
}

function drawFigures(scene: Scene, data: DataSet, draws: number): Figure[] {
  say(`${scene.name}: training on ${scene.trained} tickets`);
  const rows = Array.from(data.documents.keys());
  const { model, unseen } = trainModel(trainingSetOf(data, rows.slice(0, scene.trained)), { seed: 1 });
  const population = judgeRows(model, data, rows.slice(scene.trained));
  const truthOf = createRoutingTruth(population, model.labels.length);
  const figures: Figure[] = [];
  for (const { name: methodName, method } of METHODS) {
    for (const target of TARGETS) {
      for (const count of CHECKED) {
        say(`${scene.name}: ${methodName}, ${target} from ${count} checked tickets, ${draws} draws`);
        const outcomes = Array.from({ length: draws }, (_, draw) => {
          const checked = drawChecked(population, count, createRandom(SEED + 7919 * draw + count));
          return truthOf(
            method({ labels: model.labels, checked, plan: unseen, target, delta: DELTA }),
            target,
          );
        });
        const name = `${scene.name}: ${methodName} ${target * 100} % from ${count.toLocaleString('en')} checked`;
        const floor = COVERAGE_MIN[`${target} ${count}`];
        figures.push(...drawnFigures(name, outcomes, methodName === 'promise' && scene.isRequired, floor));
      }
    }
  }
  return figures;
}

function drawnFigures(
  name: string,
  outcomes: readonly RoutingTruth[],
  isRequired: boolean,
  floor?: number,
): Figure[] {
  const violation = worstShare(outcomes);
  const coverage = mean(outcomes.map((outcome) => outcome.coverage));
  return [
    isRequired
      ? atMost(`${name}, worst group below target`, violation, 'of draws', violationMax(outcomes.length))
      : reported(`${name}, worst group below target`, violation, 'of draws'),
    isRequired && floor !== undefined
      ? atLeast(`${name}, mean coverage`, coverage, 'of all', floor)
      : reported(`${name}, mean coverage`, coverage, 'of all'),
    reported(`${name}, mean precision`, mean(outcomes.map((outcome) => outcome.precision)), 'of routed'),
    reported(
      `${name}, queues below target inside a pool`,
      mean(outcomes.map((outcome) => outcome.brokenMembers)),
      'queues',
    ),
  ];
}

/** Training, calibration, plan and proof all from the same few labels. */
function endToEndFigures(scene: Scene, data: DataSet, ends: number): Figure[] {
  const figures: Figure[] = [];
  for (const count of LABELS_IN_ALL) {
    const byTarget = TARGETS.map((): RoutingTruth[] => []);
    for (let end = 0; end < ends; end++) {
      say(`${scene.name}: end to end from ${count} labels, ${end + 1} of ${ends}`);
      const order = Array.from(
        shuffledIndices(data.documents.length, createRandom(SEED + 104_729 * end + count)),
      );
      const set = trainingSetOf(data, order.slice(0, count));
      const { training, checked } = trainUnderPromise(set, { seed: end + 1, target: 0.9, delta: DELTA });
      const { model, unseen } = training;
      const truthOf = createRoutingTruth(
        judgeRows(model, data, order.slice(count, count + JUDGED_MAX)),
        model.labels.length,
      );
      for (const [index, target] of TARGETS.entries()) {
        const routes = promised({ labels: model.labels, checked, plan: unseen, target, delta: DELTA });
        byTarget[index]?.push(truthOf(routes, target));
      }
    }
    for (const [index, target] of TARGETS.entries()) {
      const outcomes = byTarget[index] ?? [];
      const name = `${scene.name}: end to end ${target * 100} % from ${count.toLocaleString('en')} labels`;
      const coverage = mean(outcomes.map((outcome) => outcome.coverage));
      const floor = scene.isRequired && target === 0.9 ? END_COVERAGE_MIN[count] : undefined;
      figures.push(
        floor === undefined
          ? reported(`${name}, mean coverage`, coverage, 'of all')
          : atLeast(`${name}, mean coverage`, coverage, 'of all', floor),
        reported(`${name}, mean precision`, mean(outcomes.map((outcome) => outcome.precision)), 'of routed'),
        reported(`${name}, groups below target a training`, meanBroken(outcomes), 'groups'),
      );
    }
  }
  return figures;
}

/** The share of draws in which the worst group is below its target. */
function worstShare(outcomes: readonly RoutingTruth[]): number {
  const counts = new Map<string, number>();
  for (const { broken } of outcomes) for (const id of broken) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(0, ...counts.values()) / outcomes.length;
}

/** Delta and two standard errors of a share counted over so many draws: 0.142 for 200. */
function violationMax(draws: number): number {
  return Number((DELTA + 2 * Math.sqrt((DELTA * (1 - DELTA)) / draws)).toFixed(3));
}

function meanBroken(outcomes: readonly RoutingTruth[]): number {
  return mean(outcomes.map(({ broken }) => broken.length));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
