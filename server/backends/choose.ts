// Which backend a desk is answered by, put together from its parts.
import type { PrivateCounts } from '../redaction/outgoing.ts';
import { createEndpointClient } from '../vertex/endpoint-client.ts';
import { createGenerativeClient } from '../vertex/generative-client.ts';
import { staleParts } from '../vertex/model-catalogue.ts';
import { type Ask, oneByOne, together } from './ask-each.ts';
import { atMostInFlight } from './at-most-in-flight.ts';
import type { Backend, BackendFailure, BackendName } from './backend.ts';
import type { BackendConfig } from './backend-config.ts';
import { type CascadeParts, createCascade } from './cascade.ts';
import type { EmbeddedBackend } from './embedded.ts';
import { createGeminiBackend } from './gemini.ts';
import { withPrivateData } from './private-data.ts';
import type { Purse } from './purse.ts';
import { type ResilienceWorld, resilient } from './resilient.ts';
import { createVertexEndpointBackend } from './vertex-endpoint.ts';
import { withFallback } from './with-fallback.ts';
import { withinBudget } from './within-budget.ts';

/** What backends need from outside, and who is told what happens on the way to another model. */
export interface BackendWorld extends ResilienceWorld, Pick<CascadeParts, 'settles' | 'calibrationOf'> {
  readonly purse: Purse;
  /** A mark that nobody can guess. */
  readonly createMark: () => string;
  readonly onFailure: (backend: BackendName, failure: BackendFailure) => void;
  readonly onMasked: (counts: PrivateCounts) => void;
  /** Told what of the configuration is out of date. */
  readonly onStale: (sentence: string) => void;
}

/**
 * With three tries, 97 of 100 requests are answered by an endpoint of which one call in three fails. Ten of them in a row do not
 * fail by chance even while no retry is left: five did, and cost each time five seconds of a healthy enough endpoint.
 */
const OF_ENDPOINT = {
  ...{ triesMax: 3, retryShare: 0.45, failuresMax: 10, openMs: 5_000 },
  ...{ waitMsMin: 25, waitMsMax: 400 },
} as const;
/** Google asks for a second between tries where capacity is shared, and for no more than two of them. */
const OF_GEMINI = {
  ...{ triesMax: 2, retryShare: 0.2, failuresMax: 5, openMs: 20_000 },
  ...{ waitMsMin: 1_000, waitMsMax: 3_000 },
} as const;

/** Google's front ends take a hundred streams on a channel; the rest would wait there, unseen by any deadline of ours. */
const QUESTIONS_IN_FLIGHT_MAX = 90;

/** The backends of a deployment. */
export interface Backends {
  backendFor(desk: string): Backend;
  /** Loads and signs in what is slow to start; a failure shows itself again with the first ticket. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

interface Remote {
  readonly ask: Ask;
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** The configured backends; every other than the embedded falls back to it. */
export function chooseBackends(
  config: BackendConfig,
  embedded: EmbeddedBackend,
  world: BackendWorld,
): Backends {
  const endpoint = endpointOf(config, embedded, world);
  const gemini = geminiOf(config, embedded, world);
  const backends: Record<BackendName, Backend> = {
    embedded,
    'vertex-endpoint': endpoint
      ? withFallback('vertex-endpoint', endpoint.ask, embedded, world.onFailure)
      : embedded,
    gemini: gemini ? withFallback('gemini', gemini.ask, embedded, world.onFailure) : embedded,
    cascade: cascadeOf(config, embedded, config.cascade.to === 'gemini' ? gemini : endpoint, world),
  };
  const remotes = [endpoint, gemini].filter((one) => one !== undefined);
  return {
    backendFor: (desk) => backends[config.byDesk[desk] ?? config.standard],
    prepare: async () => {
      await Promise.all(remotes.map((one) => one.prepare()));
    },
    close: async () => {
      await Promise.all(remotes.map((one) => one.close()));
    },
  };
}

function endpointOf({ vertex }: BackendConfig, embedded: Backend, world: BackendWorld): Remote | undefined {
  if (vertex === undefined) return undefined;
  const client = createEndpointClient(vertex);
  const { timeoutMs } = vertex;
  const guarded = resilient(
    createVertexEndpointBackend(client, timeoutMs),
    { ...OF_ENDPOINT, tryMs: timeoutMs },
    world,
  );
  return { ...client, ask: together(withPrivateData(guarded, embedded, world.onMasked)) };
}

function geminiOf({ gemini }: BackendConfig, embedded: Backend, world: BackendWorld): Remote | undefined {
  if (gemini === undefined) return undefined;
  for (const sentence of staleParts(gemini.catalogue, gemini.model.id, world.now())) world.onStale(sentence);
  const client = createGenerativeClient(gemini, world.createMark);
  const backend = createGeminiBackend(client, gemini, world.now);
  const guarded = resilient(backend, { ...OF_GEMINI, tryMs: gemini.timeoutMs }, world);
  const paid = withinBudget(guarded, backend.costMaxUsd, world.purse);
  const queued = atMostInFlight(paid, QUESTIONS_IN_FLIGHT_MAX);
  return { ...client, ask: oneByOne(withPrivateData(queued, embedded, world.onMasked)) };
}

function cascadeOf(
  { cascade }: BackendConfig,
  embedded: Backend,
  remote: Remote | undefined,
  world: BackendWorld,
): Backend {
  if (remote === undefined) return embedded;
  const { settles, calibrationOf, onFailure } = world;
  return createCascade({
    ...{ first: embedded, second: cascade.to, ask: remote.ask },
    ...{ settles, calibrationOf, onFailure },
  });
}
