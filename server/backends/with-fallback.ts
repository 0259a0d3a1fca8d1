// A backend made of two: the first is asked, and when it fails or is late the second answers and says so.
import type { Backend, BackendFailure, BackendName } from './backend.ts';
import { earlier } from './deadline.ts';

/** Share of the time left that is kept for the second backend, and the most that it is given. */
const RESERVE_SHARE = 0.25;
const RESERVE_MS_MAX = 500;

/** `first`, with `second` standing in for it. `onFailure` is told of each failure of the first. */
export function withFallback(
  first: Backend,
  second: Backend,
  onFailure: (backend: BackendName, failure: BackendFailure) => void,
): Backend {
  return {
    name: first.name,
    predict: async (request, deadline) => {
      const reserveMs = Math.min(RESERVE_MS_MAX, RESERVE_SHARE * deadline.leftMs());
      const outcome = await first.predict(request, earlier(deadline, reserveMs));
      if (outcome.ok) return outcome;
      onFailure(first.name, outcome.failure);
      const instead = await second.predict(request, deadline);
      if (!instead.ok) return { ok: false, failure: bothFailed(outcome.failure, instead.failure) };
      const fallback = `${outcome.failure.message} The built-in model answered instead.`;
      return { ok: true, predictions: instead.predictions.map((one) => ({ ...one, fallback })) };
    },
  };
}

function bothFailed(first: BackendFailure, second: BackendFailure): BackendFailure {
  return {
    code: first.code,
    message: `${first.message} The built-in model could not stand in: ${second.message}`,
  };
}
