// Ticket sheets at which people are at work at an exact call of a run, over a real proxy whose record of charges can be read.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { WorkbookSheet } from '../../sandbox/google/person.ts';
import type { User } from '../../sandbox/google/run.ts';
import { LEAD } from '../../sandbox/sample-world.ts';
import type { World } from '../../sandbox/world.ts';
import { HEADERS, newRows, press, records, startBench, taughtRows } from './sheet-world.ts';

/** Worlds of this seed share one desk, which has learned once for all of them. */
const SHARED_SEED = 1;
const TAUGHT = 20;
/** The first row of the sheet that is no example. */
export const FIRST_ROW = TAUGHT + 2;
/** Usher's columns as they stand behind the four of `HEADERS`. */
export const COLUMN = {
  ticket: 1,
  subject: 2,
  description: 3,
  queue: 4,
  status: 6,
  reason: 7,
  id: 9,
} as const;
export const COLLEAGUE: User = { email: 'otto.other@usher.example' };

/** A killed run's lease is over by then. */
export const PAUSE_MS = 600_000;
/** What four fresh rows show once they are triaged, and before. */
export const TRIAGED = { 'N-0': 'Network', 'N-1': 'Printing', 'N-2': 'Network', 'N-3': 'Printing' };
export const BLANK = { 'N-0': '', 'N-1': '', 'N-2': '', 'N-3': '' };

export interface CutOffBench {
  /** New rows with texts that no other case has, four unless told. */
  freshRows(count?: number): string[][];
  /** A set-up sheet with 20 labelled rows, and these below them; all of its worlds share a model. */
  world(rows: readonly (readonly string[])[]): World;
  /** How many tickets the proxy has charged so far, in all worlds together. */
  charged(): number;
  close(): Promise<void>;
}

export async function startCutOffBench(): Promise<CutOffBench> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-'));
  const database = join(folder, 'usher.db');
  const bench = await startBench({ USHER_DATABASE: database });
  const world = (rows: readonly (readonly string[])[]): World => {
    const made = bench.world([HEADERS, ...taughtRows(TAUGHT), ...rows], { seed: SHARED_SEED });
    press(made, 'runSetUp');
    return made;
  };
  const first = world([]);
  press(first, 'runLearn');
  await welcome(bench.proxy, first);
  let texts = 10_000;
  return {
    world,
    freshRows: (count = 4) => {
      texts += 2 * count;
      return newRows(count, texts);
    },
    charged: () => countAnswers(database),
    close: async () => {
      await bench.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Takes the colleague into the desk of `world`. */
async function welcome(
  proxy: { readonly origin: string; tokenFor(email: string): string },
  world: World,
): Promise<void> {
  const properties = JSON.stringify(world.snapshot()['properties']);
  const desk = /desk\\*":\\*"([a-z0-9-]+)/.exec(properties)?.[1] ?? 'none';
  const { status } = await fetch(`${proxy.origin}/v1/desks/${desk}/members/${COLLEAGUE.email}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${proxy.tokenFor(LEAD.email)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'lead' }),
  });
  if (status !== 200) throw new Error(`The colleague could not join the desk: status ${status}.`);
}

function countAnswers(database: string): number {
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    return Number(db.prepare('SELECT count(*) AS answers FROM answers').get()?.['answers']);
  } finally {
    db.close();
  }
}

export function ticketsOf(world: World): WorkbookSheet {
  return world.spreadsheet.sheet('Tickets');
}

/** Somebody acts just before the `nth` call of a name from now on, the first where it is not told; once. */
export function justBefore(world: World, call: string, act: () => void, nth = 1): void {
  let times = 0;
  world.faults.between(({ name }) => {
    if (name !== call) return;
    times += 1;
    if (times === nth) act();
  });
}

/** Runs over the new rows and is killed in its midst, as what was ordered of `world` has it. */
export function triageUntilKilled(world: World): void {
  const { error } = world.call('runTriageNew', [], { entry: 'menu' });
  world.faults.clear();
  if (error?.message.includes('killed') !== true) throw new Error('The run was to be killed and was not.');
}

/** Triages the new rows; nobody is at work any more once that has ended. */
export function triage(world: World): string {
  const said = press(world, 'runTriageNew');
  world.faults.clear();
  return said;
}

/** What people wrote themselves, ticket by ticket. */
export function ownCells(world: World): string[][] {
  return records(world)
    .map((record) => ['Ticket', 'Subject', 'Description'].map((header) => record[header] ?? ''))
    .filter((cells) => cells.some((cell) => cell !== ''))
    .sort();
}

/** The same of rows as they were put into the sheet, with the labelled ones. */
export function writtenCells(rows: readonly (readonly string[])[]): string[][] {
  return [...taughtRows(TAUGHT), ...rows].map((cells) => cells.slice(0, 3)).sort();
}

/** By ticket, what the columns `headers` show. */
export function shown(world: World, ...headers: readonly string[]): Record<string, string> {
  const ofNew = records(world).filter((record) => record['Ticket']?.startsWith('N-') === true);
  return Object.fromEntries(
    ofNew.map((record) => [record['Ticket'], headers.map((header) => record[header]).join(', ')]),
  );
}

/** The cells that the ledger names under a header, all of its lines together. */
export function inLedger(world: World, header: string): string {
  const [headers = [], ...lines] = world.spreadsheet.sheet('Usher runs').displayValues();
  const column = headers.indexOf(header);
  return lines.map((line) => line[column] ?? '').join('');
}
