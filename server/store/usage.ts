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
    deleteBefore: async (instant) => {
      await db.deleteFrom('usage').where('changed_at', '<', instant).execute();
    },
  };
}

function keyOf({ scope, period }: UsageCount): string {
  return `${scope}\n${period}`;
}
