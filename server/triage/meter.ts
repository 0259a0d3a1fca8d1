// Limits a minute and a day, for each caller and each desk, shared by all instances through the store. Each instance counts
// for itself and exchanges sums once a second, so that together they may pass a limit by a second's traffic, and no ticket
// waits for a counter.
import { hash } from 'node:crypto';
import { Problem } from '../../src/core/contract.ts';
import type { UsageStore } from '../store/usage.ts';

/** Limits of a deployment; zero is none. */
export interface UsageLimits {
  readonly callerRequestsAMinute: number;
  readonly callerTicketsADay: number;
  readonly deskTicketsAMinute: number;
  readonly deskTicketsADay: number;
}

/** Counts work against the limits. */
export interface Meter {
  /** Counts one request of a caller; throws `rate_limited` with a time to wait. */
  countRequest(subject: string): void;
  /**
   * Counts tickets of a caller for a desk, at once where the day's sums are known; throws `rate_limited` and counts nothing where a
   * limit would be passed.
   */
  countTickets(subject: string, desk: string, tickets: number): Promise<void> | void;
  /** Gives tickets back to the day's budgets: they had been answered and charged before. The minute's work was done. */
  giveBack(subject: string, desk: string, tickets: number): void;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

interface Count {
  /** What all instances together had at the last exchange. */
  shared: number;
  /** Counted here since; less than zero where more was given back. */
  own: number;
  readonly period: string;
  readonly scope: string;
  readonly endsAt: number;
}

type Kind = 'minute' | 'day';

const DAY_MS = 86_400_000;
const LENGTH_MS: Readonly<Record<Kind, number>> = { minute: 60_000, day: DAY_MS };
const EXCHANGE_MS = 1_000;
/** Counts in memory; the ones of past periods are swept out at each exchange. */
const COUNTS_MAX = 50_000;
const KEEP_MS = 2 * DAY_MS;

/** A meter over a store; `onFailure` is told when sums could not be exchanged. */
export function createMeter(
  store: UsageStore,
  limits: UsageLimits,
  now: () => number,
  onFailure: () => void,
): Meter {
  const counts = new Map<string, Count>();
  /** Of each scope the counts of the periods that run, as they were last asked for. */
  const running = new Map<string, Partial<Record<Kind, Count>>>();
  let exchangedAt = now();
  let sweptAt = 0;
  let exchange: Promise<void> | undefined;

  async function exchangeNow(): Promise<void> {
    const at = now();
    exchangedAt = at;
    const changed = [...counts.values()].filter(({ own }) => own !== 0);
    const sent = changed.map(({ own, scope, period }) => ({ scope, period, amount: own }));
    try {
      const totals = sent.length > 0 ? await store.add(sent, at) : [];
      changed.forEach((count, index) => {
        count.shared = totals[index] ?? count.shared;
        count.own -= sent[index]?.amount ?? 0;
      });
      if (at - sweptAt > DAY_MS) {
        sweptAt = at;
        await store.deleteBefore(at - KEEP_MS);
      }
    } catch {
      // Limits go on by what is counted here; the sums are sent again with the next exchange.
      onFailure();
    }
    for (const [key, { endsAt, own, scope }] of counts) {
      if (endsAt > at || own !== 0) continue;
      counts.delete(key);
      running.delete(scope);
    }
  }

  function exchangeIfDue(): void {
    if (exchange !== undefined || now() - exchangedAt < EXCHANGE_MS) return;
    exchange = exchangeNow().finally(() => {
      exchange = undefined;
    });
  }

  const numberOf = (kind: Kind) => Math.floor(now() / LENGTH_MS[kind]);

  /** The count of the period that runs; undefined where nothing was counted in it here. */
  function known(scope: string, kind: Kind): Count | undefined {
    const at = running.get(scope)?.[kind];
    if (at !== undefined && isRunning(at, kind)) return at;
    const count = counts.get(`${scope} ${kind} ${numberOf(kind)}`);
    if (count !== undefined) running.set(scope, { ...running.get(scope), [kind]: count });
    return count;
  }

  function isRunning({ endsAt }: Count, kind: Kind): boolean {
    const left = endsAt - now();
    return left > 0 && left <= LENGTH_MS[kind];
  }

  function open(scope: string, kind: Kind): Count {
    if (counts.size >= COUNTS_MAX) {
      throw new Problem('overloaded', 'Too many callers at once. Try again in a minute.', {
        retryAfterSeconds: 60,
      });
    }
    const number = numberOf(kind);
    const period = `${kind} ${number}`;
    const count: Count = { shared: 0, own: 0, period, scope, endsAt: (number + 1) * LENGTH_MS[kind] };
    counts.set(`${scope} ${period}`, count);
    return count;
  }

  /** A day's budget must survive a restart, so the first look waits for the store; a minute's need not. */
  async function openDay(scope: string): Promise<Count> {
    const count = open(scope, 'day');
    try {
      const [total] = await store.add([{ scope, period: count.period, amount: 0 }], now());
      count.shared = Math.max(count.shared, total ?? 0);
    } catch {
      onFailure();
    }
    return count;
  }

  function assertRoom(count: Count, amount: number, limit: number, what: string): void {
    if (limit === 0 || count.shared + count.own + amount <= limit) return;
    const retryAfterSeconds = Math.max(1, Math.ceil((count.endsAt - now()) / 1_000));
    throw new Problem(
      'rate_limited',
      `${what} is used up: ${limit}. Try again in ${retryAfterSeconds} seconds.`,
      {
        ...{ limit, retryAfterSeconds },
      },
    );
  }

  function take(desk: string, day: Count, caller: Count, tickets: number): void {
    const minute = known(desk, 'minute') ?? open(desk, 'minute');
    assertRoom(minute, tickets, limits.deskTicketsAMinute, 'The desk’s number of tickets a minute');
    assertRoom(day, tickets, limits.deskTicketsADay, 'The desk’s number of tickets a day');
    assertRoom(caller, tickets, limits.callerTicketsADay, 'Your number of tickets a day');
    minute.own += tickets;
    day.own += tickets;
    caller.own += tickets;
  }

  return {
    countRequest: (subject) => {
      exchangeIfDue();
      const scope = callerScope(subject);
      const count = known(scope, 'minute') ?? open(scope, 'minute');
      assertRoom(count, 1, limits.callerRequestsAMinute, 'Your number of requests a minute');
      count.own++;
    },
    countTickets: (subject, desk, tickets) => {
      exchangeIfDue();
      const deskScope = `desk ${desk}`;
      const scope = callerScope(subject);
      const day = known(deskScope, 'day');
      const caller = known(scope, 'day');
      if (day !== undefined && caller !== undefined) return take(deskScope, day, caller, tickets);
      return openDays();

      async function openDays(): Promise<void> {
        const opened = day ?? (await openDay(deskScope));
        take(deskScope, opened, caller ?? (await openDay(scope)), tickets);
      }
    },
    giveBack: (subject, desk, tickets) => {
      for (const scope of [`desk ${desk}`, callerScope(subject)]) {
        const day = known(scope, 'day');
        if (day !== undefined) day.own -= tickets;
      }
    },
    flush: async () => {
      await exchange;
      await exchangeNow();
    },
  };
}

/** A caller's counts bear a hash of the account's id, since they are no record of who worked when. */
const scopes = new Map<string, string>();
const SCOPES_MAX = 10_000;

function callerScope(subject: string): string {
  const known = scopes.get(subject);
  if (known !== undefined) return known;
  if (scopes.size >= SCOPES_MAX) scopes.clear();
  const scope = `caller ${hash('sha256', subject, 'base64url').slice(0, 22)}`;
  scopes.set(subject, scope);
  return scope;
}
