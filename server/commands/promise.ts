// `usher promise`: what is proven of each queue and what is missing, with the naive cut beside it to show why proof is needed.

import { naiveCut } from '../../src/core/promise/naive-cut.ts';
import type { PromiseGroup } from '../../src/core/promise/promise-table.ts';
import { unprovenText } from '../../src/core/promise/reason.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { type CommandIo, CommandRefusal, numberOption, parseCommandArgs } from './command.ts';
import { readTable } from './csv.ts';
import {
  countRouted,
  type PromiseTrial,
  promiseFigures,
  type RoutedCount,
  tryPromise,
} from './promise-trial.ts';
import { labelledTextsOf } from './ticket-columns.ts';
import { trainingSetOf } from './training-table.ts';

const USAGE =
  "Usage: usher promise A.csv [--test B.csv] [--target 0.95] [--delta 0.1] [--family-wise] [--seed N] [--json]\nThe CSVs have the columns `text` and `label`, or those of a help desk's export: subject, description, queue.";
const SEED_MAX = 0xffffffff;
/** A target or delta of 0 is no promise; one this small is none that anybody makes. */
const SHARE_MIN = 1e-4;
const NAME_WIDTH_MAX = 28;

/** Learns on A, proves on a quarter of it, and where given counts on B what the thresholds do there. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: {
        test: { type: 'string' },
        target: { type: 'string', default: '0.95' },
        delta: { type: 'string', default: '0.1' },
        'family-wise': { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  const [input] = positionals;
  if (positionals.length !== 1 || input === undefined) throw new CommandRefusal(USAGE);
  const seed = numberOption(values.seed, 'seed', 0, SEED_MAX);
  const testTable = values.test === undefined ? null : labelledTextsOf(readTable(values.test));
  const trial = tryPromise(trainingSetOf(readTable(input), seed), {
    target: numberOption(values.target, 'target', SHARE_MIN, 1),
    delta: numberOption(values.delta, 'delta', SHARE_MIN, 1 - SHARE_MIN),
    seed,
    isFamilyWise: values['family-wise'],
    kernel: await createWasmKernel(),
  });
  const test = testTable && trial.judge(testTable.texts, testTable.labels);
  if (values.json) {
    const result = { table: trial.table, test: test && promiseFigures(trial, test) };
    io.out(`${JSON.stringify(result)}\n`);
    return 0;
  }
  io.out(inWords(trial, test));
  return 0;
}

type Tested = ReturnType<PromiseTrial['judge']> | null;

function inWords(trial: PromiseTrial, test: Tested): string {
  const { table } = trial;
  const provisional = table.kind === 'provisional' ? ' (provisional)' : '';
  const lines = [
    `Promise${provisional}: at least ${percent(table.target)} of the tickets routed without a person are right, for each group with ${percent(1 - table.delta)} confidence.`,
    `Tested on ${table.checked} tickets that the model has not seen. ${table.routedShare === 0 ? 'None' : `About ${percent(table.routedShare)}`} of all tickets would be routed.`,
    '',
    ...table.groups.map((group) => groupLine(group, trial, test)),
  ];
  const pool = table.groups.find(({ labels }) => labels.length > 1);
  if (pool) lines.push('', `Promised together: ${pool.labels.join(', ')}.`);
  lines.push('', ...naiveLines(trial, test));
  if (test) {
    const { coverage, precision } = promiseFigures(trial, test);
    const right = precision === null ? ', since nothing is proven' : `, ${percent(precision)} of it right`;
    lines.push(
      '',
      `On the test file: ${percent(coverage)} of ${test.predicted.length} tickets routed${right}.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function groupLine(group: PromiseGroup, trial: PromiseTrial, test: Tested): string {
  const name = nameOf(group).padEnd(NAME_WIDTH_MAX);
  if (group.state === 'unproven') {
    return `  ${name} suggestions only: ${unprovenText(group.reason, group.checkedMore)}`;
  }
  const proof = `from ${group.threshold.toFixed(3)}: ${group.tested - group.errors} of ${group.tested} right, at least ${percent(group.precisionMin)}`;
  return `  ${name} proven ${proof}${test ? outcomeText(countRouted(group, trial.labels, test), trial.table.target) : ''}`;
}

// The naive cut is tried on the test file; without one there is nothing fair to try it on.
function naiveLines({ table, labels, checked }: PromiseTrial, test: Tested): string[] {
  const cuts = labels.flatMap((id, label) => {
    const cut = naiveCut(checked, label, table.target);
    if (!cut) return [];
    const group = { ...UNTESTED, id, labels: [id], state: 'proven', threshold: cut.threshold } as const;
    return [{ id, cut, outcome: test && countRouted(group, labels, test) }];
  });
  const lines = cuts.map(({ id, cut, outcome }) => {
    const seen = `from ${cut.threshold.toFixed(3)}: ${cut.tested - cut.errors} of ${cut.tested} right`;
    return `  ${id.slice(0, NAME_WIDTH_MAX).padEnd(NAME_WIDTH_MAX)} ${seen}${outcome ? outcomeText(outcome, table.target) : ''}`;
  });
  const missed = cuts.filter(({ outcome }) => outcome && isMissed(outcome, table.target)).length;
  if (cuts.length === 0)
    return ['The naive cut, for comparison, routes nothing either: no confidence meets the target.'];
  const tried = cuts.filter(({ outcome }) => outcome && outcome.routed > 0).length;
  const verdict = test
    ? `  ${missed} of ${tried} queues miss the target on the test file.`
    : '  Give --test B.csv to see how many of these miss the target on other tickets.';
  return [
    'The naive cut, for comparison: the lowest confidence at which the same tickets meet the target.',
    ...lines,
    verdict,
  ];
}

const UNTESTED = { checked: 0, share: 0, tested: 0, errors: 0, pValue: 1, precisionMin: 0, routedShare: 0 };

function outcomeText(count: RoutedCount, target: number): string {
  if (count.routed === 0) return '; on the test file none routed';
  const verdict = isMissed(count, target) ? 'MISSED' : 'kept';
  return `; on the test file ${percent(1 - count.errors / count.routed)} of ${count.routed}: ${verdict}`;
}

function isMissed({ routed, errors }: RoutedCount, target: number): boolean {
  return errors > (1 - target) * routed + 1e-9;
}

function nameOf(group: PromiseGroup): string {
  const name = group.labels.length > 1 ? `${group.labels.length} queues together` : group.id;
  return name.slice(0, NAME_WIDTH_MAX);
}

/** With as many digits as tell it from 100 %. */
function percent(share: number): string {
  const digits = share < 1 && share > 0.9995 ? 4 : 1;
  return `${Number((100 * share).toFixed(digits))} %`;
}
