// The wire format of /v1, once: the types, the server's validators and /openapi.json all come from these TypeBox schemas.
// The add-on imports types from here and nothing else, since one value import would add the whole of TypeBox to its bundle.
import { Type } from 'typebox';
import {
  BODY_CHARACTERS_MAX,
  DESCRIPTION_CHARACTERS_MAX,
  EXAMPLE_CHARACTERS_MAX,
  EXAMPLES_MAX,
  FIELDS_MAX,
  FORMER_NAMES_MAX,
  ID_CHARACTERS_MAX,
  KEYWORDS_MAX,
  LABELS_MAX,
  NAME_CHARACTERS_MAX,
  SUBJECT_CHARACTERS_MAX,
  TRAINING_PART_ROWS_MAX,
} from './limits.ts';

/** Objects take no keys beside their own. */
export const closed = { additionalProperties: false };

/** A stable machine name: lower case, digits and dashes, as in `access-accounts`. */
export const SlugSchema = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });
const Slug = SlugSchema;
/** An id of a ticket, a run or a session. */
export const IdSchema = Type.String({ minLength: 1, maxLength: ID_CHARACTERS_MAX });
const Id = IdSchema;
const Name = Type.String({ minLength: 1, maxLength: NAME_CHARACTERS_MAX });
/** A probability, 0 to 1. */
export const ConfidenceSchema = Type.Number({ minimum: 0, maximum: 1 });

const Confidence = ConfidenceSchema;

/** What a lead lets a queue do: nothing, decide and log only, suggest, or route alone where the promise is proven. */
const ModeSchema = Type.Union([
  Type.Literal('off'),
  Type.Literal('monitor'),
  Type.Literal('suggest'),
  Type.Literal('auto'),
]);

const LabelSchema = Type.Object(
  {
    id: Slug,
    name: Name,
    description: Type.String({ maxLength: DESCRIPTION_CHARACTERS_MAX }),
    keywords: Type.Array(Name, { maxItems: KEYWORDS_MAX }),
    /** Tickets as the desk words them, written by its lead; shown to a generative model where the desk uses one. */
    examples: Type.Optional(
      Type.Array(Type.String({ maxLength: EXAMPLE_CHARACTERS_MAX }), { maxItems: EXAMPLES_MAX }),
    ),
    /** `suggest` where none is given. */
    mode: Type.Optional(ModeSchema),
    /** Names that it bore before: rows and history under them are its own. */
    formerNames: Type.Optional(Type.Array(Name, { maxItems: FORMER_NAMES_MAX })),
    /** The label of the same field that it was merged into: what is or was told of it counts for that one. */
    mergedInto: Type.Optional(Slug),
    /** True for a label that no ticket gets any more; kept for the sake of history. */
    isRetired: Type.Optional(Type.Boolean()),
  },
  closed,
);

/** What is agreed for a field: of the tickets routed without a person, this share is right at least. */
const AgreementSchema = Type.Object(
  {
    target: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
    /** Allowed chance that a queue is proven by luck. */
    delta: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
    /** Delta holds for all queues together instead of for each. */
    isFamilyWise: Type.Optional(Type.Boolean()),
  },
  closed,
);

const FieldSchema = Type.Object(
  {
    id: Slug,
    name: Name,
    labels: Type.Array(LabelSchema, { maxItems: LABELS_MAX }),
    /** 95 % at delta 0.10 where none is given. */
    agreement: Type.Optional(AgreementSchema),
    /** Labels of this field, such as an urgent priority, with which a ticket is always reviewed by a person. */
    neverMissed: Type.Optional(Type.Array(Slug, { maxItems: LABELS_MAX })),
  },
  closed,
);

/** How the promise stands for one label, with a sentence for people. */
const LabelPromiseSchema = Type.Object(
  {
    label: Slug,
    /** `tripped`: was proven, and fresh audits broke it. */
    state: Type.Union([Type.Literal('proven'), Type.Literal('unproven'), Type.Literal('tripped')]),
    /** Least confidence to be routed without a person; null where nothing is proven. */
    threshold: Type.Union([Confidence, Type.Null()]),
    /** Checked tickets that the proof rests on, and the wrong ones among them. */
    tested: Type.Integer({ minimum: 0 }),
    errors: Type.Integer({ minimum: 0 }),
    /** Share of all tickets that will be routed to this label's group. */
    routedShare: Confidence,
    /** More checked tickets that would probably prove it; null where more tickets alone would not. */
    checkedMore: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    /** The mode in force: `auto` is refused where nothing is proven. */
    mode: ModeSchema,
    sentence: Type.String(),
  },
  closed,
);

export const FieldPromiseSchema = Type.Object(
  {
    kind: Type.Union([Type.Literal('strict'), Type.Literal('provisional')]),
    target: Type.Number(),
    delta: Type.Number(),
    /** Labelled tickets on which it was tested. */
    checked: Type.Integer({ minimum: 0 }),
    /** Share of all tickets that would be routed if every queue were set to auto. */
    routedShare: Confidence,
    labels: Type.Array(LabelPromiseSchema),
  },
  closed,
);

/** What people decided about tickets that were audited blind. */
export const AuditOutcomesSchema = Type.Object(
  {
    /** The label is null where the person chose one that the desk does not have. */
    outcomes: Type.Array(
      Type.Object({ ticketId: Id, field: Slug, label: Type.Union([Slug, Type.Null()]) }, closed),
      {
        minItems: 1,
        maxItems: TRAINING_PART_ROWS_MAX,
      },
    ),
  },
  closed,
);

