// `npm run bench -- classifier --data DIR [--seeds 5] [--million] [--json]`: accuracy, calibration, coverage, few labels, speed and size
// of the embedded classifier on three public data sets in DIR (it-tickets, banking77, clinc150; train.csv and test.csv each).
// Accuracies are means over the hash seeds 1 to N; every seed's training is a process of its own.
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { coldStartFigures } from './classifier-cold-start.ts';
import { fewRowFigures, millionRowFigures } from './classifier-scale.ts';
import { classifierSpeed } from './classifier-speed.ts';
import { atLeast, atMost, type BenchResult, type Figure, reported } from './figure.ts';
import { mean, measuredRun } from './measured-process.ts';

/** What `usher evaluate --json` prints, as far as it is read here. */
interface Evaluation {
  readonly rows: { readonly test: number };
  readonly accuracy: number;
  readonly macroF1: number;
  readonly ece15: number;
  readonly nll: number;
  readonly coverage: { readonly '0.95': number };
  readonly oos: { readonly auroc: number } | null;
  readonly train: { readonly cpuSeconds: number; readonly peakRssMb: number };
  readonly predict: { readonly ticketsPerSecond: number };
  readonly modelBytes: number;
}

interface Goal {
  readonly name: string;
  readonly accuracy: readonly [number, number];
  readonly coverage: readonly [number, number];
  readonly ece: readonly [number, number | null];
}

const GOALS: readonly Goal[] = [
  { name: 'it-tickets', accuracy: [0.8635, 0.871], coverage: [0.765, 0.795], ece: [0.02, 0.012] },
  { name: 'banking77', accuracy: [0.9125, 0.925], coverage: [0.925, 0.955], ece: [0.02, 0.012] },
  { name: 'clinc150', accuracy: [0.93, 0.939], coverage: [0.965, 0.984], ece: [0.025, null] },
];
const OUT_OF_SCOPE_AREA = [0.955, 0.97] as const;
const BYTES_PER_MB = 1e6;

/** Measures everything that needs no other program. */
export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string' },
      seeds: { type: 'string', default: '5' },
      million: { type: 'boolean', default: false },
    },
  });
  if (values.data === undefined)
    throw new Error('Give --data DIR, the folder that holds it-tickets, banking77 and clinc150.');
  const data = values.data;
  const figures = GOALS.flatMap((goal) => setFigures(goal, data, Number(values.seeds)));
  figures.push(...(await fewRowFigures(join(data, 'it-tickets'))));
  figures.push(...(await coldStartFigures(data)));
  for (const name of ['banking77', 'it-tickets'])
    figures.push(...(await classifierSpeed(name, join(data, name))));
  if (values.million) figures.push(...(await millionRowFigures()));
  return { name: 'classifier', figures };
}

function setFigures(goal: Goal, data: string, seeds: number): Figure[] {
  const { name } = goal;
  const runs = Array.from({ length: seeds }, (_, index) => evaluated(data, name, index + 1));
  const meanOf = (read: (run: Evaluation) => number) => mean(runs.map(read));
  const accuracy = meanOf((run) => run.accuracy);
  const testRows = runs[0]?.rows.test ?? 1;
  const figures = [
    aimed(atLeast(`${name} accuracy`, accuracy, '', goal.accuracy[0]), `≥ ${goal.accuracy[1]}`),
    reported(`${name} accuracy, one standard error`, Math.sqrt((accuracy * (1 - accuracy)) / testRows), ''),
    reported(
      `${name} macro-F1`,
      meanOf((run) => run.macroF1),
      '',
    ),
    aimed(
      atLeast(
        `${name} coverage at 95 %`,
        meanOf((run) => run.coverage['0.95']),
        '',
        goal.coverage[0],
      ),
      `≥ ${goal.coverage[1]}`,
    ),
    aimed(
      atMost(
        `${name} ECE`,
        meanOf((run) => run.ece15),
        '',
        goal.ece[0],
      ),
      goal.ece[1] === null ? null : `≤ ${goal.ece[1]}`,
    ),
    reported(
      `${name} log-loss`,
      meanOf((run) => run.nll),
      '',
    ),
    reported(
      `${name} training CPU`,
      meanOf((run) => run.train.cpuSeconds),
      's',
    ),
    reported(
      `${name} training memory`,
      meanOf((run) => run.train.peakRssMb),
      'MB',
    ),
    reported(
      `${name} predictions`,
      meanOf((run) => run.predict.ticketsPerSecond),
      '/s',
    ),
    reported(`${name} model`, meanOf((run) => run.modelBytes) / BYTES_PER_MB, 'MB'),
  ];
  const areas = runs.flatMap((run) => (run.oos === null ? [] : [run.oos.auroc]));
  if (areas.length === 0) return figures;
  const area = atLeast(`${name} out-of-scope AUROC`, mean(areas), '', OUT_OF_SCOPE_AREA[0]);
  return [...figures, aimed(area, `≥ ${OUT_OF_SCOPE_AREA[1]}`)];
}

function evaluated(data: string, name: string, seed: number): Evaluation {
  const folder = join(data, name);
  const files = ['--train', join(folder, 'train.csv'), '--test', join(folder, 'test.csv')];
  const oos = name === 'clinc150' ? ['--oos', join(folder, 'oos_test.csv')] : [];
  const cli = join(import.meta.dirname, '../server/cli.ts');
  const { stdout } = measuredRun(process.execPath, [
    cli,
    'evaluate',
    ...files,
    ...oos,
    '--seed',
    String(seed),
    '--json',
  ]);
  return JSON.parse(stdout) as Evaluation;
}

function aimed(figure: Figure, aim: string | null): Figure {
  return { ...figure, aim };
}
