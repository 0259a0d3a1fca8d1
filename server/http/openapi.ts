// The description of /v1 for machines, made from the schemas by which requests are checked: the routes are registered once
// more in an app that never runs.
import swagger from '@fastify/swagger';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify from 'fastify';
import type { TSchema } from 'typebox';
import {
  ErasureSchema,
  MemberListSchema,
  RedactionAnswerSchema,
  RedactionChoiceSchema,
  SpendingSchema,
  TrailSchema,
} from '../../src/core/administration-schemas.ts';
import {
  AuditReceiptSchema,
  DeskListSchema,
  DeskSchema,
  FieldPromiseSchema,
  ModelListSchema,
  ProblemSchema,
  TrainingSessionSchema,
} from '../../src/core/contract-schemas.ts';
import { HealthSchema } from '../../src/core/health-schemas.ts';
import {
  DeskGoalsSchema,
  LessonCallSchema,
  ProposedTopicsSchema,
  TrainingResultSchema,
} from '../../src/core/lifecycle-schemas.ts';
import { TriageAnswerSchema } from '../../src/core/triage-schemas.ts';
import { GateFileSchema } from './model-routes.ts';
import { type V1Dependencies, v1Routes } from './v1-routes.ts';

interface Operation {
  readonly summary: string;
  /** Undefined where another file describes the answer. */
  readonly answer?: TSchema;
}

/** What each route does and answers, by method and address. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET /v1/desks': { summary: 'The caller’s desks.', answer: DeskListSchema },
  'GET /v1/desks/:desk': { summary: 'One desk with its labels, models and promise.', answer: DeskSchema },
  'PUT /v1/desks/:desk': { summary: 'Creates or changes a desk.', answer: DeskSchema },
  'DELETE /v1/desks/:desk': { summary: 'Erases a desk and all that is kept of it.', answer: ErasureSchema },
  'GET /v1/desks/:desk/members': { summary: 'Who belongs to a desk.', answer: MemberListSchema },
  'PUT /v1/desks/:desk/members/:email': {
    summary: 'Adds a member or sets a role.',
    answer: MemberListSchema,
  },
  'DELETE /v1/desks/:desk/members/:email': { summary: 'Removes a member.', answer: MemberListSchema },
  'GET /v1/desks/:desk/models': { summary: 'A desk’s models, newest first.', answer: ModelListSchema },
  'GET /v1/desks/:desk/models/:model/addon': { summary: 'A small variant of a model for the add-on.' },
  'PUT /v1/desks/:desk/fields/:field/model': {
    summary: 'Puts a model into service, or back into it.',
    answer: ModelListSchema,
  },
  'POST /v1/desks/:desk/fields/:field/arm': {
    summary: 'Lets a queue that was taken back be routed again, on fresh audits.',
    answer: FieldPromiseSchema,
  },
  'POST /v1/desks/:desk/audits': {
    summary: 'What people decided about tickets audited blind.',
    answer: AuditReceiptSchema,
  },
  'POST /v1/desks/:desk/training-sessions': {
    summary: 'Opens a session to learn in.',
    answer: TrainingSessionSchema,
  },
  'PUT /v1/desks/:desk/training-sessions/:session/parts/:part': {
    summary: 'Uploads a part of the labelled rows.',
    answer: TrainingSessionSchema,
  },
  'POST /v1/desks/:desk/training-sessions/:session/train': {
    summary: 'Learns from the uploaded rows and puts the models into service.',
    answer: TrainingResultSchema,
  },
  'POST /v1/desks/:desk/training-sessions/:session/topics': {
    summary: 'Looks among the uploaded rows for topics without a queue; learns nothing.',
    answer: ProposedTopicsSchema,
  },
  'GET /v1/desks/:desk/learning': {
    summary: 'What speaks for learning again, and from when on.',
    answer: LessonCallSchema,
  },
  'POST /v1/desks/:desk/fields/:field/rollback': {
    summary: 'Puts the model before back into service.',
    answer: ModelListSchema,
  },
  'GET /v1/desks/:desk/goals': { summary: 'What the desk wants and how far it is.', answer: DeskGoalsSchema },
  'GET /v1/desks/:desk/gates': { summary: 'The gate file, in YAML.', answer: GateFileSchema },
  'PUT /v1/desks/:desk/gates': { summary: 'Changes the gate file.', answer: GateFileSchema },
  'POST /v1/triage': { summary: 'Predicts and decides a batch of tickets.', answer: TriageAnswerSchema },
  'POST /v1/redact': { summary: 'Shows what of a text would leave.', answer: RedactionAnswerSchema },
  'GET /v1/desks/:desk/spending': {
    summary: 'What the desk may spend today on models that are paid by use.',
    answer: SpendingSchema,
  },
  'POST /v1/desks/:desk/tick': {
    summary: 'Periodic work: judges new tickets for outbreaks, reports once a day, answers the health.',
    answer: HealthSchema,
  },
  'GET /v1/desks/:desk/health': {
    summary: 'What monitors found and what was counted, in figures and ids.',
    answer: HealthSchema,
  },
  'POST /v1/desks/:desk/outbreaks/:outbreak': {
    summary: 'Confirms, dismisses or closes an outbreak.',
    answer: HealthSchema,
  },
  'PUT /v1/desks/:desk/redaction': {
    summary: 'Chooses what happens to private data that would leave.',
    answer: RedactionChoiceSchema,
  },
  'GET /v1/desks/:desk/changes': { summary: 'Who changed what, newest first.', answer: TrailSchema },
  'DELETE /v1/desks/:desk/tickets/:ticket': {
    summary: 'Erases what is kept of a ticket.',
    answer: ErasureSchema,
  },
  'DELETE /v1/desks/:desk/people/:email': {
    summary: 'Erases a person from members and changes.',
    answer: ErasureSchema,
  },
};

/** The OpenAPI 3.1 document of /v1. `deps` are registered with the routes and not called. */
export async function describeApi(deps: V1Dependencies): Promise<object> {
  const app = Fastify();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Usher',
        version: '1',
        description: 'Shows support tickets to their queues. Refusals are application/problem+json.',
      },
      components: { securitySchemes: { google: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ google: [] }],
    },
    transform: ({ schema, url, route }) => {
      const operation = OPERATIONS[`${[route.method].flat()[0]} ${url}`];
      const answer = operation?.answer ?? { type: 'object' };
      return {
        url,
        schema: {
          ...schema,
          summary: operation?.summary ?? '',
          operationId: operationId(String([route.method].flat()[0]), url),
          response: {
            200: { description: 'The answer.', ...answer },
            default: {
              description: 'A refusal: what was wrong and what to do next.',
              content: { 'application/problem+json': { schema: ProblemSchema } },
            },
          },
        },
      };
    },
  });
  app.register(async (scope) => v1Routes(scope.withTypeProvider<TypeBoxTypeProvider>(), deps), {
    prefix: '/v1',
  });
  await app.ready();
  return app.swagger();
}

function operationId(method: string, url: string): string {
  const words = url
    .split('/')
    .slice(2)
    .map((part) => part.replace(/\W/g, ' ').trim());
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))]
    .join('')
    .replaceAll(' ', '');
}
