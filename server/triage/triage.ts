// One batch's way, the same for HTTP and the command line: read the tickets, look up what was answered before, ask the
// backend for the rest, decide, write the record, answer. The record is written before the answer goes out, so that a
// caller who asks again, even after a crash, gets the same answer and is charged once.
import { type Field, Problem, type TicketProblem, type TriageRequest } from '../../src/core/contract.ts';
import type { Backend, BackendFailure, Evidence } from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import type { MoveRollout } from '../lifecycle/move-rollouts.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Rollout } from '../store/rollouts.ts';
import { type Asked, askFields, type RuleOf, type TicketOnItsWay } from './ask-fields.ts';
import { judgeAgain } from './judge-again.ts';
import type { Languages } from './language.ts';
import type { SeenBoth } from './live-rollout.ts';
import { guardFields } from './never-missed.ts';
import { readTickets } from './read-ticket.ts';
import { recall } from './recall.ts';
import { findRecorded, findRemembered, type Recording, writeRecord } from './record.ts';
import type { Triaged } from './tell.ts';

/** What triage needs from outside. */
export interface TriageDependencies extends Recording {
  /** The backend that a desk has chosen. */
  readonly backendFor: (desk: string) => Backend;
  /** What spoke for a label that the embedded backend answered earlier, by that answer's model. */
  readonly explain: (
    desk: string,
    model: string,
    text: string,
    label: string,
  ) => Promise<readonly Evidence[]>;
  readonly languages: Languages;
  readonly ruleOf: RuleOf;
  /** Counts what a challenger and the model in service said of the same tickets. */
  readonly moveRollout: MoveRollout;
}

/** A desk with the models that are in service for it, by field. */
export interface Workdesk {
  readonly desk: DeskRecord;
  readonly models: Readonly<Record<string, string>>;
  /** Challengers on their way into service, by field. */
  readonly rollouts: Readonly<Record<string, Rollout>>;
}

const NOTHING_ASKED: Asked = { decided: [], failures: [] };

/**
 * Answers a batch, at once where all of it is remembered. Throws a problem where no ticket at all can be answered: unknown field, no
 * model, backend failed.
 */
export function triageBatch(
  request: TriageRequest,
  workdesk: Workdesk,
  deps: TriageDependencies,
  deadline: Deadline,
): Promise<Triaged> | Triaged {
  const { desk } = workdesk;
  const wanted = fieldsAsked(request, desk);
  const read = readBatch(request, desk, deps);
  if (request.dryRun !== true && guardFields(desk.fields).length === 0) {
    const tickets = recall(request.runId, desk, wanted, read.tickets, deps);
    if (tickets !== undefined) {
      const usage = { charged: 0, repeated: tickets.length, costUsd: 0 };
      return { runId: request.runId, wanted, tickets, problems: read.problems, usage };
    }
  }
  return triageAnew(request, wanted, read, workdesk, deps, deadline);
}

type Read = ReturnType<typeof readTickets>;

function readBatch(request: TriageRequest, { textKey }: DeskRecord, deps: TriageDependencies): Read {
  const { texts } = deps.memory;
  return readTickets(request.tickets, { textKey, texts, detectLanguage: deps.languages.detect });
}

async function triageAnew(
  request: TriageRequest,
  wanted: readonly Field[],
  readFirst: Read,
  { desk, models, rollouts }: Workdesk,
  deps: TriageDependencies,
  deadline: Deadline,
): Promise<Triaged> {
  const isRecording = request.dryRun !== true;
  const fields = withGuards(wanted, desk);
  let read = readFirst;
  if (read.undetected > 0) {
    await deps.languages.load();
    read = readBatch(request, desk, deps);
  }
  const { tickets: readable, problems } = read;
  const tickets = readable.map((ticket): TicketOnItsWay => ({ ticket, answers: new Map() }));
  if (isRecording) {
    const unknown = findRemembered(request.runId, desk, fields, tickets, deps);
    if (unknown.size > 0) await findRecorded(request.runId, desk, unknown, deps);
  }
  let costUsd = 0;
  const asking = {
    onCost: (usd: number) => {
      costUsd += usd;
    },
    ...{ backend: deps.backendFor(desk.id), predictions: deps.memory.predictions },
    ...{ desk, models, rollouts, ruleOf: deps.ruleOf, deadline },
    isWatched: isRecording && deps.watch !== undefined,
    // A trial run is nobody's ticket, so it moves no challenger on.
    onBoth: async (rollout: Rollout, seen: SeenBoth) => {
      if (isRecording) await deps.moveRollout(desk.id, rollout, seen);
    },
  };
  const isOpen = tickets.some(({ answers }) => answers.size < fields.length);
  const { decided, failures } = isOpen ? await askFields(asking, fields, tickets) : NOTHING_ASKED;
  const fresh = new Set(decided.flatMap(({ ticket, field }) => ticket.answers.get(field) ?? []));
  const [failure] = failures;
  if (failure !== undefined && tickets.every(({ answers }) => answers.size === 0)) throw problemOf(failure);

  const charged =
    isRecording && decided.length > 0 ? await writeRecord(request.runId, desk, decided, tickets, deps) : 0;
  const place = { desk, fields, guards: guardFields(desk.fields) };
  if (isRecording) await judgeAgain(tickets, fresh, place, deps.ruleOf);
  if (tickets.some(lacksExplanation)) await explainAgain(tickets, wanted, desk.id, deps);
  const answered = tickets.filter(({ answers }) => answers.size > 0);
  const unanswered = tickets.flatMap(({ ticket, answers }) =>
    answers.size === 0 && failure !== undefined ? [ticketProblemOf(ticket.id, failure)] : [],
  );
  return {
    ...{ runId: request.runId, wanted, tickets: answered, problems: [...problems, ...unanswered] },
    usage: { charged, repeated: isRecording ? answered.length - charged : 0, costUsd },
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

function lacksExplanation({ answers }: TicketOnItsWay): boolean {
  for (const { explanation } of answers.values()) if (explanation === undefined) return true;
  return false;
}

/** Finds the words again that spoke for an answer which was read from the record. */
async function explainAgain(
  tickets: readonly TicketOnItsWay[],
  fields: readonly Field[],
  desk: string,
  deps: TriageDependencies,
): Promise<void> {
  for (const { ticket, answers } of tickets) {
    for (const { id } of fields) {
      const standing = answers.get(id);
      if (standing === undefined || standing.explanation !== undefined) continue;
      const { answer } = standing.record;
      const isExplained = 'label' in answer && answer.backend === 'embedded';
      standing.explanation = isExplained
        ? await deps.explain(desk, answer.model, ticket.text(), answer.label)
        : [];
    }
  }
}

const CODE_OF_FAILURE = {
  no_model: 'no_model',
  late: 'deadline_passed',
  unavailable: 'backend_failed',
  refused: 'backend_failed',
  malformed: 'backend_failed',
  over_budget: 'backend_failed',
} as const satisfies Record<BackendFailure['code'], string>;

function problemOf({ code, message }: BackendFailure): Problem {
  return new Problem(CODE_OF_FAILURE[code], message);
}

function ticketProblemOf(id: string, { code, message }: BackendFailure): TicketProblem {
  return { id, code: CODE_OF_FAILURE[code], message };
}
