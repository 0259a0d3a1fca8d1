// The add-on's side of the wire: requests from tickets, answers checked, refusals turned into problems people can read.

import type { AddonModel } from '../core/addon-model.ts';
import {
  type AuditReceipt,
  type Desk,
  type DeskList,
  type FieldPromise,
  type LessonCall,
  type ModelList,
  PROBLEM_CODES,
  Problem,
  type ProblemCode,
  type ProposedTopics,
  type TrainingResult,
  type TrainingSession,
  type TriageAnswer,
  type WireTicket,
} from '../core/contract.ts';
import {
  BATCH_TICKETS_MAX,
  BODY_CHARACTERS_MAX,
  NAME_CHARACTERS_MAX,
  SUBJECT_CHARACTERS_MAX,
} from '../core/limits.ts';
import { isDaySpentMessage } from './day-spent.ts';
import { messages } from './messages.ts';
import type { HttpPort, HttpRequest, HttpResult } from './ports.ts';
import type { LabelOrigin } from './row-state.ts';
import { isRecord } from './settings.ts';

/** UTF-16 units of text in one request: 200 mails of ordinary length; ten such requests at once are what one proxy takes. */
const BATCH_CHARACTERS_MAX = 400_000;

/** What a run asks of the proxy, apart from the tickets. */
export interface TriageAsk {
  readonly desk: string;
  readonly runId: string;
  readonly fields: readonly string[];
  readonly deadlineMs: number;
}

/** A ticket as the sheet or a mail has it. */
interface SentTicket {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly channel: string;
  readonly receivedAt?: number | null;
  /** Whose word each field's label is: what people typed is sent along, since a priority may forbid to route the ticket. */
  readonly origins?: Readonly<Record<string, LabelOrigin>>;
}

/** The ticket as it is sent, cut to what the proxy takes. */
export function wireTicket(ticket: SentTicket): WireTicket {
  const typed = Object.entries(ticket.origins ?? {}).flatMap(([field, origin]) => {
    const isOwn = 'label' in origin && origin.kind !== 'usher' && origin.label !== '';
    return isOwn ? [[field, origin.label.slice(0, NAME_CHARACTERS_MAX)]] : [];
  });
  return {
    id: ticket.id,
    subject: ticket.subject.slice(0, SUBJECT_CHARACTERS_MAX),
    body: ticket.body.slice(0, BODY_CHARACTERS_MAX),
    ...(ticket.receivedAt == null ? {} : { receivedAt: ticket.receivedAt }),
    ...(ticket.channel === '' ? {} : { channel: ticket.channel.slice(0, NAME_CHARACTERS_MAX) }),
    ...(typed.length === 0 ? {} : { attributes: Object.fromEntries(typed) }),
  };
}

