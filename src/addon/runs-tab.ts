// The `Usher runs` tab: one line a run, so that a lead sees what happened when.
import { cellText } from './cell-text.ts';
import type { SheetWorld } from './ports.ts';
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
];

/** Adds the tab with its header when it is missing. */
export function addRunsTab(world: SheetWorld): void {
  if (world.sheets.sheets().some((sheet) => sheet.name === RUNS_TAB)) return;
  const tab = world.sheets.addSheet(RUNS_TAB);
  world.sheets.write(tab.id, [{ row: 1, column: 1, values: [HEADER] }]);
  world.sheets.applyLook(tab.id, {
    frozenRows: 1,
    textColumns: [1, 2, 11],
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
  const { tally, notSent, left } = run.summary;
  world.sheets.appendRow(tab.id, [
    cellText(new Date(run.started).toISOString().slice(0, 16).replace('T', ' ')),
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
  ]);
}
