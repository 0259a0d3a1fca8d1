// One Predict call through Google's own client over gRPC. The package is imported when it is first needed and by its deep
// path, since its root costs seconds and 200 MB. The client is signed in before it is used and thrown away when signing in
// fails: a client whose first call fails that way ends the process, and afterwards refuses every call.
import type { PredictionServiceClient } from '@google-cloud/aiplatform/build/src/v1/prediction_service_client.js';
import type { VertexConfig } from './backend-config.ts';
import type { JsonValue, ProtobufValue } from './protobuf-values.ts';
import { fromProtobufValue, toProtobufValue } from './protobuf-values.ts';

/** What is sent in one Predict call. */
export interface PredictCall {
  readonly instances: readonly JsonValue[];
  readonly parameters: JsonValue;
}

/** What came back; predictions are undefined where they were not readable values. */
export interface PredictReply {
  readonly predictions: readonly (JsonValue | undefined)[];
  /** Resource name of the model that answered, with its version where there is one. */
  readonly model: string;
}

/** A Predict call that failed: the gRPC status code and nothing of the message, which may repeat a ticket. */
export class PredictCallError extends Error {
  override readonly name = 'PredictCallError';
  /** gRPC status code; see https://grpc.io/docs/guides/status-codes/. */
  readonly code: number;

  constructor(code: number) {
    super(`The Predict call ended with gRPC status ${code}.`);
    this.code = code;
  }
}

/** Calls one endpoint. */
export interface VertexClient {
  /** Loads the package and signs in; throws PredictCallError when it cannot. */
  prepare(): Promise<void>;
  predict(call: PredictCall, timeoutMs: number, signal: AbortSignal): Promise<PredictReply>;
  close(): Promise<void>;
}

const CANCELLED = 1;
const UNKNOWN = 2;
const UNAUTHENTICATED = 16;

/** A client of the configured endpoint. */
export function createVertexClient(config: VertexConfig): VertexClient {
  let ready: Promise<PredictionServiceClient> | undefined;

  function readyClient(): Promise<PredictionServiceClient> {
    if (ready !== undefined) return ready;
    const opening = openClient(config);
    ready = opening;
    opening.catch(() => {
      ready = undefined;
    });
    return opening;
  }

  return {
    prepare: async () => {
      await readyClient();
    },
    predict: async (call, timeoutMs, signal) => {
      const client = await unlessAborted(readyClient(), signal);
      try {
        return readReply(await callPredict(client, config.endpoint, call, timeoutMs, signal));
      } catch (error) {
        const code = codeOf(error);
        if (code === UNAUTHENTICATED) {
          ready = undefined;
          await closeChannel(client);
        }
        throw new PredictCallError(code);
      }
    },
    close: async () => {
      const client = await ready?.catch(() => undefined);
      ready = undefined;
      if (client !== undefined) await closeChannel(client);
    },
  };
}

async function openClient(config: VertexConfig): Promise<PredictionServiceClient> {
  const { PredictionServiceClient: Client } = await import(
    '@google-cloud/aiplatform/build/src/v1/prediction_service_client.js'
  );
  const client = new Client({
    apiEndpoint: config.host,
    port: config.port,
    // Without it the client asks the metadata server for it, even where there is none.
    universeDomain: 'googleapis.com',
    ...(config.isPlaintext ? { sslCreds: await plaintextCredentials() } : {}),
  });
  try {
    await client.initialize();
    return client;
  } catch {
    throw new PredictCallError(UNAUTHENTICATED);
  }
}

async function plaintextCredentials() {
  const { credentials } = await import('@grpc/grpc-js');
  return credentials.createInsecure();
}

/**
 * Goes below the client's public `predict`, which cannot be cancelled, writes requests to the log when an environment
 * variable says so, and parses four megabytes of descriptors for each error with details.
 */
async function callPredict(
  client: PredictionServiceClient,
  endpoint: string,
  call: PredictCall,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<unknown> {
  const request: { endpoint: string; instances: ProtobufValue[]; parameters: ProtobufValue } = {
    endpoint,
    instances: call.instances.map(toProtobufValue),
    parameters: toProtobufValue(call.parameters),
  };
  const headers = { 'x-goog-request-params': `endpoint=${encodeURIComponent(endpoint)}` };
  const pending: unknown = client.innerApiCalls['predict']?.(request, {
    timeout: Math.max(1, Math.ceil(timeoutMs)),
    otherArgs: { headers },
  });
  const cancel = () => {
    if (isCancellable(pending)) pending.cancel();
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const settled: unknown = await pending;
    return Array.isArray(settled) ? settled[0] : undefined;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function readReply(reply: unknown): PredictReply {
  const { predictions, model, modelVersionId, deployedModelId } = (reply ?? {}) as Record<string, unknown>;
  const name = [model, deployedModelId].find((one) => typeof one === 'string' && one !== '');
  const version = typeof modelVersionId === 'string' && modelVersionId !== '' ? `@${modelVersionId}` : '';
  return {
    predictions: Array.isArray(predictions) ? predictions.map(fromProtobufValue) : [],
    model: `${typeof name === 'string' ? name : 'unnamed'}${version}`,
  };
}

/** Closes the one channel that was opened; the client's own `close` would open two more first. */
async function closeChannel(client: PredictionServiceClient): Promise<void> {
  const stub = await client.predictionServiceStub?.catch(() => undefined);
  stub?.['close']?.();
}

/** Signing in may hang; the caller does not wait for it beyond the deadline, and the next one finds it done. */
function unlessAborted<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new PredictCallError(CANCELLED));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    pending.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function codeOf(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? code : UNKNOWN;
}

function isCancellable(value: unknown): value is { cancel(): void } {
  return (
    typeof value === 'object' && value !== null && 'cancel' in value && typeof value.cancel === 'function'
  );
}
