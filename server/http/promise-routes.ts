// The promise over HTTP: outcomes of blind audits, and arming a queue again that was taken back.
import { Type } from 'typebox';
import { type AuditReceipt, type FieldPromise, Problem } from '../../src/core/contract.ts';
import { AuditOutcomesSchema, SlugSchema } from '../../src/core/contract-schemas.ts';
import type { Promises } from '../promise/promises.ts';
import type { Store } from '../store/store.ts';
import { callerOf } from './authenticate.ts';
import { requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

const FieldParams = Type.Object({ desk: SlugSchema, field: SlugSchema });
const Arming = Type.Object({ label: SlugSchema }, { additionalProperties: false });

/** Registers POST /desks/:desk/audits for every member, and POST /desks/:desk/fields/:field/arm for leads. */
export function promiseRoutes(app: V1, deps: { readonly store: Store; readonly promises: Promises }): void {
  const { store, promises } = deps;

  app.post(
    '/desks/:desk/audits',
    { schema: { params: DeskParams, body: AuditOutcomesSchema } },
    async (request): Promise<AuditReceipt> => {
      const { desk } = await requireMember(store, callerOf(request), request.params.desk);
      return promises.takeAudits(desk, request.body.outcomes);
    },
  );

  app.post(
    '/desks/:desk/fields/:field/arm',
    { schema: { params: FieldParams, body: Arming } },
    async (request): Promise<FieldPromise> => {
      const caller = callerOf(request);
      const { desk, role } = await requireMember(store, caller, request.params.desk, 'lead');
      const field = desk.fields.find(({ id }) => id === request.params.field);
      if (!field) throw new Problem('not_found', `The desk has no field "${request.params.field}".`);
      const approval = { by: caller.email, role: role === 'owner' ? ('owner' as const) : ('lead' as const) };
      return promises.arm(desk, field, request.body.label, approval);
    },
  );
}
