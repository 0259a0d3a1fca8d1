// Google's daily quotas, counted for each user on the virtual clock.
// Figures: developers.google.com/apps-script/guides/services/quotas.
import type { Clock } from './clock.ts';
import { GoogleError } from './errors.ts';

export type Account = 'consumer' | 'workspace';
export type Quota = 'urlfetch' | 'mail' | 'properties' | 'triggerMs';

/** Calls a day, except `triggerMs`: milliseconds a day of all trigger runs together. */
export const DAILY_QUOTAS: Record<Account, Record<Quota, number>> = {
  consumer: { urlfetch: 20_000, mail: 20_000, properties: 50_000, triggerMs: 90 * 60_000 },
  workspace: { urlfetch: 100_000, mail: 50_000, properties: 500_000, triggerMs: 6 * 3_600_000 },
};

/** A quota's day is the 24 hours after its first use, not a calendar day. */
const DAY_MS = 24 * 3_600_000;

interface Window {
  startedAt: number;
  used: number;
}

/** What users have spent of their day. */
export class Quotas {
  readonly #clock: Clock;
  readonly #limits: Record<Quota, number>;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock, account: Account, overrides: Partial<Record<Quota, number>> = {}) {
    this.#clock = clock;
    this.#limits = { ...DAILY_QUOTAS[account], ...overrides };
  }

  /** Spends `amount`, or throws as Google does once the day's allowance is gone. */
  spend(user: string, quota: Quota, amount: number): void {
    const window = this.#window(user, quota);
    if (window.used + amount > this.#limits[quota]) {
      throw new GoogleError(`The service ${quota} was invoked too often for one day. Try again tomorrow.`);
    }
    window.used += amount;
  }

  /** Adds what was spent already, whether or not it fits: a run is measured after it has run. */
  record(user: string, quota: Quota, amount: number): void {
    this.#window(user, quota).used += amount;
  }

  /** What `user` may still spend today; never below 0. */
  left(user: string, quota: Quota): number {
    return Math.max(0, this.#limits[quota] - this.#window(user, quota).used);
  }

  /** What `user` has spent since the window opened. */
  used(user: string, quota: Quota): number {
    return this.#window(user, quota).used;
  }

  #window(user: string, quota: Quota): Window {
    const key = `${quota} ${user}`;
    const open = this.#windows.get(key);
    if (open !== undefined && this.#clock.now - open.startedAt < DAY_MS) return open;
    const fresh = { startedAt: this.#clock.now, used: 0 };
    this.#windows.set(key, fresh);
    return fresh;
  }
}
