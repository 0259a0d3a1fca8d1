// One triage run over the sheet: read, give ids, ask the proxy in waves, and write each wave against the rows as they
// are by then. A run stops itself before Google does, and the next one goes on where it stopped.
import { Problem, type TriageAnswer, type WireTicket } from '../core/contract.ts';
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { type Columns, headersOf, locateColumns } from './columns.ts';
import { messages } from './messages.ts';
import { addTallies, EMPTY_TALLY, type Outcome, planTriage, type Tally } from './plan-triage.ts';
import type { RowRange, SheetWorld } from './ports.ts';
import {
  answerOf,
  batchTickets,
  isPassing,
  parseTriageAnswer,
  type TriageAsk,
  triageRequest,
  wireTicket,
} from './proxy.ts';
import { isNew, isOpen, isWithin, type TicketRow, ticketRows } from './rows.ts';
import type { RunSummary, Starter } from './run-summary.ts';
import { recordRun } from './runs-tab.ts';
import { requireSettings, type Settings } from './settings.ts';

/** Google ends a run after six minutes; we stop starting work here, with time left to write what is in hand. */
const RUN_MS_MAX = 270_000;
/** Requests sent at the same time: ten carry 2,000 tickets, and Google is seen to run 10 to 20 in parallel. */
const REQUESTS_AT_ONCE = 10;
/** How long the proxy may take for one batch. */
const DEADLINE_MS = 30_000;
/** How often a batch that met a passing failure is sent again within one wave. */
const TRIES_MAX = 3;
/** Writing takes seconds; a longer wait would eat the run's own time. */
const LOCK_WAIT_MS = 5_000;

export type Scope =
  | { readonly kind: 'new' }
  | { readonly kind: 'rows'; readonly ranges: readonly RowRange[] };
/** Triages the rows of `scope`. Throws a `Problem` when nothing could be done at all; null when no row is open. */
export function runTriage(world: SheetWorld, scope: Scope, starter: Starter): RunSummary | null {
  const started = world.now();
  const settings = requireSettings(world.settings);
  const { columns, rows } = readRows(world, settings);
  const chosen = rows.filter((row) => isInScope(row, scope));
  if (chosen.length === 0) return null;
  const runId = world.newId();
  const ids = giveIds(world, settings, columns, rows, chosen);
  if (ids === null) throw new Problem('conflict', messages.busy);
  const fresh = readRows(world, settings);
  const todo = fresh.rows.filter((row) => ids.has(row.id) && Object.values(row.origins).some(isOpen));
  const summary = workThrough(world, settings, todo, runId, started);
  recordRun(world, { runId, starter, started, finished: world.now(), rows: todo.length, summary });
  return summary;
}

function readRows(world: SheetWorld, settings: Settings): { columns: Columns; rows: TicketRow[] } {
  const table = world.sheets.read(settings.sheetId);
  const columns = locateColumns(headersOf(table.rows[0]), settings, () =>
    world.sheets.markedColumns(settings.sheetId),
  );
  return { columns, rows: ticketRows(table, columns) };
}

function isInScope(row: TicketRow, scope: Scope): boolean {
  if (scope.kind === 'new') return isNew(row);
  return isWithin(row.row, scope.ranges) && Object.values(row.origins).some(isOpen);
}

/**
 * Writes an id into each chosen row that has none of its own (none, or a copy of an earlier row's), and answers the ids
 * of all chosen rows; null when another run holds the sheet. The caller reads again afterwards: if rows moved between
 * read and write, an id may stand in another blank cell than was meant, and only the second read ties ids to texts.
 */
function giveIds(
  world: SheetWorld,
  settings: Settings,
  columns: Columns,
  rows: readonly TicketRow[],
  chosen: readonly TicketRow[],
): Set<string> | null {
  const firstWithId = new Map<string, number>();
  for (const row of rows) {
    if (row.id !== '' && !firstWithId.has(row.id)) firstWithId.set(row.id, row.row);
  }
  const ids = new Set<string>();
  const writes: RowWrite[] = [];
  for (const row of chosen) {
    if (row.id !== '' && firstWithId.get(row.id) === row.row) {
      ids.add(row.id);
      continue;
    }
    const id = world.newId();
    ids.add(id);
    writes.push({ row: row.row, cells: new Map([[columns.id, id]]) });
  }
  if (writes.length === 0) return ids;
  const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
    world.sheets.write(settings.sheetId, cellBlocks(writes));
    world.sheets.flush();
  });
  return locked ? ids : null;
}

