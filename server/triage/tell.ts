// From the answers that stand to what is told of them.
import type { Field, FieldAnswer, TicketPrediction } from '../../src/core/contract.ts';
import type { Evidence } from '../backends/backend.ts';
import type { TicketOnItsWay } from './ask-fields.ts';
import type { Standing } from './memory.ts';

const NO_EVIDENCE: readonly Evidence[] = [];

/** What is told of a ticket in these fields. */
export function predictionOf(
  { ticket, answers }: TicketOnItsWay,
  fields: readonly Field[],
): TicketPrediction {
  const told: Record<string, FieldAnswer> = {};
  let language = ticket.facts.language;
  for (const { id: field } of fields) {
    const standing = answers.get(field);
    if (standing === undefined) continue;
    language = standing.record.language;
    standing.told ??= toldOf(standing);
    told[field] = standing.told;
  }
  return { id: ticket.id, language, fields: told };
}

function toldOf({ record: { answer }, explanation = NO_EVIDENCE }: Standing): FieldAnswer {
  return answer.decision === 'audit' ? answer : { ...answer, explanation };
}

/** The model that predicted each field. */
export function modelsOf(predictions: readonly TicketPrediction[]): Record<string, string> {
  const models: Record<string, string> = {};
  for (const { fields } of predictions)
    for (const field in fields) models[field] = fields[field]?.model ?? '';
  return models;
}
