// One triage run over the sheet: look, give ids, ask the proxy in waves, and bring each wave's answers to the rows as they
// are by then. A run stops itself before Google does, and the next one goes on where it stopped.
import { Problem } from '../core/contract.ts';
import { askWave, countTickets } from './ask-wave.ts';
import { sendAuditOutcomes } from './audit-outcomes.ts';
import { type WriteResult, writeChecked } from './checked-write.ts';
import { type ColumnKey, STATUS_KEY } from './column-keys.ts';
import { clearEdits } from './edit-journal.ts';
import { giveIds } from './give-ids.ts';
import { messages } from './messages.ts';
import { shownStatus } from './people-edit.ts';
import { addTallies, EMPTY_TALLY, type Outcome, planTriage, type Tally } from './plan-triage.ts';
import type { RowRange, SheetWorld, WrittenValue } from './ports.ts';
import { batchTickets, type TriageAsk, wireTicket } from './proxy.ts';
import { recoverRun } from './recover.ts';
import { isNew, isOpen, isWithin, type TicketRow } from './rows.ts';
import { type HeldRun, holdRun } from './run-lease.ts';
import type { RunSummary, Starter } from './run-summary.ts';
import { recordRun } from './runs-tab.ts';
import { requireSettings, type Settings } from './settings.ts';
import { lookAtSheet, type SheetView } from './sheet-view.ts';

/** Google ends a run after six minutes; we stop starting work here, with time left to write what is in hand. */
const RUN_MS_MAX = 270_000;
/** Waves of one run at most: each costs two looks at the whole sheet, and 100,000 rows take a quarter of a minute to read. */
const WAVES_MAX = 3;
/** Batches in a wave at least, so that an ordinary run writes what it has every 2,000 tickets. */
const WAVE_BATCHES_MIN = 10;
/** How long the proxy may take for one batch. */
const DEADLINE_MS = 30_000;
/** Writing takes seconds; a longer wait would eat the run's own time. */
const LOCK_WAIT_MS = 5_000;

export type Scope =
  | { readonly kind: 'new' }
  | { readonly kind: 'rows'; readonly ranges: readonly RowRange[] };

/** Triages the rows of `scope`. Throws a `Problem` when nothing could be done at all; null when no row is open. */
export function runTriage(world: SheetWorld, scope: Scope, starter: Starter): RunSummary | null {
  const started = world.now();
  const settings = requireSettings(world.settings);
  const run = holdRun(world);
  if (!run) throw new Problem('conflict', messages.busy);
  try {
    const view = readyView(world, settings, run);
    const taken = sendAuditOutcomes(world, settings, view);
    for (const sentence of taken) world.ui.toast(messages.promiseTripped(sentence), messages.title, 15);
    const todo = view.rows.filter((row) => row.id !== '' && isInScope(row, scope));
    if (todo.length === 0) {
      endRun(world, run, true);
      return null;
    }
    const summary = workThrough(world, settings, { todo, run, started });
    recordRun(world, {
      runId: run.runId,
      starter,
      started,
      finished: world.now(),
      rows: todo.length,
      summary,
    });
    const isDone = !summary.notSent && summary.left === 0 && summary.tally.lost === 0;
    if (summary.unsettled > 0) run.breakOff();
    else endRun(world, run, isDone);
    return summary;
  } catch (error) {
    run.breakOff();
    throw error;
  }
}

/** The id is kept while anything is open: what was asked is then answered from the record, and charged once. */
function endRun(world: SheetWorld, run: HeldRun, isDone: boolean): void {
  if (isDone) run.finish();
  else run.pause();
  clearEdits(world.settings);
}

/** The sheet with every ticket under an id of its own, nothing left over from a run that was cut off, and people's decisions shown. */
function readyView(world: SheetWorld, settings: Settings, run: HeldRun): SheetView {
  const look = () => lookAtSheet(world, settings);
  const identified = giveIds(world, settings.sheetId, look(), look);
  if (run.cutOff === null) return showDecisions(world, settings, identified);
  const recovered = recoverRun(world, settings, run.cutOff, identified);
  run.madeUp();
  return showDecisions(world, settings, recovered);
}

