// A backend that is asked only while the desk has money for it today.
import type { Backend, BackendFailure, BackendRequest } from './backend.ts';
import type { Purse } from './purse.ts';

const OVER_BUDGET: BackendFailure = {
  code: 'over_budget',
  message: 'Today’s budget for other models is used up; a new one begins at midnight UTC.',
};

/** `backend` within the purse; `costMaxUsd` answers what a request can cost at most, in US dollars. */
export function withinBudget(
  backend: Backend,
  costMaxUsd: (request: BackendRequest) => number,
  purse: Purse,
): Backend {
  return {
    name: backend.name,
    predict: async (request, deadline) => {
      const most = costMaxUsd(request);
      const reservation = await purse.reserve(request.desk, most);
      if (reservation === undefined) return { ok: false, failure: OVER_BUDGET };
      let spent = 0;
      let isOver = false;
      const onCost = (usd: number) => {
        // An answer that comes after everybody has gone is paid out of what was kept for it.
        if (isOver) return;
        spent += usd;
        request.onCost?.(usd);
      };
      const outcome = await backend.predict({ ...request, onCost }, deadline);
      // Nobody knows whether a question that was left unanswered will be charged, so it counts as if it were.
      if (!outcome.ok && outcome.failure.code === 'late') onCost(Math.max(0, most - spent));
      isOver = true;
      await reservation.settle(spent);
      return outcome;
    },
  };
}
