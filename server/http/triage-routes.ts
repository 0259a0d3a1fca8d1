// POST /triage: one batch of tickets.
import { BODY_BYTES_MAX } from '../../src/core/limits.ts';
import { TriageRequestSchema } from '../../src/core/triage-schemas.ts';
import { createDeadline } from '../backends/deadline.ts';
import type { DeskStates } from '../triage/desk-states.ts';
import type { Meter } from '../triage/meter.ts';
import { type TriageDependencies, triageBatch } from '../triage/triage.ts';
import type { Admission } from './admission.ts';
import { admitBy, leaveOnEnd } from './admit.ts';
import { triageAnswerJson } from './answer-json.ts';
import { callerOf } from './authenticate.ts';
import { noSuchDesk } from './membership.ts';
import type { V1 } from './v1.ts';

/** What the triage route needs. */
export interface TriageRouteDependencies {
  readonly triage: TriageDependencies;
  readonly deskStates: DeskStates;
  readonly admission: Admission;
  readonly meter: Meter;
  readonly now: () => number;
}

/** Registers POST /triage. The deadline runs from the arrival of the request's head. */
export function triageRoutes(app: V1, deps: TriageRouteDependencies): void {
  app.decorateRequest('leaveAdmission', null);
  app.post(
    '/triage',
    {
      schema: { body: TriageRequestSchema },
      bodyLimit: BODY_BYTES_MAX,
      onRequest: admitBy(deps.admission),
      onResponse: leaveOnEnd,
    },
    async (request, reply): Promise<string> => {
      const { body } = request;
      const caller = callerOf(request);
      const found = deps.deskStates.workdeskOf(caller.email, body.desk);
      const workdesk = found instanceof Promise ? await found : found;
      if (workdesk === undefined) throw noSuchDesk(body.desk);
      await deps.meter.countTickets(caller.subject, workdesk.desk.id, body.tickets.length);
      const spentMs = deps.now() - request.arrivedAt;
      const deadline = createDeadline(body.deadlineMs - spentMs, deps.now);
      const answer = await triageBatch(body, workdesk, deps.triage, deadline);
      reply.type('application/json; charset=utf-8');
      return triageAnswerJson(answer);
    },
  );
}