export const AuditReceiptSchema = Type.Object(
  {
    taken: Type.Integer({ minimum: 0 }),
    /** Outcomes of tickets that were not waiting for one; nothing was done with them. */
    ignored: Type.Integer({ minimum: 0 }),
    /** Labels whose right to be routed alone ended with these outcomes, with a sentence each. */
    tripped: Type.Array(Type.Object({ field: Slug, label: Slug, sentence: Type.String() }, closed)),
    /** Tickets whose outcome bore an id that the desk does not know; they wait for one that it does. */
    waiting: Type.Optional(Type.Array(Type.Object({ ticketId: Id, field: Slug }, closed))),
  },
  closed,
);

/** What a lead proposes for a desk; the answer is the desk as the proxy keeps it. */
export const DeskProposalSchema = Type.Object(
  { name: Name, fields: Type.Array(FieldSchema, { minItems: 1, maxItems: FIELDS_MAX }) },
  closed,
);

export const RoleSchema = Type.Union([Type.Literal('agent'), Type.Literal('lead'), Type.Literal('owner')]);

export const DeskSchema = Type.Object(
  {
    id: Slug,
    name: Name,
    fields: Type.Array(FieldSchema),
    role: RoleSchema,
    /** Grows by one with each accepted change of name, fields or labels. */
    version: Type.Integer({ minimum: 1 }),
    /** The model in service for each field that has one. */
    models: Type.Record(Type.String(), Type.String()),
    /** How the promise stands, for each field whose model was tested. */
    promises: Type.Optional(Type.Record(Type.String(), FieldPromiseSchema)),
  },
  closed,
);

export const DeskListSchema = Type.Object(
  { desks: Type.Array(Type.Object({ id: Slug, name: Name, role: RoleSchema }, closed)) },
  closed,
);

const TrainingRowSchema = Type.Object(
  {
    id: Id,
    subject: Type.String({ maxLength: SUBJECT_CHARACTERS_MAX }),
    body: Type.String({ maxLength: BODY_CHARACTERS_MAX }),
    /** Label id by field id: only what a person typed, confirmed or corrected. */
    labels: Type.Record(Type.String(), Slug),
  },
  closed,
);

export const TrainingPartSchema = Type.Object(
  { rows: Type.Array(TrainingRowSchema, { minItems: 1, maxItems: TRAINING_PART_ROWS_MAX }) },
  closed,
);

export const TrainingSessionSchema = Type.Object(
  { id: Id, rows: Type.Integer({ minimum: 0 }), expiresAt: Type.Integer({ minimum: 0 }) },
  closed,
);

const LabelReportSchema = Type.Object(
  {
    label: Slug,
    rows: Type.Integer({ minimum: 0 }),
    /** Share of this label's rows that the model found, on rows it was not fitted on; null where there were none. */
    recall: Type.Union([Confidence, Type.Null()]),
    /** Share right among the rows predicted as this label; null where there were none. */
    precision: Type.Union([Confidence, Type.Null()]),
  },
  closed,
);

export const ModelSchema = Type.Object(
  {
    id: Id,
    desk: Slug,
    field: Slug,
    createdAt: Type.Integer({ minimum: 0 }),
    inService: Type.Boolean(),
    bytes: Type.Integer({ minimum: 0 }),
    report: Type.Object(
      {
        rows: Type.Integer({ minimum: 0 }),
        /** Rows that the figures below were measured on; none of them took part in the fit that is measured. */
        measured: Type.Integer({ minimum: 0 }),
        /** Null, as the two below, when there were too few rows to measure on. */
        accuracy: Type.Union([Confidence, Type.Null()]),
        macroF1: Type.Union([Confidence, Type.Null()]),
        ece: Type.Union([Confidence, Type.Null()]),
        labels: Type.Array(LabelReportSchema),
        /** Labels that were left out of training, and why, as sentences. */
        /** What the tickets that were held out prove. */
        promise: Type.Optional(FieldPromiseSchema),
        leftOut: Type.Array(Type.Object({ label: Slug, reason: Type.String() }, closed)),
      },
      closed,
    ),
  },
  closed,
);

/** A model on its way into service beside the one that serves. */
const RolloutSchema = Type.Object(
  {
    model: Id,
    /** 0 is shadow, where it answers nobody; then one step for each share of the tickets that it answers. */
    step: Type.Integer({ minimum: 0 }),
    steps: Type.Integer({ minimum: 0 }),
    share: Confidence,
    /** Tickets of this step that both models predicted, those on which they agreed, and how many are asked for. */
    tickets: Type.Integer({ minimum: 0 }),
    agreed: Type.Integer({ minimum: 0 }),
    needed: Type.Integer({ minimum: 0 }),
    /** True where nothing but a lead's word is missing. */
    isReady: Type.Boolean(),
    since: Type.Integer({ minimum: 0 }),
  },
  closed,
);

/** What serves a field, since when, and to what a roll-back goes. */
const FieldServiceSchema = Type.Object(
  {
    field: Slug,
    model: Id,
    since: Type.Integer({ minimum: 0 }),
    previous: Type.Union([Id, Type.Null()]),
    rollout: Type.Union([RolloutSchema, Type.Null()]),
  },
  closed,
);

export const ModelListSchema = Type.Object(
  { models: Type.Array(ModelSchema), services: Type.Array(FieldServiceSchema) },
  closed,
);

export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.String(),
    /** What was wrong, and what to do next. */
    detail: Type.String(),
    facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
    requestId: Type.String(),
  },
  closed,
);
