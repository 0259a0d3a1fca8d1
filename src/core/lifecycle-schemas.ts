// The wire format of what a training answers and of a desk's goals; see contract-schemas.ts.
import { Type } from 'typebox';
import { ConfidenceSchema, closed, IdSchema, ModelSchema, SlugSchema } from './contract-schemas.ts';

const Count = Type.Integer({ minimum: 0 });
const Suspect = Type.Object({ ticket: IdSchema, given: SlugSchema, suggested: SlugSchema }, closed);
const TopicSchema = Type.Object(
  {
    /** The queue that seems to hold two topics; null for tickets that no queue fits. */
    within: Type.Union([SlugSchema, Type.Null()]),
    tickets: Type.Array(IdSchema),
    /** Tickets of the same queue that are not in it, to tell its words from the others'. */
    others: Type.Array(IdSchema),
  },
  closed,
);

/** What a training found out about the desk's tickets. Tickets by id; their words stay in the sheet. */
export const TrainingFindingsSchema = Type.Object(
  {
    /** The surest mistakes first. */
    recheck: Type.Array(Suspect),
    overlaps: Type.Array(
      Type.Object({ one: SlugSchema, other: SlugSchema, rows: Count, share: ConfidenceSchema }, closed),
    ),
    topics: Type.Array(TopicSchema),
    /** The rules of the gate, with a sentence each. */
    gate: Type.Array(
      Type.Object({ rule: Type.String(), verdict: Type.String(), sentence: Type.String() }, closed),
    ),
    /** Tried on the newest quarter of the tickets, having learnt from the older ones; null with too few. */
    backTest: Type.Union([
      Type.Object(
        {
          learnt: Count,
          tried: Count,
          right: Count,
          /** Coverage and precision, the most confident first; `low` is the lower end of the 95 % interval. */
          curve: Type.Array(
            Type.Object(
              { coverage: ConfidenceSchema, precision: ConfidenceSchema, low: ConfidenceSchema },
              closed,
            ),
          ),
          queues: Type.Array(
            Type.Object(
              { label: SlugSchema, tickets: Count, found: Count, routed: Count, routedRight: Count },
              closed,
            ),
          ),
          confusions: Type.Array(
            Type.Object(
              { truth: SlugSchema, predicted: SlugSchema, tickets: Count, examples: Type.Array(IdSchema) },
              closed,
            ),
          ),
          languages: Type.Array(
            Type.Object({ language: Type.String(), tickets: Count, right: Count }, closed),
          ),
          routed: Count,
          routedRight: Count,
        },
        closed,
      ),
      Type.Null(),
    ]),
    shadow: Type.Object({ tickets: Count, agreed: Count }, closed),
  },
  closed,
);

/** Topics by field, found without learning anything. */
export const ProposedTopicsSchema = Type.Object(
  { topics: Type.Record(Type.String(), Type.Array(TopicSchema)) },
  closed,
);

const CauseSchema = Type.Object(
  {
    cause: Type.Union([Type.Literal('watchdog'), Type.Literal('honesty'), Type.Literal('drift')]),
    sentence: Type.String(),
  },
  closed,
);

/** What speaks for learning again without being asked, and when that may be. */
export const LessonCallSchema = Type.Object(
  {
    /** Whether the caller may teach the desk, and the desk wants lessons of their own accord. */
    mayLearn: Type.Boolean(),
    /** New labels that call for a lesson by themselves. */
    newLabelsMin: Count,
    /** Epoch milliseconds before which no lesson begins by itself. */
    notBefore: Count,
    /** Days between two looks for topics; 0 for none. */
    topicsDays: Count,
    fields: Type.Array(
      Type.Object(
        {
          field: SlugSchema,
          /** Labelled tickets that the newest model learned from; 0 before the first. */
          rows: Count,
          causes: Type.Array(CauseSchema),
        },
        closed,
      ),
    ),
  },
  closed,
);

export const TrainingResultSchema = Type.Object(
  {
    models: Type.Array(ModelSchema),
    /** By field. */
    findings: Type.Optional(Type.Record(Type.String(), TrainingFindingsSchema)),
    /** Fields for which no model could be trained, with what to do. */
    problems: Type.Array(
      Type.Object({ field: SlugSchema, code: Type.String(), message: Type.String() }, closed),
    ),
  },
  closed,
);

/** What a desk wants of Usher and how far it is, with a sentence each. */
export const DeskGoalsSchema = Type.Object(
  {
    /** Days that the figures are about. */
    days: Type.Integer({ minimum: 1 }),
    goals: Type.Array(
      Type.Object(
        {
          id: Type.Union([
            Type.Literal('routed'),
            Type.Literal('wrong-routes'),
            Type.Literal('urgent'),
            Type.Literal('minutes'),
            Type.Literal('cost'),
          ]),
          definition: Type.String(),
          value: Type.Union([Type.Number(), Type.Null()]),
          low: Type.Union([Type.Number(), Type.Null()]),
          high: Type.Union([Type.Number(), Type.Null()]),
          /** Tickets that the figure rests on. */
          n: Count,
          asked: Type.Number(),
          verdict: Type.Union([Type.Literal('met'), Type.Literal('missed'), Type.Literal('unknown')]),
          sentence: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);
