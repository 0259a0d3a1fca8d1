// `usher train`: learns a model file from a CSV of labelled texts.
import { encodeModel } from '../../src/core/classifier/model-file.ts';
import { type Training, trainModel } from '../../src/core/classifier/train.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { readTable } from './csv.ts';
import { assertOutput, writeOutput } from './output.ts';
import { createProgressBar } from './progress.ts';
import { trainingSetOf } from './training-table.ts';

const USAGE =
  "Usage: usher train TRAIN.csv -o MODEL [--seed N]\nThe CSV has the columns `text` and `label`, or those of a help desk's export: subject, description, queue.";
const SEED_MAX = 0xffffffff;
/** With fewer rows a label is named in the summary, so many of them by name. */
const EXAMPLES_MIN = 5;
const NAMED_MAX = 5;

/** Trains on the CSV file, writes the model file, and says in a few lines what to expect of it. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: { output: { type: 'string', short: 'o' }, seed: { type: 'string', default: '1' } },
    },
    USAGE,
  );
  const [input] = positionals;
  if (positionals.length !== 1 || input === undefined || values.output === undefined)
    throw new CommandRefusal(USAGE);
  const seed = numberOption(values.seed, 'seed', 0, SEED_MAX);
  assertOutput(values.output, [input]);
  const set = trainingSetOf(readTable(input), seed);
  const bar = createProgressBar('Training', io);
  try {
    const training = trainModel(set, { seed, onProgress: bar.show, kernel: await createWasmKernel() });
    bar.end();
    writeOutput(values.output, encodeModel(training.model));
    io.out(summaryOf(training, values.output));
  } finally {
    bar.end();
  }
  return 0;
}

function summaryOf({ report }: Training, path: string): string {
  const lines = [`Learnt ${report.labels.length} labels from ${report.rows} rows; wrote ${path}.`];
  const thin = report.labels.filter((_, index) => (report.rowsPerLabel[index] ?? 0) < EXAMPLES_MIN);
  if (thin.length > 0) {
    lines.push(
      `Fewer than ${EXAMPLES_MIN} rows teach ${namesOf(thin)}: the model will hardly find them. Label more.`,
    );
  }
  if (report.rowsWithoutLabel > 0) lines.push(`Left out ${report.rowsWithoutLabel} rows without a label.`);
  if (report.rowsWithoutText > 0) lines.push(`Left out ${report.rowsWithoutText} rows without any word.`);
  if (report.accuracy !== null && report.ece !== null) {
    lines.push(
      `On rows it had not seen it was right for ${percent(report.accuracy)}; calibration error ${percent(report.ece)}.`,
    );
  } else {
    lines.push('There are too few rows to say how often it will be right.');
  }
  return `${lines.join('\n')}\n`;
}

function namesOf(labels: readonly string[]): string {
  const named = labels.slice(0, NAMED_MAX).map((label) => `"${label}"`);
  return labels.length > NAMED_MAX
    ? `${named.join(', ')} and ${labels.length - NAMED_MAX} others`
    : named.join(', ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
