// Walks a fixed sequence of thresholds over checked tickets: the last threshold before the first that the errors do not
// support. Since the sequence was fixed before any label was seen, each step may use the whole delta.

import { evidencePValue } from './evidence.ts';
import type { JudgedTickets } from './judged-tickets.ts';

/** The checked tickets of one group, most confident first. */
export interface RankedTickets {
  /** Descending. */
  readonly confidence: Float64Array;
  /** Errors among the first n tickets, at index n. */
  readonly errorsBefore: Int32Array;
}

/** What the checked tickets say at one threshold. */
export interface ThresholdEvidence {
  readonly threshold: number;
  readonly tested: number;
  readonly errors: number;
  readonly pValue: number;
}

/** Ranks the checked tickets that are predicted as one of the labels. */
export function rankTickets(labels: readonly number[], checked: JudgedTickets): RankedTickets {
  const members = new Set(labels);
  const rows: number[] = [];
  for (let row = 0; row < checked.predicted.length; row++) {
    if (members.has(checked.predicted[row] as number)) rows.push(row);
  }
  rows.sort((a, b) => (checked.confidence[b] as number) - (checked.confidence[a] as number));
  const confidence = Float64Array.from(rows, (row) => checked.confidence[row] as number);
  const errorsBefore = new Int32Array(rows.length + 1);
  for (const [index, row] of rows.entries()) {
    const isWrong = checked.predicted[row] !== checked.targets[row];
    errorsBefore[index + 1] = (errorsBefore[index] as number) + (isWrong ? 1 : 0);
  }
  return { confidence, errorsBefore };
}

/** Counts and tests the tickets at or above a threshold. */
export function evidenceAt(tickets: RankedTickets, threshold: number, allowed: number): ThresholdEvidence {
  let low = 0;
  let high = tickets.confidence.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tickets.confidence[middle] as number) >= threshold) low = middle + 1;
    else high = middle;
  }
  const errors = tickets.errorsBefore[low] as number;
  return { threshold, tested: low, errors, pValue: evidencePValue(errors, low, allowed) };
}

/** The last of the accepted steps' evidence with its place in the sequence; null when the first is not accepted. */
export function walkThresholds(
  tickets: RankedTickets,
  thresholds: readonly number[],
  allowed: number,
  delta: number,
): { readonly step: number; readonly evidence: ThresholdEvidence } | null {
  let accepted: { step: number; evidence: ThresholdEvidence } | null = null;
  for (const [step, threshold] of thresholds.entries()) {
    const evidence = evidenceAt(tickets, threshold, allowed);
    if (evidence.pValue > delta) break;
    accepted = { step, evidence };
  }
  return accepted;
}
