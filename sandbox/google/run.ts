// One execution of the script: its authorisation, its limits and its counts. Every service call passes through here.
import type { Authorisation, Entry } from './authorisation.ts';
import { RUN_LIMIT_MS } from './authorisation.ts';
import type { Clock } from './clock.ts';
import { Counts } from './counts.ts';
import type { Caller } from './emulated.ts';
import { type EndReason, RunEndedError } from './errors.ts';
import type { Faults } from './faults.ts';
import { type Cost, type Latency, latencyOf } from './latency.ts';
import type { Quotas } from './quotas.ts';
import type { Realm } from './realm.ts';

/** The person an execution acts for. */
export interface User {
  readonly email: string;
  /** As in the browser's settings: `en`, `de`. */
  readonly locale?: string;
}

/** What all executions of one world share and no service owns. */
export interface Ground {
  readonly clock: Clock;
  readonly counts: Counts;
  readonly quotas: Quotas;
  readonly faults: Faults;
  readonly latency: Latency;
  readonly authorisation: Authorisation;
  readonly random: () => number;
  /** The script's own time zone, from the manifest. */
  readonly scriptTimeZone: string;
  readonly scriptId: string;
}

/** One execution, from its start to its end. */
export class Run implements Caller {
  readonly ground: Ground;
  readonly realm: Realm;
  readonly entry: Entry;
  /** Whose rights and quotas count: the person at the screen, or the creator of the trigger. */
  readonly user: User;
  readonly counts = new Counts();
  readonly startedAt: number;
  /** An identity of this execution, for locks. */
  readonly id: string;
  loudError: Error | undefined;
  ended: RunEndedError | undefined;

  constructor(ground: Ground, realm: Realm, entry: Entry, user: User, id: string) {
    this.ground = ground;
    this.realm = realm;
    this.entry = entry;
    this.user = user;
    this.id = id;
    this.startedAt = ground.clock.now;
  }

  perform(name: string, cost: Cost, action: () => unknown): unknown {
    if (this.ended !== undefined) throw this.ended;
    const isLocal = cost.kind === 'local';
    if (!isLocal) {
      this.ground.authorisation.assertMay(name, this.entry);
      this.ground.faults.beforeCall(name);
    }
    try {
      return action();
    } finally {
      this.counts.add(name, cost);
      this.ground.counts.add(name, cost);
      this.pass(latencyOf(cost, this.ground.latency));
      if (!isLocal) this.#meetFault();
    }
  }

  /** Lets virtual time pass for this execution and ends it when its time is over. */
  pass(ms: number): void {
    this.ground.clock.pass(ms);
    const limitMs = RUN_LIMIT_MS[this.entry];
    if (this.ground.clock.now - this.startedAt <= limitMs) return;
    throw this.end('time limit', `Exceeded the maximum execution time of ${limitMs / 1_000} s.`);
  }

  /** Counts HTTP requests, which are not the same as calls. */
  countRequests(count: number): void {
    this.counts.addRequests(count);
    this.ground.counts.addRequests(count);
  }

  /** Ends the execution: every further call throws. */
  end(reason: EndReason, message: string): RunEndedError {
    this.ended ??= new RunEndedError(reason, message);
    return this.ended;
  }

  reportLoud(error: Error): void {
    this.loudError ??= error;
  }

  #meetFault(): void {
    try {
      this.ground.faults.afterCall();
    } catch (error) {
      if (error instanceof RunEndedError) this.ended ??= error;
      throw error;
    }
  }
}
