// What a desk keeps and lets out: the trail of changes, redaction, and erasure of a ticket, a person or the desk itself.
import { type Static, Type } from 'typebox';
import {
  EmailSchema,
  type ErasureSchema,
  type RedactionAnswerSchema,
  RedactionChoiceSchema,
  RedactionRequestSchema,
  type TrailSchema,
} from '../../src/core/administration-schemas.ts';
import { Problem } from '../../src/core/contract.ts';
import { SlugSchema } from '../../src/core/contract-schemas.ts';
import { ID_CHARACTERS_MAX } from '../../src/core/limits.ts';
import { ticketText } from '../../src/core/ticket.ts';
import type { Store } from '../store/store.ts';
import { callerOf } from './authenticate.ts';
import { requireMember } from './membership.ts';
import { DeskParams, type V1 } from './v1.ts';

type Erasure = Static<typeof ErasureSchema>;

/** What the privacy routes need. */
export interface PrivacyRouteDependencies {
  readonly store: Store;
  /** Forgets all that this process remembers of tickets. */
  readonly forgetTickets: () => void;
  /** Writes what waits to be written, so that it does not come after its erasure. */
  readonly flush: () => Promise<void>;
  readonly now: () => number;
}

/** Newest changes that one answer holds. */
const CHANGES_MAX = 500;

const TicketParams = Type.Object({
  desk: SlugSchema,
  ticket: Type.String({ minLength: 1, maxLength: ID_CHARACTERS_MAX }),
});
const PersonParams = Type.Object({ desk: SlugSchema, email: EmailSchema });
const Confirmation = Type.Object({ confirm: SlugSchema });

/** Registers the routes of this file. */
export function privacyRoutes(app: V1, deps: PrivacyRouteDependencies): void {
  changeRoutes(app, deps);
  erasureRoutes(app, deps);
}

function changeRoutes(app: V1, { store, now }: PrivacyRouteDependencies): void {
  app.get(
    '/desks/:desk/changes',
    { schema: { params: DeskParams } },
    async (request): Promise<Static<typeof TrailSchema>> => {
      const { desk } = await requireMember(store, callerOf(request), request.params.desk, 'lead');
      const changes = await store.trail.list(desk.id, CHANGES_MAX);
      return { changes: changes.map((change) => ({ ...change, facts: { ...change.facts } })) };
    },
  );

  app.put(
    '/desks/:desk/redaction',
    { schema: { params: DeskParams, body: RedactionChoiceSchema } },
    async (request): Promise<Static<typeof RedactionChoiceSchema>> => {
      const caller = callerOf(request);
      const { desk } = await requireMember(store, caller, request.params.desk, 'lead');
      await store.desks.setRedaction(desk.id, request.body.mode, now(), caller.email);
      return { mode: request.body.mode };
    },
  );

  app.post(
    '/redact',
    { schema: { body: RedactionRequestSchema } },
    async (request): Promise<Static<typeof RedactionAnswerSchema>> => {
      const { desk } = await requireMember(store, callerOf(request), request.body.desk);
      // Loaded when first asked for: telephone plans alone are a third of what the proxy reads at its start.
      const { prepareOutgoing } = await import('../redaction/outgoing.ts');
      const outgoing = prepareOutgoing([ticketText(request.body)], desk.redaction);
      const text = outgoing.outcome === 'send' ? (outgoing.texts[0] ?? '') : '';
      return { mode: desk.redaction, outcome: outgoing.outcome, text, counts: { ...outgoing.counts } };
    },
  );
}

function erasureRoutes(app: V1, { store, forgetTickets, flush, now }: PrivacyRouteDependencies): void {
  app.delete(
    '/desks/:desk/tickets/:ticket',
    { schema: { params: TicketParams } },
    async (request): Promise<Erasure> => {
      const caller = callerOf(request);
      const { desk } = await requireMember(store, caller, request.params.desk, 'lead');
      await flush();
      const rows = await store.erasure.ticket(desk.id, request.params.ticket, now(), caller.email);
      forgetTickets();
      return { rows };
    },
  );

  app.delete(
    '/desks/:desk/people/:email',
    { schema: { params: PersonParams } },
    async (request): Promise<Erasure> => {
      const caller = callerOf(request);
      const { desk } = await requireMember(store, caller, request.params.desk, 'owner');
      const rows = await store.erasure.person(desk.id, request.params.email, now(), caller.email);
      if (rows !== undefined) return { rows };
      throw new Problem('conflict', 'This is the desk’s last owner. Make another member owner first.');
    },
  );

  app.delete(
    '/desks/:desk',
    { schema: { params: DeskParams, querystring: Confirmation } },
    async (request): Promise<Erasure> => {
      const { desk } = await requireMember(store, callerOf(request), request.params.desk, 'owner');
      if (request.query.confirm !== desk.id) {
        throw new Problem(
          'bad_request',
          'Erasing a desk cannot be undone. Repeat its id as ?confirm=ID to do it.',
        );
      }
      await flush();
      const rows = await store.erasure.desk(desk.id);
      forgetTickets();
      return { rows };
    },
  );
}
