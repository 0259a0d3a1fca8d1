// From the answers that stand to what is told of them: as values, or as JSON without making the values. The JSON of an answer is
// kept with it, so that a batch that is asked for again costs the joining of what is kept.
import type {
  Field,
  FieldAnswer,
  TicketPrediction,
  TicketProblem,
  TriageAnswer,
} from '../../src/core/contract.ts';
import type { Evidence } from '../backends/backend.ts';
import type { TicketOnItsWay } from './ask-fields.ts';
import { labelNamesOf } from './label-names.ts';
import type { Standing } from './memory.ts';

/** A batch whose answers stand. */
export interface Triaged {
  readonly runId: string;
  /** The fields that were asked for. */
  readonly wanted: readonly Field[];
  /** Each with an answer in at least one field. */
  readonly tickets: readonly TicketOnItsWay[];
  readonly problems: readonly TicketProblem[];
  readonly usage: TriageAnswer['usage'];
}

const NO_EVIDENCE: readonly Evidence[] = [];

/** The answer to a batch. */
export function triageAnswer(triaged: Triaged): TriageAnswer {
  return { ...headOf(triaged), predictions: triaged.tickets.map((one) => predictionOf(one, triaged.wanted)) };
}

/** What JSON.stringify would make of the same answer, in parts, one a ticket. */
export function triageAnswerJson(triaged: Triaged): string[] {
  const parts = [`${JSON.stringify(headOf(triaged)).slice(0, -1)},"predictions":[`];
  for (const one of triaged.tickets) {
    parts.push(`${parts.length === 1 ? '' : ','}${predictionJson(one, triaged.wanted)}`);
  }
  parts.push(']}');
  return parts;
}

function headOf({ runId, wanted, tickets, problems, usage }: Triaged): Omit<TriageAnswer, 'predictions'> {
  return {
    runId,
    models: modelsOf(wanted, tickets),
    labelNames: labelNamesOf(wanted, tickets),
    problems: [...problems],
    usage,
  };
}

/** The model that predicted each field. */
function modelsOf(fields: readonly Field[], tickets: readonly TicketOnItsWay[]): Record<string, string> {
  const models: Record<string, string> = {};
  for (const { answers } of tickets) {
    for (const { id } of fields) {
      const standing = answers.get(id);
      if (standing !== undefined) models[id] = standing.record.answer.model;
    }
  }
  return models;
}

function predictionOf({ ticket, answers }: TicketOnItsWay, fields: readonly Field[]): TicketPrediction {
  const told: Record<string, FieldAnswer> = {};
  for (const { id } of fields) {
    const standing = answers.get(id);
    if (standing !== undefined) told[id] = toldOf(standing);
  }
  return { id: ticket.id, language: languageOf({ ticket, answers }, fields), fields: told };
}

function toldOf({ record: { answer }, explanation = NO_EVIDENCE }: Standing): FieldAnswer {
  return answer.decision === 'audit' ? answer : { ...answer, explanation: [...explanation] };
}

/** As it was when the ticket was answered first. */
function languageOf({ ticket, answers }: TicketOnItsWay, fields: readonly Field[]): string {
  let { language } = ticket.facts;
  for (const { id } of fields) language = answers.get(id)?.record.language ?? language;
  return language;
}

function predictionJson(one: TicketOnItsWay, fields: readonly Field[]): string {
  let told = '';
  for (const { id } of fields) {
    const standing = one.answers.get(id);
    if (standing === undefined) continue;
    standing.json ??= answerJson(standing);
    told += `${told === '' ? '' : ','}"${id}":${standing.json}`;
  }
  return `{"id":${JSON.stringify(one.ticket.id)},"language":"${languageOf(one, fields)}","fields":{${told}}}`;
}

function answerJson({ record: { answer, json }, explanation = NO_EVIDENCE }: Standing): string {
  const recorded = json ?? JSON.stringify(answer);
  if (answer.decision === 'audit') return recorded;
  return `${recorded.slice(0, -1)},"explanation":${JSON.stringify(explanation)}}`;
}
