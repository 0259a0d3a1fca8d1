// `usher vertex tuning-set`: labelled tickets as a set for supervised tuning of Gemini, with a report of its checks.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTuningSet } from '../vertex/tuning-set.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { readTable } from './csv.ts';
import { labelledTextsOf } from './ticket-columns.ts';

const USAGE = `Usage: usher vertex tuning-set LABELLED.csv -o FOLDER [--seed 1]
Writes train.jsonl, validation.jsonl, test.jsonl and report.json. Private data is masked; copies of a ticket stay together.`;

/** Writes the set; exit code 1 where a check failed. */
export async function runTuningSet(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: { output: { type: 'string', short: 'o' }, seed: { type: 'string', default: '1' } },
    },
    USAGE,
  );
  const [input] = positionals;
  if (input === undefined || values.output === undefined) throw new CommandRefusal(USAGE);
  const seed = numberOption(values.seed, 'seed', 0, 0xffffffff);
  const { texts, labels } = labelledTextsOf(readTable(input));
  const ids = [...new Set(labels)].filter((label) => label !== '').sort();
  const set = buildTuningSet(
    texts.map((text, row) => ({ text, label: labels[row] ?? '' })),
    ids.map((id) => ({ id, name: id, description: '', keywords: [] })),
    seed,
  );
  mkdirSync(values.output, { recursive: true });
  for (const [part, lines] of Object.entries(set.lines)) {
    writeFileSync(join(values.output, `${part}.jsonl`), lines.map((line) => `${line}\n`).join(''));
  }
  const { counts, checks } = set;
  writeFileSync(join(values.output, 'report.json'), `${JSON.stringify({ counts, checks }, null, 2)}\n`);
  const sizes = Object.entries(set.lines).map(([part, lines]) => `${lines.length} ${part}`);
  const maskedPlaces = Object.values(checks.masked).reduce((sum, count) => sum + count, 0);
  io.out(
    `Wrote ${sizes.join(', ')} to ${values.output}. ${checks.copies} rows are copies and stay together; ` +
      `${maskedPlaces} places of private data are masked; ${checks.leftOut} rows are left out.\n`,
  );
  if (checks.scarce.length > 0) {
    io.out(`Fewer than twenty examples to learn from: ${checks.scarce.join(', ')}.\n`);
  }
  return checks.leaking > 0 ? 1 : 0;
}
