// The proxy as one Fastify app made of what it is given: no clock, chance, environment or port of its own. Tests call it
// with `app.inject`; main.ts and the sandbox let it listen.
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Problem } from '../../src/core/contract.ts';
import { BODY_BYTES_MAX } from '../../src/core/limits.ts';
import type { Promises } from '../promise/promises.ts';
import { createId, type RandomBytes } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import type { TrainingSessions } from '../training/training-sessions.ts';
import type { DeskStates } from '../triage/desk-states.ts';
import { addonModelRoute } from './addon-model-route.ts';
import { type Authenticate, callerOf, requireCaller } from './authenticate.ts';
import { acceptCompressedBodies } from './compressed-bodies.ts';
import { deskRoutes } from './desk-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { modelRoutes } from './model-routes.ts';
import { type PrivacyRouteDependencies, privacyRoutes } from './privacy-routes.ts';
import { problemFromError, sendProblem } from './problem-answers.ts';
import { promiseRoutes } from './promise-routes.ts';
import { type Logger, logRequests } from './request-log.ts';
import { knownMethods } from './route-methods.ts';
import { trainingRoutes } from './training-routes.ts';
import { type TriageRouteDependencies, triageRoutes } from './triage-routes.ts';

/** All that the app is made of. */
export interface AppDependencies extends TriageRouteDependencies, PrivacyRouteDependencies {
  readonly store: Store;
  readonly training: TrainingSessions;
  readonly promises: Promises;
  readonly authenticate: Authenticate;
  /** Whether a person may create a desk, by mail address in lower case. */
  readonly mayOwn: (email: string) => boolean;
  readonly randomBytes: RandomBytes;
  readonly logger: Logger;
  /** Called after each answer; does periodic work that is due, without being waited for. */
  readonly keepHouse: () => void;
}

/** How long a client may take to send a request, in milliseconds; a training part of 40 MB needs a while. */
const REQUEST_TIMEOUT_MS = 120_000;

/** Builds the app. `close()` stops taking requests and waits for those in flight; the store stays open. */
export function createApp(deps: AppDependencies): FastifyInstance {
  const app = Fastify({
    logger: false,
    genReqId: () => createId(deps.now(), deps.randomBytes),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Every schema is closed or copies nothing, so a key `__proto__` is refused or ignored there, not here.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  logRequests(app, deps.logger, deps.now);

  let isDraining = false;
  app.addHook('preClose', async () => {
    isDraining = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    // Whoever keeps the connection would send the next request into a server that has gone.
    if (isDraining) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async () => deps.keepHouse());

  acceptCompressedBodies(app);

  const methodsOf = knownMethods(app);
  const answerUnknown = (request: FastifyRequest, reply: FastifyReply) => {
    const methods = methodsOf(request.url);
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    return sendProblem(request, reply, unknownAddress(request.method, methods));
  };
  app.setNotFoundHandler(answerUnknown);
  app.setErrorHandler((error, request, reply) => {
    // A body that cannot be read matters less than that nobody reads it at this address.
    if (request.is404) return answerUnknown(request, reply);
    return sendProblem(request, reply, problemFromError(error, request, deps.logger));
  });

  healthRoutes(app, { ping: deps.store.ping, isDraining: () => isDraining });
  app.register(
    async (scope) => {
      requireCaller(scope, deps.authenticate);
      scope.addHook('onRequest', (request) => deps.meter.countRequest(callerOf(request).subject));
      scope.addHook('onSend', async (request) => forgetChangedDesk(request, deps.deskStates));
      const v1 = scope.withTypeProvider<TypeBoxTypeProvider>();
      deskRoutes(v1, deps);
      memberRoutes(v1, deps);
      modelRoutes(v1, deps);
      addonModelRoute(v1, deps);
      trainingRoutes(v1, deps);
      triageRoutes(v1, deps);
      promiseRoutes(v1, deps);
      privacyRoutes(v1, deps);
    },
    { prefix: '/v1' },
  );
  return app;
}

/** What was changed here is known here at once, before the one who changed it has the answer. */
function forgetChangedDesk({ method, params }: FastifyRequest, deskStates: DeskStates): void {
  if (method === 'GET' || typeof params !== 'object' || params === null || !('desk' in params)) return;
  if (typeof params.desk === 'string') deskStates.forget(params.desk);
}

function unknownAddress(method: string, methods: readonly string[]): Problem {
  if (methods.length === 0)
    return new Problem('not_found', 'There is nothing at this address. Check the path.');
  return new Problem('method_not_allowed', `This address takes ${methods.join(', ')}, not ${method}.`);
}
