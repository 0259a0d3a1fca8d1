// Blind audits: rows whose label was withheld, once a person has judged them. Their outcomes are the fresh evidence on which
// a promise is kept or taken back; what people merely left alone is none.
import { type AuditOutcomes, type AuditReceipt, Problem } from '../core/contract.ts';
import { cellText } from './cell-text.ts';
import { writeChecked } from './checked-write.ts';
import { STATE_KEY } from './column-keys.ts';
import { foldName, idsByName, type LabelLists } from './label-names.ts';
import { lookAgain } from './look-again.ts';
import type { SheetWorld } from './ports.ts';
import { exchange, parseAuditReceipt } from './proxy.ts';
import { readQueues } from './queues-tab.ts';
import { encodeRowState } from './row-state.ts';
import { isStateCurrent, type TicketRow } from './rows.ts';
import type { Settings } from './settings.ts';
import type { SheetView } from './sheet-view.ts';

/** Outcomes in one request; a desk audits some dozens a week. */
const OUTCOMES_MAX = 1_000;

/** Fields of a row that were audited blind and that a person has judged since. */
function judgedFields(row: TicketRow): string[] {
  // A state about another text tells nothing of the label beside it.
  if (!isStateCurrent(row)) return [];
  return (row.state?.audits ?? []).filter((field) => {
    const kind = row.origins[field]?.kind;
    return kind === 'person' || kind === 'corrected';
  });
}

/**
 * Sends what people decided about audited rows, and notes in the rows that it was sent. Answers sentences on what the
 * proxy took back. A refusal leaves everything for the next run; it must not stop this one.
 */
export function sendAuditOutcomes(world: SheetWorld, settings: Settings, view: SheetView): readonly string[] {
  const judged = view.rows.filter((row) => judgedFields(row).length > 0).slice(0, OUTCOMES_MAX);
  if (judged.length === 0) return [];
  const lists = readQueues(world.sheets) ?? {};
  const idOf = new Map(settings.fields.map(({ field }) => [field, chosenLabels(lists, field)]));
  const outcomes: AuditOutcomes['outcomes'] = judged.flatMap((row) =>
    judgedFields(row).flatMap((field) => {
      const origin = row.origins[field];
      const label = origin && 'label' in origin ? idOf.get(field)?.(origin.label) : undefined;
      return label === undefined ? [] : [{ ticketId: row.id, field, label }];
    }),
  );
  if (outcomes.length === 0) return [];
  try {
    const path = `/v1/desks/${settings.desk}/audits`;
    const body = JSON.stringify({ outcomes });
    const receipt = exchange(world.http, { method: 'POST', path, body }, parseAuditReceipt);
    markSent(world, settings, view, fieldsSent(outcomes, receipt.waiting ?? []));
    return receipt.tripped.map((tripped) => tripped.sentence);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    world.log(`audit outcomes wait for the next run: ${error.code}`);
    return [];
  }
}

/**
 * Which label a person chose, by the name in the cell. A name that is not in the tab is Usher's error too, told as null, since a biased
 * part would be missing from the evidence; where the tab has no labels at all, nothing can be told.
 */
function chosenLabels(lists: LabelLists, field: string): (name: string) => string | null | undefined {
  const labels = lists[field] ?? [];
  const ids = idsByName(lists, field);
  return (name) => {
    if (labels.length === 0) return undefined;
    const folded = foldName(name);
    return ids.get(folded) ?? labels.find((label) => foldName(label.name) === folded)?.id ?? null;
  };
}

/** The fields by ticket whose outcome has arrived: not those that wait until the proxy knows the label. */
function fieldsSent(
  outcomes: AuditOutcomes['outcomes'],
  waiting: NonNullable<AuditReceipt['waiting']>,
): Map<string, Set<string>> {
  const sent = new Map<string, Set<string>>();
  for (const { ticketId, field } of outcomes) {
    if (waiting.some((one) => one.ticketId === ticketId && one.field === field)) continue;
    sent.set(ticketId, (sent.get(ticketId) ?? new Set()).add(field));
  }
  return sent;
}

function markSent(
  world: SheetWorld,
  settings: Settings,
  view: SheetView,
  sent: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const wanted = new Map<string, ReadonlyMap<string, string>>();
  for (const row of view.rows) {
    const fields = sent.get(row.id);
    if (!row.state || fields === undefined) continue;
    const { audits = [], ...state } = row.state;
    const left = audits.filter((field) => !fields.has(field));
    const marked = encodeRowState(left.length > 0 ? { ...state, audits: left } : state);
    wanted.set(row.id, new Map([[STATE_KEY, cellText(marked)]]));
  }
  writeChecked(world, settings.sheetId, { view, wanted }, (earlier) => lookAgain(world, settings, earlier));
}
