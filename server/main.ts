// Wires the proxy: configuration in, app out; run as a program it listens until it is told to stop.
import { randomBytes as systemRandomBytes } from 'node:crypto';
import process from 'node:process';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { chooseBackends } from './backends/choose.ts';
import { createEmbeddedBackend } from './backends/embedded.ts';
import { knowledgeIn } from './backends/kept-knowledge.ts';
import { type Config, mayOwn, readConfig } from './config.ts';
import { ConfigError, type Environment } from './environment.ts';
import { createAdmission } from './http/admission.ts';
import { createApp, type Draining } from './http/app.ts';
import type { Authenticate } from './http/authenticate.ts';
import { createBusyness } from './http/busyness.ts';
import { createLogger, standardOutput } from './http/cloud-logger.ts';
import { createDevAuthenticator } from './http/dev-token.ts';
import { createGoogleAuthenticator } from './http/google-sign-in.ts';
import { createMetrics } from './http/metrics.ts';
import { createMonitorMetrics } from './http/monitor-metrics.ts';
import type { Logger } from './http/request-log.ts';
import type { SignInConfig } from './http/sign-in-config.ts';
import { scorersAtHand } from './kernel/scorers-at-hand.ts';
import { createRolloutMover } from './lifecycle/move-rollouts.ts';
import { createVault } from './lifecycle/vault.ts';
import { createPromises } from './promise/promises.ts';
import { createHousekeeping } from './store/housekeeping.ts';
import { createId, pooled, type RandomBytes } from './store/ids.ts';
import { openStore, type Store } from './store/store.ts';
import { createThreadTrainer } from './training/trainer.ts';
import { createTrainingSessions } from './training/training-sessions.ts';
import { createDeskStates, rememberRules } from './triage/desk-states.ts';
import { createLanguages } from './triage/language.ts';
import { createLogQueue } from './triage/log-queue.ts';
import { createTriageMemory } from './triage/memory.ts';
import { createMeter } from './triage/meter.ts';
import { tellChat } from './watch/chat.ts';
import { createDeskWatch, type LookOutcome } from './watch/desk-watch.ts';
import { standingDrift } from './watch/standing-drift.ts';
import { createTraceQueue } from './watch/trace-queue.ts';

/** A proxy that is wired up; it listens when its app is told to. */
export interface UsherProxy {
  readonly app: FastifyInstance;
  readonly store: Store;
  /** Loads what is slow to start, so that the first ticket does not wait for it. */
  prepare(): Promise<void>;
  /** Is not ready from now on, ends connections with their answers, and resolves when no more requests come. */
  drain(): Promise<void>;
  /** Writes what monitors and budgets wait for. */
  flush(): Promise<void>;
  /** What a stop is at, for whoever wants to know why it takes long. */
  readonly stopping: { readonly waitsFor: string };
  readonly draining: Readonly<Draining>;
  /** Stops taking requests, waits for those in flight, closes the store. */
  close(): Promise<void>;
}

/** How long the proxy may take to finish its requests, in milliseconds; Cloud Run kills it after ten seconds. */
const DRAIN_MS = 8_000;
/**
 * The door is closed when nobody has come and nobody is in for this many looks in a row, or after the longest wait.
 * More than one look: after a pause of the process its timer runs before the connections that waited meanwhile.
 */
const QUIET_LOOKS = 3;
const LOOK_MS = 80;
const QUIET_WAIT_MS_MAX = 6_000;
/** Connections that the system holds before they are accepted; its own bound is usually 4,096. */
const BACKLOG = 4_096;

/**
 * Wires a proxy from a configuration, with the real clock and chance unless others are given. Only a sandbox draws its desks' secrets
 * from elsewhere, so that it shows the same today and tomorrow.
 */
