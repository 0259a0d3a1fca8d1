// `usher models`: what serves a desk on the proxy, and putting a model in service or taking it back from the command line. Works on the
// proxy's database; running instances follow within a second.
import { Problem } from '../../src/core/contract.ts';
import { GateFileError, parseGateRules } from '../lifecycle/gate-rules.ts';
import { modelListOf } from '../lifecycle/model-list.ts';
import { putInService, rollBack } from '../lifecycle/serve-model.ts';
import { createVault } from '../lifecycle/vault.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Store } from '../store/store.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { EXIT_REFUSED } from './lifecycle-run.ts';
import { withDesk } from './stored-desk.ts';

const USAGE = `Usage: usher models [list] [--desk ID] [--json]
       usher models serve MODEL [--desk ID]               put a model in service, such as one that waits for a lead
       usher models rollback [--field queue] [--desk ID]  put the model before back in service
       usher models gates [PRESET] [--desk ID]            print the desk's gate file, or choose new-desk, steady or strict
The database is the one that USHER_DATABASE names. A model that was altered, or lacks manifest or signature, is refused with exit
code 2, and the one in service stays.`;

const OPTIONS = {
  desk: { type: 'string' },
  field: { type: 'string', default: 'queue' },
  json: { type: 'boolean', default: false },
} as const;

/** Runs one of the deeds above. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    { args: [...args], allowPositionals: true, options: OPTIONS },
    USAGE,
  );
  const [deed = 'list', subject] = positionals;
  return withDesk(values.desk, io, async (store, desk) => {
    const serving = {
      store,
      vault: createVault(store),
      now: io.now(),
      by: io.environment['USER'] ?? 'usher',
    };
    try {
      switch (deed) {
        case 'list':
          await list(store, desk, values.json, io);
          return 0;
        case 'serve':
          if (subject === undefined) throw new CommandRefusal(USAGE);
          await putInService(serving, desk.id, await fieldOf(store, desk, subject), subject);
          break;
        case 'rollback':
          await rollBack(serving, desk.id, values.field);
          break;
        case 'gates':
          return await gates(store, desk, subject, serving, io);
        default:
          throw new CommandRefusal(USAGE);
      }
      await list(store, desk, values.json, io);
      return 0;
    } catch (error) {
      if (!(error instanceof Problem || error instanceof GateFileError)) throw error;
      io.err(`${error.message}\n`);
      return EXIT_REFUSED;
    }
  });
}

async function fieldOf(store: Store, desk: DeskRecord, model: string): Promise<string> {
  const found = await store.models.find(desk.id, model);
  if (found !== undefined) return found.field;
  throw new CommandRefusal(`The desk ${desk.id} has no model "${model}". \`usher models\` lists them.`);
}

async function list(store: Store, desk: DeskRecord, isJson: boolean, io: CommandIo): Promise<void> {
  const { models, services } = await modelListOf(store, desk);
  if (isJson) {
    io.out(`${JSON.stringify({ models, services })}\n`);
    return;
  }
  for (const { id, field, createdAt, report } of models) {
    const service = services.find((one) => one.field === field);
    const rollout = service?.rollout?.model === id ? service.rollout : undefined;
    const standing =
      rollout === undefined
        ? service?.model === id
          ? 'in service'
          : service?.previous === id
            ? 'the one before'
            : 'kept'
        : `${rollout.isReady ? 'waits for a lead' : `step ${rollout.step} of ${rollout.steps}`}, ${rollout.agreed} of ${rollout.tickets} alike`;
    const right = report.accuracy === null ? 'not tested' : `${(100 * report.accuracy).toFixed(1)} % right`;
    io.out(
      `${id}  ${new Date(createdAt).toISOString().slice(0, 16)}  ${field}  ${report.rows} rows, ${right}  ${standing}\n`,
    );
  }
}

async function gates(
  store: Store,
  desk: DeskRecord,
  preset: string | undefined,
  { now, by }: { readonly now: number; readonly by: string },
  io: CommandIo,
): Promise<number> {
  if (preset !== undefined) {
    const content = `preset: ${preset}\n`;
    parseGateRules(content);
    await store.versions.putGateFile(desk.id, content, now, by);
  }
  io.out((await store.versions.gateFile(desk.id)) ?? 'preset: new-desk\n');
  return 0;
}
