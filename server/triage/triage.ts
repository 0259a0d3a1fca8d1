// One batch's way, the same for HTTP and the command line: read the tickets, look up what was answered before, ask the
// backend for the rest, decide, write the record, answer. The record is written before the answer goes out, so that a
// caller who asks again, even after a crash, gets the same answer and is charged once.
import {
  type Field,
  type FieldAnswer,
  Problem,
  type TicketPrediction,
  type TicketProblem,
  type TriageAnswer,
  type TriageRequest,
} from '../../src/core/contract.ts';
import type { Backend, BackendFailure, Evidence } from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import { type AnswerRecord, type AnswerStore, answerKey, type NewAnswer } from '../store/answers.ts';
import type { DeskRecord } from '../store/desks.ts';
import { askFields, type Decided, type RuleOf, type TicketOnItsWay } from './ask-fields.ts';
import { labelNamesOf } from './label-names.ts';
import { readTickets } from './read-ticket.ts';
import { keyedTextHash } from './text-key.ts';

/** What triage needs from outside. */
export interface TriageDependencies {
  readonly answers: AnswerStore;
  /** The backend that a desk has chosen. */
  readonly backendFor: (desk: string) => Backend;
  /** What spoke for a label that the embedded backend answered earlier, by that answer's model. */
  readonly explain: (
    desk: string,
    model: string,
    text: string,
    label: string,
  ) => Promise<readonly Evidence[]>;
  readonly detectLanguage: (text: string) => string;
  readonly ruleOf: RuleOf;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly createId: () => string;
}

/** An answer that stands, with its explanation where it was just made. */
interface Standing {
  readonly record: AnswerRecord;
  readonly explanation?: readonly Evidence[];
}

/** Answers a batch. Throws a problem where no ticket at all can be answered: unknown field, no model, backend failed. */
export async function triageBatch(
  request: TriageRequest,
  desk: DeskRecord,
  deps: TriageDependencies,
  deadline: Deadline,
): Promise<TriageAnswer> {
  const isRecording = request.dryRun !== true;
  const fields = fieldsAsked(request, desk);
  const { tickets: readable, problems } = readTickets(request.tickets);
  const tickets = readable.map((ticket) => ({
    ...ticket,
    textHash: keyedTextHash(ticket.text, desk.textKey),
  }));
  const recorded = isRecording ? await findRecorded(request.runId, desk, tickets, deps) : new Map();
  const { decided, failures } = await askFields(
    deps.backendFor(desk.id),
    desk,
    fields,
    tickets,
    recorded,
    deps.ruleOf,
    deadline,
  );
  const standing = standingOf(recorded.values(), decided, tickets, deps);
  const [failure] = failures;
  if (standing.size === 0 && failure !== undefined) throw problemOf(failure);

  const charged = isRecording
    ? await writeRecord(request.runId, desk, standing, decided, tickets, deps)
    : new Set<string>();
  const predictions: TicketPrediction[] = [];
  const unanswered: TicketProblem[] = [];
  for (const ticket of tickets) {
    const prediction = await predictionOf(ticket, fields, standing, desk.id, deps);
    if (prediction !== undefined) predictions.push(prediction);
    else if (failure !== undefined) unanswered.push(ticketProblemOf(ticket.id, failure));
  }
  return {
    runId: request.runId,
    models: modelsOf(predictions),
    labelNames: labelNamesOf(fields, predictions),
    predictions,
    problems: [...problems, ...unanswered],
    usage: {
      charged: charged.size,
      repeated: isRecording ? predictions.length - charged.size : 0,
      costUsd: 0,
    },
  };
}

function fieldsAsked(request: TriageRequest, desk: DeskRecord): Field[] {
  const wanted = request.fields ?? desk.fields.map(({ id }) => id);
  return [...new Set(wanted)].map((id) => {
    const field = desk.fields.find((one) => one.id === id);
    if (field !== undefined) return field;
    throw new Problem(
      'bad_request',
      `The desk has no field "${id}". Its fields are in the desk's settings.`,
      {
        field: id,
      },
    );
  });
}

