// Who changed what on a desk. Entries are only added; what is erased with a person is the address of who acted.
import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Who acts where no person does: the watchdog, a schedule. */
export const USHER_ITSELF = 'usher';

/** Ids, roles, modes and numbers; never text of a ticket. */
export type TrailFacts = Readonly<Record<string, string | number | null>>;

/** One change. */
export interface TrailEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Mail address in lower case, or USHER_ITSELF. */
  readonly by: string;
  readonly action: TrailAction;
  readonly facts: TrailFacts;
}

export type TrailAction =
  | 'desk created'
  | 'desk changed'
  | 'member set'
  | 'member removed'
  | 'model trained'
  | 'model put in service'
  | 'model rolled back'
  | 'model refused'
  | 'rollout begun'
  | 'rollout moved'
  | 'rollout dropped'
  | 'gates changed'
  | 'promise taken back'
  | 'promise armed again'
  | 'redaction set'
  | 'ticket erased'
  | 'person erased';

/** The trail of all desks. */
export interface TrailStore {
  /** The desk's newest entries, newest first. */
  list(desk: string, most: number): Promise<TrailEntry[]>;
  /** Adds an entry about something that changed nothing, such as a refusal. */
  add(desk: string, entry: TrailEntry): Promise<void>;
}

/** The trail over an open database. */
export function createTrailStore(db: Kysely<Tables>): TrailStore {
  return {
    add: (desk, entry) => writeTrail(db, desk, entry),
    list: async (desk, most) => {
      const rows = await db
        .selectFrom('trail')
        .select(['at', 'actor', 'action', 'facts'])
        .where('desk_id', '=', desk)
        .orderBy('at', 'desc')
        .limit(most)
        .execute();
      return rows.map((row) => ({
        at: row.at,
        by: row.actor,
        action: row.action as TrailAction,
        facts: JSON.parse(row.facts) as TrailFacts,
      }));
    },
  };
}

/** Adds an entry, in the transaction of the change that it tells of. */
export async function writeTrail(db: Kysely<Tables>, desk: string, entry: TrailEntry): Promise<void> {
  await db
    .insertInto('trail')
    .values({
      desk_id: desk,
      at: entry.at,
      actor: entry.by,
      action: entry.action,
      facts: JSON.stringify(entry.facts),
    })
    .execute();
}

/** Notes that what decides this desk's tickets has changed, so that no instance goes on with what it remembers. */
export async function growEpoch(db: Kysely<Tables>, desk: string): Promise<void> {
  await db
    .updateTable('desks')
    .set((column) => ({ epoch: column('epoch', '+', 1) }))
    .where('id', '=', desk)
    .execute();
}
