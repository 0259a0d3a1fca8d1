// The virtual clock of one world: epoch milliseconds that pass only when a service call, a sleep or a person says so.

/** Time as scripts, quotas and triggers see it. */
export class Clock {
  #now: number;

  constructor(start: number) {
    this.#now = start;
  }

  /** Epoch milliseconds. */
  get now(): number {
    return this.#now;
  }

  /** Lets `ms` (≥ 0, rounded) pass. Triggers are the world's matter, not the clock's. */
  pass(ms: number): void {
    this.#now += Math.round(ms);
  }

  /** Sets the time; the world uses it to run two executions side by side, each from the same start. */
  set(now: number): void {
    this.#now = now;
  }
}
