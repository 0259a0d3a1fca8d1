// A small Vertex AI on 127.0.0.1 for tests: a deployed text classifier that answers Predict over gRPC, holds callers to the
// published form of its instances, keeps what it was sent, and fails on demand.
import {
  type Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import {
  fieldsOf,
  type PredictRequest,
  type PredictResponse,
  predictionService,
} from './prediction-service.ts';

export const ENDPOINT = 'projects/test-project/locations/europe-west4/endpoints/42';

/** What the next call meets instead of an answer. */
export type Fault =
  | { readonly kind: 'status'; readonly code: number; readonly message?: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'predictions'; readonly predictions: readonly unknown[] };

/** A label's share of a text, by label. */
export type Classify = (text: string) => Readonly<Record<string, number>>;

export interface SeenCall {
  readonly endpoint: string;
  readonly instances: readonly unknown[];
  readonly parameters: unknown;
  readonly routing: string;
}

export interface FakeVertex {
  readonly address: string;
  readonly calls: readonly SeenCall[];
  /** Resolves when the caller of the next hanging call hangs up. */
  hungUp(): Promise<void>;
  /** The next calls meet these, one each. */
  fail(...faults: readonly Fault[]): void;
  close(): void;
}

const INSTANCE_FIELDS = fieldsOf('schema.predict.instance.TextClassificationPredictionInstance');
const MODEL = 'projects/test-project/locations/europe-west4/models/7';

/** Starts the server on a free port. */
export async function startFakeVertex(classify: Classify): Promise<FakeVertex> {
  const calls: SeenCall[] = [];
  const faults: Fault[] = [];
  const waiting: (() => void)[] = [];
  const server = new Server();
  server.addService(predictionService, {
    predict: (
      call: ServerUnaryCall<PredictRequest, PredictResponse>,
      answer: sendUnaryData<PredictResponse>,
    ) => {
      const instances = call.request.instances.map(plain);
      const { endpoint } = call.request;
      calls.push({
        endpoint,
        instances,
        parameters: plain(call.request.parameters),
        routing: routingOf(call.metadata),
      });
      const fault = faults.shift();
      if (fault?.kind === 'hang') {
        call.on('cancelled', () => {
          for (const tell of waiting.splice(0)) tell();
        });
        return;
      }
      if (fault?.kind === 'status') {
        answer({ code: fault.code, details: fault.message ?? 'a fault on demand' });
        return;
      }
      const refusal = refusalOf(endpoint, instances);
      if (refusal !== undefined) answer(refusal);
      else
        answer(
          null,
          response(fault?.predictions ?? instances.map((instance) => classified(instance, classify))),
        );
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    calls,
    hungUp: () => new Promise((resolve) => waiting.push(resolve)),
    fail: (...next) => faults.push(...next),
    close: () => server.forceShutdown(),
  };
}

function routingOf(metadata: Metadata): string {
  return metadata.get('x-goog-request-params').join(',');
}

function refusalOf(endpoint: string, instances: readonly unknown[]) {
  if (endpoint !== ENDPOINT) return { code: status.NOT_FOUND, details: `no endpoint ${endpoint}` };
  const isInstance = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'content' in value &&
    typeof value.content === 'string' &&
    Object.keys(value).every((key) => INSTANCE_FIELDS.includes(key));
  if (instances.length > 0 && instances.every(isInstance)) return undefined;
  // Real endpoints repeat what they could not read, so a caller that logs this message would log a ticket.
  return { code: status.INVALID_ARGUMENT, details: `cannot parse instances: ${JSON.stringify(instances)}` };
}

function classified(instance: unknown, classify: Classify): object {
  const shares = classify((instance as { content: string }).content);
  const labels = Object.entries(shares);
  return {
    ids: labels.map((_, index) => String(index)),
    displayNames: labels.map(([label]) => label),
    confidences: labels.map(([, share]) => share),
  };
}

function response(predictions: readonly unknown[]): PredictResponse {
  return {
    predictions: predictions.map(protoValue),
    deployedModelId: '99',
    model: MODEL,
    modelVersionId: '3',
  };
}

/** google.protobuf.Value of a JSON value, by the message's description in struct.proto. */
function protoValue(value: unknown): object {
  if (value === null) return { nullValue: 0 };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { listValue: { values: value.map(protoValue) } };
  const entries = Object.entries(value as object).map(([key, entry]) => [key, protoValue(entry)]);
  return { structValue: { fields: Object.fromEntries(entries) } };
}

function plain(value: unknown): unknown {
  const [[kind, content] = [undefined, undefined]] = Object.entries((value ?? {}) as object);
  if (kind === 'structValue') {
    const { fields } = content as { fields?: object };
    return Object.fromEntries(Object.entries(fields ?? {}).map(([key, entry]) => [key, plain(entry)]));
  }
  if (kind === 'listValue') return ((content as { values?: unknown[] }).values ?? []).map(plain);
  return kind === 'nullValue' || kind === undefined ? null : content;
}
