// A backend that is asked only so many questions at once; the others wait their turn, as long as their callers do. A rush then
// neither floods a service whose capacity is shared nor takes a whole day's money for questions that are not asked yet.
import type { Backend, BackendFailure } from './backend.ts';
import type { Deadline } from './deadline.ts';

const NO_TURN: BackendFailure = {
  code: 'late',
  message: 'Too many tickets wanted the other model at once, and the time was over before this one’s turn.',
};

/** `backend` with at most `most` requests in flight. */
export function atMostInFlight(backend: Backend, most: number): Backend {
  const waiting = new Set<() => void>();
  let inFlight = 0;

  function turn({ signal }: Deadline): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const begin = () => {
      signal.removeEventListener('abort', giveUp);
      resolve(true);
    };
    const giveUp = () => {
      waiting.delete(begin);
      resolve(false);
    };
    if (signal.aborted) resolve(false);
    else {
      waiting.add(begin);
      signal.addEventListener('abort', giveUp, { once: true });
    }
    return promise;
  }

  return {
    name: backend.name,
    predict: async (request, deadline) => {
      if (inFlight < most) inFlight++;
      // Who ends hands the place over, so the count stays as it is.
      else if (!(await turn(deadline))) return { ok: false, failure: NO_TURN };
      try {
        return await backend.predict(request, deadline);
      } finally {
        const [next] = waiting;
        if (next === undefined) inFlight--;
        else {
          waiting.delete(next);
          next();
        }
      }
    },
  };
}
