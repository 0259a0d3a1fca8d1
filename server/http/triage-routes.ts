// POST /triage: one batch of tickets.
import type { TriageAnswer } from '../../src/core/contract.ts';
import { TriageRequestSchema } from '../../src/core/contract-schemas.ts';
import { BODY_BYTES_MAX } from '../../src/core/limits.ts';
import { createDeadline } from '../backends/deadline.ts';
import type { Store } from '../store/store.ts';
import { type TriageDependencies, triageBatch } from '../triage/triage.ts';
import { callerOf } from './authenticate.ts';
import { requireMember } from './membership.ts';
import type { V1 } from './v1.ts';

/** Registers POST /triage. The deadline runs from the arrival of the request's head. */
export function triageRoutes(
  app: V1,
  deps: { readonly store: Store; readonly triage: TriageDependencies; readonly now: () => number },
): void {
  app.post(
    '/triage',
    { schema: { body: TriageRequestSchema }, bodyLimit: BODY_BYTES_MAX },
    async (request): Promise<TriageAnswer> => {
      const { desk } = await requireMember(deps.store, callerOf(request), request.body.desk);
      const spentMs = deps.now() - request.arrivedAt;
      const deadline = createDeadline(request.body.deadlineMs - spentMs, deps.now);
      return triageBatch(request.body, desk, deps.triage, deadline);
    },
  );
}
