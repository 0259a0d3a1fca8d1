// Asks the desk's backend for every field whose answer does not stand yet, and turns predictions into decisions.
import type { Field } from '../../src/core/contract.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import type {
  Backend,
  BackendFailure,
  BackendOutcome,
  BackendPrediction,
  Evidence,
} from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import type { Decide } from '../promise/promises.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Rollout } from '../store/rollouts.ts';
import { type DecidedAnswer, decide } from './decide.ts';
import { askUnderRollout, type SeenBoth } from './live-rollout.ts';
import type { Standing, TriageMemory } from './memory.ts';
import type { ReadableTicket } from './read-ticket.ts';

/** A ticket on its way, with the answers that stand so far, by field. */
export interface TicketOnItsWay {
  readonly ticket: ReadableTicket;
  readonly answers: Map<string, Standing>;
}

/** What was just decided for one field of one ticket. */
export interface Decided {
  readonly ticket: TicketOnItsWay;
  readonly field: string;
  readonly decided: DecidedAnswer;
  /** Kept apart, since it is not recorded. */
  readonly explanation: readonly Evidence[];
}

/** The rule by which a field's tickets are decided now. */
export type RuleOf = (desk: DeskRecord, field: Field) => Promise<Decide>;

/** What came of asking: decisions for fields that were answered, failures for those that were not. */
export interface Asked {
  readonly decided: readonly Decided[];
  readonly failures: readonly BackendFailure[];
}

/** Who is asked, and how it is decided. */
export interface Asking {
  readonly backend: Backend;
  readonly predictions: TriageMemory['predictions'];
  readonly desk: DeskRecord;
  /** Model in service by field. */
  readonly models: Readonly<Record<string, string>>;
  readonly ruleOf: RuleOf;
  readonly deadline: Deadline;
  /** Challengers on their way into service, by field. */
  readonly rollouts: Readonly<Record<string, Rollout>>;
  /** Told what a challenger and the model in service said of the same tickets. */
  readonly onBoth: (rollout: Rollout, seen: SeenBoth) => Promise<void>;
  /** Told what was spent, in US dollars. */
  readonly onCost: (usd: number) => void;
}

interface Prediction {
  readonly field: Field;
  readonly ticket: TicketOnItsWay;
  readonly prediction: BackendPrediction;
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

/** Asks for each field in turn, decides when all fields are in, and puts the decisions into the tickets' answers. */
export async function askFields(
  asking: Asking,
  fields: readonly Field[],
  tickets: readonly TicketOnItsWay[],
): Promise<Asked> {
  const asked: Prediction[] = [];
  const failures: BackendFailure[] = [];
  for (const field of fields) {
    const open = tickets.filter(({ answers }) => !answers.has(field.id));
    if (open.length === 0) continue;
    const outcome = await ask(asking, field, open);
    if (!outcome.ok) {
      failures.push(outcome.failure);
      continue;
    }
    outcome.predictions.forEach((prediction, index) => {
      const ticket = open[index];
      if (ticket !== undefined) asked.push({ field, ticket, prediction });
    });
  }
  const rules = new Map<string, Decide>();
  for (const { field } of asked) {
    if (!rules.has(field.id)) rules.set(field.id, await asking.ruleOf(asking.desk, field));
  }
  const others = fields.length > 1 ? otherLabels(asked) : undefined;
  const guards = unknownGuards(fields, failures, tickets, asked);
  const decided: Decided[] = [];
  for (const { field, ticket, prediction } of asked) {
    const rule = rules.get(field.id);
    if (rule === undefined) continue;
    const labels = [...(others?.(ticket, field.id) ?? []), ...(guards.get(ticket) ?? [])];
    const answer = decide(ticket.ticket.id, prediction, labels, rule, (id) =>
      currentLabelId(field.labels, id),
    );
    const explanation = answer.answer.decision === 'audit' ? [] : prediction.explanation;
    decided.push({ ticket, field: field.id, decided: answer, explanation });
  }
  for (const { ticket, field, decided: one, explanation } of decided) {
    const { id: ticketId, textHash, facts } = ticket.ticket;
    const record = { ticketId, textHash, field, language: facts.language, answer: one.answer };
    ticket.answers.set(field, { record, explanation });
  }
  return { decided, failures };
}

/**
 * Where a field whose labels must never be missed could not be told of a ticket, it is taken for the worst: the ticket is
 * reviewed by a person. Answers such a label for each of these tickets.
 */
function unknownGuards(
  fields: readonly Field[],
  failures: readonly BackendFailure[],
  tickets: readonly TicketOnItsWay[],
  asked: readonly Prediction[],
): ReadonlyMap<TicketOnItsWay, readonly string[]> {
  const guards = new Map<TicketOnItsWay, string[]>();
  const known = new Set(asked.map(({ field, ticket }) => `${field.id} ${ticket.ticket.id}`));
  for (const { id, neverMissed = [] } of fields) {
    const [worst] = neverMissed;
    if (worst === undefined) continue;
    for (const ticket of tickets) {
      const record = ticket.answers.get(id)?.record;
      const isTold =
        known.has(`${id} ${ticket.ticket.id}`) || (record !== undefined && 'label' in record.answer);
      if (!isTold || failures.length === fields.length)
        guards.set(ticket, [...(guards.get(ticket) ?? []), worst]);
    }
  }
  return guards;
}

/** The best labels of a ticket's other fields, whether just predicted or recorded before. */
function otherLabels(asked: readonly Prediction[]): (ticket: TicketOnItsWay, field: string) => string[] {
  const predicted = new Map<TicketOnItsWay, [string, string][]>();
  for (const { field, ticket, prediction } of asked) {
    const label = prediction.ranked[0]?.label;
    if (label === undefined) continue;
    const known = predicted.get(ticket);
    if (known === undefined) predicted.set(ticket, [[field.id, label]]);
    else known.push([field.id, label]);
  }
  return (ticket, field) => {
    const labels = (predicted.get(ticket) ?? []).flatMap(([other, label]) =>
      other === field ? [] : [label],
    );
    for (const [other, { record }] of ticket.answers) {
      if (other !== field && 'label' in record.answer) labels.push(record.answer.label);
    }
    return labels;
  };
}

async function ask(
  { backend, predictions, desk, models, rollouts, deadline, onCost, onBoth }: Asking,
  field: Field,
  open: readonly TicketOnItsWay[],
): Promise<BackendOutcome> {
  if (field.labels.length === 0) return { ok: false, failure: NO_LABELS };
  if (deadline.leftMs() <= 0) return { ok: false, failure: NO_TIME };
  const askModel = (model: string | undefined, chosen: readonly TicketOnItsWay[]) =>
    predictions.predict(
      backend,
      {
        ...{ desk: desk.id, deskVersion: desk.version, field: field.id, model, onCost },
        labels: field.labels.flatMap(({ id }) => (currentLabelId(field.labels, id) === null ? [] : [id])),
        described: field.labels,
        redaction: desk.redaction,
        tickets: chosen.map(({ ticket }) => ticket),
      },
      deadline,
    );
  const inService = models[field.id];
  const rollout = rollouts[field.id];
  // Another system's model is not the one that the challenger would replace.
  if (rollout === undefined || inService === undefined || backend.name !== 'embedded')
    return askModel(inService, open);
  const beside = { rollout, inService, currentOf: (id: string) => currentLabelId(field.labels, id) };
  const { outcome, seen } = await askUnderRollout(askModel, beside, open, deadline);
  if (seen.tickets > 0) await onBoth(rollout, seen);
  return outcome;
}
