// Who may do what on a desk. A desk that the caller does not belong to looks like one that does not exist.
import { Problem, type Role } from '../../src/core/contract.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './authenticate.ts';

/** A desk with the caller's role in it. */
export interface Membership {
  readonly desk: DeskRecord;
  readonly role: Role;
}

const RANK: Readonly<Record<Role, number>> = { agent: 0, lead: 1, owner: 2 };

/** Whether a role may do what needs `least`. */
export function isAtLeast(role: Role, least: Role): boolean {
  return RANK[role] >= RANK[least];
}

/** The desk, when the caller has at least the role `least` in it; throws `not_found` or `forbidden`. */
export async function requireMember(
  { desks, members }: Pick<Store, 'desks' | 'members'>,
  caller: Caller,
  deskId: string,
  least: Role = 'agent',
): Promise<Membership> {
  const role = await members.roleOf(deskId, caller.email);
  const desk = role === undefined ? undefined : await desks.find(deskId);
  if (role === undefined || desk === undefined) {
    throw noSuchDesk(deskId);
  }
  if (!isAtLeast(role, least)) {
    throw new Problem(
      'forbidden',
      `Your role on this desk is ${role}; this needs the role ${least}${least === 'owner' ? '' : ' or above'}. Ask an owner of the desk.`,
      { role, needed: least },
    );
  }
  return { desk, role };
}

/** The refusal for a desk that does not exist or that the caller does not belong to: nobody can tell which. */
export function noSuchDesk(deskId: string): Problem {
  return new Problem(
    'not_found',
    `You belong to no desk with the id "${deskId}". Check the id in Usher's settings, or ask an owner of the desk to add you.`,
  );
}
