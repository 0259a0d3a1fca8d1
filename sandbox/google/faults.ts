// Faults on demand: what can go wrong between a script and Google's services, or at the hands of another person.
import { GoogleError, RunEndedError } from './errors.ts';

/** `lost answer`: the server does the work, the script never hears of it. */
export type FetchFault =
  | 'timeout'
  | 'unreachable'
  | 'lost answer'
  | { readonly status: number; readonly body?: string };

/** What `between` is told about the call that is about to be made; `index` counts from 1. */
export interface NextCall {
  readonly name: string;
  readonly index: number;
}

/** The faults that a test, the chaos runs or the workbench have ordered. */
export class Faults {
  #killIn: number | undefined;
  #calls = 0;
  #between: ((next: NextCall) => void) | undefined;
  #busy = false;
  #fetches: FetchFault[] = [];
  #locks: ('busy' | 'throws')[] = [];
  #everyFetch: FetchFault | undefined;
  #everyLock: 'busy' | 'throws' | undefined;
  #failing: { pattern: RegExp; left: number; message: string }[] = [];

  /** Ends the run right after the `n`-th service call from now (≥ 1) has had its effect. */
  killAfter(n: number): void {
    this.#killIn = n;
  }

  /** The next `n` requests meet `fault`. */
  nextFetches(n: number, fault: FetchFault): void {
    for (let i = 0; i < n; i += 1) this.#fetches.push(fault);
  }

  /** Every request meets `fault` until it is taken back with `undefined`; faults that were ordered singly come first. */
  everyFetch(fault: FetchFault | undefined): void {
    this.#everyFetch = fault;
  }

  /** Every attempt to get a lock fails until that is taken back with `undefined`. */
  everyLock(how: 'busy' | 'throws' | undefined): void {
    this.#everyLock = how;
  }

  /** The next `n` attempts to get a lock fail: after the full wait, or by throwing as Google does under contention. */
  refuseLocks(n: number, how: 'busy' | 'throws' = 'busy'): void {
    for (let i = 0; i < n; i += 1) this.#locks.push(how);
  }

  /** The next `n` calls whose `Service.method` matches throw before they have an effect. */
  failCalls(pattern: RegExp, n: number, message = 'The service failed. Try again later.'): void {
    this.#failing.push({ pattern, left: n, message });
  }

  /** Calls `act` before each service call: a person at work while the script runs. `undefined` stops it. */
  between(act: ((next: NextCall) => void) | undefined): void {
    this.#between = act;
  }

  /** Takes every order back. */
  clear(): void {
    this.#killIn = undefined;
    this.#between = undefined;
    this.#fetches = [];
    this.#locks = [];
    this.#everyFetch = undefined;
    this.#everyLock = undefined;
    this.#failing = [];
  }

  /** For the run: another person acts, then perhaps the service fails. */
  beforeCall(name: string): void {
    this.#calls += 1;
    this.#act({ name, index: this.#calls });
    // As with an order to kill: a failure is ordered for the outer run, not for the triggers that people fire in between.
    if (this.#busy) return;
    const failing = this.#failing.find((fault) => fault.left > 0 && fault.pattern.test(name));
    if (failing === undefined) return;
    failing.left -= 1;
    throw new GoogleError(failing.message);
  }

  /** For the run: throws once the call that was ordered to be the last has been made. */
  afterCall(): void {
    // What a person does between two calls may start other scripts; an order to kill is for the outer one.
    if (this.#killIn === undefined || this.#busy) return;
    this.#killIn -= 1;
    if (this.#killIn > 0) return;
    this.#killIn = undefined;
    throw new RunEndedError('fault', 'The run was killed by an ordered fault.');
  }

  takeFetchFault(): FetchFault | undefined {
    return this.#fetches.shift() ?? this.#everyFetch;
  }

  takeLockFault(): 'busy' | 'throws' | undefined {
    return this.#locks.shift() ?? this.#everyLock;
  }

  #act(next: NextCall): void {
    if (this.#between === undefined || this.#busy) return;
    this.#busy = true;
    try {
      this.#between(next);
    } finally {
      this.#busy = false;
    }
  }
}
