// What triage answers for a prediction: the promise decides, and says why in a sentence.
import type { FieldAnswer } from '../../src/core/contract.ts';
import type { Guard } from '../../src/core/promise/decide.ts';
import type { ShownRunnersUp } from '../../src/core/promise/promise-table.ts';
import { type Reason, reasonText } from '../../src/core/promise/reason.ts';
import type { BackendPrediction } from '../backends/backend.ts';
import type { Decide } from '../promise/promises.ts';
import type { RecordedAnswer, Withheld } from '../store/answers.ts';

const NO_KNOWN_WORDS = 'The model knows none of the words in this ticket, so it suggests nothing.';
const UNFAMILIAR =
  'This is unlike the tickets that the queues were learned from, so it may belong to none of them.';
const LABEL_GONE =
  'The label that fits best is no longer one of this field. Learn again, so that the model knows the new labels.';

const NO_ANSWER = 'The other model gave no answer that can be used, so this ticket is left to a person.';
const CONTESTED = 'Two models name different labels for this ticket, so a person decides.';

const DOUBTS = {
  'no-known-words': NO_KNOWN_WORDS,
  unfamiliar: UNFAMILIAR,
  'label-not-of-field': LABEL_GONE,
  'no-usable-answer': NO_ANSWER,
} as const;

/** An answer for one field without its explanation, and what is logged beside it. */
export interface DecidedAnswer {
  readonly answer: RecordedAnswer;
  readonly inAuto: FieldAnswer['decision'];
  readonly withheld?: Withheld;
}

/**
 * Decides one prediction; `guard` tells why a person must see the ticket, if anything does. The rule hears the label as the model knows
 * it, since that is what its proof is about; the answer bears the one it goes under today (`currentOf`), into which it may have been
 * merged.
 */
export function decide(
  textHash: string,
  prediction: BackendPrediction,
  guard: Guard | null,
  rule: Decide,
  currentOf: (label: string) => string | null,
): DecidedAnswer {
  const { doubt, backend, model, fallback } = prediction;
  const [raw] = prediction.ranked;
  const ranked = rankedToday(prediction.ranked, currentOf);
  const [best, ...runnersUp] = ranked;
  const told = { backend, model, ...(fallback === undefined ? {} : { fallback }) };
  const abstain = (reason: string): RecordedAnswer => ({
    decision: 'abstain',
    confidence: best?.confidence ?? 0,
    alternatives: ranked.slice(0, 3),
    reason,
    ...told,
  });
  if (raw === undefined || best === undefined || doubt !== undefined) {
    return { answer: abstain(DOUBTS[doubt ?? 'no-known-words']), inAuto: 'abstain' };
  }
  const { label, confidence } = best;
  if (prediction.isContested === true) {
    const alternatives = runnersUp.slice(0, 3);
    return {
      answer: { decision: 'review', label, confidence, alternatives, reason: CONTESTED, ...told },
      inAuto: 'review',
    };
  }
  const {
    answer,
    inAuto,
    runnersUp: limits,
  } = rule({ textHash, label: raw.label, confidence, model, guard });
  const reason = sentence(answer.reason);
  switch (answer.decision) {
    case 'assign':
    case 'review':
      return {
        answer: {
          ...{ decision: answer.decision, label, confidence },
          ...{ alternatives: shownOf(runnersUp, limits), reason, ...told },
        },
        inAuto: inAuto.decision,
      };
    case 'audit':
      return {
        answer: { decision: 'audit', reason, backend, model },
        inAuto: inAuto.decision,
        withheld: { label: answer.withheldLabel, confidence, ...(answer.wasOpen ? { wasOpen: true } : {}) },
      };
    case 'abstain':
      return { answer: abstain(reason), inAuto: inAuto.decision };
    default:
      return answer satisfies never;
  }
}

/** The runner-ups that it takes for the true label to be among what is shown; all of them where nobody knows. */
function shownOf(
  runnersUp: BackendPrediction['ranked'],
  limits: ShownRunnersUp | undefined,
): BackendPrediction['ranked'][number][] {
  if (limits === undefined) return [...runnersUp];
  return runnersUp.filter(({ label, confidence }) => {
    const own = Object.hasOwn(limits.byLabel, label) ? limits.byLabel[label] : undefined;
    return confidence >= (own ?? limits.shared);
  });
}

/** The labels as they go today, best first; of two that were merged, the better one stands for both. */
function rankedToday(
  ranked: BackendPrediction['ranked'],
  currentOf: (label: string) => string | null,
): BackendPrediction['ranked'] {
  if (ranked.every(({ label }, at) => currentOf(label) === label && isFirst(ranked, label, at)))
    return ranked;
  const today = ranked.flatMap((one) => {
    const label = currentOf(one.label);
    return label === null ? [] : [{ ...one, label }];
  });
  return today.filter(({ label }, at) => isFirst(today, label, at));
}

function isFirst(ranked: BackendPrediction['ranked'], label: string, at: number): boolean {
  for (let before = 0; before < at; before++) if (ranked[before]?.label === label) return false;
  return true;
}

function sentence(reason: Reason): string {
  return `${reasonText(reason)}.`;
}
