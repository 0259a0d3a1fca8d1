// The proxy as one Fastify app made of what it is given: no clock, chance, environment or port of its own. Tests call it
// with `app.inject`; main.ts and the sandbox let it listen.
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Problem } from '../../src/core/contract.ts';
import { BODY_BYTES_MAX } from '../../src/core/limits.ts';
import { createId, type RandomBytes } from '../store/ids.ts';
import type { DeskStates } from '../triage/desk-states.ts';
import { type Authenticate, requireCaller } from './authenticate.ts';
import { checkRequests, NO_COMPILERS } from './check-requests.ts';
import { acceptCompressedBodies } from './compressed-bodies.ts';
import { healthRoutes } from './health-routes.ts';
import type { Metrics } from './metrics.ts';
import { problemFromError, sendProblem } from './problem-answers.ts';
import { onEveryEnd } from './request-end.ts';
import { type Logger, logRequests } from './request-log.ts';
import { knownMethods } from './route-methods.ts';
import { type V1Dependencies, v1Routes } from './v1-routes.ts';

/** How far the app has come on its way to its end. */
export interface Draining {
  isOn: boolean;
  /** Requests that have no answer yet, and all that ever came. */
  inFlight: number;
  begun: number;
}

/** All that the app is made of. */
export interface AppDependencies extends V1Dependencies {
  readonly authenticate: Authenticate;
  readonly logger: Logger;
  /** Chance for the ids of requests. */
  readonly randomBytes: RandomBytes;
  readonly metrics: Metrics;
  /** On from the moment the proxy was told to stop: it is not ready, and connections end with their answers. */
  readonly draining: Draining;
  /** Google Cloud project, for traces; empty elsewhere. */
  readonly project: string;
  /** Called after each request; does periodic work that is due, without being waited for. */
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
    schemaController: NO_COMPILERS,
  });
  checkRequests(app);
  const { draining } = deps;
  app.addHook('preClose', async () => {
    draining.isOn = true;
  });
  const logEnd = logRequests({ ...deps, onEnd: deps.metrics.onRequestEnd });
  const awaitEnd = onEveryEnd((request, status) => {
    draining.inFlight--;
    request.place?.leave();
    logEnd(request, status);
    deps.keepHouse();
  });
  app.decorateRequest('arrivedAt', 0);
  app.decorateRequest('hasEnded', false);
  // Hooks that every request passes are few and call back: a promise each would be a tenth of a cached ticket's cost.
  app.addHook('onRequest', (request, reply, done) => {
    draining.begun++;
    draining.inFlight++;
    request.arrivedAt = deps.now();
    reply.header('x-request-id', request.id);
    awaitEnd(request, reply);
    done();
  });
  app.addHook('onSend', (request, reply, _payload, done) => {
    // Whoever keeps the connection would send the next request into a server that has gone.
    if (draining.isOn) reply.header('connection', 'close');
    forgetChangedDesk(request, deps.deskStates);
    done();
  });

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

  outsideRoutes(app, deps);
  healthRoutes(app, { ping: deps.store.ping, isDraining: () => draining.isOn });
  app.register(
    async (scope) => {
      requireCaller(scope, deps.authenticate, ({ subject }) => deps.meter.countRequest(subject));
      v1Routes(scope.withTypeProvider<TypeBoxTypeProvider>(), deps);
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

/** What machines read: metrics, and the description of the API. Neither holds anything of a desk. */
function outsideRoutes(app: FastifyInstance, deps: AppDependencies): void {
  let described: Promise<object> | undefined;
  app.get('/metrics', async (_request, reply) => {
    reply.type('text/plain; version=0.0.4; charset=utf-8');
    return deps.metrics.text();
  });
  app.get('/openapi.json', () => {
    // Loaded when first asked for: most instances never are.
    described ??= import('./openapi.ts').then(({ describeApi }) => describeApi(deps));
    return described;
  });
}

function unknownAddress(method: string, methods: readonly string[]): Problem {
  if (methods.length === 0)
    return new Problem('not_found', 'There is nothing at this address. Check the path.');
  return new Problem('method_not_allowed', `This address takes ${methods.join(', ')}, not ${method}.`);
}
