// What a triage run did, as figures and as sentences.

import type { NamedCell } from './crossed-edits.ts';
import { messages } from './messages.ts';
import type { Tally } from './plan-triage.ts';
import { unsettledText } from './write-result.ts';

export type Starter = 'menu' | 'schedule';

export interface RunSummary {
  readonly runId: string;
  readonly tally: Tally;
  /** Rows in scope that were not answered, with the reason. */
  readonly notSent: { readonly rows: number; readonly reason: string } | null;
  /** Rows in scope that the run had no time for. */
  readonly left: number;
  /** True when a person pressed Stop, which is why rows are left. */
  readonly isStopped: boolean;
  /** US dollars for models that are paid by use; the desk’s own costs nothing. */
  readonly costUsd: number;
  /** Rows left out since a cell of theirs takes no value. */
  readonly stuck: number;
  /** Values that people typed while the run wrote, and that stand again. */
  readonly putBack: readonly NamedCell[];
  /** Cells that a person should look at. */
  readonly toCheck: readonly NamedCell[];
  /** Cells that could not be brought to rest, since the sheet was still moving at the last look. */
  readonly unsettled: number;
  /** Those of them that are closed to this person. */
  readonly closed: number;
}

/** Cells named in one sentence; the ledger names them all. */
const CELLS_SHOWN = 5;

export function shownCells(cells: readonly NamedCell[]): string[] {
  const shown = cells
    .slice(0, CELLS_SHOWN)
    .map(({ header, row }) => messages.troubles.cellInRow(header, row));
  return cells.length > CELLS_SHOWN ? [...shown, '…'] : shown;
}

/** The summary in sentences, most important first. */
export function describeRun(summary: RunSummary): string {
  const { tally, notSent, left } = summary;
  const done = tally.assigned + tally.review + tally.undecided;
  return [
    done > 0 ? messages.runDone(done, tally.assigned, tally.review, tally.undecided) : '',
    tally.skipped > 0 ? messages.skippedRows(tally.skipped) : '',
    tally.failed > 0 ? messages.failedRows(tally.failed) : '',
    tally.lost > 0 ? messages.lostRows(tally.lost) : '',
    notSent ? messages.notSent(notSent.rows, notSent.reason) : '',
    left > 0 ? (summary.isStopped ? messages.stopped(left) : messages.outOfTime(left)) : '',
    summary.costUsd > 0 ? messages.paid(summary.costUsd) : '',
    summary.stuck > 0 ? messages.troubles.stuckRows(summary.stuck) : '',
    summary.toCheck.length > 0 ? messages.troubles.toCheck(shownCells(summary.toCheck)) : '',
    summary.putBack.length > 0 ? messages.troubles.putBack(shownCells(summary.putBack)) : '',
    unsettledText(summary),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
