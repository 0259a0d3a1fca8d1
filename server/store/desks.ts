// Desks and who belongs to them.
import type { Kysely } from 'kysely';
import type { DeskProposal, Field, Role } from '../../src/core/contract.ts';
import type { Tables } from './tables.ts';

/** A desk as it is kept. */
export interface DeskRecord {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly Field[];
  readonly version: number;
  /** 32-bit seed with which this desk's texts are hashed into features. */
  readonly featureSeed: number;
  /** Hexadecimal key of this desk's text hashes. */
  readonly textKey: string;
}

/** The secrets that a new desk gets once and keeps. */
export interface DeskSecrets {
  readonly featureSeed: number;
  readonly textKey: string;
}

/** Desks and members. Mails are compared in lower case. */
export interface DeskStore {
  /** The desks that the person belongs to, by name. */
  listFor(email: string): Promise<{ id: string; name: string; role: Role }[]>;
  /** Ids of all desks, in order. */
  ids(): Promise<string[]>;
  find(id: string): Promise<DeskRecord | undefined>;
  roleOf(id: string, email: string): Promise<Role | undefined>;
  /** Creates the desk with its first owner; false when the id is taken. */
  create(
    id: string,
    proposal: DeskProposal,
    owner: string,
    secrets: DeskSecrets,
    now: number,
  ): Promise<boolean>;
  /** Replaces name and fields; the version grows by one. */
  change(id: string, proposal: DeskProposal, now: number): Promise<void>;
}

/** The desk store over an open database. */
export function createDeskStore(db: Kysely<Tables>): DeskStore {
  return {
    listFor: async (email) => {
      const rows = await db
        .selectFrom('members')
        .innerJoin('desks', 'desks.id', 'members.desk_id')
        .select(['desks.id', 'desks.name', 'members.role'])
        .where('members.email', '=', email.toLowerCase())
        .orderBy('desks.name')
        .orderBy('desks.id')
        .execute();
      return rows.map(({ id, name, role }) => ({ id, name, role: parseRole(role) }));
    },
    ids: async () => {
      const rows = await db.selectFrom('desks').select('id').orderBy('id').execute();
      return rows.map(({ id }) => id);
    },
    find: async (id) => {
      const row = await db.selectFrom('desks').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        id: row.id,
        name: row.name,
        fields: JSON.parse(row.fields) as Field[],
        version: row.version,
        featureSeed: row.feature_seed,
        textKey: row.text_key,
      };
    },
    roleOf: async (id, email) => {
      const row = await db
        .selectFrom('members')
        .select('role')
        .where('desk_id', '=', id)
        .where('email', '=', email.toLowerCase())
        .executeTakeFirst();
      return row === undefined ? undefined : parseRole(row.role);
    },
    create: (id, proposal, owner, secrets, now) =>
      db.transaction().execute(async (transaction) => {
        const created = await transaction
          .insertInto('desks')
          .values({
            id,
            name: proposal.name,
            fields: JSON.stringify(proposal.fields),
            version: 1,
            feature_seed: secrets.featureSeed,
            text_key: secrets.textKey,
            created_at: now,
            changed_at: now,
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (created === undefined) return false;
        await transaction
          .insertInto('members')
          .values({ desk_id: id, email: owner.toLowerCase(), role: 'owner', since: now })
          .execute();
        return true;
      }),
    change: async (id, proposal, now) => {
      await db
        .updateTable('desks')
        .set((column) => ({
          name: proposal.name,
          fields: JSON.stringify(proposal.fields),
          version: column('version', '+', 1),
          changed_at: now,
        }))
        .where('id', '=', id)
        .execute();
    },
  };
}

function parseRole(role: string): Role {
  if (role === 'agent' || role === 'lead' || role === 'owner') return role;
  throw new Error(`A member has the role "${role}"; this build knows agent, lead and owner.`);
}
