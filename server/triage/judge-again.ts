// An answer is recorded and charged once, and holds only as long as what it stands on: it is judged by today's rule each time it is
// told. That can take something away, a right to be routed or a whole suggestion, and never gives more than was recorded; what was
// withheld for a blind judgement stays withheld.
import type { Field } from '../../src/core/contract.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import { reasonText } from '../../src/core/promise/reason.ts';
import type { RecordedAnswer } from '../store/answers.ts';
import type { DeskRecord } from '../store/desks.ts';
import { labelFound, type RuleOf, type TicketOnItsWay } from './ask-fields.ts';
import type { Standing } from './memory.ts';
import { type GuardField, guardOf } from './never-missed.ts';

/** Judges the answers of these fields that are not `fresh`, and puts what became of them in their place. */
export async function judgeAgain(
  tickets: readonly TicketOnItsWay[],
  fresh: ReadonlySet<Standing>,
  { desk, fields, guards }: { desk: DeskRecord; fields: readonly Field[]; guards: readonly GuardField[] },
  ruleOf: RuleOf,
): Promise<void> {
  for (const field of fields) {
    const recorded = tickets.filter(({ answers }) => {
      const standing = answers.get(field.id);
      return standing !== undefined && !fresh.has(standing) && 'label' in standing.record.answer;
    });
    if (recorded.length === 0) continue;
    const rule = await ruleOf(desk, field);
    for (const one of recorded) {
      const standing = one.answers.get(field.id);
      const answer = standing?.record.answer;
      if (standing === undefined || answer === undefined || !('label' in answer)) continue;
      if (standing.holdsUnder === rule) continue;
      const { label, confidence, model } = answer;
      const guard = guardOf(guards, field.id, label, {
        attributes: one.ticket.attributes,
        labelOf: (other) => labelFound(desk, one, other),
      });
      const { shown } = rule({ textHash: one.ticket.textHash, label, confidence, model, guard });
      const today = currentLabelId(field.labels, label);
      if (today === null) {
        put(one, field.id, standing, abstained(answer, LABEL_GONE));
      } else if (shown.decision === 'abstain') {
        put(one, field.id, standing, abstained(answer, `${reasonText(shown.reason)}.`));
      } else if (answer.decision === 'assign' && shown.decision === 'review') {
        const reason = `${reasonText(shown.reason)}.`;
        put(one, field.id, standing, { ...answer, decision: 'review', label: today, reason });
      } else if (today !== label) put(one, field.id, standing, { ...answer, label: today });
      else if (guards.length === 0) standing.holdsUnder = rule;
    }
  }
}

const LABEL_GONE = 'The label that was suggested is no longer one of this field.';

type Labelled = Extract<RecordedAnswer, { label: string }>;

function abstained(answer: Labelled, reason: string): RecordedAnswer {
  const { label, confidence, alternatives, decision: _taken, ...told } = answer;
  return {
    ...told,
    ...{ decision: 'abstain', confidence, reason },
    alternatives: [{ label, confidence }, ...alternatives].slice(0, 3),
  };
}

function put({ answers }: TicketOnItsWay, field: string, standing: Standing, answer: RecordedAnswer): void {
  const {
    record: { json: _before, ...record },
    explanation,
  } = standing;
  answers.set(field, {
    record: { ...record, answer },
    ...(explanation === undefined ? {} : { explanation }),
  });
}