/** Tickets in batches that the proxy takes: at most 200, and at most 400,000 characters. */
export function batchTickets(tickets: readonly WireTicket[]): WireTicket[][] {
  const batches: WireTicket[][] = [];
  let batch: WireTicket[] = [];
  let characters = 0;
  for (const ticket of tickets) {
    const length = ticket.subject.length + ticket.body.length;
    if (
      batch.length === BATCH_TICKETS_MAX ||
      (batch.length > 0 && characters + length > BATCH_CHARACTERS_MAX)
    ) {
      batches.push(batch);
      batch = [];
      characters = 0;
    }
    batch.push(ticket);
    characters += length;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

export function triageRequest(ask: TriageAsk, tickets: readonly WireTicket[]): HttpRequest {
  return { method: 'POST', path: '/v1/triage', body: JSON.stringify({ ...ask, tickets }) };
}

/** One request and its answer; throws a `Problem` for every refusal. */
export function exchange<T>(http: HttpPort, request: HttpRequest, parse: (value: unknown) => T | null): T {
  const [result] = http.send([request]);
  if (!result) throw new Problem('internal', messages.unexpectedAnswer);
  return answerOf(result, parse);
}

/** The checked answer of a result; throws a `Problem` for a refusal, an unreachable proxy or an unknown shape. */
export function answerOf<T>(result: HttpResult, parse: (value: unknown) => T | null): T {
  if (result.kind === 'unreachable') {
    if (isDaySpentMessage(result.message))
      throw new Problem('rate_limited', messages.daySpent, { daySpent: true });
    throw new Problem('backend_failed', messages.unreachable, { status: 0 });
  }
  const value = parseJson(result.body);
  if (result.status >= 400) throw problemOf(result.status, value);
  const answer = parse(value);
  if (answer === null) throw new Problem('internal', messages.unexpectedAnswer, { status: result.status });
  return answer;
}

/** True when Google lets this script send nothing more today. */
export function isDaySpent(problem: Problem): boolean {
  return problem.facts['daySpent'] === true;
}

/** True for a refusal that may pass by itself, so that a second try makes sense. */
export function isPassing(problem: Problem): boolean {
  const status = problem.facts['status'];
  return typeof status === 'number' && (status === 0 || status === 429 || status >= 500);
}

function problemOf(status: number, body: unknown): Problem {
  const detail = isRecord(body) && typeof body['detail'] === 'string' ? body['detail'] : null;
  const code = codeOf(isRecord(body) ? body['code'] : undefined, status);
  return new Problem(code, sentenceFor(code, status, detail), { status });
}

/** The proxy's own sentence where it knows more than the status tells. */
function sentenceFor(code: ProblemCode, status: number, detail: string | null): string {
  if (status === 401) return messages.signedOut;
  if (status === 413) return messages.tooLarge;
  if (status === 429) return messages.tooMany;
  if (detail !== null) return messages.refused(code, detail);
  if (status === 403) return messages.forbidden;
  return messages.serverFailed(status);
}

function codeOf(code: unknown, status: number): ProblemCode {
  return PROBLEM_CODES.find((known) => known === code) ?? (status >= 500 ? 'internal' : 'bad_request');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** For an answer that does not say what it cost. */
const NOTHING_TOLD: TriageAnswer['usage'] = { charged: 0, repeated: 0, costUsd: 0 };

/** The small checks below look at what the add-on reads, and at nothing else, so that the proxy may add to its answers. */
export function parseTriageAnswer(value: unknown): TriageAnswer | null {
  if (!isRecord(value) || !Array.isArray(value['predictions']) || !Array.isArray(value['problems']))
    return null;
  if (!isRecord(value['labelNames']) || !isRecord(value['models'])) return null;
  const wellFormed =
    value['predictions'].every(
      (entry) => isRecord(entry) && typeof entry['id'] === 'string' && isRecord(entry['fields']),
    ) &&
    value['problems'].every(
      (entry) => isRecord(entry) && typeof entry['id'] === 'string' && typeof entry['message'] === 'string',
    );
  const isPriced = isRecord(value['usage']) && typeof value['usage']['costUsd'] === 'number';
  const usage = isPriced ? value['usage'] : NOTHING_TOLD;
  return wellFormed ? ({ ...value, usage } as unknown as TriageAnswer) : null;
}

export function parseDesk(value: unknown): Desk | null {
  if (!isRecord(value) || typeof value['id'] !== 'string' || !Array.isArray(value['fields'])) return null;
  return value as unknown as Desk;
}

export function parseDeskList(value: unknown): DeskList | null {
  if (!isRecord(value) || !Array.isArray(value['desks'])) return null;
  return value['desks'].every((desk) => isRecord(desk) && typeof desk['id'] === 'string')
    ? (value as unknown as DeskList)
    : null;
}

export function parseTrainingSession(value: unknown): TrainingSession | null {
  return isRecord(value) && typeof value['id'] === 'string' ? (value as unknown as TrainingSession) : null;
}

export function parseTrainingResult(value: unknown): TrainingResult | null {
  if (!isRecord(value) || !Array.isArray(value['models']) || !Array.isArray(value['problems'])) return null;
  return value as unknown as TrainingResult;
}

export function parseAddonModel(value: unknown): AddonModel | null {
  if (!isRecord(value)) return null;
  const { id, field, bytes } = value;
  if (typeof id !== 'string' || typeof field !== 'string' || typeof bytes !== 'string') return null;
  return { id, field, bytes };
}

/** What would leave the proxy of a text. */
export interface Redaction {
  readonly mode: 'off' | 'redact' | 'block';
  readonly outcome: 'send' | 'blocked';
  readonly text: string;
  readonly counts: Readonly<Record<string, number>>;
}

export function parseRedaction(value: unknown): Redaction | null {
  if (!isRecord(value) || typeof value['text'] !== 'string' || !isRecord(value['counts'])) return null;
  const mode = (['off', 'redact', 'block'] as const).find((one) => one === value['mode']);
  if (mode === undefined) return null;
  const counts = Object.entries(value['counts']).map(([kind, count]) => [kind, Number(count)]);
  return {
    mode,
    outcome: value['outcome'] === 'blocked' ? 'blocked' : 'send',
    text: value['text'],
    counts: Object.fromEntries(counts),
  };
}

export function parseAuditReceipt(value: unknown): AuditReceipt | null {
  return isRecord(value) && Array.isArray(value['tripped']) ? (value as unknown as AuditReceipt) : null;
}

export function parseFieldPromise(value: unknown): FieldPromise | null {
  return isRecord(value) && Array.isArray(value['labels']) ? (value as unknown as FieldPromise) : null;
}

export function parseLessonCall(value: unknown): LessonCall | null {
  return isRecord(value) && Array.isArray(value['fields']) && typeof value['notBefore'] === 'number'
    ? (value as unknown as LessonCall)
    : null;
}

export function parseTopics(value: unknown): ProposedTopics | null {
  return isRecord(value) && isRecord(value['topics']) ? (value as unknown as ProposedTopics) : null;
}

export function parseModelList(value: unknown): ModelList | null {
  return isRecord(value) && Array.isArray(value['models']) && Array.isArray(value['services'])
    ? (value as unknown as ModelList)
    : null;
}

export function parseGateFile(value: unknown): { readonly content: string } | null {
  const content = isRecord(value) ? value['content'] : null;
  return typeof content === 'string' ? { content } : null;
}
