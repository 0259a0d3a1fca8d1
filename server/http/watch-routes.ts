// Watching over HTTP: a look at a desk, its health in figures, and a person's word on an outbreak.
import {
  type Health,
  OutbreakDecisionSchema,
  OutbreakParamsSchema,
  TickSchema,
} from '../../src/core/health-schemas.ts';
import type { Promises } from '../promise/promises.ts';
import type { DeskRecord } from '../store/desks.ts';
import type { Store } from '../store/store.ts';
import { type DeskWatch, fieldOf } from '../watch/desk-watch.ts';
import { healthOfDesk } from '../watch/health.ts';
import { callerOf } from './authenticate.ts';
import { requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

/** What the routes are made of. */
export interface WatchRouteDependencies {
  readonly store: Store;
  readonly promises: Promises;
  readonly watch: DeskWatch;
  readonly now: () => number;
}

/** Registers POST /desks/:desk/tick, GET /desks/:desk/health and POST /desks/:desk/outbreaks/:outbreak for every member. */
export function watchRoutes(app: V1, { store, promises, watch, now }: WatchRouteDependencies): void {
  const healthOf = async (desk: DeskRecord): Promise<Health> => {
    const field = fieldOf(desk);
    return healthOfDesk(store, desk.id, field, await promises.standing(desk, field), now());
  };

  app.post(
    '/desks/:desk/tick',
    { schema: { params: DeskParams, body: TickSchema } },
    async (request): Promise<Health> => {
      const { desk } = await requireMember(store, callerOf(request), request.params.desk);
      await watch.look(desk, request.body);
      return healthOf(desk);
    },
  );

  app.get('/desks/:desk/health', { schema: { params: DeskParams } }, async (request): Promise<Health> => {
    const { desk } = await requireMember(store, callerOf(request), request.params.desk);
    return healthOf(desk);
  });

  app.post(
    '/desks/:desk/outbreaks/:outbreak',
    { schema: { params: OutbreakParamsSchema, body: OutbreakDecisionSchema } },
    async (request): Promise<Health> => {
      const caller = callerOf(request);
      const { desk } = await requireMember(store, caller, request.params.desk);
      await watch.decide(desk, request.params.outbreak, request.body.decision, caller.email);
      return healthOf(desk);
    },
  );
}
