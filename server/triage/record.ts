// What was answered before in a run, from memory or from the store, and what is recorded of an answer before it goes out.
import type { Field } from '../../src/core/contract.ts';
import type { AnswerStore } from '../store/answers.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { LoggedPrediction } from '../store/prediction-log.ts';
import type { Decided, TicketOnItsWay } from './ask-fields.ts';
import { answerPlace, type Standing, type TriageMemory } from './memory.ts';

/** Where answers are recorded, remembered and logged. */
export interface Recording {
  readonly answers: Pick<AnswerStore, 'find' | 'write'>;
  readonly memory: TriageMemory;
  /** Takes what monitors need to know; returns at once. */
  readonly log: (predictions: readonly LoggedPrediction[]) => void;
  /** Shows monitors the tickets that were just decided; returns at once. Nobody watches where it is left out. */
  readonly watch?: (desk: DeskRecord, decided: readonly Decided[]) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly createId: () => string;
}

/** Puts the answers that are remembered for these texts into the tickets; the tickets that lack some, by id. */
export function findRemembered(
  runId: string,
  desk: DeskRecord,
  fields: readonly Field[],
  tickets: readonly TicketOnItsWay[],
  deps: Recording,
): ReadonlyMap<string, TicketOnItsWay> {
  const unknown = new Map<string, TicketOnItsWay>();
  for (const one of tickets) {
    const { id, textHash } = one.ticket;
    const known = deps.memory.answers.get(answerPlace(desk.id, runId, id, textHash));
    if (known !== undefined) for (const [field, standing] of known) one.answers.set(field, standing);
    if (fields.some((field) => !one.answers.has(field.id))) unknown.set(id, one);
  }
  return unknown;
}

/** Puts the answers that are recorded for these texts into the tickets, and remembers them. */
export async function findRecorded(
  runId: string,
  desk: DeskRecord,
  unknown: ReadonlyMap<string, TicketOnItsWay>,
  deps: Recording,
): Promise<void> {
  const found = new Set<TicketOnItsWay>();
  for (const record of await deps.answers.find(desk.id, runId, [...unknown.keys()])) {
    const one = unknown.get(record.ticketId);
    if (one?.ticket.textHash !== record.textHash || one.answers.has(record.field)) continue;
    one.answers.set(record.field, { record });
    found.add(one);
  }
  // As it is recorded, before it is judged again by today's rule.
  for (const one of found) remember(runId, desk.id, one, new Map(one.answers), deps);
}

function remember(
  runId: string,
  desk: string,
  { ticket }: TicketOnItsWay,
  answers: Map<string, Standing>,
  { memory }: Recording,
): void {
  memory.answers.set(answerPlace(desk, runId, ticket.id, ticket.textHash), answers);
}

/** Writes what was just decided and answers how many tickets are charged. Earlier answers replace ours in the tickets. */
export async function writeRecord(
  runId: string,
  desk: DeskRecord,
  decided: readonly Decided[],
  tickets: readonly TicketOnItsWay[],
  deps: Recording,
): Promise<number> {
  const answers = decided.flatMap(({ ticket, field, decided: { withheld } }) => {
    const record = ticket.answers.get(field)?.record;
    if (record === undefined) return [];
    return [withheld === undefined ? record : { ...record, withheld }];
  });
  const { earlier, charged } = await deps.answers.write(desk.id, runId, answers, deps.now());
  const replaced = new Set<string>();
  if (earlier.length > 0) {
    const byId = new Map(tickets.map((one) => [one.ticket.id, one]));
    for (const record of earlier) {
      byId.get(record.ticketId)?.answers.set(record.field, { record });
      replaced.add(`${record.field} ${record.ticketId}`);
    }
  }
  const at = deps.now();
  const logId = deps.createId();
  const fresh =
    replaced.size === 0
      ? decided
      : decided.filter((one) => !replaced.has(`${one.field} ${one.ticket.ticket.id}`));
  deps.log(fresh.map((one, index) => loggedOf(one, { id: `${logId}-${index}`, at, runId, desk: desk.id })));
  deps.watch?.(desk, fresh);
  for (const one of new Set(decided.map(({ ticket }) => ticket))) {
    // What was just decided is not judged again: an only answer stays as it is.
    const isLasting = replaced.size === 0 && one.answers.size === 1;
    remember(runId, desk.id, one, isLasting ? one.answers : new Map(one.answers), deps);
  }
  return charged.size;
}

function loggedOf(
  { ticket: { ticket }, field, decided: { answer, inAuto, withheld } }: Decided,
  place: Pick<LoggedPrediction, 'id' | 'at' | 'runId' | 'desk'>,
): LoggedPrediction {
  return {
    ...place,
    field,
    ticketId: ticket.id,
    decision: answer.decision,
    label: 'label' in answer ? answer.label : (withheld?.label ?? null),
    confidence: 'confidence' in answer ? answer.confidence : (withheld?.confidence ?? null),
    backend: answer.backend,
    model: answer.model,
    isFallback: 'fallback' in answer && answer.fallback !== undefined,
    language: ticket.facts.language,
    textLength: ticket.facts.length,
    inAuto,
  };
}
