// Which backend a desk is answered by.

import type { Backend, BackendFailure, BackendName } from './backend.ts';
import type { BackendConfig } from './backend-config.ts';
import type { EmbeddedBackend } from './embedded.ts';
import { createVertexClient } from './vertex-client.ts';
import { createVertexEndpointBackend } from './vertex-endpoint.ts';
import { withFallback } from './with-fallback.ts';

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
  onFailure: (backend: BackendName, failure: BackendFailure) => void,
): Backends {
  if (config.vertex === undefined) {
    return { backendFor: () => embedded, prepare: async () => undefined, close: async () => undefined };
  }
  const client = createVertexClient(config.vertex);
  const vertex = withFallback(
    createVertexEndpointBackend(client, config.vertex.timeoutMs),
    embedded,
    onFailure,
  );
  return {
    backendFor: (desk) => ((config.byDesk[desk] ?? config.standard) === 'embedded' ? embedded : vertex),
    prepare: client.prepare,
    close: client.close,
  };
}
