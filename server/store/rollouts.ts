// Models on their way into service: at most one a field, how far it is, and what was counted since the last step. Counts are added
// and steps are taken in the database, so that several instances move one rollout once.
import type { Kysely } from 'kysely';
import { serve } from './models.ts';
import type { Tables } from './tables.ts';
import { growEpoch, type TrailAction, USHER_ITSELF, writeTrail } from './trail.ts';

/** The rules that a rollout began under; later changes of the gate file do not move it. */
export interface RolloutRules {
  readonly shadow_tickets: number;
  readonly canary_shares: readonly number[];
  readonly canary_tickets: number;
  readonly agreement_min: number;
  readonly approval: boolean;
}

/** A challenger of a field. */
export interface Rollout {
  readonly field: string;
  /** Model id. */
  readonly challenger: string;
  /** 0 is shadow; n is the n-th share of tickets that it answers. */
  readonly step: number;
  /** Tickets of this step that both models predicted, and those on which they agreed. */
  readonly tickets: number;
  readonly agreed: number;
  readonly rules: RolloutRules;
  /** True once it has passed every step and waits for a lead. */
  readonly isReady: boolean;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** Rollouts of all desks. */
export interface RolloutStore {
  /** By field. */
  of(desk: string): Promise<Record<string, Rollout>>;
  /** Begins a rollout in place of any other of the field. */
  begin(desk: string, rollout: Rollout, by: string): Promise<void>;
  /** Adds what both models said; the sums of this step, or undefined where the rollout has moved on. */
  count(desk: string, before: Rollout, seen: Seen): Promise<Seen | undefined>;
  /** Takes the next step or makes it ready; false where another instance has. */
  move(
    desk: string,
    before: Rollout,
    next: Pick<Rollout, 'step' | 'tickets' | 'agreed' | 'isReady'>,
    now: number,
  ): Promise<boolean>;
  /** Puts the challenger in service; false where the rollout is over already. */
  finish(desk: string, before: Rollout, now: number): Promise<boolean>;
  /** Ends a challenger's rollout without it; nothing where it has none. */
  drop(desk: string, field: string, challenger: string, now: number): Promise<void>;
}

interface Seen {
  readonly tickets: number;
  readonly agreed: number;
}

/** The rollouts over an open database. */
export function createRolloutStore(db: Kysely<Tables>): RolloutStore {
  const tell = async (
    transaction: Kysely<Tables>,
    desk: string,
    { field, challenger, step }: Pick<Rollout, 'field' | 'challenger' | 'step'>,
    { at, by = USHER_ITSELF, action }: { at: number; by?: string; action: TrailAction },
  ): Promise<void> => {
    await growEpoch(transaction, desk);
    await writeTrail(transaction, desk, { at, by, action, facts: { field, model: challenger, step } });
  };
  return {
    of: async (desk) => {
      const rows = await db.selectFrom('rollouts').selectAll().where('desk_id', '=', desk).execute();
      return Object.fromEntries(rows.map((row) => [row.field_id, rolloutOf(row)]));
    },
    begin: (desk, rollout, by) =>
      db.transaction().execute(async (transaction) => {
        const { field, challenger, step, tickets, agreed, rules, isReady, since } = rollout;
        await transaction
          .deleteFrom('rollouts')
          .where('desk_id', '=', desk)
          .where('field_id', '=', field)
          .execute();
        await transaction
          .insertInto('rollouts')
          .values({
            ...{ desk_id: desk, field_id: field, model_id: challenger, step, tickets, agreed },
            ...{ rules: JSON.stringify(rules), is_ready: isReady ? 1 : 0, since },
          })
          .execute();
        await tell(transaction, desk, rollout, { at: since, by, action: 'rollout begun' });
      }),
    count: async (desk, { field, challenger, step }, seen) =>
      await db
        .updateTable('rollouts')
        .set((column) => ({
          tickets: column('tickets', '+', seen.tickets),
          agreed: column('agreed', '+', seen.agreed),
        }))
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .where('model_id', '=', challenger)
        .where('step', '=', step)
        .returning(['tickets', 'agreed'])
        .executeTakeFirst(),
    move: (desk, before, { step, tickets, agreed, isReady }, now) =>
      db.transaction().execute(async (transaction) => {
        const moved = await transaction
          .updateTable('rollouts')
          .set({ step, tickets, agreed, is_ready: isReady ? 1 : 0, since: now })
          .where('desk_id', '=', desk)
          .where('field_id', '=', before.field)
          .where('model_id', '=', before.challenger)
          .where('step', '=', before.step)
          .where('is_ready', '=', 0)
          .returning('model_id')
          .executeTakeFirst();
        if (moved === undefined) return false;
        await tell(transaction, desk, { ...before, step }, { at: now, action: 'rollout moved' });
        return true;
      }),
    finish: (desk, before, now) =>
      db.transaction().execute(async (transaction) => {
        const { field, challenger } = before;
        const ended = await deleteOf(transaction, desk, field, challenger);
        if (!ended) return false;
        await serve(transaction, desk, field, challenger, now);
        await tell(transaction, desk, before, { at: now, action: 'model put in service' });
        return true;
      }),
    drop: (desk, field, challenger, now) =>
      db.transaction().execute(async (transaction) => {
        if (!(await deleteOf(transaction, desk, field, challenger))) return;
        await growEpoch(transaction, desk);
        const facts = { field, model: challenger };
        await writeTrail(transaction, desk, { at: now, by: USHER_ITSELF, action: 'rollout dropped', facts });
      }),
  };
}

async function deleteOf(
  db: Kysely<Tables>,
  desk: string,
  field: string,
  challenger: string,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('rollouts')
    .where('desk_id', '=', desk)
    .where('field_id', '=', field)
    .where('model_id', '=', challenger)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function rolloutOf(row: Tables['rollouts']): Rollout {
  return {
    ...{ field: row.field_id, challenger: row.model_id, step: row.step, tickets: row.tickets },
    ...{ agreed: row.agreed, isReady: row.is_ready === 1, since: row.since },
    rules: JSON.parse(row.rules) as RolloutRules,
  };
}
