// `npm run chaos -- --surface sheets --seeds N [--from S] [--rows R] [--harsh] [--json]`: seeded histories of faults and of people at
// work against the built bundle and the real proxy. Exit 1 and the failing seeds when one breaks a rule.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { TriageAnswer } from '../../src/core/contract.ts';
import { BATCH_TICKETS_MAX } from '../../src/core/limits.ts';
import { ticketText } from '../../src/core/ticket.ts';
import { createRandom } from '../google/random.ts';
import { createSyncFetch } from '../google/sync-fetch.ts';
import { type LocalProxy, startLocalProxy } from '../local-proxy.ts';
import { LEAD, proxyOptions, readBuiltAddon } from '../sample-world.ts';
import { createWorld } from '../world.ts';
import {
  brokenByUndo,
  brokenRules,
  type LabelOf,
  namedInLedger,
  type RowAtRest,
  rowsAtRest,
} from './check.ts';
import { CHAOS_SHEET, firstRows, type History, playHistory, undoAll } from './history.ts';
import type { People } from './people.ts';
import { TicketMill } from './tickets.ts';

const ROWS = 2_000;

interface Failure {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly events: readonly string[];
}

const { values } = parseArgs({
  options: {
    surface: { type: 'string', default: 'sheets' },
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    rows: { type: 'string', default: String(ROWS) },
    harsh: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
if (values.surface !== 'sheets') {
  process.stderr.write(`There is no chaos for the surface "${values.surface}" yet; choose sheets.\n`);
  process.exit(2);
}
const from = Number(values.from);
const seeds = Number(values.seeds);
const folder = mkdtempSync(join(tmpdir(), 'usher-chaos-'));
const database = join(folder, 'usher.sqlite');
/** One caller triages for hundreds of desks here, which no person does. */
const UNLIMITED = {
  USHER_CALLER_TICKETS_A_DAY: '1000000000',
  USHER_CALLER_REQUESTS_A_MINUTE: '1000000000',
  USHER_DESK_TICKETS_A_MINUTE: '1000000000',
};
const proxy = await startLocalProxy({
  owners: '@usher.example',
  now: Date.now,
  database,
  environment: UNLIMITED,
});
const built = await readBuiltAddon('addon');
const fetcher = createSyncFetch();
const failures: Failure[] = [];
/** Cells that the ledgers of all histories name: typed in the midst of a write and put back, or pasted and to be checked. */
const counted = { putBack: 0, toCheck: 0 };
try {
  for (let seed = from; seed < from + seeds; seed++) {
    const failure = await runSeed(seed);
    if (failure) failures.push(failure);
    report(seed, failure);
  }
} finally {
  fetcher.close();
  await proxy.close();
  rmSync(folder, { recursive: true, force: true });
}
if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ surface: values.surface, from, seeds, rows: Number(values.rows), ...counted, failures })}\n`,
  );
} else {
  process.stdout.write(
    `${seeds - failures.length} of ${seeds} histories kept every rule${failures.length > 0 ? `; failing seeds: ${failures.map(({ seed }) => seed).join(', ')}` : ''}. ${counted.putBack} typed values were put back, ${counted.toCheck} pasted cells are named for a look.\n`,
  );
}
process.exitCode = failures.length === 0 ? 0 : 1;

async function runSeed(seed: number): Promise<Failure | null> {
  const random = createRandom(seed);
  const mill = new TicketMill(random);
  const rows = firstRows(mill, Number(values.rows));
  const world = createWorld({
    ...built,
    ...proxyOptions(built, proxy),
    user: LEAD,
    start: Date.now(),
    seed,
    fetcher,
  });
  const [only] = world.spreadsheet.sheetNames;
  world.spreadsheet.addSheet(CHAOS_SHEET, rows);
  if (only !== undefined) world.spreadsheet.removeSheet(only);
  world.spreadsheet.open();
  const history = playHistory(world, rows, mill, random, values.harsh);
  const atRest = rowsAtRest(world.spreadsheet.sheet(CHAOS_SHEET));
  const desk = deskOf(history);
  const broken = [
    ...(history.cameToRest ? [] : ['the sheet never came to rest']),
    ...brokenRules(atRest, history.people, await labelsOf(proxy, desk, atRest)),
    ...chargedTwice(desk, history.people),
  ];
  const ledger = world.spreadsheet.sheet('Usher runs');
  counted.putBack += namedInLedger(ledger, 'Put back').length;
  counted.toCheck += namedInLedger(ledger, 'Please check').length;
  if (!undoAll(history, random, history.events)) broken.push('there is always one more run to undo');
  broken.push(
    ...brokenByUndo(rowsAtRest(world.spreadsheet.sheet(CHAOS_SHEET)), history.people).map(
      (rule) => `after undo: ${rule}`,
    ),
  );
  return broken.length === 0 ? null : { seed, broken: broken.slice(0, 20), events: history.events };
}

function report(seed: number, failure: Failure | null): void {
  if (values.json) return;
  if (failure) process.stdout.write(`seed ${seed} FAILED\n  ${failure.broken.slice(0, 8).join('\n  ')}\n`);
  else if (process.stderr.isTTY) process.stderr.write(`\rseed ${seed} ok`);
}

/** The desk that this history's spreadsheet belongs to. */
function deskOf(history: History): string {
  const text = JSON.stringify(history.world.snapshot()['properties']);
  const found = /desk\\*":\\*"([a-z0-9-]+)/.exec(text)?.[1];
  if (found === undefined) throw new Error('The history left no settings, so its desk is unknown.');
  return found;
}

/** Asks the proxy, without a record, for the label of every text that stands in the sheet. */
async function labelsOf(from: LocalProxy, desk: string, rows: readonly RowAtRest[]): Promise<LabelOf> {
  const labels = new Map<string, string>();
  const tickets = rows
    .filter((row) => ticketText(row) !== '')
    .map((row, i) => ({ id: `c${i}`, subject: row.subject, body: row.body }));
  for (let at = 0; at < tickets.length; at += BATCH_TICKETS_MAX) {
    const batch = tickets.slice(at, at + BATCH_TICKETS_MAX);
    const answer = await fetch(`${from.origin}/v1/triage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${from.tokenFor(LEAD.email)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ desk, runId: 'chaos-check', deadlineMs: 60_000, dryRun: true, tickets: batch }),
    });
    const { predictions, labelNames } = (await answer.json()) as TriageAnswer;
    for (const { id, fields } of predictions) {
      const ticket = batch.find((one) => one.id === id);
      const predicted = fields['queue'];
      if (!ticket || !predicted) continue;
      const label = 'label' in predicted ? (labelNames['queue']?.[predicted.label] ?? predicted.label) : '';
      labels.set(ticketText(ticket), label);
    }
  }
  return (subject, body) => labels.get(ticketText({ subject, body })) ?? '';
}

/**
 * Tickets of this desk that were answered, and so charged, more than once for the same text; and texts that were charged oftener
 * than they ever stood in the sheet, which would be one ticket under several ids.
 */
function chargedTwice(desk: string, people: People): string[] {
  const db = new DatabaseSync(database, { readOnly: true });
  const count = 'SELECT count(*) AS times FROM answers WHERE desk_id = ?';
  try {
    const twice = db.prepare(`${count} GROUP BY ticket_id, text_hash HAVING count(*) > 1`).all(desk);
    const texts = db.prepare(`${count} GROUP BY text_hash HAVING count(*) > 1`).all(desk);
    const extra = texts.reduce((sum, row) => sum + Number(row['times']) - 1, 0);
    const copies = [...people.texts.values()].reduce((sum, times) => sum + times - 1, 0);
    return [
      ...twice.map((row) => `a ticket was charged ${String(row['times'])} times for one text`),
      ...(extra > copies ? [`${extra} texts were charged again, and ${copies} copied`] : []),
    ];
  } finally {
    db.close();
  }
}
