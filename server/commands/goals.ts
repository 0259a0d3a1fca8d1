// `usher goals`: what the desk wants of Usher, and how far it is.
import { goalsOf } from '../lifecycle/goals.ts';
import { createVault } from '../lifecycle/vault.ts';
import { type CommandIo, parseCommandArgs } from './command.ts';
import { withDesk } from './stored-desk.ts';

const USAGE = `Usage: usher goals [--desk ID] [--json]
The desk is one in the database that USHER_DATABASE names. What is asked for stands under \`goals\` in the desk's gate file.`;

/** Prints each goal with its figure, its interval, what is asked for and whether that is met. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseCommandArgs(
    { args: [...args], options: { desk: { type: 'string' }, json: { type: 'boolean', default: false } } },
    USAGE,
  );
  return withDesk(values.desk, io, async (store, desk) => {
    const found = await goalsOf({ store, vault: createVault(store) }, desk, io.now());
    if (values.json) {
      io.out(`${JSON.stringify(found)}\n`);
      return 0;
    }
    const mark = { met: 'met', missed: 'MISSED', unknown: 'not known' };
    io.out(`The last ${found.days} days of ${desk.name}\n`);
    for (const { verdict, sentence, definition } of found.goals) {
      io.out(`${mark[verdict].padEnd(10)} ${sentence}\n           ${definition}\n`);
    }
    return 0;
  });
}
