// A backend made of two: the first is asked, and where it fails or is late the second answers and says so.
import type { Ask } from './ask-each.ts';
import {
  type Backend,
  type BackendFailure,
  type BackendName,
  type BackendPrediction,
  requestFor,
} from './backend.ts';
import { earlier } from './deadline.ts';

/** Share of the time left that is kept for the second backend, and the most that it is given. */
const RESERVE_SHARE = 0.25;
const RESERVE_MS_MAX = 500;

/** Told of failures, each kind once a batch. */
export type OnFailure = (backend: BackendName, failure: BackendFailure) => void;

/** The backend `name`, asked by `ask`, with `second` standing in for it where it fails. */
export function withFallback(name: BackendName, ask: Ask, second: Backend, onFailure: OnFailure): Backend {
  return {
    name,
    predict: async (request, deadline) => {
      const reserveMs = Math.min(RESERVE_MS_MAX, RESERVE_SHARE * deadline.leftMs());
      const told = await ask(request, earlier(deadline, reserveMs));
      const failures = told.map((one) => ('failure' in one ? one.failure : undefined));
      tellFailures(name, failures, onFailure);
      const open = failures.flatMap((failure, place) => (failure === undefined ? [] : [place]));
      const [first] = failures.filter((one) => one !== undefined);
      const instead =
        first === undefined ? NOTHING : await second.predict(requestFor(request, open), deadline);
      if (first !== undefined && !instead.ok && open.length === request.texts.length) {
        return { ok: false, failure: bothFailed(first, instead.failure) };
      }
      const standIns = (instead.ok ? instead.predictions : []).values();
      return {
        ok: true,
        predictions: told.map((one) =>
          'prediction' in one ? one.prediction : standIn(one.failure, standIns.next().value, name),
        ),
      };
    },
  };
}

const NOTHING = { ok: true, predictions: [] } as const;

/** The sentence for people when the embedded model answers in place of another. */
export function insteadSentence({ message }: BackendFailure): string {
  return `${message} The built-in model answered instead.`;
}

/** Tells each kind of failure once. */
export function tellFailures(
  backend: BackendName,
  failures: readonly (BackendFailure | undefined)[],
  onFailure: OnFailure,
): void {
  const told = new Set<string>();
  for (const failure of failures) {
    if (failure === undefined || told.has(failure.code)) continue;
    told.add(failure.code);
    onFailure(backend, failure);
  }
}

/** Where not even the second can answer, as in a desk that has learned nothing yet, the ticket alone is left to a person. */
function standIn(
  failure: BackendFailure,
  prediction: BackendPrediction | undefined,
  backend: BackendName,
): BackendPrediction {
  return prediction === undefined
    ? {
        ranked: [],
        doubt: 'no-usable-answer',
        explanation: [],
        backend,
        model: 'none',
        fallback: failure.message,
      }
    : { ...prediction, fallback: insteadSentence(failure) };
}

function bothFailed(first: BackendFailure, second: BackendFailure): BackendFailure {
  return {
    code: first.code,
    message: `${first.message} The built-in model could not stand in: ${second.message}`,
  };
}
