// Review: the rows that wait for a person, most valuable first, and what a person decides about one of them. A row is found by its
// Usher ID when the decision is written, wherever it stands by then.
import { topLabels } from '../core/classifier/predict.ts';
import { Problem } from '../core/contract.ts';
import { pickForReview } from '../core/review-picks.ts';
import { createRandom } from '../core/statistics/random.ts';
import { ticketText } from '../core/ticket.ts';
import { cellText, shownText, textOfCell } from './cell-text.ts';
import { writeChecked } from './checked-write.ts';
import { type ColumnKey, labelKey, STATE_KEY, STATUS_KEY } from './column-keys.ts';
import { fileEdits } from './edit-journal.ts';
import { activeNames, foldName } from './label-names.ts';
import { language, messages, pageTexts } from './messages.ts';
import { type CellModel, MODEL_TAB, readCellModel } from './model-tab.ts';
import { answerPage } from './page-answer.ts';
import type { SheetWorld } from './ports.ts';
import { readQueues } from './queues-tab.ts';
import { restDigest } from './row-identity.ts';
import { encodeRowState, type Status } from './row-state.ts';
import { isOpen, isStateCurrent, type TicketRow } from './rows.ts';
import { openHolder } from './run-lease.ts';
import { isRecord, readSettings, requireSettings, type Settings } from './settings.ts';
import { lookAtSheet, rowValues, type SheetView } from './sheet-view.ts';
import type { PersonEdit } from './typed-edits.ts';
import { settled } from './write-result.ts';

/** Items in one answer; the page asks again when it has walked them. */
const ITEMS_MAX = 20;
const BODY_SHOWN = 1_500;
/** Skipped items that a page remembers. */
const SKIPPED_MAX = 5_000;
const LOCK_WAIT_MS = 5_000;

export interface ReviewItem {
  readonly id: string;
  readonly field: string;
  /** The field's header. */
  readonly name: string;
  readonly row: number;
  readonly subject: string;
  readonly body: string;
  /** Usher's suggestion; empty where it has none, and in a blind audit. */
  readonly suggestion: string;
  /** 0–1; null where there is none to show. */
  readonly confidence: number | null;
  readonly reason: string;
  readonly isAudit: boolean;
  /** All labels by name: most probable first, and in the tab's order in a blind audit, so that the order tells nothing. */
  readonly labels: readonly string[];
}

export interface ReviewView {
  readonly texts: typeof pageTexts;
  readonly language: string;
  readonly isSetUp: boolean;
  /** Rows that wait, those in `items` included. */
  readonly waiting: number;
  readonly items: readonly ReviewItem[];
}

/** What waits for a person, without what the page has skipped (`id` and field, joined by a space). */
export function reviewView(world: SheetWorld, skipped: unknown): ReviewView {
  return answerPage(world, () => {
    const settings = readSettings(world.settings);
    const frame = { texts: pageTexts, language, isSetUp: settings !== null };
    if (!settings) return { ...frame, waiting: 0, items: [] };
    const view = lookAtSheet(world, settings);
    const passed = new Set(Array.isArray(skipped) ? skipped.slice(0, SKIPPED_MAX).map(String) : []);
    const waiting = waitingRows(view, settings).filter(({ row, field }) => !passed.has(`${row.id} ${field}`));
    const first = waiting.slice(0, ITEMS_MAX);
    const lists = readQueues(world.sheets) ?? {};
    const models = modelsFor(world, new Set(first.filter((item) => !item.isAudit).map(({ field }) => field)));
    const items = first.map((item) =>
      itemOf(item, view, settings, activeNames(lists, item.field), models.get(item.field) ?? null),
    );
    return { ...frame, waiting: waiting.length, items };
  });
}

/** Of a row whose one label was corrected, another may still wait. */
function mayWait({ status }: TicketRow): boolean {
  return status === 'needs review' || status === 'corrected';
}

interface Waiting {
  readonly row: TicketRow;
  readonly field: string;
  readonly isAudit: boolean;
  readonly confidence: number;
}

