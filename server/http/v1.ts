// The type of the scope in which the routes of /v1 are registered: Fastify with TypeBox schemas giving the request types.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import { Type } from 'typebox';
import { SlugSchema } from '../../src/core/contract-schemas.ts';

/** A Fastify scope whose route schemas give the types of what they accept. */
export type V1 = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** Path parameters of everything that belongs to one desk. */
export const DeskParams = Type.Object({ desk: SlugSchema });
