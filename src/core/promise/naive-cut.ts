// The threshold that meets the target on the checked tickets themselves, with no allowance for luck: shown beside the
// promise, never used. About half of such thresholds miss their target on the tickets that follow.

import type { JudgedTickets } from './judged-tickets.ts';
import { THRESHOLD_MIN } from './prove.ts';

/** What the naive cut would do with one label. */
export interface NaiveCut {
  readonly threshold: number;
  /** Checked tickets at or above it, and the errors among them. */
  readonly tested: number;
  readonly errors: number;
}

/** The lowest threshold at which at least `target` of a label's checked tickets are right; null when there is none. */
export function naiveCut(checked: JudgedTickets, label: number, target: number): NaiveCut | null {
  const rows: number[] = [];
  for (let row = 0; row < checked.predicted.length; row++)
    if (checked.predicted[row] === label) rows.push(row);
  const confidenceAt = (index: number): number => checked.confidence[rows[index] as number] as number;
  rows.sort((a, b) => (checked.confidence[b] as number) - (checked.confidence[a] as number));
  let errors = 0;
  let best: NaiveCut | null = null;
  for (const [index, row] of rows.entries()) {
    const threshold = confidenceAt(index);
    if (threshold < THRESHOLD_MIN) break;
    if (checked.targets[row] !== label) errors++;
    const isLastOfTie = index + 1 === rows.length || confidenceAt(index + 1) !== threshold;
    if (isLastOfTie && errors <= (1 - target) * (index + 1)) best = { threshold, tested: index + 1, errors };
  }
  return best;
}
