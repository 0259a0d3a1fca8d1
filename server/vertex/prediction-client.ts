// Calls of Vertex AI's PredictionService through Google's own client over gRPC. The package is imported when it is first
// needed and by its deep path, since its root costs seconds and 200 MB. The client is signed in before it is used and
// thrown away when signing in fails: a client whose first call fails that way ends the process, and afterwards refuses
// every call.
import type { PredictionServiceClient } from '@google-cloud/aiplatform/build/src/v1/prediction_service_client.js';
import type { VertexAddress } from './vertex-config.ts';

/** The calls that the proxy makes. */
export type CallName = 'predict' | 'rawPredict' | 'generateContent';

/** One call: the request as the package's protos describe it, and the headers that route it. */
export interface VertexCall {
  readonly name: CallName;
  readonly request: object;
  readonly headers: Readonly<Record<string, string>>;
}

/** A call that failed: the gRPC status code and nothing of the message, which may repeat a ticket. */
export class VertexCallError extends Error {
  override readonly name = 'VertexCallError';
  /** gRPC status code; see https://grpc.io/docs/guides/status-codes/. */
  readonly code: number;
  /** The refusal speaks of log-probabilities, which many models do not give. */
  readonly isAboutLogprobs: boolean;

  constructor(code: number, isAboutLogprobs = false) {
    super(`The call of Vertex AI ended with gRPC status ${code}.`);
    this.code = code;
    this.isAboutLogprobs = isAboutLogprobs;
  }
}

/** Calls one address. */
export interface PredictionClient {
  /** Loads the package and signs in; throws VertexCallError when it cannot. */
  prepare(): Promise<void>;
  /** The response as the package gives it; throws VertexCallError. Hangs up when the signal aborts. */
  call(call: VertexCall, timeoutMs: number, signal: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

const CANCELLED = 1;
const UNKNOWN = 2;
const UNAUTHENTICATED = 16;

/** A client of one address. */
export function createPredictionClient(address: VertexAddress): PredictionClient {
  let ready: Promise<PredictionServiceClient> | undefined;

  function readyClient(): Promise<PredictionServiceClient> {
    if (ready !== undefined) return ready;
    const opening = openClient(address);
    ready = opening;
    opening.catch(() => {
      if (ready === opening) ready = undefined;
    });
    return opening;
  }

  return {
    prepare: async () => {
      await readyClient();
    },
    call: async (call, timeoutMs, signal) => {
      const opened = readyClient();
      const client = await unlessAborted(opened, signal);
      try {
        return await callBelow(client, call, timeoutMs, signal);
      } catch (error) {
        const code = codeOf(error);
        // Others may have opened another client meanwhile; that one stays.
        if (code === UNAUTHENTICATED && ready === opened) {
          ready = undefined;
          await closeChannel(client);
        }
        throw new VertexCallError(code, isAboutLogprobs(error));
      }
    },
    close: async () => {
      const client = await ready?.catch(() => undefined);
      ready = undefined;
      if (client !== undefined) await closeChannel(client);
    },
  };
}

async function openClient(address: VertexAddress): Promise<PredictionServiceClient> {
  const { openPrediction } = await import('./open-prediction.ts');
  try {
    return await openPrediction(address);
  } catch {
    throw new VertexCallError(UNAUTHENTICATED);
  }
}

/**
 * Goes below the client's public methods, which cannot be cancelled, write requests to the log when an environment
 * variable says so, and parse all descriptors for each error with details.
 */
async function callBelow(
  client: PredictionServiceClient,
  { name, request, headers }: VertexCall,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<unknown> {
  const pending: unknown = client.innerApiCalls[name]?.(request, {
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

/** Closes the one channel that was opened; the client's own `close` would open two more first. */
async function closeChannel(client: PredictionServiceClient): Promise<void> {
  const stub = await client.predictionServiceStub?.catch(() => undefined);
  stub?.['close']?.();
}

/** Signing in may hang; the caller does not wait for it beyond the deadline, and the next one finds it done. */
function unlessAborted<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new VertexCallError(CANCELLED));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    pending.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/**
 * The gRPC status code of whatever was thrown; UNKNOWN where it has none. A greater number is the HTTP status with which a
 * token was refused, so nobody is signed in.
 */
export function codeOf(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code !== 'number') return UNKNOWN;
  return code > UNAUTHENTICATED ? UNAUTHENTICATED : code;
}

function isAboutLogprobs(error: unknown): boolean {
  return error instanceof Error && /logprobs/i.test(error.message);
}

function isCancellable(value: unknown): value is { cancel(): void } {
  return (
    typeof value === 'object' && value !== null && 'cancel' in value && typeof value.cancel === 'function'
  );
}
