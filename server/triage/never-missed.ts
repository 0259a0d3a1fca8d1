// Which tickets a person must see whatever is promised: those with a label that must never be missed, as a person typed it or as it
// is predicted, and those of which a field with such labels could not be told. Labels are compared under the names they go by today.
import type { Field } from '../../src/core/contract.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import { type Guard, SUGGEST_FROM } from '../../src/core/promise/decide.ts';
import type { BackendPrediction } from '../backends/backend.ts';
import type { RecordedAnswer } from '../store/answers.ts';

/** A field with labels that must never be missed. */
export interface GuardField {
  readonly field: Field;
  /** Their ids, and those under which they go today. */
  readonly ids: ReadonlySet<string>;
}

/** The fields among these that have labels which must never be missed. */
export function guardFields(fields: readonly Field[]): GuardField[] {
  return fields.flatMap((field) => {
    const { labels, neverMissed = [] } = field;
    const ids = neverMissed.flatMap((id) => [id, currentLabelId(labels, id) ?? id]);
    return ids.length === 0 ? [] : [{ field, ids: new Set(ids) }];
  });
}

/** What is known of a ticket beside the answer that is being decided. */
export interface TicketFacts {
  /** What people typed for the ticket, by field id. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The id of the label that was found for another field; null where none could be told. */
  readonly labelOf: (field: string) => string | null;
}

/** Why a person must see the ticket before `label` of `field` may be assigned; null where nothing asks for it. */
export function guardOf(
  guards: readonly GuardField[],
  field: string,
  label: string | undefined,
  { attributes, labelOf }: TicketFacts,
): Guard | null {
  let unknown: Guard | null = null;
  for (const guard of guards) {
    const isOwn = guard.field.id === field;
    const typed = isOwn ? '' : (attributes[guard.field.id] ?? '').trim();
    const id = isOwn ? label : typed === '' ? labelOf(guard.field.id) : idOfTyped(guard.field, typed);
    const found = id === null || id === undefined ? null : matchOf(guard, id);
    if (found?.isNeverMissed) return { code: 'never-missed', value: found.name };
    if (found === null && !isOwn) unknown = { code: 'never-missed-unknown', field: guard.field.name };
  }
  return unknown;
}

function matchOf({ field: { labels }, ids }: GuardField, id: string) {
  const today = currentLabelId(labels, id);
  const isNeverMissed = ids.has(id) || (today !== null && ids.has(today));
  if (today === null && !isNeverMissed) return null;
  return { isNeverMissed, name: labels.find((label) => label.id === (today ?? id))?.name ?? id };
}

/** The label that a person means by a cell's text: its id, or a name that it bears or bore; null where the field has none such. */
function idOfTyped({ labels }: Field, typed: string): string | null {
  const folded = folding(typed);
  const named = labels.find(({ name }) => folding(name) === folded);
  const known =
    named ??
    labels.find(
      ({ id, formerNames = [] }) => id === typed || formerNames.some((name) => folding(name) === folded),
    );
  return known?.id ?? null;
}

function folding(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}

/** The label that a prediction tells for sure enough to go by; null where it is in doubt. */
export function toldLabel({ doubt, isContested, ranked }: BackendPrediction): string | null {
  const [best] = ranked;
  if (doubt !== undefined || isContested === true || best === undefined) return null;
  return best.confidence >= SUGGEST_FROM ? best.label : null;
}

/** The same of an answer that is recorded. Where a label's queue is silent, its answer abstains, but the label was told. */
export function recordedLabel(field: Field, answer: RecordedAnswer): string | null {
  if (answer.decision === 'audit') return null;
  if (answer.decision !== 'abstain') return answer.label;
  const [best] = answer.alternatives;
  const mode = field.labels.find(({ id }) => id === best?.label)?.mode;
  return best !== undefined && (mode === 'off' || mode === 'monitor') ? best.label : null;
}
