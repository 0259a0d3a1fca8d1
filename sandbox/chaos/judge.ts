// Plays one seed and judges it: the sheet at rest, what the proxy charged, and the sheet after every run was undone.
import { DatabaseSync } from 'node:sqlite';
import type { TriageAnswer } from '../../src/core/contract.ts';
import { BATCH_TICKETS_MAX } from '../../src/core/limits.ts';
import { ticketText } from '../../src/core/ticket.ts';
import { createRandom } from '../google/random.ts';
import type { SyncFetch } from '../google/sync-fetch.ts';
import type { SeededProxy } from '../local-proxy.ts';
import { LEAD, proxyOptions, type readBuiltAddon } from '../sample-world.ts';
import { createWorld, type World } from '../world.ts';
import {
  brokenByUndo,
  brokenRules,
  type LabelOf,
  namedInLedger,
  type RowAtRest,
  rowsAtRest,
} from './check.ts';
import { CHAOS_SHEET, COLLEAGUE, firstRows, playHistory, undoAll } from './history.ts';
import type { People } from './people.ts';
import { TicketMill } from './tickets.ts';

/** What all seeds of one process share. */
export interface Stage {
  readonly built: Awaited<ReturnType<typeof readBuiltAddon>>;
  readonly proxy: SeededProxy;
  /** The proxy's database file. */
  readonly database: string;
  readonly fetcher: SyncFetch;
  /** Whether people do also what leaves little to tell tickets apart by. */
  readonly isHarsh: boolean;
}

export interface Verdict {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly events: readonly string[];
  /** Values that were typed in the midst of a write and stand again. */
  readonly putBack: number;
  /** Pasted cells that the ledger names for a look. */
  readonly toCheck: number;
}

/** A Monday morning in Europe; the same for every seed, so that a seed plays the same tomorrow. */
const START = Date.UTC(2026, 10, 30, 7);
/** The most that is told of one seed. */
const BROKEN_MAX = 20;

/** Plays the history of `seed` over a sheet of so many rows. */
export async function judgeSeed(stage: Stage, seed: number, rowCount: number): Promise<Verdict> {
  const { built, proxy, fetcher } = stage;
  const random = createRandom(seed);
  const mill = new TicketMill(random);
  const rows = firstRows(mill, rowCount);
  await proxy.reseed(seed);
  const world = createWorld({
    ...built,
    ...proxyOptions(built, proxy),
    user: LEAD,
    start: START,
    seed,
    fetcher,
  });
  const [only] = world.spreadsheet.sheetNames;
  world.spreadsheet.addSheet(CHAOS_SHEET, rows);
  if (only !== undefined) world.spreadsheet.removeSheet(only);
  world.spreadsheet.open();
  const welcome = () => addColleague(stage, deskOf(world));
  const history = playHistory(world, rows, mill, random, { isHarsh: stage.isHarsh, welcome });
  const atRest = rowsAtRest(world.spreadsheet.sheet(CHAOS_SHEET));
  const desk = deskOf(world);
  const broken = [
    ...(history.cameToRest ? [] : ['the sheet never came to rest']),
    ...brokenRules(atRest, history.people, await labelsOf(proxy, desk, atRest)),
    ...chargedTwice(stage.database, desk, history.people),
  ];
  const ledger = world.spreadsheet.sheet('Usher runs');
  const putBack = namedInLedger(ledger, 'Put back').length;
  const toCheck = namedInLedger(ledger, 'Please check').length;
  if (!undoAll(history, random, history.events)) broken.push('there is always one more run to undo');
  const named = namedInLedger(ledger, 'Please check');
  broken.push(
    ...brokenByUndo(rowsAtRest(world.spreadsheet.sheet(CHAOS_SHEET)), history.people, { named }).map(
      (rule) => `after undo: ${rule}`,
    ),
  );
  const told = broken.slice(0, BROKEN_MAX);
  return { seed, broken: told, events: told.length === 0 ? [] : history.events, putBack, toCheck };
}

function addColleague({ proxy, fetcher }: Stage, desk: string): void {
  const headers: [string, string][] = [
    ['authorization', `Bearer ${proxy.tokenFor(LEAD.email)}`],
    ['content-type', 'application/json'],
  ];
  const [answer] = fetcher.fetchAll([
    {
      ...{ url: `${proxy.origin}/v1/desks/${desk}/members/${COLLEAGUE.email}`, method: 'PUT', headers },
      ...{ body: JSON.stringify({ role: 'lead' }), followRedirects: false, timeoutMs: 30_000 },
    },
  ]);
  if (answer?.kind !== 'response' || answer.status !== 200)
    throw new Error(`${COLLEAGUE.email} could not join the desk ${desk}.`);
}

/** The desk that this world's spreadsheet belongs to. */
function deskOf(world: World): string {
  const text = JSON.stringify(world.snapshot()['properties']);
  const found = /desk\\*":\\*"([a-z0-9-]+)/.exec(text)?.[1];
  if (found === undefined) throw new Error('The history left no settings, so its desk is unknown.');
  return found;
}

/** Asks the proxy, without a record, for the label of every text that stands in the sheet. */
async function labelsOf(from: SeededProxy, desk: string, rows: readonly RowAtRest[]): Promise<LabelOf> {
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
function chargedTwice(database: string, desk: string, people: People): string[] {
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
