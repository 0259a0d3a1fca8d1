import { describe, expect, it } from '@jest/globals';
import { openStore } from '../../../../server/store/store.ts';
import { createMeter, type UsageLimits } from '../../../../server/triage/meter.ts';

const NONE: UsageLimits = {
  ...{ callerRequestsAMinute: 0, callerTicketsADay: 0, deskTicketsAMinute: 0, deskTicketsADay: 0 },
};
const DAY_MS = 86_400_000;

/** Two instances over one store, under the same limits. */
async function twoMeters(limits: Partial<UsageLimits>) {
  const { usage, close } = await openStore(':memory:');
  const clock = { now: 20_000 * DAY_MS };
  const make = () =>
    createMeter(
      usage,
      { ...NONE, ...limits },
      () => clock.now,
      () => undefined,
    );
  return { one: make(), other: make(), make, clock, close };
}

describe('the meter', () => {
  it('refuses the request beyond the limit with the time until the next minute', async () => {
    const { one, clock, close } = await twoMeters({ callerRequestsAMinute: 2 });
    clock.now += 15_000;
    one.countRequest('ann');
    one.countRequest('ann');
    await expect((async () => one.countRequest('ann'))()).rejects.toMatchObject({
      code: 'rate_limited',
      facts: { retryAfterSeconds: 45, limit: 2 },
    });
    one.countRequest('bob');
    clock.now += 45_000;
    one.countRequest('ann');
    await close();
  });

  it.each<[string, Partial<UsageLimits>]>([
    ['a desk a minute', { deskTicketsAMinute: 300 }],
    ['a desk a day', { deskTicketsADay: 300 }],
    ['a caller a day', { callerTicketsADay: 300 }],
  ])('counts tickets for %s and takes a smaller batch that still fits', async (_what, limits) => {
    const { one, close } = await twoMeters(limits);
    await one.countTickets('ann', 'it', 200);
    await expect((async () => one.countTickets('ann', 'it', 101))()).rejects.toMatchObject({
      code: 'rate_limited',
    });
    await one.countTickets('ann', 'it', 100);
    await close();
  });

  it('shares what is used up with other instances', async () => {
    const { one, other, clock, close } = await twoMeters({ deskTicketsADay: 300 });
    await other.countTickets('bob', 'it', 1);
    await one.countTickets('ann', 'it', 299);
    await one.flush();
    clock.now += 1_000;
    await other.flush();
    await expect((async () => other.countTickets('bob', 'it', 1))()).rejects.toMatchObject({
      code: 'rate_limited',
    });
    await close();
  });

  it('does not forget a day’s use when it starts anew', async () => {
    const { one, make, close } = await twoMeters({ callerTicketsADay: 300 });
    await one.countTickets('ann', 'it', 300);
    await one.flush();
    await expect((async () => make().countTickets('ann', 'it', 1))()).rejects.toMatchObject({
      code: 'rate_limited',
    });
    await close();
  });

  it('takes nothing of a day for what had been charged before, also where the store has counted it', async () => {
    const { one, make, close } = await twoMeters({ deskTicketsADay: 300, callerTicketsADay: 300 });
    await one.countTickets('ann', 'it', 200);
    await one.flush();
    one.giveBack('ann', 'it', 150);
    await one.flush();
    const other = make();
    await other.countTickets('ann', 'it', 250);
    await expect((async () => other.countTickets('ann', 'it', 1))()).rejects.toMatchObject({
      code: 'rate_limited',
    });
    await close();
  });

  it('goes on by itself while the store is away, and sends its sums later', async () => {
    const { usage, close } = await openStore(':memory:');
    const state = { isAway: true, failures: 0 };
    const flaky = {
      ...usage,
      add: (...args: Parameters<typeof usage.add>) =>
        state.isAway ? Promise.reject(new Error('away')) : usage.add(...args),
    };
    const meter = createMeter(
      flaky,
      { ...NONE, deskTicketsADay: 300 },
      () => 20_000 * DAY_MS,
      () => {
        state.failures++;
      },
    );
    await meter.countTickets('ann', 'it', 300);
    await expect((async () => meter.countTickets('ann', 'it', 1))()).rejects.toMatchObject({
      code: 'rate_limited',
    });
    await meter.flush();
    state.isAway = false;
    await meter.flush();
    expect(state.failures).toBeGreaterThan(0);
    expect(await usage.add([{ scope: 'desk it', period: 'day 20000', amount: 0 }], 0)).toEqual([300]);
    await close();
  });
});
