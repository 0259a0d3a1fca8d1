// The wire format of a desk's health: what monitors found and what was counted, as figures and ids. The add-on says it in the
// reader's language and turns ticket ids into words from the sheet.
import { type Static, Type } from 'typebox';
import { closed, IdSchema, SlugSchema } from './contract-schemas.ts';
import { NAME_CHARACTERS_MAX } from './limits.ts';

const Count = Type.Integer({ minimum: 0 });
const Instant = Type.Integer({ minimum: 0 });
const Nullable = (schema: ReturnType<typeof Type.Number>) => Type.Union([schema, Type.Null()]);
const LevelSchema = Type.Union([
  Type.Literal('not-enough-data'),
  Type.Literal('ok'),
  Type.Literal('info'),
  Type.Literal('warn'),
  Type.Literal('critical'),
]);

const SignalSchema = Type.Object(
  {
    monitor: Type.String(),
    subject: Type.Optional(Type.String()),
    level: LevelSchema,
    n: Count,
    effect: Nullable(Type.Number()),
    facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
    /** Since when it stands as an alert; null while nobody is told. */
    alertSince: Nullable(Type.Number()),
    tickets: Type.Array(Type.String()),
  },
  closed,
);

const OutbreakSchema = Type.Object(
  {
    id: Type.String(),
    state: Type.Union([
      Type.Literal('proposed'),
      Type.Literal('confirmed'),
      Type.Literal('dismissed'),
      Type.Literal('resolved'),
      Type.Literal('stale'),
    ]),
    /** True where more tickets came than the hour should bring, and nothing says that they are alike. */
    isVolumeOnly: Type.Boolean(),
    /** Label of most of its tickets; empty when the whole desk is meant. */
    label: Type.String(),
    seen: Count,
    expected: Type.Number(),
    firstSeenAt: Instant,
    lastSeenAt: Instant,
    /** The newest of its tickets. */
    tickets: Type.Array(Type.String()),
  },
  closed,
);

const WeekSchema = Type.Object(
  {
    from: Instant,
    checked: Count,
    right: Count,
    low: Nullable(Type.Number()),
    high: Nullable(Type.Number()),
  },
  closed,
);

/** All that the lead's page of health is made of. */
export const HealthSchema = Type.Object(
  {
    field: SlugSchema,
    now: Instant,
    level: LevelSchema,
    /** What the monitors looked at; null before the first look. */
    window: Type.Union([
      Type.Object(
        {
          at: Instant,
          from: Instant,
          tickets: Count,
          duplicates: Count,
          fromFuture: Count,
          longestGapMs: Type.Number({ minimum: 0 }),
          isOneLabel: Type.Boolean(),
        },
        closed,
      ),
      Type.Null(),
    ]),
    signals: Type.Array(SignalSchema),
    /** Newest first. */
    outbreaks: Type.Array(OutbreakSchema),
    audits: Type.Object(
      {
        /** Share of routed tickets that the desk wants right; null where nothing is agreed. */
        target: Nullable(Type.Number()),
        waiting: Count,
        /** The last twelve weeks, oldest first. */
        weeks: Type.Array(WeekSchema),
        confusions: Type.Array(
          Type.Object(
            { said: Type.String(), truth: Type.String(), checked: Count, tickets: Type.Array(Type.String()) },
            closed,
          ),
        ),
      },
      closed,
    ),
    /** Tickets of the last four weeks by predicted label, most first. */
    queues: Type.Array(
      Type.Object({ label: Type.String(), routed: Count, suggested: Count, left: Count }, closed),
    ),
    /** How the promise stands by label. */
    promised: Type.Array(
      Type.Object(
        {
          label: Type.String(),
          state: Type.String(),
          mode: Type.String(),
          checkedMore: Nullable(Type.Number()),
        },
        closed,
      ),
    ),
    /** The last four weeks day by day, as local dates; null bounds where too few weeks came before. */
    volume: Type.Array(
      Type.Object(
        {
          date: Type.String(),
          tickets: Count,
          expected: Nullable(Type.Number()),
          low: Nullable(Type.Number()),
          high: Nullable(Type.Number()),
        },
        closed,
      ),
    ),
  },
  closed,
);

/** What the add-on's schedule knows and the proxy does not. */
export const TickSchema = Type.Object(
  {
    /** IANA name of the spreadsheet's time zone. */
    timeZone: Type.String({ minLength: 1, maxLength: NAME_CHARACTERS_MAX }),
    /** Days on which the desk is closed, as local dates. */
    holidays: Type.Optional(
      Type.Array(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), { maxItems: 400 }),
    ),
    /** Minutes between scheduled runs; 0 where nothing is scheduled. */
    everyMinutes: Type.Integer({ minimum: 0, maximum: 1_440 }),
    /** Google's daily allowances that are being used up. */
    quotas: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: SlugSchema,
            used: Type.Number({ minimum: 0 }),
            limit: Type.Number({ exclusiveMinimum: 0 }),
            from: Instant,
            renewedAt: Instant,
          },
          closed,
        ),
        { maxItems: 10 },
      ),
    ),
  },
  closed,
);

export const OutbreakParamsSchema = Type.Object({ desk: SlugSchema, outbreak: IdSchema });

export const OutbreakDecisionSchema = Type.Object(
  { decision: Type.Union([Type.Literal('confirm'), Type.Literal('dismiss'), Type.Literal('close')]) },
  closed,
);

export type Health = Static<typeof HealthSchema>;
export type HealthSignal = Health['signals'][number];
export type HealthOutbreak = Health['outbreaks'][number];
export type Tick = Static<typeof TickSchema>;
