// The run sidebar: which rows, what that will take, how far it has come, and Stop.
import { type DeskSpending, Problem } from '../core/contract.ts';
import { BATCH_TICKETS_MAX } from '../core/limits.ts';
import { allowanceOf, countRequests, readBudget, requestsLeft } from './day-budget.ts';
import { language, messages, pageTexts } from './messages.ts';
import { answerPage } from './page-answer.ts';
import type { Progress, RowRange, SheetWorld } from './ports.ts';
import { isRunActive, isRunPaused } from './run-lease.ts';
import { describeRun } from './run-summary.ts';
import { continueSoon } from './schedule.ts';
import { readSettings } from './settings.ts';
import { lookAtSheet } from './sheet-view.ts';
import { readSpending } from './spending.ts';
import { isInScope, runTriage, type Scope } from './triage.ts';

/** Measured in the sandbox at 800 ms a spreadsheet call and 1 s a request: a start, and then waves of 2,000 rows. */
const START_SECONDS = 8;
const SECONDS_A_THOUSAND_ROWS = 3.6;
/** More rows than a spreadsheet can have. */
const LAST_ROW = 10_000_000;

export const SCOPE_NAMES = ['new', 'selected', 'fromHere', 'all'] as const;
export type ScopeName = (typeof SCOPE_NAMES)[number];

export interface Estimate {
  readonly rows: number;
  readonly requests: number;
  readonly minutes: number;
}

export interface RunView {
  readonly texts: typeof pageTexts;
  readonly language: string;
  readonly isSetUp: boolean;
  readonly estimates: Readonly<Record<ScopeName, Estimate>>;
  /** Requests that are about left of what the person’s account may send today. */
  readonly requestsLeft: number;
  /** What may still be spent today; null where nothing is paid by use. */
  readonly spending: DeskSpending | null;
  readonly isPaused: boolean;
  readonly isActive: boolean;
}

export function runView(world: SheetWorld): RunView {
  return answerPage(world, () => {
    const settings = readSettings(world.settings);
    const { rows } = settings ? lookAtSheet(world, settings) : { rows: [] };
    const estimate = (name: ScopeName): Estimate => {
      const scope = scopeOf(world, name);
      return estimateFor(rows.filter((row) => isInScope(row, scope)).length);
    };
    return {
      texts: pageTexts,
      language,
      isSetUp: settings !== null,
      estimates: {
        new: estimate('new'),
        selected: estimate('selected'),
        fromHere: estimate('fromHere'),
        all: estimate('all'),
      },
      requestsLeft: requestsLeft(readBudget(world.settings, world.now()), allowanceOf(world.deployment)),
      spending: settings ? readSpending(world.http, settings.desk) : null,
      isPaused: isRunPaused(world),
      isActive: isRunActive(world),
    };
  });
}

/** Triages the rows of a scope by its name; the answer is what to tell the person. */
export function startRun(world: SheetWorld, name: unknown): string {
  return answerPage(world, () => {
    const known = SCOPE_NAMES.find((candidate) => candidate === name);
    if (!known) throw new Problem('bad_request', messages.badChoice);
    const summary = countRequests(world, (counted) => runTriage(counted, scopeOf(world, known), 'menu'));
    if (known === 'new') continueSoon(world.schedule, summary);
    return summary ? describeRun(summary) : known === 'new' ? messages.nothingNew : messages.nothingSelected;
  });
}

/** How far the run at work has come; null when none is. */
export function readProgress(world: Pick<SheetWorld, 'progress'>): Progress | null {
  return world.progress.read();
}

/** Asks the run at work to stop once it has written what is in hand. */
export function stopRun(world: Pick<SheetWorld, 'progress'>): void {
  world.progress.askToStop();
}

/** What a run over so many rows takes. */
export function estimateFor(rows: number): Estimate {
  const seconds = START_SECONDS + (rows / 1000) * SECONDS_A_THOUSAND_ROWS;
  return { rows, requests: requestsFor(rows), minutes: rows === 0 ? 0 : Math.ceil(seconds / 60) };
}

function requestsFor(rows: number): number {
  return Math.ceil(rows / BATCH_TICKETS_MAX);
}

function scopeOf(world: SheetWorld, name: ScopeName): Scope {
  switch (name) {
    case 'new':
      return { kind: 'new' };
    case 'selected':
      return { kind: 'rows', ranges: world.sheets.selectedRows() };
    case 'fromHere':
      return { kind: 'rows', ranges: fromFirst(world.sheets.selectedRows()) };
    case 'all':
      return { kind: 'rows', ranges: [{ first: 2, last: LAST_ROW }] };
    default:
      return name satisfies never;
  }
}

function fromFirst(ranges: readonly RowRange[]): RowRange[] {
  if (ranges.length === 0) return [];
  return [{ first: Math.min(...ranges.map((range) => range.first)), last: LAST_ROW }];
}
