// `npm run bench -- proxy [--data DIR] [--only PART] [--json]`: what the proxy costs, how it starts and stops, and what it does
// under faults, overload and junk. Servers run in processes of their own, as they ship; whatever is compared takes turns. DIR is
// what the benchmark of redaction reads.
import { parseArgs } from 'node:util';
import type { BenchResult, Figure } from './figure.ts';
import { costs } from './proxy-costs.ts';
import { junk } from './proxy-junk.ts';
import { overload } from './proxy-overload.ts';
import { openSetup, type ProxySetup } from './proxy-setup.ts';
import { starts, stops } from './proxy-start-stop.ts';
import { upstream } from './proxy-upstream.ts';
import { run as redaction } from './redaction.ts';

const PARTS: Readonly<Record<string, (setup: ProxySetup, args: string[]) => Promise<Figure[]>>> = {
  costs,
  redaction: async (_setup, args) =>
    (await redaction(args)).figures.map((one) => ({ ...one, figure: `redaction: ${one.figure}` })),
  starts,
  stops,
  upstream,
  overload,
  junk,
};

/** Runs the parts one after another; `args` as in the first line of the file. */
export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({ args, options: { data: { type: 'string' }, only: { type: 'string' } } });
  const wanted = values.only?.split(',') ?? Object.keys(PARTS);
  const data = values.data === undefined ? [] : ['--data', values.data];
  const setup = await openSetup();
  const figures: Figure[] = [];
  try {
    for (const name of wanted) {
      const part = PARTS[name];
      if (part === undefined)
        throw new Error(`There is no ${name}. Choose of ${Object.keys(PARTS).join(', ')}.`);
      figures.push(...(await part(setup, data)));
    }
  } finally {
    await setup.close();
  }
  return { name: 'proxy', figures };
}