/** Blind audits first, since each is fresh evidence for the promise; then what is worth most, as `inOrderOfWorth` says. */
function waitingRows(view: SheetView, settings: Settings): Waiting[] {
  const waiting: Waiting[] = [];
  const seen = new Set<string>();
  for (const row of view.rows) {
    if (row.id === '' || seen.has(row.id)) continue;
    seen.add(row.id);
    if (!row.isTicket || row.state === null || !mayWait(row)) continue;
    // A state about another text is a row to triage anew, or one that a sort has parted.
    if (!isStateCurrent(row)) continue;
    for (const { field } of settings.fields) {
      const kind = row.origins[field]?.kind;
      if (kind !== 'usher' && kind !== 'blank') continue;
      const column = view.columns.fields.find((candidate) => candidate.field === field)?.confidence ?? -1;
      const cell = rowValues(view, row.row)[column];
      const isAudit = row.state.audits?.includes(field) ?? false;
      waiting.push({ row, field, isAudit, confidence: typeof cell === 'number' ? cell : 0 });
    }
  }
  return [
    ...waiting.filter(({ isAudit }) => isAudit),
    ...inOrderOfWorth(waiting.filter(({ isAudit }) => !isAudit)),
  ];
}

/**
 * The least certain first while all fit one page; else a page of picks: the least certain of every queue, so that one hard queue
 * does not take all the work, and a part at random, which tells how good Usher is where it feels sure.
 */
function inOrderOfWorth(waiting: readonly Waiting[]): Waiting[] {
  const sorted = [...waiting].sort((a, b) => a.confidence - b.confidence);
  if (sorted.length <= ITEMS_MAX) return sorted;
  const candidates = sorted.map(({ row, field, confidence }) => {
    const origin = row.origins[field];
    return { label: origin?.kind === 'usher' ? origin.label : '', margin: confidence };
  });
  const picks = pickForReview(candidates, ITEMS_MAX, createRandom(sorted.length));
  const picked = new Set(picks);
  return [
    ...picks.flatMap((index) => sorted[index] ?? []),
    ...sorted.filter((_, index) => !picked.has(index)),
  ];
}

function itemOf(
  { row, field, isAudit, confidence }: Waiting,
  view: SheetView,
  settings: Settings,
  names: readonly string[],
  model: CellModel | null,
): ReviewItem {
  const origin = row.origins[field];
  const suggestion = origin?.kind === 'usher' ? origin.label : '';
  const reason = isAudit ? '' : textOfCell(rowValues(view, row.row)[view.columns.reason]);
  return {
    ...{ id: row.id, field, row: row.row, subject: row.subject, suggestion, reason, isAudit },
    name: settings.fields.find((binding) => binding.field === field)?.header ?? field,
    body: row.body.length > BODY_SHOWN ? `${row.body.slice(0, BODY_SHOWN - 1)}…` : row.body,
    confidence: isAudit || suggestion === '' ? null : confidence,
    labels: isAudit ? names : ranked(names, suggestion, model, row),
  };
}

/** The suggestion, then the runner-ups by the model in the hidden tab, then the rest as the tab has them. */
function ranked(
  names: readonly string[],
  suggestion: string,
  model: CellModel | null,
  row: TicketRow,
): string[] {
  const order = suggestion === '' ? [] : [suggestion];
  if (model) {
    const { probabilities } = model.predictor.predict(ticketText(row));
    for (const { label } of topLabels(probabilities, names.length)) order.push(model.labelNames[label] ?? '');
  }
  const known = new Map(names.map((name) => [foldName(name), name]));
  const first = order.flatMap((name) => known.get(foldName(name)) ?? []);
  return [...new Set([...first, ...names])];
}

function modelsFor(world: SheetWorld, fields: ReadonlySet<string>): Map<string, CellModel | null> {
  const tab = world.sheets.sheets().find((sheet) => sheet.name === MODEL_TAB);
  if (!tab || fields.size === 0) return new Map();
  const { rows } = world.sheets.read(tab.id);
  return new Map([...fields].map((field) => [field, modelOrNull(rows, field)]));
}

