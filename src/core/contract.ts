// What crosses the wire between the add-on and the proxy: types, problem codes, and the add-on's check of an answer.
import type { Static } from 'typebox';
import type { SpendingSchema } from './administration-schemas.ts';
import type {
  AuditOutcomesSchema,
  AuditReceiptSchema,
  DeskListSchema,
  DeskProposalSchema,
  DeskSchema,
  ModelListSchema,
  ModelSchema,
  ProblemSchema,
  RoleSchema,
  TrainingPartSchema,
  TrainingSessionSchema,
} from './contract-schemas.ts';
import type {
  DeskGoalsSchema,
  LessonCallSchema,
  ProposedTopicsSchema,
  TrainingFindingsSchema,
  TrainingResultSchema,
} from './lifecycle-schemas.ts';
import type {
  FieldAnswerSchema,
  PredictionSchema,
  TicketProblemSchema,
  TicketSchema,
  TriageAnswerSchema,
  TriageRequestSchema,
} from './triage-schemas.ts';

export type Role = Static<typeof RoleSchema>;
export type DeskProposal = Static<typeof DeskProposalSchema>;
export type Field = DeskProposal['fields'][number];
export type Label = Field['labels'][number];
export type Agreement = NonNullable<Field['agreement']>;
export type Mode = NonNullable<Label['mode']>;
export type AuditOutcomes = Static<typeof AuditOutcomesSchema>;
export type AuditReceipt = Static<typeof AuditReceiptSchema>;
export type Desk = Static<typeof DeskSchema>;
export type DeskGoals = Static<typeof DeskGoalsSchema>;
export type DeskList = Static<typeof DeskListSchema>;
export type WireTicket = Static<typeof TicketSchema>;
export type TicketImage = NonNullable<WireTicket['images']>[number];
export type TriageRequest = Static<typeof TriageRequestSchema>;
export type FieldAnswer = Static<typeof FieldAnswerSchema>;
export type TicketPrediction = Static<typeof PredictionSchema>;
export type TicketProblem = Static<typeof TicketProblemSchema>;
export type TriageAnswer = Static<typeof TriageAnswerSchema>;
export type TrainingPart = Static<typeof TrainingPartSchema>;
export type TrainingRow = TrainingPart['rows'][number];
export type TrainingSession = Static<typeof TrainingSessionSchema>;
export type TrainingFindings = Static<typeof TrainingFindingsSchema>;
export type TrainingResult = Static<typeof TrainingResultSchema>;
export type ProposedTopics = Static<typeof ProposedTopicsSchema>;
export type LessonCall = Static<typeof LessonCallSchema>;
export type ModelSummary = Static<typeof ModelSchema>;
export type ModelList = Static<typeof ModelListSchema>;
export type FieldService = ModelList['services'][number];
export type FieldPromise = NonNullable<ModelSummary['report']['promise']>;
export type LabelPromise = FieldPromise['labels'][number];
export type DeskSpending = Static<typeof SpendingSchema>;
export type ProblemBody = Static<typeof ProblemSchema>;

/** Every reason the proxy gives for refusing a request or a ticket. */
export const PROBLEM_CODES = [
  'bad_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'unsupported_media_type',
  'conflict',
  'too_large',
  'too_many_tickets',
  'rate_limited',
  'overloaded',
  'deadline_passed',
  'ticket_invalid',
  'ticket_empty',
  'no_model',
  'no_labels',
  'too_few_examples',
  'session_expired',
  'backend_failed',
  'internal',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A refusal that crosses a boundary: a code from the closed set, a sentence that says what to do next, and facts. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly facts: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: ProblemCode,
    message: string,
    facts: Readonly<Record<string, string | number | boolean>> = {},
    options?: { cause?: unknown },
  ) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.facts = facts;
    if (options && 'cause' in options) {
      Object.defineProperty(this, 'cause', { value: options.cause, enumerable: false });
    }
  }
}
