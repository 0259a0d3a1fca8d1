// Asks the desk's backend for every field whose answer does not stand yet, and turns predictions into decisions.
import type { Field } from '../../src/core/contract.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import type {
  Backend,
  BackendFailure,
  BackendOutcome,
  BackendPrediction,
  Evidence,
  TextTrace,
} from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import type { Decide } from '../promise/promises.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Rollout } from '../store/rollouts.ts';
import { type DecidedAnswer, decide } from './decide.ts';
import { askUnderRollout, type SeenBoth } from './live-rollout.ts';
import type { Standing, TriageMemory } from './memory.ts';
import { guardFields, guardOf, recordedLabel, toldLabel } from './never-missed.ts';
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
  /** What monitors keep of the text, where it was just predicted. */
  readonly trace: TextTrace | undefined;
}

/** The rule by which a field's tickets are decided now; at once where it is known. */
export type RuleOf = (desk: DeskRecord, field: Field) => Promise<Decide> | Decide;

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
  /** Monitors will look at the answers. */
  readonly isWatched: boolean;
  /** Told what a challenger and the model in service said of the same tickets. */
  readonly onBoth: (rollout: Rollout, seen: SeenBoth) => Promise<void>;
  /** Told what was spent, in US dollars. */
  readonly onCost: (usd: number) => void;
}

interface Prediction {
  readonly field: Field;
  readonly ticket: TicketOnItsWay;
  readonly prediction: BackendPrediction;
  readonly trace: TextTrace | undefined;
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
      if (ticket !== undefined) asked.push({ field, ticket, prediction, trace: outcome.traces?.[index] });
    });
  }
  const rules = new Map<string, { readonly rule: Decide; readonly currentOf: CurrentOf }>();
  for (const { field } of asked) {
    if (rules.has(field.id)) continue;
    const rule = await asking.ruleOf(asking.desk, field);
    rules.set(field.id, { rule, currentOf: currentLabelsOf(field) });
  }
  const guards = guardFields(asking.desk.fields);
  const labelOf = guards.length > 0 ? labelsFound(asking.desk, asked) : undefined;
  const decided: Decided[] = [];
  for (const { field, ticket, prediction, trace } of asked) {
    const by = rules.get(field.id);
    if (by === undefined) continue;
    const guard = labelOf
      ? guardOf(guards, field.id, prediction.ranked[0]?.label, {
          attributes: ticket.ticket.attributes,
          labelOf: (other) => labelOf(ticket, other),
        })
      : null;
    const answer = decide(ticket.ticket.textHash, prediction, guard, by.rule, by.currentOf);
    const explanation = answer.answer.decision === 'audit' ? [] : prediction.explanation;
    decided.push({ ticket, field: field.id, decided: answer, explanation, trace });
  }
  for (const { ticket, field, decided: one, explanation } of decided) {
    const { id: ticketId, textHash, facts } = ticket.ticket;
    const json = JSON.stringify(one.answer);
    const record = { ticketId, textHash, field, language: facts.language, answer: one.answer, json };
    ticket.answers.set(field, { record, explanation });
  }
  return { decided, failures };
}

type CurrentOf = (label: string) => string | null;

/** The id that a label of a field goes under today, found once for all tickets of a batch. */
function currentLabelsOf({ labels }: Field): CurrentOf {
  const found = new Map<string, string | null>();
  return (label) => {
    let today = found.get(label);
    if (today === undefined) {
      today = currentLabelId(labels, label);
      found.set(label, today);
    }
    return today;
  };
}

/** The label of a ticket in a field, whether just predicted or recorded before; null where none could be told. */
function labelsFound(
  desk: DeskRecord,
  asked: readonly Prediction[],
): (ticket: TicketOnItsWay, field: string) => string | null {
  const predicted = new Map<TicketOnItsWay, Map<string, string | null>>();
  for (const { field, ticket, prediction } of asked) {
    const known = predicted.get(ticket) ?? new Map<string, string | null>();
    predicted.set(ticket, known.set(field.id, toldLabel(prediction)));
  }
  return (ticket, id) => {
    const told = predicted.get(ticket)?.get(id);
    return told === undefined ? labelFound(desk, ticket, id) : told;
  };
}

/** The label that stands in a ticket's answers for a field; null where none does. */
export function labelFound(desk: DeskRecord, { answers }: TicketOnItsWay, id: string): string | null {
  const field = desk.fields.find((one) => one.id === id);
  const answer = answers.get(id)?.record.answer;
  return field === undefined || answer === undefined ? null : recordedLabel(field, answer);
}

async function ask(
  { backend, predictions, desk, models, rollouts, isWatched, deadline, onCost, onBoth }: Asking,
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
        // Monitors look at the desk's first field: others follow from the same texts.
        isTraced: isWatched && field.id === desk.fields[0]?.id,
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
