// The embedded model first, another one for the tickets that it cannot settle, a person for the rest. Where the other model
// fails, is too dear or too late, the embedded answer stands and says so.
import {
  joinOpinions,
  type OpinionWeights,
  opinionConfidence,
  rankOpinion,
} from '../vertex/second-opinion.ts';
import type { Ask, Told } from './ask-each.ts';
import {
  type Backend,
  type BackendName,
  type BackendOutcome,
  type BackendPrediction,
  type BackendRequest,
  RANKED_MAX,
  requestFor,
} from './backend.ts';
import type { Deadline } from './deadline.ts';
import { insteadSentence, type OnFailure, tellFailures } from './with-fallback.ts';

/** A calibration in force, for one pair of models. */
export interface CalibratedOpinion {
  readonly id: string;
  readonly weights: OpinionWeights;
}

/** What a cascade is made of. */
export interface CascadeParts {
  readonly first: Backend;
  /** The other model and how it is asked. */
  readonly second: BackendName;
  readonly ask: Ask;
  /** Which predictions of a desk's own model need no second opinion. */
  readonly settles: (desk: string, model: string) => Promise<(prediction: BackendPrediction) => boolean>;
  /** The calibration of a pair of models; undefined where none was made. */
  readonly calibrationOf: (
    desk: string,
    field: string,
    pair: string,
  ) => Promise<CalibratedOpinion | undefined>;
  readonly onFailure: OnFailure;
}

/** A backend that escalates. */
export function createCascade(parts: CascadeParts): Backend {
  const { first, second, ask, settles, onFailure } = parts;
  return {
    name: 'cascade',
    predict: async (request, deadline): Promise<BackendOutcome> => {
      const outcome = await first.predict(request, deadline);
      if (!outcome.ok) return secondAlone(parts, request, deadline, outcome);
      const isSettled = await settles(request.desk, outcome.predictions[0]?.model ?? '');
      const open = outcome.predictions.flatMap((one, place) => (isSettled(one) ? [] : [place]));
      if (open.length === 0) return outcome;
      const told = await ask(requestFor(request, open), deadline);
      tellFailures(
        second,
        told.map((one) => ('failure' in one ? one.failure : undefined)),
        onFailure,
      );
      const predictions = [...outcome.predictions];
      for (const [index, place] of open.entries()) {
        const own = outcome.predictions[place];
        const other = told[index];
        if (own !== undefined && other !== undefined) {
          predictions[place] = await joined(parts, request, own, other);
        }
      }
      return { ok: true, predictions };
    },
  };
}

/** Before a desk has learned anything, the other model is all there is. */
async function secondAlone(
  { second, ask, onFailure }: CascadeParts,
  request: BackendRequest,
  deadline: Deadline,
  refusal: BackendOutcome,
): Promise<BackendOutcome> {
  const told = await ask(request, deadline);
  const failures = told.map((one) => ('failure' in one ? one.failure : undefined));
  tellFailures(second, failures, onFailure);
  if (!failures.includes(undefined)) return refusal;
  return {
    ok: true,
    predictions: told.map((one) =>
      'prediction' in one
        ? one.prediction
        : {
            ...{ ranked: [], doubt: 'no-usable-answer' as const, explanation: [] },
            ...{ backend: second, model: 'none', fallback: one.failure.message },
          },
    ),
  };
}

async function joined(
  { second, calibrationOf }: CascadeParts,
  { desk, field }: BackendRequest,
  own: BackendPrediction,
  told: Told,
): Promise<BackendPrediction> {
  if ('failure' in told) return { ...own, fallback: insteadSentence(told.failure) };
  const other = told.prediction;
  // The ticket was kept in the process; the embedded model has been asked already.
  if (other.backend === 'embedded')
    return { ...own, ...(other.fallback ? { fallback: other.fallback } : {}) };
  // An endpoint's probabilities are its own affair; it takes the place of the embedded model.
  if (second === 'vertex-endpoint') return other;
  const pair = pairOf(own, other);
  const opinion = joinOpinions(own, other);
  if (opinion === undefined) {
    return { ...other, backend: 'cascade', model: pair, doubt: 'no-usable-answer' };
  }
  const calibration = await calibrationOf(desk, field, pair);
  const ofLabel = own.ranked.find(({ label }) => label === opinion.label)?.confidence ?? 0;
  // Without a calibration an agreeing answer makes the embedded model no surer.
  const confidence = calibration === undefined ? ofLabel : opinionConfidence(calibration.weights, opinion);
  const hasAbstained = other.ranked.length === 0;
  return {
    ranked: rankOpinion(opinion.label, confidence, own).slice(0, RANKED_MAX),
    ...(hasAbstained && own.doubt !== undefined ? { doubt: own.doubt } : {}),
    ...(hasAbstained || opinion.isAgreeing ? {} : { isContested: true }),
    explanation: hasAbstained ? own.explanation : [...other.explanation, ...own.explanation],
    ...(other.voteShare === undefined ? {} : { voteShare: other.voteShare }),
    backend: 'cascade',
    model: calibration === undefined ? pair : `${pair}#${calibration.id}`,
  };
}

/** The two models and the prompt: what a calibration and a promise belong to. */
export function pairOf(first: BackendPrediction, second: BackendPrediction): string {
  return `cascade/${first.model}+${second.model}`;
}
