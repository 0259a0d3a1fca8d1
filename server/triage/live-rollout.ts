// A challenger on live tickets: in the shadow it is asked beside the model in service and answers nobody; as canary it answers a
// sticky share of the tickets. What both say is compared, and the one in service answers where the challenger cannot.
import type { BackendOutcome, BackendPrediction } from '../backends/backend.ts';
import type { Deadline } from '../backends/deadline.ts';
import { isCanary } from '../lifecycle/rollout.ts';
import type { Rollout } from '../store/rollouts.ts';

/** Tickets that both models predicted, and those on which they agreed. */
export interface SeenBoth {
  readonly tickets: number;
  readonly agreed: number;
}

interface Asked {
  readonly ticket: { readonly id: string };
}

/** The challenger, whom it may replace, and under which label each of theirs goes today. */
export interface Beside {
  readonly rollout: Rollout;
  readonly inService: string;
  readonly currentOf: (label: string) => string | null;
}

/** What is left must do for the answer itself; a comparison can wait for the next batch. */
const SPARE_MS = 1_000;

/** The outcome for `open`, and what was seen of both models on the way. */
export async function askUnderRollout<T extends Asked>(
  askModel: (model: string, tickets: readonly T[]) => Promise<BackendOutcome>,
  { rollout, inService, currentOf }: Beside,
  open: readonly T[],
  deadline: Deadline,
): Promise<{ readonly outcome: BackendOutcome; readonly seen: SeenBoth }> {
  const outcome = await askModel(inService, open);
  const nothing = { outcome, seen: { tickets: 0, agreed: 0 } };
  const { step, rules, challenger, isReady } = rollout;
  const chosen = [...open.keys()].filter((at) => {
    const id = open[at]?.ticket.id;
    if (id === undefined) return false;
    // What waits for a lead has been compared enough.
    return step === 0 ? !isReady : isCanary(rollout, id, rules);
  });
  if (!outcome.ok || chosen.length === 0 || deadline.leftMs() < SPARE_MS) return nothing;
  const beside = await askModel(
    challenger,
    chosen.flatMap((at) => open[at] ?? []),
  );
  if (!beside.ok) return nothing;
  const topToday = ({ ranked: [top] }: BackendPrediction) => top && currentOf(top.label);
  const predictions = [...outcome.predictions];
  let agreed = 0;
  chosen.forEach((at, place) => {
    const before = predictions[at];
    const its = beside.predictions[place];
    if (before === undefined || its === undefined) return;
    if (topToday(before) === topToday(its)) agreed++;
    if (step > 0) predictions[at] = its;
  });
  return { outcome: { ...outcome, predictions }, seen: { tickets: chosen.length, agreed } };
}
