// Asks the desk's backend for every field whose answer is not recorded yet, and turns predictions into decisions.
import type { Field } from '../../src/core/contract.ts';
import type {
  Backend,
  BackendFailure,
  BackendOutcome,
  BackendPrediction,
  Evidence,
} from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import type { Decide } from '../promise/promises.ts';
import { type AnswerRecord, answerKey } from '../store/answers.ts';
import type { DeskRecord } from '../store/desks.ts';
import { type DecidedAnswer, decide } from './decide.ts';
import type { ReadableTicket } from './read-ticket.ts';

/** A ticket on its way, with the hash under which its answers are recorded. */
export interface TicketOnItsWay extends ReadableTicket {
  readonly textHash: string;
}

/** A decided ticket and field; the explanation is kept apart, since it is not recorded. */
export interface Decided {
  readonly record: Omit<AnswerRecord, 'language'>;
  readonly logged: Omit<DecidedAnswer, 'answer'>;
  readonly explanation: readonly Evidence[];
}

/** The rule by which a field's tickets are decided now. */
export type RuleOf = (desk: DeskRecord, field: Field) => Promise<Decide>;

/** What came of asking: decisions for fields that were answered, failures for those that were not. */
export interface Asked {
  readonly decided: readonly Decided[];
  readonly failures: readonly BackendFailure[];
}

const NO_LABELS: BackendFailure = {
  code: 'no_model',
  message: 'The field has no labels yet. Fill the "Usher queues" tab and choose "Learn from this sheet".',
};
const NO_TIME: BackendFailure = {
  code: 'late',
  message:
    'The time that the caller gave was over before the answer was there. Send fewer tickets or allow more time.',
};

/** Asks for each field in turn, leaving out tickets whose answer is in `recorded`, and decides when all fields are in. */
export async function askFields(
  backend: Backend,
  desk: DeskRecord,
  fields: readonly Field[],
  tickets: readonly TicketOnItsWay[],
  recorded: ReadonlyMap<string, AnswerRecord>,
  rules: RuleOf,
  deadline: Deadline,
): Promise<Asked> {
  const asked: {
    readonly field: Field;
    readonly ticket: TicketOnItsWay;
    readonly prediction: BackendPrediction;
  }[] = [];
  const failures: BackendFailure[] = [];
  for (const field of fields) {
    const open = tickets.filter(
      ({ id, textHash }) => !recorded.has(answerKey({ ticketId: id, textHash, field: field.id })),
    );
    if (open.length === 0) continue;
    const request = {
      desk: desk.id,
      field: field.id,
      labels: field.labels.map((label) => label.id),
      texts: open.map(({ text }) => text),
    };
    const outcome = await ask(backend, request, deadline);
    if (!outcome.ok) {
      failures.push(outcome.failure);
      continue;
    }
    outcome.predictions.forEach((prediction, index) => {
      const ticket = open[index];
      if (ticket !== undefined) asked.push({ field, ticket, prediction });
    });
  }
  const labels = labelsByTicket(asked, recorded.values());
  const ruleOf = new Map<string, Decide>();
  for (const { field } of asked) {
    if (!ruleOf.has(field.id)) ruleOf.set(field.id, await rules(desk, field));
  }
  const decided = asked.flatMap(({ field, ticket, prediction }): Decided[] => {
    const rule = ruleOf.get(field.id);
    if (rule === undefined) return [];
    const others = (labels.get(ticket.id) ?? []).flatMap((one) =>
      one.field === field.id ? [] : [one.label],
    );
    const { answer, ...logged } = decide(ticket.id, prediction, others, rule);
    const record = { ticketId: ticket.id, textHash: ticket.textHash, field: field.id, answer };
    return [{ record, logged, explanation: prediction.explanation }];
  });
  return { decided, failures };
}

/** The best label of every field that is known of a ticket, whether just predicted or recorded before. */
function labelsByTicket(
  asked: readonly {
    readonly field: Field;
    readonly ticket: TicketOnItsWay;
    readonly prediction: BackendPrediction;
  }[],
  recorded: Iterable<AnswerRecord>,
): Map<string, { field: string; label: string }[]> {
  const labels = new Map<string, { field: string; label: string }[]>();
  const note = (ticket: string, field: string, label: string | undefined) => {
    if (label === undefined) return;
    const known = labels.get(ticket);
    if (known) known.push({ field, label });
    else labels.set(ticket, [{ field, label }]);
  };
  for (const { field, ticket, prediction } of asked) note(ticket.id, field.id, prediction.ranked[0]?.label);
  for (const { ticketId, field, answer } of recorded)
    note(ticketId, field, 'label' in answer ? answer.label : undefined);
  return labels;
}

async function ask(
  backend: Backend,
  request: Parameters<Backend['predict']>[0],
  deadline: Deadline,
): Promise<BackendOutcome> {
  if (request.labels.length === 0) return { ok: false, failure: NO_LABELS };
  if (deadline.leftMs() <= 0) return { ok: false, failure: NO_TIME };
  return backend.predict(request, deadline);
}
