// One way to call whatever can fail elsewhere: a timeout for each try, tries again inside the deadline and a budget, and a
// breaker that stops asking what does not answer. It wraps a backend and is a backend; the fallback stands around it.
import type { Backend, BackendFailure, BackendOutcome } from './backend.ts';
import { createDeadline, type Deadline } from './deadline.ts';

/** How an upstream is treated. */
export interface ResilienceLimits {
  /** Longest wait for one try, in milliseconds. */
  readonly tryMs: number;
  /** Tries in all for one request. */
  readonly triesMax: number;
  /** Extra tries allowed, as a share of the requests of late: a failing upstream must not get many times its load. */
  readonly retryShare: number;
  /** Consecutive failed requests after which nobody asks for `openMs`; so it is when more than half of the last calls failed. */
  readonly failuresMax: number;
  readonly openMs: number;
  /** Bounds of the wait before another try, in milliseconds. */
  readonly waitMsMin: number;
  readonly waitMsMax: number;
}

/** What the wrapper reads from outside. */
export interface ResilienceWorld {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A number from 0 to before 1. */
  readonly random: () => number;
}

/** The least time that makes a try worth while, in milliseconds. */
const TRY_MS_MIN = 50;
/** Tries that may be in hand although nothing was asked of late, so that a quiet desk gets its retry. */
const BUDGET_MIN = 3;
/** Requests that the budget remembers: it fills by a share for each and is spent by one for each extra try. */
const BUDGET_MAX = 500;

/**
 * Calls whose outcomes are remembered: of an upstream that loses three in ten, half fail by chance once in a hundred thousand
 * looks. Of fifty calls they did so every few hundred.
 */
const CALLS_REMEMBERED = 100;
/** After a pause fewer calls are enough to see that nothing has changed, and none is repeated until then. */
const CALLS_ON_TRIAL = 10;

type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly until: number }
  | { readonly state: 'trying' };

const OPEN: BackendFailure = {
  code: 'unavailable',
  message: 'The other model has failed several times, so it is not asked for a moment.',
};

/** `backend` with timeouts, retries and a breaker. */
export function resilient(backend: Backend, limits: ResilienceLimits, world: ResilienceWorld): Backend {
  const { now, random } = world;
  let breaker: Breaker = { state: 'closed', failures: 0 };
  let budget = BUDGET_MIN;
  let calls = createRecent(CALLS_REMEMBERED);

  function mayAsk(): boolean {
    if (breaker.state === 'closed') return true;
    if (breaker.state === 'trying' || now() < breaker.until) return false;
    breaker = { state: 'trying' };
    calls = createRecent(CALLS_ON_TRIAL);
    return true;
  }

  function note(outcome: BackendOutcome): void {
    if (outcome.ok || !isUpstreamsFault(outcome.failure)) {
      if (breaker.state !== 'open') breaker = { state: 'closed', failures: 0 };
      return;
    }
    const failures = breaker.state === 'closed' ? breaker.failures + 1 : limits.failuresMax;
    breaker =
      failures >= limits.failuresMax || calls.isMostlyFailure()
        ? { state: 'open', until: now() + limits.openMs }
        : { state: 'closed', failures };
  }

  /** An upstream that mostly fails, or has just come back, gets no call twice. */
  function mayRepeat(): boolean {
    return (
      budget >= 1 && breaker.state === 'closed' && calls.size === CALLS_REMEMBERED && !calls.isMostlyFailure()
    );
  }

  async function askOnce(request: Parameters<Backend['predict']>[0], deadline: Deadline) {
    const tryMs = Math.min(limits.tryMs, deadline.leftMs());
    const own = createDeadline(tryMs, now);
    const outcome = await unlessLate(backend.predict(request, own), own);
    calls.add(!outcome.ok && isUpstreamsFault(outcome.failure));
    // What has stood a trial is an upstream like any other again.
    if (calls.size < CALLS_REMEMBERED && calls.isFull() && !calls.isMostlyFailure()) {
      calls = createRecent(CALLS_REMEMBERED);
    }
    return outcome;
  }

  return {
    name: backend.name,
    predict: async (request, deadline) => {
      // A caller without time is no sign of a failing upstream.
      if (deadline.leftMs() < TRY_MS_MIN) return { ok: false, failure: LATE };
      if (!mayAsk()) return { ok: false, failure: OPEN };
      budget = Math.min(BUDGET_MAX, budget + limits.retryShare);
      const { waitMsMin, waitMsMax } = limits;
      let waitMs = waitMsMin;
      for (let tries = 1; ; tries++) {
        const outcome = await askOnce(request, deadline);
        const isFinal =
          outcome.ok || !isWorthRepeating(outcome.failure) || tries >= limits.triesMax || !mayRepeat();
        // Decorrelated jitter (Amazon Builders' Library, "Timeouts, retries and backoff with jitter").
        waitMs = Math.min(waitMsMax, waitMsMin + random() * (3 * waitMs - waitMsMin));
        if (isFinal || deadline.leftMs() < waitMs + TRY_MS_MIN) {
          note(outcome);
          return outcome;
        }
        budget--;
        await pause(waitMs, deadline.signal);
      }
    },
  };
}

/** The outcomes of the last `size` calls. */
function createRecent(size: number) {
  const failed: boolean[] = [];
  let failures = 0;
  return {
    size,
    add: (isFailure: boolean) => {
      failed.push(isFailure);
      if (isFailure) failures++;
      if (failed.length > size && failed.shift() === true) failures--;
    },
    isFull: () => failed.length >= size,
    isMostlyFailure: () => failed.length >= size && 2 * failures > failed.length,
  };
}

/** What another try may mend; a refusal or a wrong form would come again. */
function isWorthRepeating({ code }: BackendFailure): boolean {
  return code === 'unavailable';
}

function isUpstreamsFault({ code }: BackendFailure): boolean {
  return code !== 'no_model' && code !== 'over_budget';
}

const LATE: BackendFailure = { code: 'late', message: 'The other model did not answer in time.' };

/** A backend that does not heed its deadline is left behind. */
function unlessLate(outcome: Promise<BackendOutcome>, { signal }: Deadline): Promise<BackendOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<BackendOutcome>();
  const stop = () => resolve({ ok: false, failure: LATE });
  if (signal.aborted) stop();
  // A moment for the backend's own answer to the signal, which says more.
  else signal.addEventListener('abort', () => setTimeout(stop, GRACE_MS).unref(), { once: true });
  outcome.then(resolve, reject);
  return promise;
}

const GRACE_MS = 20;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    resolve();
  };
  const timer = setTimeout(end, ms);
  signal.addEventListener('abort', end, { once: true });
  return promise;
}
