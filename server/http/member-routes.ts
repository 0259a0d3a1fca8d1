// Members of a desk: list, add, change and remove them. Nobody gives or takes a role above their own.
import type { Static } from 'typebox';
import { Type } from 'typebox';
import {
  EmailSchema,
  type MemberListSchema,
  RoleChoiceSchema,
} from '../../src/core/administration-schemas.ts';
import { Problem, type Role } from '../../src/core/contract.ts';
import { SlugSchema } from '../../src/core/contract-schemas.ts';
import type { MemberChange } from '../store/members.ts';
import type { Store } from '../store/store.ts';
import { callerOf } from './authenticate.ts';
import { isAtLeast, requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

type MemberList = Static<typeof MemberListSchema>;

const MemberParams = Type.Object({ desk: SlugSchema, email: EmailSchema });

/** Registers GET /desks/:desk/members, and PUT and DELETE /desks/:desk/members/:email; all answer the list of members. */
export function memberRoutes(app: V1, deps: { readonly store: Store; readonly now: () => number }): void {
  const { store } = deps;

  app.get(
    '/desks/:desk/members',
    { schema: { params: DeskParams } },
    async (request): Promise<MemberList> => {
      const { desk } = await requireMember(store, callerOf(request), request.params.desk, 'lead');
      return { members: await store.members.list(desk.id) };
    },
  );

  app.put(
    '/desks/:desk/members/:email',
    { schema: { params: MemberParams, body: RoleChoiceSchema } },
    async (request): Promise<MemberList> => {
      const caller = callerOf(request);
      const { desk, role: own } = await requireMember(store, caller, request.params.desk, 'lead');
      const { role } = request.body;
      const before = await store.members.roleOf(desk.id, request.params.email);
      assertAllowed(own, role);
      if (before !== undefined) assertAllowed(own, before);
      assertDone(await store.members.set(desk.id, request.params.email, role, deps.now(), caller.email));
      return { members: await store.members.list(desk.id) };
    },
  );

  app.delete(
    '/desks/:desk/members/:email',
    { schema: { params: MemberParams } },
    async (request): Promise<MemberList> => {
      const caller = callerOf(request);
      const { desk, role: own } = await requireMember(store, caller, request.params.desk, 'lead');
      const before = await store.members.roleOf(desk.id, request.params.email);
      if (before !== undefined) assertAllowed(own, before);
      assertDone(await store.members.remove(desk.id, request.params.email, deps.now(), caller.email));
      return { members: await store.members.list(desk.id) };
    },
  );
}

function assertAllowed(own: Role, role: Role): void {
  if (isAtLeast(own, role)) return;
  throw new Problem(
    'forbidden',
    `Your role on this desk is ${own}, so you cannot give or take the role ${role}. Ask an owner of the desk.`,
    { role: own, needed: role },
  );
}

function assertDone(change: MemberChange): void {
  if (change === 'last-owner') {
    throw new Problem('conflict', 'This is the desk’s last owner. Make another member owner first.');
  }
  if (change === 'unknown') {
    throw new Problem(
      'not_found',
      'Nobody with this address belongs to the desk. Check the list of members.',
    );
  }
}
