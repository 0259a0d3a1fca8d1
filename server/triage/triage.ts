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
import { reasonText } from '../../src/core/promise/reason.ts';
import type { Backend, BackendFailure, Evidence } from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import type { AnswerStore } from '../store/answers.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { LoggedPrediction } from '../store/prediction-log.ts';
import { askFields, type Decided, type RuleOf, type TicketOnItsWay } from './ask-fields.ts';
import { labelNamesOf } from './label-names.ts';
import { answerPlace, type Standing, type TriageMemory } from './memory.ts';
import { readTickets } from './read-ticket.ts';

/** What triage needs from outside. */
export interface TriageDependencies {
  readonly answers: AnswerStore;
  readonly memory: TriageMemory;
  /** Takes what monitors need to know; returns at once. */
  readonly log: (predictions: readonly LoggedPrediction[]) => void;
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

/** A desk with the models that are in service for it, by field. */
export interface Workdesk {
  readonly desk: DeskRecord;
  readonly models: Readonly<Record<string, string>>;
}

/** Answers a batch. Throws a problem where no ticket at all can be answered: unknown field, no model, backend failed. */
export async function triageBatch(
  request: TriageRequest,
  { desk, models }: Workdesk,
  deps: TriageDependencies,
  deadline: Deadline,
): Promise<TriageAnswer> {
  const isRecording = request.dryRun !== true;
  const wanted = fieldsAsked(request, desk);
  const fields = withGuards(wanted, desk);
  const { textKey } = desk;
  const reading = { textKey, texts: deps.memory.texts, detectLanguage: deps.detectLanguage };
  const { tickets: readable, problems } = readTickets(request.tickets, reading);
  const tickets = readable.map((ticket): TicketOnItsWay => ({ ticket, answers: new Map() }));
  if (isRecording) await findRecorded(request.runId, desk, fields, tickets, deps);
  const backend = deps.backendFor(desk.id);
  const asking = {
    backend,
    predictions: deps.memory.predictions,
    desk,
    models,
    ruleOf: deps.ruleOf,
    deadline,
  };
  if (isRecording) await judgeAgain(tickets, desk, fields, deps);
  const { decided, failures } = await askFields(asking, fields, tickets);
  const [failure] = failures;
  if (failure !== undefined && tickets.every(({ answers }) => answers.size === 0)) throw problemOf(failure);

  const charged = isRecording ? await writeRecord(request.runId, desk, decided, tickets, deps) : 0;
  const predictions: TicketPrediction[] = [];
  const unanswered: TicketProblem[] = [];
  for (const ticket of tickets) {
    if (ticket.answers.size > 0) predictions.push(await predictionOf(ticket, wanted, desk.id, deps));
    else if (failure !== undefined) unanswered.push(ticketProblemOf(ticket.ticket.id, failure));
  }
  return {
    runId: request.runId,
    models: modelsOf(predictions),
    labelNames: labelNamesOf(wanted, predictions),
    predictions,
    problems: [...problems, ...unanswered],
    usage: { charged, repeated: isRecording ? predictions.length - charged : 0, costUsd: 0 },
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

/** The fields that were asked for, and those whose labels decide that a person must look. */
function withGuards(wanted: readonly Field[], desk: DeskRecord): Field[] {
  const guards = desk.fields.filter(
    (field) => (field.neverMissed?.length ?? 0) > 0 && !wanted.some(({ id }) => id === field.id),
  );
  return [...wanted, ...guards];
}

/** A recorded assignment is charged once and holds only as long as the promise does: it is judged by today's rule. */
async function judgeAgain(
  tickets: readonly TicketOnItsWay[],
  desk: DeskRecord,
  fields: readonly Field[],
  deps: TriageDependencies,
): Promise<void> {
  for (const field of fields) {
    const assigned = tickets.filter(
      ({ answers }) => answers.get(field.id)?.record.answer.decision === 'assign',
    );
    if (assigned.length === 0) continue;
    const rule = await deps.ruleOf(desk, field);
    for (const { ticket, answers } of assigned) {
      const standing = answers.get(field.id);
      if (standing?.record.answer.decision !== 'assign') continue;
      const { label, confidence, model } = standing.record.answer;
      const { answer } = rule({ ticketId: ticket.id, label, confidence, model, otherLabels: [] });
      if (answer.decision === 'assign' || answer.decision === 'audit') continue;
      const reason = `${reasonText(answer.reason)}.`;
      const downgraded = { ...standing.record.answer, decision: 'review' as const, reason };
      answers.set(field.id, { ...standing, record: { ...standing.record, answer: downgraded } });
    }
  }
}

/** Puts the answers that are recorded for these texts into the tickets: from memory, else from the store. */
async function findRecorded(
  runId: string,
  desk: DeskRecord,
  fields: readonly Field[],
  tickets: readonly TicketOnItsWay[],
  deps: TriageDependencies,
): Promise<void> {
  const unknown = new Map<string, TicketOnItsWay>();
  for (const one of tickets) {
    const { id, textHash } = one.ticket;
    const known = deps.memory.answers.get(answerPlace(desk.id, runId, id, textHash));
    if (known !== undefined) for (const [field, standing] of known) one.answers.set(field, standing);
    if (fields.some((field) => !one.answers.has(field.id))) unknown.set(id, one);
  }
  if (unknown.size === 0) return;
  for (const record of await deps.answers.find(desk.id, runId, [...unknown.keys()])) {
    const one = unknown.get(record.ticketId);
    if (one?.ticket.textHash === record.textHash && !one.answers.has(record.field)) {
      one.answers.set(record.field, { record });
    }
  }
}

/** Writes what was just decided and answers how many tickets are charged. Earlier answers replace ours in the tickets. */
async function writeRecord(
  runId: string,
  desk: DeskRecord,
  decided: readonly Decided[],
  tickets: readonly TicketOnItsWay[],
  deps: TriageDependencies,
): Promise<number> {
  if (decided.length === 0) return 0;
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
  deps.log(
    decided.flatMap((one, index) =>
      replaced.has(`${one.field} ${one.ticket.ticket.id}`)
        ? []
        : [loggedOf(one, { id: `${logId}-${index}`, at, runId, desk: desk.id })],
    ),
  );
  for (const { ticket, answers: standing } of tickets) {
    if (standing.size === 0) continue;
    deps.memory.answers.set(answerPlace(desk.id, runId, ticket.id, ticket.textHash), standing);
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

async function predictionOf(
  { ticket, answers }: TicketOnItsWay,
  fields: readonly Field[],
  desk: string,
  deps: TriageDependencies,
): Promise<TicketPrediction> {
  const told: Record<string, FieldAnswer> = {};
  let language = ticket.facts.language;
  for (const { id: field } of fields) {
    const found = answers.get(field);
    if (found === undefined) continue;
    language = found.record.language;
    const explained = explainedHere(found) ?? (await explainedAgain(found, ticket.text(), desk, deps));
    if (explained.explanation !== undefined && found.explanation === undefined) {
      answers.set(field, { ...found, explanation: explained.explanation });
    }
    told[field] = explained.answer;
  }
  return { id: ticket.id, language, fields: told };
}

interface Explained {
  readonly answer: FieldAnswer;
  readonly explanation?: readonly Evidence[];
}

/** The answer with the explanation that is at hand; undefined where it has to be found again. */
function explainedHere({ record: { answer }, explanation }: Standing): Explained | undefined {
  if (answer.decision === 'audit') return { answer };
  if (explanation !== undefined) return { answer: { ...answer, explanation: [...explanation] } };
  if (answer.decision === 'abstain' || answer.backend !== 'embedded') {
    return { answer: { ...answer, explanation: [] } };
  }
  return undefined;
}

async function explainedAgain(
  { record: { answer } }: Standing,
  text: string,
  desk: string,
  deps: TriageDependencies,
): Promise<Explained> {
  if (!('label' in answer)) throw new Error('Only an answer with a label is explained again.');
  const explanation = await deps.explain(desk, answer.model, text, answer.label);
  return { answer: { ...answer, explanation: [...explanation] }, explanation };
}

function modelsOf(predictions: readonly TicketPrediction[]): Record<string, string> {
  const models: Record<string, string> = {};
  for (const { fields } of predictions)
    for (const field in fields) models[field] = fields[field]?.model ?? '';
  return models;
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