async function findRecorded(
  runId: string,
  desk: DeskRecord,
  tickets: readonly TicketOnItsWay[],
  deps: TriageDependencies,
): Promise<ReadonlyMap<string, AnswerRecord>> {
  const hashes = new Map(tickets.map(({ id, textHash }) => [id, textHash]));
  const records = await deps.answers.find(desk.id, runId, [...hashes.keys()]);
  const ofTheseTexts = records.filter(({ ticketId, textHash }) => hashes.get(ticketId) === textHash);
  return new Map(ofTheseTexts.map((record) => [answerKey(record), record]));
}

function standingOf(
  recorded: Iterable<AnswerRecord>,
  decided: readonly Decided[],
  tickets: readonly TicketOnItsWay[],
  deps: TriageDependencies,
): Map<string, Standing> {
  const standing = new Map<string, Standing>();
  const languages = new Map<string, string>();
  for (const record of recorded) {
    standing.set(answerKey(record), { record });
    languages.set(record.ticketId, record.language);
  }
  const texts = new Map(tickets.map(({ id, text }) => [id, text]));
  for (const { record, explanation } of decided) {
    const language = languages.get(record.ticketId) ?? deps.detectLanguage(texts.get(record.ticketId) ?? '');
    languages.set(record.ticketId, language);
    standing.set(answerKey(record), { record: { ...record, language }, explanation });
  }
  return standing;
}

/** Writes what was just decided; answers the ids of tickets that are charged. Earlier answers replace ours in `standing`. */
async function writeRecord(
  runId: string,
  desk: DeskRecord,
  standing: Map<string, Standing>,
  decided: readonly Decided[],
  tickets: readonly TicketOnItsWay[],
  deps: TriageDependencies,
): Promise<ReadonlySet<string>> {
  const lengths = new Map(tickets.map(({ id, text }) => [id, text.length]));
  const answers = decided.flatMap(({ record, logged }): NewAnswer[] => {
    const stands = standing.get(answerKey(record));
    if (stands === undefined) return [];
    const textLength = lengths.get(record.ticketId) ?? 0;
    return [{ ...stands.record, ...logged, logId: deps.createId(), textLength }];
  });
  const { earlier, charged } = await deps.answers.write(desk.id, runId, answers, deps.now());
  for (const record of earlier) standing.set(answerKey(record), { record });
  return charged;
}

async function predictionOf(
  ticket: TicketOnItsWay,
  fields: readonly Field[],
  standing: ReadonlyMap<string, Standing>,
  desk: string,
  deps: TriageDependencies,
): Promise<TicketPrediction | undefined> {
  const answers: [string, FieldAnswer][] = [];
  let language = '';
  for (const { id: field } of fields) {
    const found = standing.get(answerKey({ ticketId: ticket.id, textHash: ticket.textHash, field }));
    if (found === undefined) continue;
    language = found.record.language;
    answers.push([field, await withExplanation(found, ticket.text, desk, deps)]);
  }
  return answers.length === 0 ? undefined : { id: ticket.id, language, fields: Object.fromEntries(answers) };
}

async function withExplanation(
  { record: { answer }, explanation }: Standing,
  text: string,
  desk: string,
  deps: TriageDependencies,
): Promise<FieldAnswer> {
  if (answer.decision === 'audit') return answer;
  if (explanation !== undefined) return { ...answer, explanation: [...explanation] };
  if (answer.decision === 'abstain' || answer.backend !== 'embedded') return { ...answer, explanation: [] };
  return { ...answer, explanation: [...(await deps.explain(desk, answer.model, text, answer.label))] };
}

function modelsOf(predictions: readonly TicketPrediction[]): Record<string, string> {
  return Object.fromEntries(
    predictions.flatMap(({ fields }) => Object.entries(fields).map(([field, { model }]) => [field, model])),
  );
}

const CODE_OF_FAILURE = {
  no_model: 'no_model',
  late: 'deadline_passed',
  unavailable: 'backend_failed',
  refused: 'backend_failed',
  malformed: 'backend_failed',
} as const satisfies Record<BackendFailure['code'], string>;

function problemOf({ code, message }: BackendFailure): Problem {
  return new Problem(CODE_OF_FAILURE[code], message);
}

function ticketProblemOf(id: string, { code, message }: BackendFailure): TicketProblem {
  return { id, code: CODE_OF_FAILURE[code], message };
}
