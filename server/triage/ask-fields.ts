// Asks the desk's backend for every field whose answer is not recorded yet, and turns predictions into decisions.
import type { Field } from '../../src/core/contract.ts';
import type { Backend, BackendFailure, BackendOutcome, Evidence } from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import { type AnswerRecord, answerKey } from '../store/answers.ts';
import type { DeskRecord } from '../store/desks.ts';
import { decide } from './decide.ts';
import type { ReadableTicket } from './read-ticket.ts';

/** A ticket on its way, with the hash under which its answers are recorded. */
export interface TicketOnItsWay extends ReadableTicket {
  readonly textHash: string;
}

/** A decided ticket and field; the explanation is kept apart, since it is not recorded. */
export interface Decided {
  readonly record: Omit<AnswerRecord, 'language'>;
  readonly explanation: readonly Evidence[];
}

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

/** Asks for each field in turn, leaving out tickets whose answer is in `recorded`. */
export async function askFields(
  backend: Backend,
  desk: DeskRecord,
  fields: readonly Field[],
  tickets: readonly TicketOnItsWay[],
  recorded: ReadonlyMap<string, AnswerRecord>,
  deadline: Deadline,
): Promise<Asked> {
  const decided: Decided[] = [];
  const failures: BackendFailure[] = [];
  for (const { id: field, labels } of fields) {
    const open = tickets.filter(
      ({ id, textHash }) => !recorded.has(answerKey({ ticketId: id, textHash, field })),
    );
    if (open.length === 0) continue;
    const request = {
      desk: desk.id,
      field,
      labels: labels.map((label) => label.id),
      texts: open.map(({ text }) => text),
    };
    const outcome = await ask(backend, request, deadline);
    if (!outcome.ok) {
      failures.push(outcome.failure);
      continue;
    }
    outcome.predictions.forEach((prediction, index) => {
      const ticket = open[index];
      if (ticket === undefined) return;
      const record = { ticketId: ticket.id, textHash: ticket.textHash, field, answer: decide(prediction) };
      decided.push({ record, explanation: prediction.explanation });
    });
  }
  return { decided, failures };
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
