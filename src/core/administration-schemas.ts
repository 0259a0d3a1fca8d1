// The wire format of what leads and owners do besides labels and models: members, what may leave the process, erasure, and
// the trail of changes. The add-on imports types from here and nothing else.
import { Type } from 'typebox';
import { RoleSchema, SlugSchema } from './contract-schemas.ts';
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from './limits.ts';

const closed = { additionalProperties: false };

/** A mail address; what is before and after the @ is the mail system's affair. RFC 5321 allows 254 characters. */
export const EmailSchema = Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', maxLength: 254 });

export const MemberListSchema = Type.Object(
  {
    members: Type.Array(
      Type.Object(
        {
          email: EmailSchema,
          role: RoleSchema,
          /** Epoch milliseconds of the last change of role. */
          since: Type.Integer({ minimum: 0 }),
        },
        closed,
      ),
    ),
  },
  closed,
);

export const RoleChoiceSchema = Type.Object({ role: RoleSchema }, closed);

/** Who changed what, newest first. Facts are ids, roles and modes, never text of a ticket. */
export const TrailSchema = Type.Object(
  {
    changes: Type.Array(
      Type.Object(
        {
          at: Type.Integer({ minimum: 0 }),
          /** Mail address; `usher` where the proxy itself acted, `erased` where the person has been. */
          by: Type.String(),
          action: Type.String(),
          facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()])),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** What happens to private data where a text would leave the process: nothing, masked, or such a ticket stays here. */
const RedactionModeSchema = Type.Union([Type.Literal('off'), Type.Literal('redact'), Type.Literal('block')]);

export const RedactionChoiceSchema = Type.Object({ mode: RedactionModeSchema }, closed);

/** A text as a person would have it sent. */
export const RedactionRequestSchema = Type.Object(
  {
    desk: SlugSchema,
    subject: Type.String({ maxLength: SUBJECT_CHARACTERS_MAX }),
    body: Type.String({ maxLength: BODY_CHARACTERS_MAX }),
  },
  closed,
);

/** What a desk may spend today (UTC) on models that are paid by use, in US dollars. */
export const SpendingSchema = Type.Object(
  {
    /** Who answers the desk's tickets. */
    backend: Type.String(),
    budgetUsd: Type.Number({ minimum: 0 }),
    /** With what is held for questions in flight. */
    spentUsd: Type.Number({ minimum: 0 }),
    leftUsd: Type.Number({ minimum: 0 }),
  },
  closed,
);

/** What would leave the process of that text. */
export const RedactionAnswerSchema = Type.Object(
  {
    mode: RedactionModeSchema,
    outcome: Type.Union([Type.Literal('send'), Type.Literal('blocked')]),
    /** Empty where it would be blocked. */
    text: Type.String(),
    /** Places found of each kind. */
    counts: Type.Record(Type.String(), Type.Integer({ minimum: 1 })),
  },
  closed,
);

/** How much an erasure deleted. */
export const ErasureSchema = Type.Object({ rows: Type.Integer({ minimum: 0 }) }, closed);
