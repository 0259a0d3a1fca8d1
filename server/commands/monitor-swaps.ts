// `usher monitor swaps`: predicts tickets again with names, pronouns, greetings and places swapped, and counts queues that change.
import { crc32 } from 'node:zlib';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import { judgeSwaps, swapTexts } from '../monitor/counterfactual.ts';
import { SWAP_GROUPS } from '../monitor/swap-groups.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { idsOf, readBytes, readTable } from './csv.ts';
import { textsOf } from './ticket-columns.ts';

const USAGE = `Usage: usher monitor swaps TICKETS.csv --model MODEL [--json]
At most one ticket in a hundred may change its queue, and confidences two points on average. Exits with 2 where a group fails.`;

/** Prints one line a group of words that occurs. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: { model: { type: 'string' }, json: { type: 'boolean', default: false } },
    },
    USAGE,
  );
  const [input] = positionals;
  if (input === undefined || positionals.length !== 1 || values.model === undefined)
    throw new CommandRefusal(USAGE);
  const predictor = createPredictor(decodeModel(readBytes(values.model), crc32));
  const table = readTable(input);
  const ids = idsOf(table);
  const texts = textsOf(table).map((text, row) => ({ id: ids[row] ?? `row ${row + 2}`, text }));
  const signals = judgeSwaps(swapTexts(texts, SWAP_GROUPS), (text) => {
    const { label, confidence } = predictor.predict(text);
    return { label: predictor.model.labels[label] ?? '', confidence };
  });
  if (values.json) io.out(`${JSON.stringify(signals)}\n`);
  else if (signals.length === 0) io.out('None of the words that would be swapped occurs in these tickets.\n');
  else
    for (const { level, sentence, rows } of signals)
      io.out(`${level.padEnd(16)} ${sentence}${rows.length === 0 ? '' : ` Tickets: ${rows.join(', ')}.`}\n`);
  return signals.some(({ level }) => level === 'critical') ? 2 : 0;
}
