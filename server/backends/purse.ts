// What a desk may spend in a day on models that are paid by use. Money is taken before a question is asked, as much as it
// can cost at most, and what was not needed is given back: however many ask at once, the budget is never passed.
import type { UsageStore } from '../store/usage.ts';
import type { BudgetConfig } from './backend-config.ts';

/** Money taken for one request. */
export interface Reservation {
  /** Gives back all but what was spent. A second call does nothing. */
  settle(spentUsd: number): Promise<void>;
}

/** A desk's money, today (UTC), in US dollars. */
export interface Spending {
  readonly budgetUsd: number;
  /** With what is taken for questions in flight. */
  readonly spentUsd: number;
}

/** The daily budgets of all desks, shared by all instances. */
export interface Purse {
  /** Undefined where the amount would pass the desk's budget of today. */
  reserve(desk: string, usd: number): Promise<Reservation | undefined>;
  spendingOf(desk: string): Promise<Spending>;
}

const MICROS = 1e6;
const DAY_MS = 86_400_000;

/** A purse over the store's counts; `now` answers epoch milliseconds. */
export function createPurse(
  usage: Pick<UsageStore, 'addWithin' | 'add' | 'totalOf'>,
  budget: BudgetConfig,
  now: () => number,
): Purse {
  const limitOf = (desk: string) => Math.floor((budget.byDeskUsd[desk] ?? budget.standardUsd) * MICROS);
  const placeOf = (desk: string) => ({ scope: `money ${desk}`, period: `day ${Math.floor(now() / DAY_MS)}` });
  return {
    reserve: async (desk, usd) => {
      // Rounded up, so that many small amounts do not add up to more than was taken.
      const amount = Math.ceil(usd * MICROS);
      const place = placeOf(desk);
      if (!(await usage.addWithin({ ...place, amount }, limitOf(desk), now()))) return undefined;
      let isOpen = true;
      return {
        settle: async (spentUsd) => {
          if (!isOpen) return;
          isOpen = false;
          const unused = amount - Math.ceil(spentUsd * MICROS);
          if (unused !== 0) await usage.add([{ ...place, amount: -unused }], now());
        },
      };
    },
    spendingOf: async (desk) => {
      const { scope, period } = placeOf(desk);
      const spentUsd = (await usage.totalOf(scope, period)) / MICROS;
      return { budgetUsd: limitOf(desk) / MICROS, spentUsd };
    },
  };
}
