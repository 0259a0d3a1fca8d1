// POST /triage: one batch of tickets.
import { Problem, type TriageRequest } from '../../src/core/contract.ts';
import { BODY_BYTES_MAX } from '../../src/core/limits.ts';
import { TriageRequestSchema } from '../../src/core/triage-schemas.ts';
import { createDeadline, type Deadline } from '../backends/deadline.ts';
import type { DeskStates } from '../triage/desk-states.ts';
import type { Meter } from '../triage/meter.ts';
import { type Triaged, triageAnswerJson } from '../triage/tell.ts';
import { type TriageDependencies, triageBatch, type Workdesk } from '../triage/triage.ts';
import type { Admission } from './admission.ts';
import { admitBy } from './admit.ts';
import { type Caller, callerOf } from './authenticate.ts';
import { noSuchDesk } from './membership.ts';
import { sendJson } from './send-json.ts';
import type { V1 } from './v1.ts';

/** What the triage route needs. */
export interface TriageRouteDependencies {
  readonly triage: TriageDependencies;
  readonly deskStates: DeskStates;
  readonly admission: Admission;
  readonly meter: Meter;
  readonly now: () => number;
  /** On once the proxy was told to stop. */
  readonly draining: { readonly isOn: boolean };
}

/** An answer that is ready at the deadline still goes out. */
const GRACE_MS = 20;
const RETRY_AFTER_SECONDS = 1;

/** Registers POST /triage. The deadline runs from the arrival of the request's head. */
export function triageRoutes(app: V1, deps: TriageRouteDependencies): void {
  app.decorateRequest('place', null);
  app.post(
    '/triage',
    {
      schema: { body: TriageRequestSchema },
      bodyLimit: BODY_BYTES_MAX,
      onRequest: admitBy(deps.admission),
    },
    (request, reply): Promise<void> | void => {
      request.place?.begin();
      const deadline = createDeadline(request.body.deadlineMs - (deps.now() - request.arrivedAt), deps.now);
      const send = (answer: Triaged) => sendJson(reply, triageAnswerJson(answer), deps.draining.isOn);
      const answer = triage(request.body, callerOf(request), deadline, deps);
      // What is remembered costs neither a promise nor a timer.
      return answer instanceof Promise ? inTime(answer, deadline).then(send) : send(answer);
    },
  );
}

function triage(
  batch: TriageRequest,
  { email, subject }: Caller,
  deadline: Deadline,
  { deskStates, meter, triage: deps }: TriageRouteDependencies,
): Promise<Triaged> | Triaged {
  const answerOn = (workdesk: Workdesk | undefined): Promise<Triaged> | Triaged => {
    if (workdesk === undefined) throw noSuchDesk(batch.desk);
    const { id } = workdesk.desk;
    const giveBack = (answer: Triaged): Triaged => {
      meter.giveBack(subject, id, answer.usage.repeated);
      return answer;
    };
    const answerCounted = () => {
      const answer = triageBatch(batch, workdesk, deps, deadline);
      return answer instanceof Promise ? answer.then(giveBack) : giveBack(answer);
    };
    const counting = meter.countTickets(subject, id, batch.tickets.length);
    return counting instanceof Promise ? counting.then(answerCounted) : answerCounted();
  };
  const found = deskStates.workdeskOf(email, batch.desk);
  return found instanceof Promise ? found.then(answerOn) : answerOn(found);
}

/** A backend that is late is stood in for in time; what this ends is the wait for a database that says nothing. */
function inTime(work: Promise<Triaged>, deadline: Deadline): Promise<Triaged> {
  const { promise, resolve, reject } = Promise.withResolvers<Triaged>();
  const timer = setTimeout(() => reject(tooLate()), Math.max(0, deadline.leftMs()) + GRACE_MS);
  const settle =
    <T>(how: (outcome: T) => void) =>
    (outcome: T) => {
      clearTimeout(timer);
      how(outcome);
    };
  work.then(settle(resolve), settle(reject));
  return promise;
}

function tooLate(): Problem {
  return new Problem(
    'deadline_passed',
    'The time that the caller gave was over before the answer was there. Send it again: what was recorded meanwhile is not charged again.',
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
}
