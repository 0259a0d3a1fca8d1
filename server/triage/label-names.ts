// The names of the labels that an answer mentions, since cells show names and answers bear ids.
import type { Field } from '../../src/core/contract.ts';
import type { TicketOnItsWay } from './ask-fields.ts';

const namesOf = new WeakMap<Field, ReadonlyMap<string, string>>();

/** Name by label id, by field, for every label that an answer to one of the tickets mentions. */
export function labelNamesOf(
  fields: readonly Field[],
  tickets: readonly TicketOnItsWay[],
): Record<string, Record<string, string>> {
  const named: Record<string, Record<string, string>> = {};
  for (const field of fields) {
    const known = knownNames(field);
    const mentioned: Record<string, string> = {};
    const mention = (label: string) => {
      const name = known.get(label);
      if (name !== undefined) mentioned[label] = name;
    };
    for (const { answers } of tickets) {
      const answer = answers.get(field.id)?.record.answer;
      if (answer === undefined || answer.decision === 'audit') continue;
      if (answer.decision !== 'abstain') mention(answer.label);
      for (const { label } of answer.alternatives) mention(label);
    }
    named[field.id] = mentioned;
  }
  return named;
}

function knownNames(field: Field): ReadonlyMap<string, string> {
  const known = namesOf.get(field);
  if (known !== undefined) return known;
  const names = new Map(field.labels.map(({ id, name }) => [id, name]));
  namesOf.set(field, names);
  return names;
}
