import { describe, expect, it } from '@jest/globals';
import {
  allowanceOf,
  type DayBudget,
  pauseMs,
  readBudget,
  requestsLeft,
  spend,
} from '../../../src/addon/day-budget.ts';
import type { StorePort } from '../../../src/addon/ports.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

function aStore(): StorePort {
  const kept = new Map<string, string>();
  return {
    owner: () => 'sheet-1',
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => {
      kept.set(key, value);
    },
    remove: (key) => {
      kept.delete(key);
    },
    entries: () => Object.fromEntries(kept),
  };
}

const token = (claims: object) => () => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const consumer = allowanceOf({ identityToken: token({ aud: 'a' }) });
const aBudget = (changes: Partial<DayBudget> = {}): DayBudget => ({
  ...{ since: 0, triggerMs: 0, requests: 0, usualMs: 10_000 },
  ...changes,
});

describe('the allowance', () => {
  it.each([
    [token({ aud: 'a' }), 90, 20_000],
    [token({ aud: 'a', hd: 'usher.example' }), 360, 100_000],
    [() => null, 90, 20_000],
  ])('of the account with token %#', (identityToken, minutes, requests) => {
    expect(allowanceOf({ identityToken })).toEqual({ triggerMs: minutes * MINUTE, requests });
  });
});

describe('the budget of a day', () => {
  it('adds up what runs took, the start that a script does not see included', () => {
    const store = aStore();
    spend(store, 0, { triggerMs: 9_300, requests: 2, isRun: true });
    spend(store, HOUR, { triggerMs: null, requests: 5, isRun: true });
    expect(readBudget(store, HOUR)).toEqual({ since: 0, triggerMs: 10_000, requests: 7, usualMs: 10_000 });
  });

  it('does not take a look at an edit for a run', () => {
    const store = aStore();
    spend(store, 0, { triggerMs: 9_300, requests: 0, isRun: true });
    spend(store, 1, { triggerMs: 300, requests: 0, isRun: false });
    expect(readBudget(store, 1).usualMs).toBe(10_000);
  });

  it('begins anew 24 hours after its first use, and remembers how long runs take', () => {
    const store = aStore();
    spend(store, 0, { triggerMs: 9_300, requests: 2, isRun: true });
    expect(readBudget(store, 24 * HOUR)).toEqual(aBudget({ since: 24 * HOUR }));
  });

  it('tells what is left of the requests, never below none', () => {
    expect(requestsLeft(aBudget({ requests: 19_990 }), consumer)).toBe(10);
    expect(requestsLeft(aBudget({ requests: 25_000 }), consumer)).toBe(0);
  });
});

describe('the pause before a triggered run', () => {
  it('is none while little is spent', () => {
    expect(pauseMs(aBudget({ triggerMs: 10 * MINUTE }), consumer, HOUR)).toBe(0);
  });

  it('grows with what is spent too early, and ends when the day has caught up', () => {
    const spent = aBudget({ triggerMs: 40 * MINUTE });
    const pause = pauseMs(spent, consumer, HOUR);
    expect(pause).toBeGreaterThan(6 * HOUR);
    expect(pauseMs(spent, consumer, HOUR + pause)).toBe(0);
    expect(pauseMs(spent, consumer, HOUR + pause - MINUTE)).toBeGreaterThan(0);
  });

  it('never lets a day of back-to-back runs past 90 minutes', () => {
    const run = 30_000;
    let budget = aBudget({ usualMs: run });
    for (let now = 0; now < 24 * HOUR; now += run) {
      if (pauseMs(budget, consumer, now) === 0) budget = { ...budget, triggerMs: budget.triggerMs + run };
    }
    expect(budget.triggerMs).toBeLessThanOrEqual(90 * MINUTE);
    expect(budget.triggerMs).toBeGreaterThan(60 * MINUTE);
  });

  it('lasts until tomorrow once the requests are nearly used up', () => {
    expect(pauseMs(aBudget({ requests: 19_500 }), consumer, 20 * HOUR)).toBe(4 * HOUR);
  });
});
