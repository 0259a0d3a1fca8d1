// Deletes what is kept: of one ticket, of one person, of one desk, and of everybody once it is old enough.
import type { Kysely } from 'kysely';
import { forgetTicket } from './monitoring.ts';
import type { Tables } from './tables.ts';
import { growEpoch, writeTrail } from './trail.ts';

/** Stands in the trail where a person was. */
export const ERASED = 'erased';

/** Ages beyond which records are deleted, in days. */
export interface Retention {
  /** Answers, by which a repeated request is recognised. */
  readonly answerDays: number;
  /** The prediction log, its hours, audits, and what was charged. */
  readonly logDays: number;
}

/** Erasures. Each is all or nothing and answers how many rows it deleted; `by` is who asked for it. */
export interface ErasureStore {
  ticket(desk: string, ticketId: string, now: number, by: string): Promise<number>;
  /** Takes a person from the desk's members and trail; undefined where they are its last owner. */
  person(desk: string, email: string, now: number, by: string): Promise<number | undefined>;
  /** Deletes all that is kept of a desk, its trail included. */
  desk(desk: string): Promise<number>;
  /** Deletes what has passed its age. */
  old(retention: Retention, now: number): Promise<number>;
}

const DAY_MS = 86_400_000;
/** Monitors look back four weeks; a desk that no schedule looks at any more keeps its traces no longer either. */
const TRACE_DAYS = 35;
/** Children before their parents. */
const TABLES_OF_DESK = [
  ...(['answers', 'charges', 'prediction_log', 'hourly', 'audits', 'watchdogs'] as const),
  ...(['models_in_service', 'models'] as const),
  'opinions' as const,
  ...(['traces', 'monitor_states', 'outbreaks', 'rollouts', 'versions'] as const),
  'gate_files' as const,
  ...(['training_sessions', 'members', 'trail'] as const),
];

/** The erasures over an open database. */
export function createErasureStore(db: Kysely<Tables>): ErasureStore {
  return {
    ticket: (desk, ticketId, now, by) =>
      db.transaction().execute(async (transaction) => {
        let rows = await forgetTicket(transaction, desk, ticketId);
        for (const table of ['answers', 'prediction_log', 'audits'] as const) {
          const { numDeletedRows } = await transaction
            .deleteFrom(table)
            .where('desk_id', '=', desk)
            .where('ticket_id', '=', ticketId)
            .executeTakeFirst();
          rows += Number(numDeletedRows);
        }
        await writeTrail(transaction, desk, { at: now, by, action: 'ticket erased', facts: { rows } });
        return rows;
      }),
    person: (desk, address, now, by) =>
      db.transaction().execute(async (transaction) => {
        const email = address.toLowerCase();
        await growEpoch(transaction, desk);
        const owners = await transaction
          .selectFrom('members')
          .select('email')
          .where('desk_id', '=', desk)
          .where('role', '=', 'owner')
          .execute();
        if (owners.length === 1 && owners[0]?.email === email) return undefined;
        const gone = await transaction
          .deleteFrom('members')
          .where('desk_id', '=', desk)
          .where('email', '=', email)
          .executeTakeFirst();
        const acted = await transaction
          .updateTable('trail')
          .set({ actor: ERASED })
          .where('desk_id', '=', desk)
          .where('actor', '=', email)
          .executeTakeFirst();
        const named = await forgetInFacts(transaction, desk, email);
        const rows = Number(gone.numDeletedRows) + Number(acted.numUpdatedRows) + named;
        const actor = by === email ? ERASED : by;
        await writeTrail(transaction, desk, { at: now, by: actor, action: 'person erased', facts: { rows } });
        return rows;
      }),
    desk: (desk) =>
      db.transaction().execute(async (transaction) => {
        let rows = 0;
        for (const table of TABLES_OF_DESK) {
          const { numDeletedRows } = await transaction
            .deleteFrom(table)
            .where('desk_id', '=', desk)
            .executeTakeFirst();
          rows += Number(numDeletedRows);
        }
        await transaction
          .deleteFrom('usage')
          .where('scope', 'in', [`desk ${desk}`, `money ${desk}`])
          .execute();
        const { numDeletedRows } = await transaction
          .deleteFrom('desks')
          .where('id', '=', desk)
          .executeTakeFirst();
        return rows + Number(numDeletedRows);
      }),
    old: async ({ answerDays, logDays }, now) => {
      const [answersFrom, logFrom] = [now - answerDays * DAY_MS, now - logDays * DAY_MS];
      let rows = 0;
      for (const { id } of await db.selectFrom('desks').select('id').execute()) {
        const deleted = await Promise.all(
          [
            db.deleteFrom('answers').where('desk_id', '=', id).where('answered_at', '<', answersFrom),
            db.deleteFrom('prediction_log').where('desk_id', '=', id).where('logged_at', '<', logFrom),
            db.deleteFrom('hourly').where('desk_id', '=', id).where('hour', '<', logFrom),
            db
              .deleteFrom('traces')
              .where('desk_id', '=', id)
              .where('seen_at', '<', now - TRACE_DAYS * DAY_MS),
            db.deleteFrom('audits').where('desk_id', '=', id).where('opened_at', '<', logFrom),
            db
              .deleteFrom('charges')
              .where('desk_id', '=', id)
              .where('day', '<', logFrom - DAY_MS),
          ].map((query) => query.executeTakeFirst()),
        );
        rows += deleted.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
      }
      return rows;
    },
  };
}

/** Members' addresses also stand in the facts of entries about them. */
async function forgetInFacts(db: Kysely<Tables>, desk: string, email: string): Promise<number> {
  const known = JSON.stringify({ email }).slice(1, -1);
  const entries = await db
    .selectFrom('trail')
    .select('facts')
    .distinct()
    .where('desk_id', '=', desk)
    .where('action', 'in', ['member set', 'member removed'])
    .execute();
  let rows = 0;
  for (const { facts } of entries.filter((entry) => entry.facts.includes(known))) {
    const { numUpdatedRows } = await db
      .updateTable('trail')
      .set({ facts: facts.replace(known, JSON.stringify({ email: ERASED }).slice(1, -1)) })
      .where('desk_id', '=', desk)
      .where('facts', '=', facts)
      .executeTakeFirst();
    rows += Number(numUpdatedRows);
  }
  return rows;
}