export async function createProxy(
  config: Config,
  logger: Logger,
  now: () => number = Date.now,
  secretBytes: RandomBytes = systemRandomBytes,
): Promise<UsherProxy> {
  const store = await openStore(config.database);
  const randomBytes = pooled(systemRandomBytes);
  const newId = () => createId(now(), randomBytes);
  const memory = createTriageMemory(now);
  const draining = { isOn: false, inFlight: 0, begun: 0 };
  const stopping = { waitsFor: 'requests' };
  const admission = createAdmission(
    config.limits.admission,
    createBusyness(performance.eventLoopUtilization),
    setImmediate,
  );
  const logQueue = createLogQueue(store.log, () =>
    logger.warn({}, 'the prediction log could not be written; it is tried again'),
  );
  const metrics = createMetrics({ admission, memory, logQueue });
  const embedded = createEmbeddedBackend(store.models, scorersAtHand);
  const knowledge = knowledgeIn(store, config.backends, now);
  const backends = chooseBackends(config.backends, embedded, {
    ...knowledge,
    now,
    random: Math.random,
    onFailure: (backend, failure) => {
      metrics.onBackendFailure(backend, failure);
      logger.warn({ backend, code: failure.code }, failure.message);
    },
    onMasked: metrics.onMasked,
    onStale: (sentence) => logger.warn({}, sentence),
  });
  const languages = createLanguages();
  const promises = createPromises(store, now);
  const meter = createMeter(store.usage, config.limits.usage, now, () =>
    logger.warn({}, 'usage could not be exchanged with other instances; it is tried again'),
  );
  const traces = createTraceQueue({
    ...{ embedded, now, models: store.models, monitoring: store.monitoring },
    onFailure: () => logger.warn({}, 'traces could not be written; monitors will not see these tickets'),
  });
  const { spendingOf } = knowledge.purse;
  const settle = async () => {
    await Promise.all([logQueue.flush(), traces.flush()]);
  };
  const monitorMetrics = createMonitorMetrics(metrics.registry, () => traces, now);
  const chat = {
    ...{ webhooks: config.chatWebhooks, post: postJson },
    onFailure: () => logger.warn({}, 'Google Chat did not take a message about an outbreak'),
  };
  const onLook = (found: LookOutcome) => {
    monitorMetrics.onLook(found);
    void tellChat(chat, found.desk, found.proposed, found.timeOf);
  };
  const watch = createDeskWatch({ store, promises, spendingOf, flush: settle, onLook, now });
  const flush = async () => {
    await Promise.all([logQueue.flush(), meter.flush(), traces.flush()]);
  };
  const keepHouse = createHousekeeping(store.erasure, config.limits.retention, now, () =>
    logger.warn({}, 'old records could not be deleted; it is tried again in an hour'),
  );
  const app = createApp({
    store,
    promises,
    deskStates: createDeskStates(store, now),
    admission,
    draining,
    metrics,
    project: config.project,
    ...{ spendingOf, watch },
    driftOf: standingDrift(store),
    backendNameOf: (desk) => backends.backendFor(desk).name,
    meter,
    forgetTickets: memory.clear,
    flush,
    keepHouse,
    triage: {
      answers: store.answers,
      memory,
      log: (predictions) => {
        metrics.onPredictions(predictions);
        logQueue.push(predictions);
      },
      watch: traces.push,
      backendFor: backends.backendFor,
      explain: embedded.explain,
      languages,
      ruleOf: rememberRules(promises.deciderFor, now),
      moveRollout: createRolloutMover(store, createVault(store), now),
      now,
      createId: newId,
    },
    training: createTrainingSessions({
      ...{ store, trainer: createThreadTrainer(), now, createId: newId },
      detectLanguage: languages.detect,
      isLive: (desk) => backends.backendFor(desk).name === 'embedded',
    }),
    authenticate: authenticatorFor(config.signIn, now),
    mayOwn: (email) => mayOwn(config.owners, email),
    now,
    ...{ randomBytes, secretBytes },
    logger,
  });
  return {
    app,
    store,
    flush,
    drain: async () => {
      draining.isOn = true;
      await whenQuiet(draining, now);
    },
    prepare: backends.prepare,
    ...{ stopping, draining },
    close: async () => {
      await closeDoor(app, draining);
      stopping.waitsFor = 'backends';
      await backends.close();
      stopping.waitsFor = 'the prediction log';
      await flush();
      stopping.waitsFor = 'the database';
      await store.close();
    },
  };
}

