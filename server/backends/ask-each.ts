// Asks a backend about each text alone, several at once, so that one that fails or is late takes no other with it.
import {
  type Backend,
  type BackendFailure,
  type BackendPrediction,
  type BackendRequest,
  requestFor,
} from './backend.ts';
import type { Deadline } from './deadline.ts';

/** A prediction, or why there is none. */
export type Told = { readonly prediction: BackendPrediction } | { readonly failure: BackendFailure };

/** Asks about every text; answers in their order. */
export type Ask = (request: BackendRequest, deadline: Deadline) => Promise<readonly Told[]>;

/** Questions of one batch in flight: four batches of them fill the hundred streams that a channel carries at once. */
const IN_FLIGHT_MAX = 24;
const TOO_LATE: BackendFailure = { code: 'late', message: 'There was no time left to ask the other model.' };

/** Each text in a request of its own. */
export function oneByOne(backend: Backend): Ask {
  return async (request, deadline) => {
    const told: Told[] = new Array(request.texts.length);
    const open = request.texts.keys();
    const work = async () => {
      for (const place of open) {
        if (deadline.leftMs() <= 0) told[place] = { failure: TOO_LATE };
        else told[place] = (await all(backend, requestFor(request, [place]), deadline))[0] ?? NOTHING;
      }
    };
    await Promise.all(Array.from({ length: Math.min(IN_FLIGHT_MAX, request.texts.length) }, work));
    return told;
  };
}

/** All texts in one request, which succeeds or fails as a whole. */
export function together(backend: Backend): Ask {
  return (request, deadline) => all(backend, request, deadline);
}

const NOTHING: Told = {
  failure: { code: 'malformed', message: 'The other model answered nothing. Check which one is configured.' },
};

async function all(backend: Backend, request: BackendRequest, deadline: Deadline): Promise<readonly Told[]> {
  const outcome = await backend.predict(request, deadline);
  return outcome.ok
    ? outcome.predictions.map((prediction) => ({ prediction }))
    : request.texts.map(() => ({ failure: outcome.failure }));
}
