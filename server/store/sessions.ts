// Training sessions: uploaded parts wait in the database, so that any instance takes any part, and the instance that trains
// holds a lease that another may take over when it dies.
import type { Kysely } from 'kysely';
import type { TrainingResult } from '../../src/core/contract.ts';
import type { Tables } from './tables.ts';

/** A session as it is kept. */
export interface SessionRecord {
  readonly id: string;
  readonly desk: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly state: 'open' | 'training' | 'done';
  readonly leaseUntil: number;
  readonly result: TrainingResult | undefined;
}

/** One uploaded part: documents as encodeDocuments packs them, and each row's label id by field. */
export interface SessionPart {
  readonly rowCount: number;
  readonly documents: Uint8Array;
  readonly labels: Readonly<Record<string, readonly (string | null)[]>>;
  /** Id and language of each row. */
  readonly facts: readonly { readonly id: string; readonly language: string }[];
  /** Probes of robustness, packed. */
  readonly probes: Uint8Array;
}

/** Sessions of all desks. Instants are epoch milliseconds. */
export interface SessionStore {
  create(id: string, desk: string, now: number, expiresAt: number): Promise<void>;
  find(desk: string, id: string): Promise<SessionRecord | undefined>;
  countRows(id: string): Promise<number>;
  /** Keeps a part; a part with the same number is replaced. False when the session no longer takes parts. */
  putPart(id: string, part: number, content: SessionPart): Promise<boolean>;
  /** All parts, by number. */
  parts(id: string): Promise<SessionPart[]>;
  /** Takes the lease when nobody holds a live one and the session is not done. */
  acquireLease(id: string, now: number, leaseUntil: number): Promise<boolean>;
  renewLease(id: string, leaseUntil: number): Promise<void>;
  /** Gives the lease back after a training that failed, so that it can be tried again. */
  releaseLease(id: string): Promise<void>;
  /** Keeps the result and drops the uploaded parts. */
  finish(id: string, result: TrainingResult): Promise<void>;
  /** Deletes sessions past their time, with their parts; those under a live lease stay. */
  deleteExpired(now: number): Promise<void>;
}

/** The session store over an open database. */
export function createSessionStore(db: Kysely<Tables>): SessionStore {
  return {
    create: async (id, desk, now, expiresAt) => {
      await db
        .insertInto('training_sessions')
        .values({
          id,
          desk_id: desk,
          created_at: now,
          expires_at: expiresAt,
          state: 'open',
          lease_until: 0,
          result: null,
        })
        .execute();
    },
    find: async (desk, id) => {
      const row = await db
        .selectFrom('training_sessions')
        .selectAll()
        .where('id', '=', id)
        .where('desk_id', '=', desk)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        id: row.id,
        desk: row.desk_id,
        expiresAt: row.expires_at,
        state: parseState(row.state),
        leaseUntil: row.lease_until,
        result: row.result === null ? undefined : (JSON.parse(row.result) as TrainingResult),
      };
    },
    countRows: async (id) => {
      const row = await db
        .selectFrom('training_parts')
        .select((column) => column.fn.sum<number | null>('row_count').as('rows'))
        .where('session_id', '=', id)
        .executeTakeFirst();
      return Number(row?.rows ?? 0);
    },
    putPart: (id, part, content) =>
      db.transaction().execute(async (transaction) => {
        const open = await transaction
          .updateTable('training_sessions')
          .set({ state: 'open' })
          .where('id', '=', id)
          .where('state', '=', 'open')
          .returning('id')
          .executeTakeFirst();
        if (open === undefined) return false;
        const values = {
          row_count: content.rowCount,
          documents: content.documents,
          labels: JSON.stringify(content.labels),
          facts: JSON.stringify(content.facts),
          probes: content.probes,
        };
        await transaction
          .insertInto('training_parts')
          .values({ session_id: id, part, ...values })
          .onConflict((conflict) => conflict.columns(['session_id', 'part']).doUpdateSet(values))
          .execute();
        return true;
      }),
    parts: async (id) => {
      const rows = await db
        .selectFrom('training_parts')
        .select(['row_count', 'documents', 'labels', 'facts', 'probes'])
        .where('session_id', '=', id)
        .orderBy('part')
        .execute();
      return rows.map((row) => ({
        rowCount: row.row_count,
        documents: row.documents,
        labels: JSON.parse(row.labels) as SessionPart['labels'],
        facts: JSON.parse(row.facts) as SessionPart['facts'],
        probes: row.probes ?? new Uint8Array(),
      }));
    },
    acquireLease: async (id, now, leaseUntil) => {
      const taken = await db
        .updateTable('training_sessions')
        .set({ state: 'training', lease_until: leaseUntil })
        .where('id', '=', id)
        .where((where) =>
          where.or([
            where('state', '=', 'open'),
            where.and([where('state', '=', 'training'), where('lease_until', '<', now)]),
          ]),
        )
        .returning('id')
        .executeTakeFirst();
      return taken !== undefined;
    },
    renewLease: async (id, leaseUntil) => {
      await db
        .updateTable('training_sessions')
        .set({ lease_until: leaseUntil })
        .where('id', '=', id)
        .where('state', '=', 'training')
        .execute();
    },
    releaseLease: async (id) => {
      await db
        .updateTable('training_sessions')
        .set({ state: 'open', lease_until: 0 })
        .where('id', '=', id)
        .where('state', '=', 'training')
        .execute();
    },
    finish: (id, result) =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('training_sessions')
          .set({ state: 'done', result: JSON.stringify(result) })
          .where('id', '=', id)
          .execute();
        await transaction.deleteFrom('training_parts').where('session_id', '=', id).execute();
      }),
    deleteExpired: async (now) => {
      await db
        .deleteFrom('training_sessions')
        .where('expires_at', '<', now)
        .where((where) => where.or([where('state', '!=', 'training'), where('lease_until', '<', now)]))
        .execute();
    },
  };
}

function parseState(state: string): SessionRecord['state'] {
  if (state === 'open' || state === 'training' || state === 'done') return state;
  throw new Error(`A training session has the state "${state}"; this build knows open, training and done.`);
}
