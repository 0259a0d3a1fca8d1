// `usher predict`: labels and confidences for a CSV of texts, by a model file.
import { FAMILIARITY_MIN } from '../../src/core/classifier/familiarity.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import { createWasmScorers } from '../kernel/wasm-scorer.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { idsOf, readTable, writeTable } from './csv.ts';
import { readModel } from './model-path.ts';
import { assertOutput } from './output.ts';
import { createProgressBar } from './progress.ts';
import { textsOf } from './ticket-columns.ts';

const USAGE =
  'Usage: usher predict MODEL TICKETS.csv -o OUT.csv\nThe CSV has the column `text`, or `subject` and `body`; `id` is kept where there is one.';
const CONFIDENCE_DIGITS = 6;
const ROWS_PER_PROGRESS = 1_000;

/** Predicts every row of the CSV file and writes `id,label,confidence,decision`. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    { args: [...args], allowPositionals: true, options: { output: { type: 'string', short: 'o' } } },
    USAGE,
  );
  const [modelPath, input] = positionals;
  if (
    positionals.length !== 2 ||
    modelPath === undefined ||
    input === undefined ||
    values.output === undefined
  ) {
    throw new CommandRefusal(USAGE);
  }
  assertOutput(values.output, [modelPath, input]);
  const { model } = readModel(modelPath);
  const createScorer = await createWasmScorers();
  const predictor = createPredictor(model, createScorer(model));
  const table = readTable(input);
  const ids = idsOf(table);
  const bar = createProgressBar('Predicting', io);
  const rows = textsOf(table).map((text, index) => {
    const { label, confidence, knownGrams, familiarity } = predictor.predict(text);
    if (index % ROWS_PER_PROGRESS === 0) bar.show(index / table.rows.length);
    const decision = knownGrams === 0 || familiarity < FAMILIARITY_MIN ? 'abstain' : 'review';
    return [
      ids[index] ?? '',
      predictor.model.labels[label] ?? '',
      Number(confidence.toFixed(CONFIDENCE_DIGITS)),
      decision,
    ];
  });
  bar.end();
  writeTable(values.output, ['id', 'label', 'confidence', 'decision'], rows);
  io.out(`Predicted ${rows.length} rows; wrote ${values.output}.\n`);
  return 0;
}
