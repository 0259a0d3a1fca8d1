// One triage run over the sheet: look, give ids, ask the proxy in waves, and bring each wave's answers to the rows as they
// are by then. A run stops itself before Google does, and the next one goes on where it stopped.
import { Problem } from '../core/contract.ts';
import { askWave, countTickets } from './ask-wave.ts';
import { type Attended, attendToEdits, attendToLater, onlyOthers } from './attend-edits.ts';
import { sendAuditOutcomes } from './audit-outcomes.ts';
import { clearEdits } from './edit-journal.ts';
import { lookAgain } from './look-again.ts';
import { messages } from './messages.ts';
import { EMPTY_TALLY } from './plan-triage.ts';
import type { RowRange, SheetWorld } from './ports.ts';
import { batchTickets, type TriageAsk, wireTicket } from './proxy.ts';
import { readySheet } from './ready-sheet.ts';
import { isNew, isOpen, isWithin, type TicketRow } from './rows.ts';
import { type HeldRun, holdRun } from './run-lease.ts';
import { type RunSummary, type Starter, shownCells } from './run-summary.ts';
import { recordCells, recordRun, recordUnrecorded } from './runs-tab.ts';
import { requireSettings, type Settings } from './settings.ts';
import type { SheetView } from './sheet-view.ts';
import { addWritten, type Written, writeOutcomes } from './write-outcomes.ts';
import { nothingWritten } from './write-result.ts';

/** Google ends a run after six minutes; we stop starting work here, with time left to write what is in hand. */
const RUN_MS_MAX = 270_000;
/** Waves of one run at most: each costs two looks at the whole sheet, and 100,000 rows take a quarter of a minute to read. */
const WAVES_MAX = 3;
/** Batches in a wave at least, so that an ordinary run writes what it has every 2,000 tickets. */
const WAVE_BATCHES_MIN = 10;
/** How long the proxy may take for one batch. */
const DEADLINE_MS = 30_000;

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
    const view = readySheet(world, settings, run);
    const taken = sendAuditOutcomes(world, settings, view);
    for (const sentence of taken) world.ui.toast(messages.promiseTripped(sentence), messages.title, 15);
    const todo = view.rows.filter((row) => row.id !== '' && isInScope(row, scope));
    if (todo.length === 0) {
      if (run.isContinued) recordUnrecorded(world, run.runId, starter, started, view.rows);
      // Rows that people inserted in the midst of a look push the last ones out of it.
      const isDone = !run.isContinued || !lookAgain(world, settings, view).rows.some(isNew);
      const attended = attendToEdits(world, settings, view);
      tellAttended(world, started, starter, attended);
      endRun(world, run, isDone, attended);
      return null;
    }
    const { summary: worked, view: last } = workThrough(world, settings, { view, todo, run, started });
    const attended = worked.unsettled > 0 ? null : attendToEdits(world, settings, last);
    const summary = attended === null ? worked : withAttended(worked, attended);
    recordRun(world, {
      runId: run.runId,
      starter,
      started,
      finished: world.now(),
      rows: todo.length,
      summary,
    });
    const asked = new Set(todo.map(({ id }) => id));
    const isMissed = run.isContinued && last.rows.some((row) => isNew(row) && !asked.has(row.id));
    const isAnswered = !summary.notSent && summary.left === 0 && summary.tally.lost === 0;
    if (attended === null) {
      run.breakOff();
      return summary;
    }
    const later = attendToLater(world, settings, attended);
    if (later) tellAttended(world, started, starter, later);
    endRun(world, run, isAnswered && summary.stuck === 0 && !isMissed, later ?? attended);
    return summary;
  } catch (error) {
    run.breakOff();
    throw error;
  }
}

/** Tells what came of edits that no line of a run tells. */
function tellAttended(world: SheetWorld, at: number, starter: Starter, { result, unsure }: Attended): void {
  const { putBack } = result;
  recordCells(world, { at, starter, putBack, toCheck: unsure });
  if (putBack.length > 0) world.ui.toast(messages.troubles.putBack(shownCells(putBack)), messages.title, 15);
}

function withAttended(summary: RunSummary, { result, unsure }: Attended): RunSummary {
  const { unsettled, closed, putBack, toCheck } = result;
  return {
    ...{ ...summary, unsettled, closed },
    putBack: [...summary.putBack, ...onlyOthers(putBack, summary.putBack)],
    toCheck: [...summary.toCheck, ...onlyOthers([...toCheck, ...unsure], summary.toCheck)],
  };
}

/** The id is kept while anything is open: what was asked is then answered from the record, and charged once. */
function endRun(world: SheetWorld, run: HeldRun, isDone: boolean, { result, read }: Attended): void {
  if (result.unsettled > 0) {
    run.breakOff();
    return;
  }
  if (isDone) run.finish();
  else run.pause();
  clearEdits(world.settings, read);
}

/** True for a row that a run over `scope` would take. */
export function isInScope(row: TicketRow, scope: Scope): boolean {
  if (scope.kind === 'new') return isNew(row);
  return row.isTicket && isWithin(row.row, scope.ranges) && Object.values(row.origins).some(isOpen);
}

interface Work {
  readonly view: SheetView;
  readonly todo: readonly TicketRow[];
  readonly run: HeldRun;
  readonly started: number;
}

function workThrough(
  world: SheetWorld,
  settings: Settings,
  work: Work,
): { readonly summary: RunSummary; readonly view: SheetView } {
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
  let written: Written = { tally: EMPTY_TALLY, result: nothingWritten(work.view) };
  let unsent = 0;
  let late = 0;
  let costUsd = 0;
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
    costUsd += outcomes.costUsd;
    if (outcomes.problem) reason = outcomes.problem.message;
    if (outcomes.answered.size > 0) {
      const answers = { outcomes: outcomes.answered, hashes, runId: run.runId };
      written = addWritten(written, writeOutcomes(world, settings, answers, written.result.view));
    }
    if (outcomes.problem || isStopped || written.result.unsettled > 0) break;
    const rest = countTickets(batches.slice(at));
    isStopped = rest > 0 && world.progress.tell({ done: todo.length - rest, total: todo.length });
    if (isStopped) break;
  }
  world.progress.end();
  const rest = countTickets(batches.slice(at));
  const stopped = reason !== '';
  const { tally, result } = written;
  const summary: RunSummary = {
    runId: run.runId,
    tally,
    notSent: stopped ? { rows: unsent + rest, reason } : null,
    left: late + (stopped ? 0 : rest),
    isStopped,
    costUsd,
    unsettled: result.unsettled,
    closed: result.closed,
    stuck: result.stuck.size,
    putBack: result.putBack,
    toCheck: result.toCheck,
  };
  return { summary, view: written.result.view };
}
