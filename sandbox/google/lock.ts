// LockService: locks between executions, and competitors that hold them.
import { COST, Emulated, NAME } from './emulated.ts';
import { GoogleError } from './errors.ts';
import type { Cost } from './latency.ts';
import { whole } from './parameters.ts';
import type { Run } from './run.ts';

interface Holder {
  readonly runId: string;
  /** For a competitor that is not a run of this world: when it lets go, in epoch ms. */
  readonly until: number;
}

/** All locks of a world, by the names that properties use too. */
export class LockTable {
  readonly #holders = new Map<string, Holder>();

  /** Another execution takes the lock until `until` (epoch ms). Names: `document`, `script`, `user:EMAIL`. */
  holdUntil(name: string, until: number): void {
    this.#holders.set(name, { runId: 'a competitor', until });
  }

  holder(name: string, now: number): Holder | undefined {
    const holder = this.#holders.get(name);
    return holder !== undefined && holder.until > now ? holder : undefined;
  }

  take(name: string, runId: string): void {
    this.#holders.set(name, { runId, until: Number.POSITIVE_INFINITY });
  }

  release(name: string, runId: string): void {
    if (this.#holders.get(name)?.runId === runId) this.#holders.delete(name);
  }

  /** Google frees the locks of an execution that has ended, however it ended. */
  releaseAllOf(runId: string): void {
    for (const [name, holder] of this.#holders) if (holder.runId === runId) this.#holders.delete(name);
  }
}

export class EmulatedLockService extends Emulated {
  readonly [NAME] = 'LockService';
  readonly #run: Run;
  readonly #table: LockTable;
  readonly #hasDocument: boolean;

  constructor(run: Run, table: LockTable, hasDocument: boolean) {
    super();
    this.#run = run;
    this.#table = table;
    this.#hasDocument = hasDocument;
  }

  [COST](): Cost {
    return { kind: 'local' };
  }

  getScriptLock(): EmulatedLock {
    return new EmulatedLock(this.#run, this.#table, 'script');
  }

  getUserLock(): EmulatedLock {
    return new EmulatedLock(this.#run, this.#table, `user:${this.#run.user.email}`);
  }

  /** Null for a script without a document. */
  getDocumentLock(): EmulatedLock | null {
    return this.#hasDocument ? new EmulatedLock(this.#run, this.#table, 'document') : null;
  }
}

export class EmulatedLock extends Emulated {
  readonly [NAME] = 'Lock';
  readonly #run: Run;
  readonly #table: LockTable;
  readonly #name: string;

  constructor(run: Run, table: LockTable, name: string) {
    super();
    this.#run = run;
    this.#table = table;
    this.#name = name;
  }

  [COST](method: string): Cost {
    return { kind: method === 'hasLock' ? 'local' : 'lock' };
  }

  /** Waits at most `timeoutMs` of virtual time. */
  tryLock(timeoutMs: unknown): boolean {
    const patience = whole(timeoutMs, 'timeoutInMillis');
    const { clock, faults } = this.#run.ground;
    const fault = faults.takeLockFault();
    if (fault === 'throws') throw new GoogleError('There are too many lock operations on this script.');
    const holder = this.#table.holder(this.#name, clock.now);
    if (fault === undefined && (holder === undefined || holder.runId === this.#run.id)) return this.#take();
    const wait =
      fault === 'busy' || holder === undefined ? Number.POSITIVE_INFINITY : holder.until - clock.now;
    this.#run.pass(Math.min(wait, Math.max(0, patience)));
    return wait <= patience ? this.#take() : false;
  }

  /** As tryLock, but throws when the time is over. */
  waitLock(timeoutMs: unknown): void {
    if (!this.tryLock(timeoutMs))
      throw new GoogleError('The lock was not obtained in the time allowed: another process holds it.');
  }

  hasLock(): boolean {
    return this.#table.holder(this.#name, this.#run.ground.clock.now)?.runId === this.#run.id;
  }

  releaseLock(): void {
    this.#table.release(this.#name, this.#run.id);
  }

  #take(): boolean {
    this.#table.take(this.#name, this.#run.id);
    return true;
  }
}