const POST_TIMEOUT_MS = 5_000;

async function postJson(address: string, body: string): Promise<number> {
  const { status } = await fetch(address, {
    ...{ method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(POST_TIMEOUT_MS) },
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
  return status;
}

/** Who is on the way in, perhaps still in the system's queue, finds the door open and is answered. */
async function whenQuiet(draining: Draining, now: () => number): Promise<void> {
  const waitsUntil = now() + QUIET_WAIT_MS_MAX;
  let begun = draining.begun;
  for (let quietLooks = 0; quietLooks < QUIET_LOOKS && now() < waitsUntil; ) {
    await setTimeoutPromise(LOOK_MS);
    quietLooks = draining.inFlight === 0 && draining.begun === begun ? quietLooks + 1 : 0;
    begun = draining.begun;
  }
}

/** A connection on which nothing was ever asked counts as one that is about to ask, and would be waited for a minute. */
async function closeDoor(app: FastifyInstance, draining: Draining): Promise<void> {
  const looking = setInterval(() => {
    if (draining.inFlight === 0) app.server.closeAllConnections();
  }, LOOK_MS);
  try {
    await app.close();
  } finally {
    clearInterval(looking);
  }
}

function authenticatorFor(signIn: SignInConfig, now: () => number): Authenticate {
  return signIn.mode === 'dev'
    ? createDevAuthenticator(signIn.key, now)
    : createGoogleAuthenticator({ ...signIn, mode: signIn.mode }, now);
}

/** Starts a proxy and prints its address. `stopped` gives the exit code once the process was told to stop and has drained. */
export async function startProxy(
  environment: Environment,
  print: (text: string) => void,
): Promise<{ readonly proxy: UsherProxy; readonly stopped: Promise<number> }> {
  const config = readConfig(environment);
  const logger = createLogger(config.logLevel, standardOutput(), Date.now);
  const proxy = await createProxy(config, logger);
  const stopped = drainOnSignal(proxy, logger);
  print(`Usher listens on ${await listen(proxy, config)}\n`);
  proxy
    .prepare()
    .catch(() => logger.warn({}, 'Vertex AI is not ready; it is tried again with the next ticket'));
  if (config.owners.length === 0) {
    print('Nobody may create desks yet: set USHER_OWNERS to mail addresses or @domains.\n');
  }
  return { proxy, stopped };
}

async function listen(proxy: UsherProxy, { host, port }: Config): Promise<string> {
  try {
    return await proxy.app.listen({ host, port, backlog: BACKLOG });
  } catch (cause) {
    await proxy.close();
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new ConfigError(
      `The proxy cannot listen on ${host}, port ${port} (${code}). Set PORT to a free one, or USHER_HOST to an address of this machine.`,
      { cause },
    );
  }
}

function drainOnSignal(proxy: UsherProxy, logger: Logger): Promise<number> {
  return new Promise((resolve) => {
    const failed = (error: unknown) => {
      const name = error instanceof Error ? error.name : typeof error;
      logger.error({ error: name }, 'the proxy did not stop cleanly');
      resolve(1);
    };
    const stop = (signal: string) => {
      logger.info({ signal }, 'stopping');
      setTimeout(() => {
        const { inFlight } = proxy.draining;
        logger.error({ waitsFor: proxy.stopping.waitsFor, inFlight }, 'the proxy was not done in time');
        process.exit(1);
      }, DRAIN_MS).unref();
      proxy
        .drain()
        .then(() => proxy.close())
        .then(() => resolve(0), failed);
    };
    process.once('SIGTERM', () => stop('SIGTERM'));
    process.once('SIGINT', () => stop('SIGINT'));
  });
}

if (import.meta.main) {
  const { stopped } = await startProxy(process.env, (text) => process.stdout.write(text));
  process.exit(await stopped);
}