function workThrough(
  world: SheetWorld,
  settings: Settings,
  todo: readonly TicketRow[],
  runId: string,
  started: number,
): RunSummary {
  const ask: TriageAsk = {
    desk: settings.desk,
    runId,
    fields: settings.fields.map((binding) => binding.field),
    deadlineMs: DEADLINE_MS,
  };
  const batches = batchTickets(todo.filter((row) => row.hash !== '').map(wireTicket));
  const hashes = new Map(todo.map((row) => [row.id, row.hash]));
  let empty = todo.filter((row) => row.hash === '').map((row) => row.id);
  let tally = EMPTY_TALLY;
  let unsent = 0;
  let reason = '';
  let at = 0;
  while (at < batches.length || empty.length > 0) {
    if (at > 0 && world.now() - started > RUN_MS_MAX) break;
    const wave = batches.slice(at, at + REQUESTS_AT_ONCE);
    at += wave.length;
    const outcomes = askWave(world, ask, wave);
    for (const id of empty) outcomes.answered.set(id, { kind: 'no-text' });
    empty = [];
    unsent += outcomes.unsent;
    if (outcomes.problem) reason = outcomes.problem.message;
    if (outcomes.answered.size > 0) {
      tally = addTallies(tally, writeOutcomes(world, settings, outcomes.answered, hashes, runId));
    }
    if (outcomes.problem) break;
  }
  const rest = batches.slice(at).reduce((sum, batch) => sum + batch.length, 0);
  const stopped = reason !== '';
  return {
    runId,
    tally,
    notSent: stopped ? { rows: unsent + rest, reason } : null,
    left: stopped ? 0 : rest,
  };
}

interface WaveOutcome {
  readonly answered: Map<string, Outcome>;
  readonly unsent: number;
  /** Set when the run must stop: the proxy refuses, or is away after all tries. */
  readonly problem: Problem | null;
}

function askWave(world: SheetWorld, ask: TriageAsk, wave: readonly WireTicket[][]): WaveOutcome {
  const answered = new Map<string, Outcome>();
  let pending: readonly WireTicket[][] = wave;
  let problem: Problem | null = null;
  for (let tries = 0; tries < TRIES_MAX && pending.length > 0; tries++) {
    const results = world.http.send(pending.map((batch) => triageRequest(ask, batch)));
    const again: WireTicket[][] = [];
    problem = null;
    for (let i = 0; i < pending.length; i++) {
      const batch = pending[i];
      const result = results[i];
      if (!batch || !result) continue;
      try {
        collect(answerOf(result, parseTriageAnswer), answered);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        problem = error;
        again.push(batch);
      }
    }
    pending = again;
    if (problem && !isPassing(problem)) break;
  }
  return { answered, unsent: pending.reduce((sum, batch) => sum + batch.length, 0), problem };
}

function collect(answer: TriageAnswer, outcomes: Map<string, Outcome>): void {
  for (const prediction of answer.predictions)
    outcomes.set(prediction.id, { kind: 'predicted', prediction, answer });
  for (const problem of answer.problems) outcomes.set(problem.id, { kind: 'refused', problem });
}

function writeOutcomes(
  world: SheetWorld,
  settings: Settings,
  outcomes: ReadonlyMap<string, Outcome>,
  hashes: ReadonlyMap<string, string>,
  runId: string,
): Tally {
  const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
    const { columns, rows } = readRows(world, settings);
    const plan = planTriage(rows, columns, outcomes, hashes, runId);
    if (plan.writes.length > 0) {
      world.sheets.write(settings.sheetId, cellBlocks(plan.writes));
      world.sheets.flush();
    }
    return plan.tally;
  });
  if (locked) return locked.value;
  return { ...EMPTY_TALLY, lost: outcomes.size };
}
