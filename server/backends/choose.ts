// Which backend a desk is answered by.

import type { PrivateCounts } from '../redaction/outgoing.ts';
import type { Backend, BackendFailure, BackendName } from './backend.ts';
import type { BackendConfig } from './backend-config.ts';
import type { EmbeddedBackend } from './embedded.ts';
import { withPrivateData } from './private-data.ts';
import { type ResilienceWorld, resilient } from './resilient.ts';
import { createVertexClient } from './vertex-client.ts';
import { createVertexEndpointBackend } from './vertex-endpoint.ts';
import { withFallback } from './with-fallback.ts';

/** Who is told what happens on the way to another model. */
export interface BackendWitness {
  readonly onFailure: (backend: BackendName, failure: BackendFailure) => void;
  readonly onMasked: (counts: PrivateCounts) => void;
}

/** With three tries, 97 of 100 requests are answered by an endpoint of which one call in three fails. */
const RESILIENCE = { triesMax: 3, retryShare: 0.4, failuresMax: 5, openMs: 5_000 } as const;

/** The backends of a deployment. */
export interface Backends {
  backendFor(desk: string): Backend;
  /** Loads and signs in what is slow to start; a failure shows itself again with the first ticket. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** The configured backends; another one than the embedded falls back to it. */
export function chooseBackends(
  config: BackendConfig,
  embedded: EmbeddedBackend,
  world: ResilienceWorld & BackendWitness,
): Backends {
  if (config.vertex === undefined) {
    return { backendFor: () => embedded, prepare: async () => undefined, close: async () => undefined };
  }
  const client = createVertexClient(config.vertex);
  const { timeoutMs } = config.vertex;
  const endpoint = createVertexEndpointBackend(client, timeoutMs);
  const vertex = withFallback(
    withPrivateData(
      resilient(endpoint, { ...RESILIENCE, tryMs: timeoutMs }, world),
      embedded,
      world.onMasked,
    ),
    embedded,
    world.onFailure,
  );
  return {
    backendFor: (desk) => ((config.byDesk[desk] ?? config.standard) === 'embedded' ? embedded : vertex),
    prepare: client.prepare,
    close: client.close,
  };
}
