// What a triage run did, as figures and as sentences.
import { messages } from './messages.ts';
import type { Tally } from './plan-triage.ts';

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
  /** Cells that could not be brought to rest, since the sheet was still moving at the last look. */
  readonly unsettled: number;
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
    summary.unsettled > 0 ? messages.unsettled(summary.unsettled) : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