/** A damaged tab costs the order of the labels, not the review. */
function modelOrNull(rows: Parameters<typeof readCellModel>[0], field: string): CellModel | null {
  try {
    return readCellModel(rows, field);
  } catch {
    return null;
  }
}

/** A person's word about one row, as the page sends it. */
interface ReviewDecision {
  readonly id: string;
  readonly field: string;
  /** The label that was shown as Usher's; empty where there was none. */
  readonly suggestion: string;
  readonly label: string;
}

/**
 * Writes a person's decision: the label, and `confirmed` or `corrected`. Refuses when the row is gone or was decided by somebody
 * else since the page showed it.
 */
export function decideReview(world: SheetWorld, sent: unknown): string {
  return answerPage(world, () => {
    const settings = requireSettings(world.settings);
    const decision = parseDecision(sent);
    const names = activeNames(readQueues(world.sheets) ?? {}, decision.field);
    if (!names.includes(decision.label))
      throw new Problem('bad_request', messages.reviewUnknown(decision.label));
    const look = () => lookAtSheet(world, settings);
    const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
      const view = look();
      const row = view.rows.find(({ id }) => id === decision.id);
      if (!row || !isAsShown(row, decision)) throw new Problem('conflict', messages.reviewGone);
      const cells = decidedCells(row, decision);
      // A run at work must not take the person's word for a stray one of its own.
      if (openHolder(world) !== null)
        fileEdits(world.settings, editsOf(view, row, cells), world.now(), world.newId);
      settled(writeChecked(world, settings.sheetId, { view, wanted: new Map([[row.id, cells]]) }, look));
      return true;
    });
    if (!locked) throw new Problem('conflict', messages.busy);
    return decision.label;
  });
}

/**
 * The cells of a row of which a person has decided one field. The status `confirmed` keeps every label of a row, so it is set once
 * nothing else waits; until then the row's state notes which label was kept.
 */
function decidedCells(row: TicketRow, { field, suggestion, label }: ReviewDecision): Map<ColumnKey, string> {
  const cells = new Map<ColumnKey, string>([[labelKey(field), cellText(label)]]);
  const isKept = suggestion === '' || label === suggestion;
  const othersWait = Object.keys(row.origins).some((other) => other !== field && isOpen(row.origins[other]));
  const status: Status = isKept ? 'confirmed' : 'corrected';
  if (!isKept || !othersWait) cells.set(STATUS_KEY, status);
  if (isKept && suggestion !== '' && row.state !== null) {
    const confirmed = [...new Set([...(row.state.confirmed ?? []), field])];
    cells.set(STATE_KEY, cellText(encodeRowState({ ...row.state, confirmed })));
  }
  return cells;
}

/** The decision as if it had been typed into the cells. */
function editsOf(view: SheetView, row: TicketRow, cells: ReadonlyMap<ColumnKey, string>): PersonEdit[] {
  const place = { id: row.id, hash: row.hash, rest: restDigest(view, row.row), row: row.row };
  const typed = [...cells].filter(([column]) => column !== STATE_KEY);
  return typed.map(([column, cell]) => ({
    ...place,
    column,
    value: shownText(cell),
    isTold: true,
    isSure: true,
    isRow: false,
  }));
}

function isAsShown(row: TicketRow, { field, suggestion }: ReviewDecision): boolean {
  if (!mayWait(row) || !isStateCurrent(row)) return false;
  const origin = row.origins[field];
  return origin?.kind === 'usher'
    ? origin.label === suggestion
    : origin?.kind === 'blank' && suggestion === '';
}

function parseDecision(sent: unknown): ReviewDecision {
  if (isRecord(sent)) {
    const { id, field, suggestion, label } = sent;
    const isText = (value: unknown): value is string => typeof value === 'string';
    if (isText(id) && isText(field) && isText(suggestion) && isText(label) && id !== '' && label !== '')
      return { id, field, suggestion, label };
  }
  throw new Problem('bad_request', messages.badChoice);
}
