// `usher why TICKET`: which model said what of a ticket, from which data, under which promise, and what people made of it.

import { Problem } from '../../src/core/contract.ts';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import { groupsByLabel } from '../../src/core/promise/promise-table.ts';
import { createVault, type Vault } from '../lifecycle/vault.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { LoggedPrediction } from '../store/prediction-log.ts';
import type { Store } from '../store/store.ts';
import { type CommandIo, CommandRefusal, parseCommandArgs } from './command.ts';
import { withDesk } from './stored-desk.ts';

const USAGE = `Usage: usher why TICKET [--desk ID] [--json]
TICKET is the ticket's Usher ID, as in the hidden column of the sheet. The database is the one that USHER_DATABASE names.`;

/** Prints every logged prediction of the ticket with where it came from; exit code 1 where nothing is kept of it. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseCommandArgs(
    {
      args: [...args],
      allowPositionals: true,
      options: { desk: { type: 'string' }, json: { type: 'boolean', default: false } },
    },
    USAGE,
  );
  const [ticket] = positionals;
  if (ticket === undefined || positionals.length !== 1) throw new CommandRefusal(USAGE);
  return withDesk(values.desk, io, async (store, desk) => {
    const predictions = await store.log.ofTicket(desk.id, ticket);
    if (predictions.length === 0) {
      throw new CommandRefusal(
        `Nothing is kept of the ticket "${ticket}" on the desk ${desk.id}: it was never triaged, or its records have passed their age.`,
      );
    }
    const open = await store.promises.openAudits(desk.id, [ticket]);
    const withheld = new Set(open.map(({ field }) => field));
    const traces = [];
    for (const one of predictions) {
      const told = withheld.has(one.field) ? { ...one, label: null, confidence: null } : one;
      const trace = await traceOf(store, createVault(store), desk, told);
      traces.push({ ...trace, isWithheld: withheld.has(one.field) });
    }
    io.out(values.json ? `${JSON.stringify(traces)}\n` : traces.map(inWords).join('\n'));
    return 0;
  });
}

async function traceOf(store: Store, vault: Vault, desk: DeskRecord, one: LoggedPrediction) {
  const table = await store.promises.tableOf(desk.id, one.model);
  return {
    at: new Date(one.at).toISOString(),
    ...{
      run: one.runId,
      field: one.field,
      decision: one.decision,
      label: one.label,
      confidence: one.confidence,
    },
    ...{ backend: one.backend, model: one.model, isFallback: one.isFallback, language: one.language },
    version: await versionOf(vault, desk.id, one.model),
    promise: promiseOf(table, one.label),
    trail: (await store.trail.list(desk.id, 1_000))
      .filter(({ facts }) => facts['model'] === one.model)
      .map(({ at, action, by }) => ({ at: new Date(at).toISOString(), action, by })),
  };
}

async function versionOf(vault: Vault, desk: string, model: string) {
  try {
    const { name, manifest } = await vault.verified(desk, model);
    const { data, settings, usher, classifierCode, parent, seed } = manifest;
    return {
      name,
      ...{ dataHash: data.hash, rows: data.rows, settings, seed, usher, classifierCode, parent },
      isWhole: true,
    };
  } catch (error) {
    if (error instanceof Problem) return { isWhole: false, why: error.message };
    throw error;
  }
}

function promiseOf(table: PromiseTable | null, label: string | null) {
  const group = table && label !== null ? groupsByLabel(table).get(label) : undefined;
  if (!table || !group) return null;
  return { target: table.target, delta: table.delta, ...group };
}

function inWords(trace: Awaited<ReturnType<typeof traceOf>> & { readonly isWithheld: boolean }): string {
  const { version, promise } = trace;
  const lines = [
    `${trace.at}  ${trace.field}: ${trace.decision}${trace.label === null ? '' : ` ${trace.label}`}${trace.confidence === null ? '' : ` at ${trace.confidence.toFixed(3)}`}, by ${trace.backend} in run ${trace.run}${trace.isFallback ? ', since another backend did not answer' : ''}`,
    version.isWhole && 'name' in version
      ? `  model ${trace.model}, version ${version.name}: ${version.rows} rows, data ${version.dataHash?.slice(0, 16)}, Usher ${version.usher}, classifier ${version.classifierCode}, seed ${version.seed}; whole and signed`
      : `  model ${trace.model}: ${'why' in version ? version.why : ''}`,
    version.isWhole && 'settings' in version ? `  settings ${JSON.stringify(version.settings)}` : '',
    trace.isWithheld
      ? '  withheld, since it waits for a blind check: judge it first, then ask again'
      : promise === null
        ? '  no promise was tested for it'
        : promise.state === 'proven'
          ? `  promise of ${promise.target}: from confidence ${promise.threshold.toFixed(3)}, ${promise.tested - promise.errors} of ${promise.tested} checked tickets right`
          : `  promise of ${promise.target}: not proven (${promise.reason})`,
    ...trace.trail.map(({ at, action, by }) => `  ${at}  ${action} by ${by}`),
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}
