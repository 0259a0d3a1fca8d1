// How long somebody still waits. It is passed down, so that no step works on for a caller who has gone.

/** A point in time after which an answer is of no use. */
export interface Deadline {
  /** Aborts when the deadline has passed. Made when it is first asked for, since most answers never wait. */
  readonly signal: AbortSignal;
  /** Milliseconds left; zero or less when it has passed. */
  leftMs(): number;
}

/** A deadline `ms` milliseconds from now, by the given clock. */
export function createDeadline(ms: number, now: () => number): Deadline {
  const end = now() + ms;
  return deadlineOver(() => end - now());
}

/** A deadline `reserveMs` before another one, which leaves that time for what comes after. */
export function earlier(deadline: Deadline, reserveMs: number): Deadline {
  return deadlineOver(() => deadline.leftMs() - reserveMs);
}

function deadlineOver(leftMs: () => number): Deadline {
  return new LazyDeadline(leftMs);
}

class LazyDeadline implements Deadline {
  readonly leftMs: () => number;
  #signal: AbortSignal | undefined;

  constructor(leftMs: () => number) {
    this.leftMs = leftMs;
  }

  get signal(): AbortSignal {
    this.#signal ??= AbortSignal.timeout(Math.max(0, Math.ceil(this.leftMs())));
    return this.#signal;
  }
}
