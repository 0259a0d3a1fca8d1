// How much of a limit is used up, shared by all instances: a count for each scope (a desk, a caller) and period.
import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** An amount to add, or a total. */
export interface UsageCount {
  readonly scope: string;
  /** `day 20415` or `minute 29397600`: the period's kind and its number since 1970. */
  readonly period: string;
  readonly amount: number;
}

/** Counts of all scopes. */
export interface UsageStore {
  /** Adds amounts and answers the new totals, in the same order. */
  add(counts: readonly UsageCount[], now: number): Promise<number[]>;
  /** Adds an amount where the total stays within `limit`, in one step with the look at it; answers whether it did. */
  addWithin(count: UsageCount, limit: number, now: number): Promise<boolean>;
  /** The total; zero where nothing was added. */
  totalOf(scope: string, period: string): Promise<number>;
  /** Deletes counts that were last added to before an instant. */
  deleteBefore(instant: number): Promise<void>;
}

/** The counts over an open database. */
export function createUsageStore(db: Kysely<Tables>): UsageStore {
  return {
    add: (counts, now) =>
      db.transaction().execute(async (transaction) => {
        // In one order everywhere, so that two instances do not wait for each other in a ring.
        const ordered = [...counts.entries()].sort(([, one], [, other]) =>
          keyOf(one) < keyOf(other) ? -1 : 1,
        );
        const totals: number[] = [];
        for (const [index, { scope, period, amount }] of ordered) {
          const row = await transaction
            .insertInto('usage')
            .values({ scope, period, amount, changed_at: now })
            .onConflict((conflict) =>
              conflict
                .columns(['scope', 'period'])
                .doUpdateSet({ amount: sql`usage.amount + excluded.amount`, changed_at: now }),
            )
            .returning('amount')
            .executeTakeFirstOrThrow();
          totals[index] = row.amount;
        }
        return totals;
      }),
    addWithin: async ({ scope, period, amount }, limit, now) => {
      if (amount > limit) return false;
      const row = await db
        .insertInto('usage')
        .values({ scope, period, amount, changed_at: now })
        .onConflict((conflict) =>
          conflict
            .columns(['scope', 'period'])
            .doUpdateSet({ amount: sql`usage.amount + excluded.amount`, changed_at: now })
            .where(sql<boolean>`usage.amount + excluded.amount <= ${limit}`),
        )
        .returning('amount')
        .executeTakeFirst();
      return row !== undefined;
    },
    totalOf: async (scope, period) => {
      const row = await db
        .selectFrom('usage')
        .select('amount')
        .where('scope', '=', scope)
        .where('period', '=', period)
        .executeTakeFirst();
      return row?.amount ?? 0;
    },
    deleteBefore: async (instant) => {
      await db.deleteFrom('usage').where('changed_at', '<', instant).execute();
    },
  };
}

function keyOf({ scope, period }: UsageCount): string {
  return `${scope}\n${period}`;
}
