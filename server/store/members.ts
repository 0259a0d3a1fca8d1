// Who belongs to a desk. A desk never loses its last owner, whoever changes whom at the same time.
import type { Kysely, Transaction } from 'kysely';
import type { Role } from '../../src/core/contract.ts';
import type { Tables } from './tables.ts';
import { growEpoch, writeTrail } from './trail.ts';

/** A person with a role on a desk. */
export interface Member {
  /** Lower case. */
  readonly email: string;
  readonly role: Role;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** What came of a change: `last-owner` and `unknown` change nothing. */
export type MemberChange = 'done' | 'last-owner' | 'unknown';

/** Members of all desks. Addresses are compared in lower case; `by` is who acts. */
export interface MemberStore {
  /** By address. */
  list(desk: string): Promise<Member[]>;
  roleOf(desk: string, email: string): Promise<Role | undefined>;
  /** Adds a member or changes a role. */
  set(desk: string, email: string, role: Role, now: number, by: string): Promise<MemberChange>;
  remove(desk: string, email: string, now: number, by: string): Promise<MemberChange>;
}

/** The members over an open database. */
export function createMemberStore(db: Kysely<Tables>): MemberStore {
  return {
    list: async (desk) => {
      const rows = await db
        .selectFrom('members')
        .select(['email', 'role', 'since'])
        .where('desk_id', '=', desk)
        .orderBy('email')
        .execute();
      return rows.map(({ email, role, since }) => ({ email, role: parseRole(role), since }));
    },
    roleOf: (desk, email) => findRole(db, desk, email.toLowerCase()),
    set: (desk, address, role, now, by) =>
      db.transaction().execute(async (transaction) => {
        const email = address.toLowerCase();
        await growEpoch(transaction, desk);
        const before = await findRole(transaction, desk, email);
        if (before === role) return 'done';
        if (before === 'owner' && (await isOnlyOwner(transaction, desk))) return 'last-owner';
        await transaction
          .insertInto('members')
          .values({ desk_id: desk, email, role, since: now })
          .onConflict((conflict) => conflict.columns(['desk_id', 'email']).doUpdateSet({ role, since: now }))
          .execute();
        const facts = { email, role, before: before ?? null };
        await writeTrail(transaction, desk, { at: now, by, action: 'member set', facts });
        return 'done';
      }),
    remove: (desk, address, now, by) =>
      db.transaction().execute(async (transaction) => {
        const email = address.toLowerCase();
        await growEpoch(transaction, desk);
        const before = await findRole(transaction, desk, email);
        if (before === undefined) return 'unknown';
        if (before === 'owner' && (await isOnlyOwner(transaction, desk))) return 'last-owner';
        await transaction
          .deleteFrom('members')
          .where('desk_id', '=', desk)
          .where('email', '=', email)
          .execute();
        await writeTrail(transaction, desk, {
          ...{ at: now, by, action: 'member removed' as const },
          facts: { email, before },
        });
        return 'done';
      }),
  };
}

/** The row of the desk is written first, so two who change its owners at the same time come one after the other. */
async function isOnlyOwner(transaction: Transaction<Tables>, desk: string): Promise<boolean> {
  const owners = await transaction
    .selectFrom('members')
    .select('email')
    .where('desk_id', '=', desk)
    .where('role', '=', 'owner')
    .limit(2)
    .execute();
  return owners.length < 2;
}

async function findRole(db: Kysely<Tables>, desk: string, email: string): Promise<Role | undefined> {
  const row = await db
    .selectFrom('members')
    .select('role')
    .where('desk_id', '=', desk)
    .where('email', '=', email)
    .executeTakeFirst();
  return row === undefined ? undefined : parseRole(row.role);
}

/** Reads a kept role; throws on one that this build does not know. */
export function parseRole(role: string): Role {
  if (role === 'agent' || role === 'lead' || role === 'owner') return role;
  throw new Error(`A member has the role "${role}"; this build knows agent, lead and owner.`);
}
