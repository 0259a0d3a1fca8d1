// What this script has spent of Google's daily allowance, and how long a scheduled run should wait so that the day is never used up:
// past the wall Google starts no trigger at all, so Usher slows down well before it.
import type { Deployment, HttpPort, SheetWorld, StorePort } from './ports.ts';
import { isRecord } from './settings.ts';
import { tokenClaims } from './token-claims.ts';

const BUDGET_KEY = 'usher.budget';
/** Google counts from the first use on, for 24 hours. */
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What one person's scripts may use in a day (developers.google.com/apps-script/guides/services/quotas). */
export interface Allowance {
  readonly triggerMs: number;
  readonly requests: number;
}

const CONSUMER: Allowance = { triggerMs: 90 * MINUTE_MS, requests: 20_000 };
const WORKSPACE: Allowance = { triggerMs: 360 * MINUTE_MS, requests: 100_000 };

/** The share of the allowance that Usher takes: the person's other scripts, edit triggers and Google's own overhead need the rest. */
const TRIGGER_SHARE = 0.8;
const REQUEST_SHARE = 0.95;
/** The share that may be spent at once, as after a quiet night; the rest comes evenly over the day. */
const BURST_SHARE = 0.2;
/** Google counts the start of an execution too, which the script does not see. */
const START_MS = 700;
/** Weight of the latest run in what a run is expected to take. */
const LATEST_WEIGHT = 0.3;

export interface DayBudget {
  /** Epoch milliseconds at which this day began. */
  readonly since: number;
  readonly triggerMs: number;
  readonly requests: number;
  /** What a triggered run usually takes. */
  readonly usualMs: number;
}

/** What the person may use in a day: a Workspace account is told by the domain in its token. */
export function allowanceOf(deployment: Pick<Deployment, 'identityToken'>): Allowance {
  return tokenClaims(deployment.identityToken())?.domain ? WORKSPACE : CONSUMER;
}

/** Today's budget; a new day begins 24 hours after the last began. */
export function readBudget(store: StorePort, now: number): DayBudget {
  const kept = parseBudget(store.read(BUDGET_KEY));
  if (kept && now - kept.since < DAY_MS) return kept;
  return { since: now, triggerMs: 0, requests: 0, usualMs: kept?.usualMs ?? 0 };
}

/** What one execution has spent. */
export interface Spending {
  /** Null for one that a person started, which costs no trigger time. */
  readonly triggerMs: number | null;
  readonly requests: number;
  /** True for a run over the sheet, false for a look at an edit or a form answer. */
  readonly isRun: boolean;
}

/** Adds what was spent to today's budget. */
export function spend(store: StorePort, now: number, { triggerMs, requests, isRun }: Spending): void {
  if (triggerMs === null && requests === 0) return;
  const budget = readBudget(store, now);
  const spent = triggerMs === null ? 0 : triggerMs + START_MS;
  const { usualMs: before } = budget;
  const usualMs = !isRun || triggerMs === null ? before : before === 0 ? spent : mix(before, spent);
  store.write(
    BUDGET_KEY,
    JSON.stringify({
      since: budget.since,
      triggerMs: Math.round(budget.triggerMs + spent),
      requests: budget.requests + requests,
      usualMs: Math.round(usualMs),
    }),
  );
}

function mix(before: number, latest: number): number {
  return before * (1 - LATEST_WEIGHT) + latest * LATEST_WEIGHT;
}

/** Notes that Google refused a request for today: nothing more is tried until the day is over. */
export function markRequestsSpent(store: StorePort, now: number, allowance: Allowance): void {
  const budget = readBudget(store, now);
  store.write(
    BUDGET_KEY,
    JSON.stringify({ ...budget, requests: Math.max(budget.requests, allowance.requests) }),
  );
}

/** Requests that are left of today's. */
export function requestsLeft(budget: DayBudget, allowance: Allowance): number {
  return Math.max(0, allowance.requests - budget.requests);
}

/** Milliseconds that a triggered run should still wait; 0 when it may start now. */
export function pauseMs(budget: DayBudget, allowance: Allowance, now: number): number {
  const elapsed = now - budget.since;
  const untilTomorrow = Math.max(0, DAY_MS - elapsed);
  if (budget.requests >= allowance.requests * REQUEST_SHARE) return untilTomorrow;
  const wanted = (budget.triggerMs + budget.usualMs) / (allowance.triggerMs * TRIGGER_SHARE);
  if (wanted <= BURST_SHARE) return 0;
  const allowedAt = ((wanted - BURST_SHARE) / (1 - BURST_SHARE)) * DAY_MS;
  return Math.min(untilTomorrow, Math.max(0, Math.ceil(allowedAt - elapsed)));
}

/** Does what a person asked for and counts its requests off today's. */
export function countRequests<T>(world: SheetWorld, deed: (world: SheetWorld) => T): T {
  const counting = countingHttp(world.http);
  try {
    return deed({ ...world, http: counting.http });
  } finally {
    spend(world.settings, world.now(), { triggerMs: null, requests: counting.sent(), isRun: true });
  }
}

/** The same port, and how many requests went through it. */
export function countingHttp(http: HttpPort): { readonly http: HttpPort; readonly sent: () => number } {
  let sent = 0;
  return {
    http: {
      send: (requests) => {
        sent += requests.length;
        return http.send(requests);
      },
    },
    sent: () => sent,
  };
}

function parseBudget(text: string | null): DayBudget | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return null;
    const { since, triggerMs, requests, usualMs } = value;
    if (![since, triggerMs, requests, usualMs].every((one) => typeof one === 'number')) return null;
    return {
      since: Number(since),
      triggerMs: Number(triggerMs),
      requests: Number(requests),
      usualMs: Number(usualMs),
    };
  } catch {
    return null;
  }
}
