// The names of the labels that an answer mentions, since cells show names and answers bear ids.
import type { Field, TicketPrediction } from '../../src/core/contract.ts';

/** Name by label id, by field, for every label that one of the predictions mentions. */
export function labelNamesOf(
  fields: readonly Field[],
  predictions: readonly TicketPrediction[],
): Record<string, Record<string, string>> {
  return Object.fromEntries(
    fields.map(({ id, labels }) => {
      const mentioned = new Set(predictions.flatMap((prediction) => mentionedBy(prediction, id)));
      const names = labels.filter((label) => mentioned.has(label.id)).map((label) => [label.id, label.name]);
      return [id, Object.fromEntries(names)];
    }),
  );
}

function mentionedBy({ fields }: TicketPrediction, field: string): string[] {
  const answer = fields[field];
  if (answer === undefined || answer.decision === 'audit') return [];
  const runnersUp = answer.alternatives.map(({ label }) => label);
  return answer.decision === 'abstain' ? runnersUp : [answer.label, ...runnersUp];
}
