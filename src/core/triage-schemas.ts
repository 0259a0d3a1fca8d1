// The wire format of /v1/triage: tickets in, predictions and problems out. See contract-schemas.ts.
import { type Static, Type } from 'typebox';
import { ConfidenceSchema, closed, IdSchema, SlugSchema } from './contract-schemas.ts';
import {
  ATTRIBUTES_MAX,
  BATCH_TICKETS_MAX,
  BODY_CHARACTERS_MAX,
  FIELDS_MAX,
  IMAGE_CHARACTERS_MAX,
  IMAGES_MAX,
  NAME_CHARACTERS_MAX,
  SUBJECT_CHARACTERS_MAX,
} from './limits.ts';

/** A picture in base64, and what it is. */
const ImageSchema = Type.Object(
  {
    mimeType: Type.Union([Type.Literal('image/png'), Type.Literal('image/jpeg'), Type.Literal('image/webp')]),
    data: Type.String({ maxLength: IMAGE_CHARACTERS_MAX, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  },
  closed,
);

export const TicketSchema = Type.Object(
  {
    id: IdSchema,
    subject: Type.String({ maxLength: SUBJECT_CHARACTERS_MAX }),
    body: Type.String({ maxLength: BODY_CHARACTERS_MAX }),
    channel: Type.Optional(Type.String({ maxLength: NAME_CHARACTERS_MAX })),
    /** Epoch milliseconds. */
    receivedAt: Type.Optional(Type.Integer({ minimum: 0 })),
    attributes: Type.Optional(
      Type.Record(
        Type.String({ maxLength: NAME_CHARACTERS_MAX }),
        Type.String({ maxLength: NAME_CHARACTERS_MAX }),
        {
          maxProperties: ATTRIBUTES_MAX,
        },
      ),
    ),
    /** Shown to a generative model where the deployment and the desk allow it, and to nobody else; kept nowhere. */
    images: Type.Optional(Type.Array(ImageSchema, { maxItems: IMAGES_MAX })),
  },
  closed,
);

/**
 * The envelope of a batch. Tickets are `unknown` here and checked one by one against `TicketSchema`, so that a bad
 * ticket becomes a problem in the answer and the others are still answered.
 */
export const TriageRequestSchema = Type.Object(
  {
    desk: SlugSchema,
    runId: IdSchema,
    fields: Type.Optional(Type.Array(SlugSchema, { minItems: 1, maxItems: FIELDS_MAX })),
    /** How long the caller will wait, in milliseconds from the arrival of the request. */
    deadlineMs: Type.Integer({ minimum: 1, maximum: 300_000 }),
    /** Predict, but record and charge nothing. */
    dryRun: Type.Optional(Type.Boolean()),
    tickets: Type.Array(Type.Unknown(), { minItems: 1, maxItems: BATCH_TICKETS_MAX }),
  },
  closed,
);

const AlternativeSchema = Type.Object({ label: SlugSchema, confidence: ConfidenceSchema }, closed);
/** Words of this ticket that spoke for the label (positive weight) or for the runner-up (negative), strongest first. */
const EvidenceSchema = Type.Object({ text: Type.String(), weight: Type.Number() }, closed);
const BackendSchema = Type.Union([
  Type.Literal('embedded'),
  Type.Literal('vertex-endpoint'),
  Type.Literal('gemini'),
  Type.Literal('cascade'),
]);

const answered = {
  confidence: ConfidenceSchema,
  alternatives: Type.Array(AlternativeSchema),
  /** One sentence for a person: why this decision. */
  reason: Type.String(),
  explanation: Type.Unsafe<readonly Static<typeof EvidenceSchema>[]>(Type.Array(EvidenceSchema)),
  backend: BackendSchema,
  /** Set when another backend was asked first and could not answer; one sentence. */
  fallback: Type.Optional(Type.String()),
  model: Type.String(),
};

/** `assign`: under the promise. `review`: a suggestion. */
const LabelledSchema = Type.Object(
  { decision: Type.Union([Type.Literal('assign'), Type.Literal('review')]), label: SlugSchema, ...answered },
  closed,
);
/** `audit`: would have been assigned; the label is withheld so that a person judges blind. */
const AuditSchema = Type.Object(
  { decision: Type.Literal('audit'), reason: Type.String(), backend: BackendSchema, model: Type.String() },
  closed,
);
/** `abstain`: no label of the field fits well enough to suggest it. */
const AbstainSchema = Type.Object({ decision: Type.Literal('abstain'), ...answered }, closed);

export const FieldAnswerSchema = Type.Union([LabelledSchema, AuditSchema, AbstainSchema]);

export const PredictionSchema = Type.Object(
  {
    id: IdSchema,
    /** ISO 639-1, or `und` where the text does not tell. */
    language: Type.String(),
    fields: Type.Record(Type.String(), FieldAnswerSchema),
  },
  closed,
);

export const TicketProblemSchema = Type.Object(
  {
    /** The ticket's own id, or `#` and its place counted from 1 where it has no usable one. */
    id: IdSchema,
    code: Type.String(),
    message: Type.String(),
  },
  closed,
);

export const TriageAnswerSchema = Type.Object(
  {
    runId: IdSchema,
    /** Model id by field. */
    models: Type.Record(Type.String(), Type.String()),
    /** Names of the labels that this answer mentions, by field and label id: cells show names. */
    labelNames: Type.Record(Type.String(), Type.Record(Type.String(), Type.String())),
    predictions: Type.Array(PredictionSchema),
    problems: Type.Array(TicketProblemSchema),
    usage: Type.Object(
      {
        /** Tickets answered for the first time under this run id. */
        charged: Type.Integer({ minimum: 0 }),
        /** Tickets answered from the record of an earlier try. */
        repeated: Type.Integer({ minimum: 0 }),
        costUsd: Type.Number({ minimum: 0 }),
      },
      closed,
    ),
  },
  closed,
);
