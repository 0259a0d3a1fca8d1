// Turns every refusal and every failure into one application/problem+json answer that says what to do next.
import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type ProblemBody, type ProblemCode } from '../../src/core/contract.ts';
import { isStoreAway } from '../store/store-away.ts';
import type { Logger } from './request-log.ts';

const STATUS: Readonly<Record<ProblemCode, number>> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  unsupported_media_type: 415,
  conflict: 409,
  too_large: 413,
  too_many_tickets: 413,
  rate_limited: 429,
  overloaded: 503,
  deadline_passed: 504,
  ticket_invalid: 422,
  ticket_empty: 422,
  no_model: 409,
  no_labels: 422,
  too_few_examples: 422,
  session_expired: 410,
  backend_failed: 502,
  internal: 500,
};

/** A restart of the database takes a few seconds. */
const STORE_AWAY_SECONDS = 2;

/** HTTP status of a problem code. */
export function statusOf(code: ProblemCode): number {
  return STATUS[code];
}

/** Answers a request with a problem. A fact `retryAfterSeconds` becomes the Retry-After header. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const status = statusOf(problem.code);
  const body: ProblemBody = {
    type: `urn:usher:problem:${problem.code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: problem.code,
    detail: problem.message,
    facts: { ...problem.facts },
    requestId: request.id,
  };
  const wait = problem.facts['retryAfterSeconds'];
  if (typeof wait === 'number') reply.header('retry-after', String(wait));
  if (problem.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer');
  return reply.code(status).type('application/problem+json').send(JSON.stringify(body));
}

/** The problem that an error stands for; what nobody foresaw becomes `internal` and is logged without its message. */
export function problemFromError(error: unknown, request: FastifyRequest, logger: Logger): Problem {
  if (error instanceof Problem) return error;
  const known = isFastifyError(error) ? fromFastify(error, request) : undefined;
  if (known !== undefined) return known;
  if (isStoreAway(error)) {
    logger.warn({ requestId: request.id }, 'the database did not answer a request');
    return new Problem(
      'overloaded',
      'The database does not answer just now. Nothing was lost: send the request again in a few seconds.',
      { retryAfterSeconds: STORE_AWAY_SECONDS },
      { cause: error },
    );
  }
  logger.error(
    {
      requestId: request.id,
      error: error instanceof Error ? error.name : typeof error,
      stack: framesOf(error),
    },
    'a request failed for a reason that nobody foresaw',
  );
  return new Problem(
    'internal',
    `The proxy failed on this request. Try again; if it stays, give your administrator the request id ${request.id}.`,
    {},
    { cause: error },
  );
}

interface FastifyShapedError {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validation?: readonly ValidationFault[];
  readonly validationContext?: string;
}

interface ValidationFault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function isFastifyError(error: unknown): error is FastifyShapedError {
  return typeof error === 'object' && error !== null && 'statusCode' in error;
}

function fromFastify(error: FastifyShapedError, request: FastifyRequest): Problem | undefined {
  if (error.validation !== undefined)
    return fromValidation(error.validation, error.validationContext ?? 'body');
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const limitBytes = request.routeOptions.bodyLimit;
      return new Problem(
        'too_large',
        `The request body is larger than ${limitBytes} bytes. Send fewer tickets or rows at a time.`,
        { limitBytes },
      );
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem(
        'unsupported_media_type',
        'The request body must be JSON. Send it with the header "Content-Type: application/json".',
      );
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Problem('bad_request', 'The request body is empty. Send a JSON object.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Problem('bad_request', 'The request body is not well-formed JSON. Check what was sent.');
    default:
      break;
  }
  if (error.statusCode === undefined || error.statusCode >= 500) return undefined;
  return new Problem('bad_request', 'The request could not be read. Check its address, headers and body.');
}

/** Names the first place that is wrong. Values are left out: they may be ticket text. */
function fromValidation(faults: readonly ValidationFault[], context: string): Problem {
  const [first] = faults;
  const where = `${context}${first?.instancePath ?? ''}`;
  if (first?.keyword === 'maxItems') {
    const limit = Number(first.params['limit']);
    if (first.instancePath === '/tickets') {
      return new Problem(
        'too_many_tickets',
        `A batch holds at most ${limit} tickets. Send several batches.`,
        {
          limit,
        },
      );
    }
    return new Problem('too_large', `${where} holds at most ${limit} entries. Send fewer at a time.`, {
      limit,
    });
  }
  return new Problem(
    'bad_request',
    `The request does not have the form that /v1 asks for: ${where} ${first?.message ?? 'is wrong'}. Correct it and send it again.`,
    { where },
  );
}

/** The frames of a stack without its first lines, which repeat the message and with it perhaps a text. */
function framesOf(error: unknown): string {
  if (!(error instanceof Error) || error.stack === undefined) return '';
  return error.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
