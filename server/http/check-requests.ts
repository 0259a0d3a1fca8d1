// Turns a route's schema into the check of what it is sent. A check is compiled when its route is first called: most instances
// never see most routes. Fastify's own compilers are left out, with the two libraries behind them.
import type { FastifyInstance, FastifySchemaCompiler, FastifyServerOptions } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Convert } from 'typebox/value';

/** Checks bodies as they are; path and query parts are texts and become numbers where the schema wants numbers. */
const compileCheck: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  let validator: Validator | undefined;
  return (sent) => {
    validator ??= Compile(schema);
    const value = httpPart === 'body' ? sent : Convert(schema, sent);
    return validator.Check(value) ? { value } : { error: validator.Errors(value) };
  };
};

/** Lets TypeBox check what `app` is sent. */
export function checkRequests(app: FastifyInstance): void {
  app.setValidatorCompiler(compileCheck);
}

const notUsed = () => {
  throw new Error('Requests are checked by TypeBox and answers written by JSON.stringify.');
};

/** Fastify's option that keeps it from loading the compilers which it would use where it is given none. */
export const NO_COMPILERS: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: { buildValidator: () => notUsed, buildSerializer: () => notUsed },
};
