// The `Usher runs` tab: one line a run, so that a lead sees what happened when.
import { cellText, textOfCell } from './cell-text.ts';
import { headersOf } from './columns.ts';
import type { NamedCell } from './crossed-edits.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import type { Status } from './row-state.ts';
import { isWithin, type TicketRow } from './rows.ts';
import type { RunSummary, Starter } from './run-summary.ts';

export const RUNS_TAB = 'Usher runs';

const HEADER = [
  'When (UTC)',
  'Started by',
  'Rows',
  'Assigned',
  'Needs review',
  'No fitting queue',
  'Skipped',
  'Failed',
  'Left',
  'Seconds',
  'Run',
  'Undone (UTC)',
  'Put back',
  'Please check',
  'Cost (US$)',
] as const;
/** Dollars are told to a hundredth of a cent: a question costs less than one. */
const COST_DIGITS = 4;
/** A ledger cell takes some thousand names; more would pass Sheets' limit for a cell. */
const NAMES_MAX = 1_000;

/** Adds the tab with its header when it is missing. */
export function addRunsTab(world: SheetWorld): void {
  if (world.sheets.sheets().some((sheet) => sheet.name === RUNS_TAB)) return;
  const tab = world.sheets.addSheet(RUNS_TAB);
  world.sheets.write(tab.id, [{ row: 1, column: 1, values: [HEADER] }]);
  world.sheets.applyLook(tab.id, {
    frozenRows: 1,
    textColumns: [1, 2, 11, 12, 13, 14],
    widths: [
      { column: 1, pixels: 150 },
      { column: 11, pixels: 260 },
    ],
  });
}

export interface RunRecord {
  readonly runId: string;
  readonly starter: Starter;
  /** Epoch milliseconds. */
  readonly started: number;
  readonly finished: number;
  readonly rows: number;
  readonly summary: RunSummary;
}

/** Adds one line to the ledger; a spreadsheet whose tab was deleted does without. */
export function recordRun(world: SheetWorld, run: RunRecord): void {
  const tab = world.sheets.sheets().find((sheet) => sheet.name === RUNS_TAB);
  if (!tab) return;
  const { tally, notSent, left, putBack, toCheck, costUsd } = run.summary;
  world.sheets.appendRow(tab.id, [
    whenText(run.started),
    run.starter,
    run.rows,
    tally.assigned,
    tally.review,
    tally.undecided,
    tally.skipped,
    tally.failed,
    left + (notSent?.rows ?? 0),
    Math.round((run.finished - run.started) / 1000),
    cellText(run.runId),
    '',
    namedCells(putBack),
    namedCells(toCheck),
    Number(costUsd.toFixed(COST_DIGITS)),
  ]);
}

/** Adds the line of a lesson that began by itself; it wrote no row of the ticket sheet, so it has no run to undo. */
export function recordLesson(
  world: SheetWorld,
  lesson: { started: number; finished: number; rows: number; cause: string },
): void {
  appendLine(world, {
    'When (UTC)': whenText(lesson.started),
    'Started by': cellText(`schedule: learn (${lesson.cause})`),
    Rows: lesson.rows,
    Seconds: Math.round((lesson.finished - lesson.started) / 1000),
  });
}

/** Adds a line that names cells for a look; it belongs to no run that could be undone. */
export function recordCells(
  world: SheetWorld,
  {
    at,
    starter = '',
    putBack = [],
    toCheck,
  }: {
    readonly at: number;
    readonly starter?: Starter | '';
    readonly putBack?: readonly NamedCell[];
    readonly toCheck: readonly NamedCell[];
  },
): void {
  if (toCheck.length === 0 && putBack.length === 0) return;
  appendLine(world, {
    ...{ 'When (UTC)': whenText(at), 'Started by': starter },
    ...{ 'Put back': namedCells(putBack), 'Please check': namedCells(toCheck) },
  });
}

