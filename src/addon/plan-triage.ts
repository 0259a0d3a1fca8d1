// Decides what each row shall hold after a run: the plan is made against the rows as they are now, never as they were.
import type { FieldAnswer, TicketPrediction, TicketProblem, TriageAnswer } from '../core/contract.ts';
import { cellText, shownText, textOfCell } from './cell-text.ts';
import {
  type ColumnKey,
  confidenceKey,
  labelKey,
  managedKeys,
  REASON_KEY,
  STATE_KEY,
  STATUS_KEY,
} from './column-keys.ts';
import { messages } from './messages.ts';
import type { WrittenValue } from './ports.ts';
import { restDigest } from './row-identity.ts';
import { encodeRowState, type RowState, type Status, shortDigest } from './row-state.ts';
import { isOpen, type TicketRow } from './rows.ts';
import { rowValues, type SheetView } from './sheet-view.ts';

/** More words than these do not fit the width of a cell. */
const WORDS_SHOWN = 4;

/** What is known about one ticket, by Usher ID, when the answers are in. */
export type Outcome =
  | { readonly kind: 'predicted'; readonly prediction: TicketPrediction; readonly answer: TriageAnswer }
  | { readonly kind: 'refused'; readonly problem: TicketProblem }
  | { readonly kind: 'no-text' }
  /** A cell of the row takes no value. */
  | { readonly kind: 'stuck' };

