// What triage does with a prediction. Until a promise is proven for a queue every prediction is a suggestion.
import type { BackendPrediction } from '../backends/backend.ts';
import type { RecordedAnswer } from '../store/answers.ts';

const UNPROVEN = 'Nothing is proven for this queue yet, so this is a suggestion.';
const NO_KNOWN_WORDS = 'The model knows none of the words in this ticket, so it suggests nothing.';
const LABEL_GONE =
  'The label that fits best is no longer one of this field. Learn again, so that the model knows the new labels.';

/** The answer for one field, without its explanation. */
export function decide(prediction: BackendPrediction): RecordedAnswer {
  const { ranked, doubt, backend, model, fallback } = prediction;
  const [best, ...runnersUp] = ranked;
  const told = { backend, model, ...(fallback === undefined ? {} : { fallback }) };
  if (best === undefined || doubt !== undefined) {
    return {
      decision: 'abstain',
      confidence: best?.confidence ?? 0,
      alternatives: ranked.slice(0, 3),
      reason: doubt === 'no-known-words' ? NO_KNOWN_WORDS : LABEL_GONE,
      ...told,
    };
  }
  return {
    decision: 'review',
    label: best.label,
    confidence: best.confidence,
    alternatives: runnersUp,
    reason: UNPROVEN,
    ...told,
  };
}