function appendLine(world: SheetWorld, cells: Partial<Record<(typeof HEADER)[number], WrittenValue>>): void {
  const tab = world.sheets.sheets().find((sheet) => sheet.name === RUNS_TAB);
  if (!tab) return;
  world.sheets.appendRow(
    tab.id,
    HEADER.map((header) => cells[header] ?? ''),
  );
}

function whenText(at: number): WrittenValue {
  return cellText(new Date(at).toISOString().slice(0, 16).replace('T', ' '));
}

/**
 * Adds the line of a run that was cut off after its last write, so that it can be undone like any other; nothing where the ledger
 * has its line, or where the run wrote no row.
 */
export function recordUnrecorded(
  world: SheetWorld,
  runId: string,
  starter: Starter,
  started: number,
  rows: readonly TicketRow[],
): void {
  const written = rows.filter((row) => row.state?.run === runId);
  const tab = world.sheets.sheets().find((sheet) => sheet.name === RUNS_TAB);
  if (!tab || written.length === 0) return;
  const ledger = world.sheets.read(tab.id).rows;
  const runColumn = headersOf(ledger[0]).indexOf('Run');
  if (ledger.some((line) => textOfCell(line[runColumn]) === runId)) return;
  const times = (status: Status): number => written.filter((row) => row.state?.status === status).length;
  const tally = {
    ...{ assigned: times('assigned'), review: times('needs review'), undecided: 0, lost: 0 },
    ...{ skipped: times('skipped'), failed: times('failed') },
  };
  const nothing = {
    notSent: null,
    left: 0,
    isStopped: false,
    costUsd: 0,
    unsettled: 0,
    closed: 0,
    stuck: 0,
    putBack: [],
    toCheck: [],
  };
  const summary: RunSummary = { runId, tally, ...nothing };
  recordRun(world, { runId, starter, started, finished: world.now(), rows: written.length, summary });
}

/** Cells as `Queue, row 12 (id 1a2b3c4d)`: the row as it was then, and the first characters of the `Usher ID`, which stays. */
function namedCells(cells: readonly NamedCell[]): string {
  const names = cells
    .slice(0, NAMES_MAX)
    .map(({ header, row, id }) => `${header}, row ${row} (id ${id.slice(0, 8)})`);
  return cellText(names.join('; '));
}

/** A run in the ledger that can be undone. */
export interface LedgerEntry {
  readonly tabId: number;
  /** Row and column of the ledger, from 1, in which an undo is noted. */
  readonly row: number;
  readonly undoneColumn: number;
  readonly runId: string;
}

/** The run whose line is selected, when the ledger is what people look at, and else the last one that still stands. */
export function findRunToUndo(world: SheetWorld): LedgerEntry | null {
  const tab = world.sheets.sheets().find((sheet) => sheet.name === RUNS_TAB);
  if (!tab) return null;
  const { rows } = world.sheets.read(tab.id);
  const headers = headersOf(rows[0]);
  const runColumn = headers.indexOf('Run');
  const undoneColumn = headers.indexOf('Undone (UTC)');
  const selected = world.sheets.activeSheet().id === tab.id ? world.sheets.selectedRows() : [];
  for (let i = rows.length - 1; i > 0; i--) {
    const runId = textOfCell(rows[i]?.[runColumn]);
    if (runId === '' || textOfCell(rows[i]?.[undoneColumn]) !== '') continue;
    if (selected.length > 0 && !isWithin(i + 1, selected)) continue;
    return { tabId: tab.id, row: i + 1, undoneColumn: undoneColumn + 1, runId };
  }
  return null;
}

/** Notes the undo beside every line of the run: a run that was continued has several. */
export function markUndone(world: SheetWorld, entry: LedgerEntry): void {
  const at = cellText(new Date(world.now()).toISOString().slice(0, 16).replace('T', ' '));
  const { rows } = world.sheets.read(entry.tabId);
  const runColumn = headersOf(rows[0]).indexOf('Run');
  const blocks = rows.flatMap((row, i) =>
    textOfCell(row[runColumn]) === entry.runId
      ? [{ row: i + 1, column: entry.undoneColumn, values: [[at]] }]
      : [],
  );
  world.sheets.write(entry.tabId, blocks);
}