export interface TriagePlan {
  /** Cells by Usher ID. */
  readonly wanted: ReadonlyMap<string, ReadonlyMap<ColumnKey, WrittenValue>>;
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
 * The cells that bring `outcomes` (by Usher ID) to the rows that bear these ids now. `hashes` says which text each outcome
 * is about: a row whose text is another one by now is left for the next run.
 */
export function planTriage(
  view: SheetView,
  outcomes: ReadonlyMap<string, Outcome>,
  hashes: ReadonlyMap<string, string>,
  runId: string,
): TriagePlan {
  const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
  const counted = { ...EMPTY_TALLY } as Record<keyof Tally, number>;
  const fields = view.columns.fields.map(({ field }) => field);
  for (const row of view.rows) {
    const outcome = outcomes.get(row.id);
    if (!outcome || wanted.has(row.id)) continue;
    if (row.hash !== hashes.get(row.id) || !fields.some((field) => isOpen(row.origins[field]))) continue;
    const { cells, kind } = rowOutcome(
      { row, fields, runId, before: cellsBefore(row, view, runId), rest: restDigest(view, row.row) },
      outcome,
    );
    counted[kind] += 1;
    wanted.set(row.id, cells);
  }
  counted.lost = outcomes.size - wanted.size;
  return { wanted, tally: counted };
}

interface RowCase {
  readonly row: TicketRow;
  readonly fields: readonly string[];
  readonly runId: string;
  readonly before: RowState['previous'];
  readonly rest: string;
}

interface RowOutcome {
  readonly cells: Map<ColumnKey, WrittenValue>;
  readonly kind: keyof Tally;
}

function rowOutcome(rowCase: RowCase, outcome: Outcome): RowOutcome {
  switch (outcome.kind) {
    case 'predicted':
      return predictedCells(rowCase, outcome.prediction, outcome.answer);
    case 'refused':
      return {
        cells: plainCells(rowCase, 'failed', messages.refused(outcome.problem.code, outcome.problem.message)),
        kind: 'failed',
      };
    case 'no-text':
      return { cells: plainCells(rowCase, 'skipped', messages.noText), kind: 'skipped' };
    case 'stuck':
      return { cells: plainCells(rowCase, 'skipped', messages.troubles.stuckCell), kind: 'skipped' };
    default:
      return outcome satisfies never;
  }
}

function predictedCells(rowCase: RowCase, prediction: TicketPrediction, answer: TriageAnswer): RowOutcome {
  const { row, fields } = rowCase;
  const cells = new Map<ColumnKey, WrittenValue>();
  const written: Record<string, string> = { ...row.state?.written };
  const confidences: Record<string, number> = { ...row.state?.confidences };
  const margins: Record<string, number> = { ...row.state?.margins };
  const decisions: FieldAnswer['decision'][] = [];
  const reasons: string[] = [];
  for (const field of fields) {
    const predicted = prediction.fields[field];
    if (!predicted || !isOpen(row.origins[field])) continue;
    const name = labelName(predicted, answer.labelNames[field] ?? {});
    cells.set(labelKey(field), name === null ? '' : cellText(name));
    const confidence = 'confidence' in predicted ? rounded(predicted.confidence) : null;
    cells.set(confidenceKey(field), confidence ?? '');
    delete confidences[field];
    delete margins[field];
    if (confidence !== null) confidences[field] = confidence;
    if (predicted.decision !== 'audit') margins[field] = marginOf(predicted);
    if (name === null) delete written[field];
    else written[field] = name;
    decisions.push(predicted.decision);
    reasons.push(reasonText(predicted));
  }
  const status = statusOf(decisions);
  cells.set(STATUS_KEY, status);
  const reason = cellText(reasons.join(' '));
  cells.set(REASON_KEY, reason);
  const audits = fields.filter((field) => isBlind(row, field, prediction));
  const shown = { written, confidences, margins, why: shortDigest(shownText(reason)) };
  cells.set(STATE_KEY, stateText(rowCase, { status, models: { ...answer.models }, audits, ...shown }));
  return { cells, kind: tallyKind(decisions) };
}

/** Cells of a row that got no prediction: its status and why; a label of Usher's from an earlier run is taken back. */
function plainCells(rowCase: RowCase, status: Status, reason: string): Map<ColumnKey, WrittenValue> {
  const { row, fields } = rowCase;
  const cells = new Map<ColumnKey, WrittenValue>();
  const written: Record<string, string> = { ...row.state?.written };
  const confidences: Record<string, number> = { ...row.state?.confidences };
  for (const field of fields) {
    if (!isOpen(row.origins[field])) continue;
    if (row.origins[field]?.kind === 'usher') cells.set(labelKey(field), '');
    cells.set(confidenceKey(field), '');
    delete written[field];
    delete confidences[field];
  }
  cells.set(STATUS_KEY, status);
  cells.set(REASON_KEY, cellText(reason));
  const why = shortDigest(shownText(cellText(reason)));
  cells.set(STATE_KEY, stateText(rowCase, { status, models: {}, written, confidences, why }));
  return cells;
}

/**
 * Whether a person judges this field of this row blind, or has and it is not told yet. Where an earlier run has shown a label, nobody
 * can: it is withheld all the same, and what is chosen then is no evidence.
 */
function isBlind({ origins, state }: TicketRow, field: string, prediction: TicketPrediction): boolean {
  if (!isOpen(origins[field])) return state?.audits?.includes(field) ?? false;
  const wasShown = state !== null && field in state.written;
  return prediction.fields[field]?.decision === 'audit' && !wasShown;
}

function stateText(
  rowCase: RowCase,
  written: Pick<RowState, 'status' | 'models' | 'written' | 'confidences' | 'margins' | 'why' | 'audits'>,
): string {
  const { row, runId, before, rest: others } = rowCase;
  const { audits = [], ...rest } = written;
  return encodeRowState({
    ...{ id: row.id, run: runId, hash: row.hash, ...rest },
    ...(others === '' ? {} : { rest: others }),
    ...(audits.length > 0 ? { audits } : {}),
    ...(row.state?.confirmed ? { confirmed: row.state.confirmed } : {}),
    ...(before ? { previous: before } : {}),
  });
}

/** Usher's cells as an earlier run left them; undefined when this is the row's first run. */
function cellsBefore(row: TicketRow, view: SheetView, runId: string): RowState['previous'] {
  if (row.state === null) return undefined;
  // A run that takes a row twice is undone to what was there before it began.
  if (row.state.run === runId) return row.state.previous;
  const values = rowValues(view, row.row);
  const cells: Record<string, string | number> = {};
  for (const [column, key] of managedKeys(view.columns)) {
    const value = values[column];
    cells[key] = typeof value === 'number' ? value : textOfCell(value);
  }
  const { previous: _older, ...state } = row.state;
  cells[STATE_KEY] = encodeRowState(state);
  return cells;
}

function labelName(answer: FieldAnswer, names: Readonly<Record<string, string>>): string | null {
  if (answer.decision === 'audit' || answer.decision === 'abstain') return null;
  return names[answer.label] ?? answer.label;
}

/** The words of the ticket that spoke for the label, and why it was decided so. */
function reasonText(answer: FieldAnswer): string {
  if (answer.decision === 'audit') return answer.reason;
  const words = answer.explanation
    .filter((evidence) => evidence.weight > 0)
    .map((evidence) => `“${evidence.text}”`);
  const because = words.length === 0 ? '' : `${words.slice(0, WORDS_SHOWN).join(', ')}. `;
  const fallback = answer.fallback === undefined ? '' : ` ${answer.fallback}`;
  return `${because}${answer.reason}${fallback}`;
}

function statusOf(decisions: readonly FieldAnswer['decision'][]): Status {
  return decisions.length > 0 && decisions.every((decision) => decision === 'assign')
    ? 'assigned'
    : 'needs review';
}

function tallyKind(decisions: readonly FieldAnswer['decision'][]): 'assigned' | 'review' | 'undecided' {
  if (decisions.every((decision) => decision === 'assign')) return 'assigned';
  return decisions.some((decision) => decision !== 'abstain') ? 'review' : 'undecided';
}

/** How far the most probable label is ahead of the next; all of its confidence where there is none. */
function marginOf(answer: Exclude<FieldAnswer, { decision: 'audit' }>): number {
  const others = answer.alternatives.map(({ confidence }) => confidence);
  const ranked = ('label' in answer ? [answer.confidence, ...others] : others).sort((a, b) => b - a);
  return rounded((ranked[0] ?? 0) - (ranked[1] ?? 0));
}

function rounded(share: number): number {
  return Math.round(share * 1000) / 1000;
}
