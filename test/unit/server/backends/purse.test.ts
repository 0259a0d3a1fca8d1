import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Backend, BackendOutcome } from '../../../../server/backends/backend.ts';
import { createDeadline } from '../../../../server/backends/deadline.ts';
import { createPurse } from '../../../../server/backends/purse.ts';
import { withinBudget } from '../../../../server/backends/within-budget.ts';
import { openStore, type Store } from '../../../../server/store/store.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 24);
const REQUEST = { desk: 'it', field: 'queue', labels: [], texts: ['a'] };
const soon = () => createDeadline(1_000, () => 0);

describe('a desk’s purse', () => {
  let store: Store;
  const clock = { now: NOW };
  beforeEach(async () => {
    store = await openStore(':memory:');
    clock.now = NOW;
  });
  afterEach(() => store.close());

  const aPurse = (usd: number) =>
    createPurse(store.usage, { standardUsd: usd, byDeskUsd: { rich: 100 } }, () => clock.now);

  /** Costs a cent at most and half of it in the end. */
  function aPaidBackend(usd: number, outcome: BackendOutcome = { ok: true, predictions: [] }) {
    const state = { asked: 0 };
    const backend: Backend = {
      name: 'gemini',
      predict: async (request) => {
        state.asked++;
        await Promise.resolve();
        if (outcome.ok) request.onCost?.(0.005);
        return outcome;
      },
    };
    const purse = aPurse(usd);
    return { state, purse, paid: withinBudget(backend, () => 0.01, purse) };
  }

  it('lets nobody past the budget, however many ask at once', async () => {
    const purse = aPurse(0.1);
    const taken = await Promise.all(Array.from({ length: 1_000 }, () => purse.reserve('it', 0.01)));
    expect(taken.filter((one) => one !== undefined).length).toBe(10);
  });

  it('is shared by instances over the same store', async () => {
    const [one, other] = [aPurse(0.02), aPurse(0.02)];
    const taken = [];
    for (const purse of [one, other, one, other]) taken.push(await purse.reserve('it', 0.01));
    expect(taken.filter((found) => found !== undefined).length).toBe(2);
  });

  it('gives back what a question did not cost', async () => {
    const { paid, purse, state } = aPaidBackend(0.02);
    for (let i = 0; i < 4; i++) await paid.predict(REQUEST, soon());
    expect([state.asked, (await purse.spendingOf('it')).spentUsd]).toEqual([3, 0.015]);
  });

  it('says in words that the budget is used up', async () => {
    const { paid } = aPaidBackend(0);
    expect(await paid.predict(REQUEST, soon())).toMatchObject({
      failure: { code: 'over_budget', message: expect.stringContaining('midnight UTC') },
    });
  });

  it('counts a question that was left unanswered as if it were charged', async () => {
    const { paid, purse } = aPaidBackend(1, { ok: false, failure: { code: 'late', message: 'Late.' } });
    let told = 0;
    const onCost = (usd: number) => {
      told += usd;
    };
    await paid.predict({ ...REQUEST, onCost }, soon());
    expect([told, (await purse.spendingOf('it')).spentUsd]).toEqual([0.01, 0.01]);
  });

  it('costs nothing where the question was refused', async () => {
    const { paid, purse } = aPaidBackend(1, { ok: false, failure: { code: 'refused', message: 'No.' } });
    await paid.predict(REQUEST, soon());
    expect((await purse.spendingOf('it')).spentUsd).toBe(0);
  });

  it('is full again on the next day, and each desk has its own', async () => {
    const purse = aPurse(0.01);
    const take = async (desk: string) => (await purse.reserve(desk, 0.01)) !== undefined;
    const today = [await take('it'), await take('it'), await take('rich')];
    clock.now += DAY;
    expect([...today, await take('it')]).toEqual([true, false, true, true]);
  });
});