/** Brings the status of rows to what people decided while no edit trigger ran; answers the sheet as it is then. */
function showDecisions(world: SheetWorld, settings: Settings, view: SheetView): SheetView {
  const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
  for (const row of view.rows) {
    const status = shownStatus(row);
    if (status !== null && row.id !== '') wanted.set(row.id, new Map([[STATUS_KEY, status]]));
  }
  if (wanted.size === 0) return view;
  let last = view;
  const look = () => {
    last = lookAtSheet(world, settings);
    return last;
  };
  const { unsettled } = writeChecked(world, settings.sheetId, { view, wanted }, look);
  if (unsettled > 0) throw new Problem('conflict', messages.unsettled(unsettled));
  return last;
}

/** True for a row that a run over `scope` would take. */
export function isInScope(row: TicketRow, scope: Scope): boolean {
  if (scope.kind === 'new') return isNew(row);
  return row.isTicket && isWithin(row.row, scope.ranges) && Object.values(row.origins).some(isOpen);
}

interface Work {
  readonly todo: readonly TicketRow[];
  readonly run: HeldRun;
  readonly started: number;
}

function workThrough(world: SheetWorld, settings: Settings, work: Work): RunSummary {
  const { todo, run, started } = work;
  const ask: TriageAsk = {
    desk: settings.desk,
    runId: run.runId,
    fields: settings.fields.map((binding) => binding.field),
    deadlineMs: DEADLINE_MS,
  };
  const batches = batchTickets(todo.filter((row) => row.hash !== '').map(wireTicket));
  const waveBatches = Math.max(WAVE_BATCHES_MIN, Math.ceil(batches.length / WAVES_MAX));
  const hashes = new Map(todo.map((row) => [row.id, row.hash]));
  let empty = todo.filter((row) => row.hash === '').map((row) => row.id);
  let tally = EMPTY_TALLY;
  let unsettled = 0;
  let unsent = 0;
  let late = 0;
  let reason = '';
  let at = 0;
  let isStopped = false;
  world.progress.begin(todo.length);
  while (at < batches.length || empty.length > 0) {
    if (at > 0 && world.now() - started > RUN_MS_MAX) break;
    const wave = batches.slice(at, at + waveBatches);
    at += wave.length;
    const before = todo.length - countTickets(batches.slice(at)) - countTickets(wave);
    const outcomes = askWave(world.http, ask, wave, (answered) => {
      isStopped = world.progress.tell({ done: before + answered, total: todo.length });
      return isStopped || world.now() - started > RUN_MS_MAX;
    });
    for (const id of empty) outcomes.answered.set(id, { kind: 'no-text' });
    empty = [];
    unsent += outcomes.unsent;
    late += outcomes.late;
    if (outcomes.problem) reason = outcomes.problem.message;
    if (outcomes.answered.size > 0) {
      const written = writeOutcomes(world, settings, outcomes.answered, hashes, run.runId);
      tally = addTallies(tally, written.tally);
      unsettled += written.result.unsettled;
    }
    if (outcomes.problem || isStopped) break;
    const rest = countTickets(batches.slice(at));
    isStopped = rest > 0 && world.progress.tell({ done: todo.length - rest, total: todo.length });
    if (isStopped) break;
  }
  world.progress.end();
  const rest = countTickets(batches.slice(at));
  const stopped = reason !== '';
  return {
    runId: run.runId,
    tally,
    notSent: stopped ? { rows: unsent + rest, reason } : null,
    left: late + (stopped ? 0 : rest),
    isStopped,
    unsettled,
  };
}

function writeOutcomes(
  world: SheetWorld,
  settings: Settings,
  outcomes: ReadonlyMap<string, Outcome>,
  hashes: ReadonlyMap<string, string>,
  runId: string,
): { tally: Tally; result: WriteResult } {
  const look = () => lookAtSheet(world, settings);
  const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
    const view = look();
    const { wanted, tally } = planTriage(view, outcomes, hashes, runId);
    const result = writeChecked(world, settings.sheetId, { view, wanted }, look);
    return { tally, result };
  });
  return locked
    ? locked.value
    : { tally: { ...EMPTY_TALLY, lost: outcomes.size }, result: { repaired: 0, unsettled: 0 } };
}
