// `usher backtest`: what Usher would have done with the newest quarter of a desk's own tickets, as a page to read and to print.
import { readFileSync } from 'node:fs';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { backTest } from '../lifecycle/back-test.ts';
import { backTestPage } from '../lifecycle/back-test-page.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { readTable } from './csv.ts';
import { labelledRowsOf } from './labelled-table.ts';
import { assertOutput, writeOutput } from './output.ts';

const USAGE = `Usage: usher backtest TICKETS.csv -o REPORT.html [--target 0.95] [--delta 0.1] [--seconds-a-ticket 45] [--seed N]
The CSV has \`text\` and \`label\`, or the columns of a help desk's export. It learns from the older three quarters, told by a
column with ISO times or else by the order of the rows, and tries the rest. The page needs no network.`;

/** Writes the report and says its main figures. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        target: { type: 'string', default: '0.95' },
        delta: { type: 'string', default: '0.1' },
        'seconds-a-ticket': { type: 'string', default: '45' },
        seed: { type: 'string', default: '1' },
      },
    },
    USAGE,
  );
  const [input] = positionals;
  if (input === undefined || positionals.length !== 1 || values.output === undefined)
    throw new CommandRefusal(USAGE);
  assertOutput(values.output, [input]);
  const agreement = {
    target: numberOption(values.target, 'target', 1e-4, 1),
    delta: numberOption(values.delta, 'delta', 1e-4, 1 - 1e-4),
  };
  const seconds = numberOption(values['seconds-a-ticket'], 'seconds-a-ticket', 0, 3_600);
  const seed = numberOption(values.seed, 'seed', 0, 0xffffffff);
  const rows = await labelledRowsOf(readTable(input), seed);
  const tried = backTest(rows, agreement, { seed, kernel: await createWasmKernel() });
  if (tried === null) {
    throw new CommandRefusal(
      `${input} has too few labelled tickets to try anything on. Give at least 80, of two queues.`,
    );
  }
  const library = readFileSync(new URL('chart.umd.min.js', import.meta.resolve('chart.js')), 'utf8');
  writeOutput(values.output, backTestPage(tried, { ...agreement, secondsATicket: seconds, library }));
  io.out(
    `Learnt from ${tried.learnt} older tickets and tried on ${tried.tried} newer ones: ${tried.right} right; ${tried.routed} would have been routed alone, ${tried.routedRight} of them rightly. Wrote ${values.output}.\n`,
  );
  return 0;
}
