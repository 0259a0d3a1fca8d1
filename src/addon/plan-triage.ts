// Decides what each row shall hold after a run: the plan is made against the rows as they are now, never as they were.
import type { FieldAnswer, TicketPrediction, TicketProblem, TriageAnswer } from '../core/contract.ts';
import type { RowWrite } from './cell-blocks.ts';
import { cellText } from './cell-text.ts';
import type { Columns } from './columns.ts';
import { messages } from './messages.ts';
import type { WrittenValue } from './ports.ts';
import { encodeRowState, type RowState, type Status } from './row-state.ts';
import { isOpen, type TicketRow } from './rows.ts';

/** What is known about one ticket, by Usher ID, when the answers are in. */
export type Outcome =
  | { readonly kind: 'predicted'; readonly prediction: TicketPrediction; readonly answer: TriageAnswer }
  | { readonly kind: 'refused'; readonly problem: TicketProblem }
  | { readonly kind: 'no-text' };

export interface TriagePlan {
  readonly writes: readonly RowWrite[];
  readonly tally: Tally;
}

/** Rows of a run by what became of them. */
export interface Tally {
  readonly assigned: number;
  readonly review: number;
  /** Predicted, but no label fits well enough to suggest. */
  readonly undecided: number;
  readonly skipped: number;
  readonly failed: number;
  /** Deleted, changed or decided by a person since they were read. */
  readonly lost: number;
}

export const EMPTY_TALLY: Tally = { assigned: 0, review: 0, undecided: 0, skipped: 0, failed: 0, lost: 0 };

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    assigned: a.assigned + b.assigned,
    review: a.review + b.review,
    undecided: a.undecided + b.undecided,
    skipped: a.skipped + b.skipped,
    failed: a.failed + b.failed,
    lost: a.lost + b.lost,
  };
}

/**
 * The writes that bring `outcomes` (by Usher ID) to the rows that bear these ids now. `hashes` says which text each
 * outcome is about: a row whose text is another one by now is left for the next run.
 */
export function planTriage(
  rows: readonly TicketRow[],
  columns: Columns,
  outcomes: ReadonlyMap<string, Outcome>,
  hashes: ReadonlyMap<string, string>,
  runId: string,
): TriagePlan {
  const writes: RowWrite[] = [];
  const counted = { ...EMPTY_TALLY } as Record<keyof Tally, number>;
  const seen = new Set<string>();
  for (const row of rows) {
    const outcome = outcomes.get(row.id);
    if (!outcome || seen.has(row.id)) continue;
    if (row.hash !== hashes.get(row.id) || !Object.values(row.origins).some(isOpen)) continue;
    seen.add(row.id);
    const { cells, kind } = rowOutcome(row, columns, outcome, runId);
    counted[kind] += 1;
    writes.push({ row: row.row, cells });
  }
  counted.lost = outcomes.size - seen.size;
  return { writes, tally: counted };
}

function rowOutcome(
  row: TicketRow,
  columns: Columns,
  outcome: Outcome,
  runId: string,
): { cells: Map<number, WrittenValue>; kind: keyof Tally } {
  switch (outcome.kind) {
    case 'predicted':
      return predictedCells(row, columns, outcome.prediction, outcome.answer, runId);
    case 'refused':
      return { cells: plainCells(row, columns, 'failed', outcome.problem.message, runId), kind: 'failed' };
    case 'no-text':
      return { cells: plainCells(row, columns, 'skipped', messages.noText, runId), kind: 'skipped' };
    default:
      return outcome satisfies never;
  }
}

function predictedCells(
  row: TicketRow,
  columns: Columns,
  prediction: TicketPrediction,
  answer: TriageAnswer,
  runId: string,
): { cells: Map<number, WrittenValue>; kind: keyof Tally } {
  const cells = new Map<number, WrittenValue>();
  const written: Record<string, string> = { ...row.state?.written };
  const decisions: FieldAnswer['decision'][] = [];
  const reasons: string[] = [];
  for (const { field, label, confidence } of columns.fields) {
    const predicted = prediction.fields[field];
    if (!predicted || !isOpen(row.origins[field])) continue;
    const name = labelName(predicted, answer.labelNames[field] ?? {});
    cells.set(label, name === null ? '' : cellText(name));
    cells.set(confidence, 'confidence' in predicted ? roundConfidence(predicted.confidence) : '');
    if (name === null) delete written[field];
    else written[field] = name;
    decisions.push(predicted.decision);
    reasons.push(reasonText(predicted));
  }
  cells.set(columns.status, statusOf(decisions));
  cells.set(columns.reason, cellText(reasons.join(' ')));
  const state: RowState = { run: runId, hash: row.hash, models: { ...answer.models }, written };
  cells.set(columns.state, encodeRowState(state));
  return { cells, kind: tallyKind(decisions) };
}

/** Cells of a row that got no prediction: its status and why; a label of Usher's from an earlier run is taken back. */
function plainCells(
  row: TicketRow,
  columns: Columns,
  status: Status,
  reason: string,
  runId: string,
): Map<number, WrittenValue> {
  const cells = new Map<number, WrittenValue>();
  const written: Record<string, string> = { ...row.state?.written };
  for (const { field, label, confidence } of columns.fields) {
    if (row.origins[field]?.kind !== 'usher') continue;
    cells.set(label, '');
    cells.set(confidence, '');
    delete written[field];
  }
  cells.set(columns.status, status);
  cells.set(columns.reason, cellText(reason));
  cells.set(columns.state, encodeRowState({ run: runId, hash: row.hash, models: {}, written }));
  return cells;
}

function labelName(answer: FieldAnswer, names: Readonly<Record<string, string>>): string | null {
  if (answer.decision === 'audit' || answer.decision === 'abstain') return null;
  return names[answer.label] ?? answer.label;
}

/** Why, and the words of the ticket that spoke for it. */
function reasonText(answer: FieldAnswer): string {
  if (answer.decision === 'audit') return answer.reason;
  const words = answer.explanation
    .filter((evidence) => evidence.weight > 0)
    .map((evidence) => `“${evidence.text}”`);
  const because = words.length === 0 ? '' : ` Words: ${words.slice(0, 4).join(', ')}.`;
  const fallback = answer.fallback === undefined ? '' : ` ${answer.fallback}`;
  return `${answer.reason}${because}${fallback}`;
}

function statusOf(decisions: readonly FieldAnswer['decision'][]): Status {
  return decisions.length > 0 && decisions.every((decision) => decision === 'assign')
    ? 'assigned'
    : 'needs review';
}

function tallyKind(decisions: readonly FieldAnswer['decision'][]): 'assigned' | 'review' | 'undecided' {
  if (decisions.every((decision) => decision === 'assign')) return 'assigned';
  return decisions.some((decision) => decision === 'review' || decision === 'assign')
    ? 'review'
    : 'undecided';
}

function roundConfidence(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
