// A small Vertex AI on 127.0.0.1 for tests, over the package's own protos: a deployed text classifier, generative models, and
// the registry with its long operations. It holds callers to the published forms, keeps what it was sent, and fails on demand.
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import type { Certificate } from './certificate.ts';
import {
  definitionOf,
  fieldsOf,
  type Message,
  plainValue,
  protoValue,
  statusDetails,
  V1,
} from './definitions.ts';
import { refusalOf as geminiRefusal, generate, type Think } from './gemini.ts';
import { createFakeRegistry, type FakeRegistry } from './registry.ts';

export const ENDPOINT = 'projects/test-project/locations/europe-west4/endpoints/42';

/** What the next call meets instead of an answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly code: number;
      readonly message?: string;
      /** With a google.rpc.Status beside it, as Google's front ends send. */
      readonly hasDetails?: boolean;
    }
  | { readonly kind: 'hang' }
  /** Answers as always, but so much later. */
  | { readonly kind: 'delay'; readonly ms: number }
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
  /** Calls of Predict and RawPredict. */
  readonly calls: readonly SeenCall[];
  /** Requests of GenerateContent. */
  readonly questions: readonly Message[];
  /** Calls of any kind, whatever came of them. */
  callCount(): number;
  /** Header values of every call, by name. */
  headersSeen(name: string): readonly string[];
  readonly registry: FakeRegistry;
  /** Resolves when the caller of the next hanging call hangs up. */
  hungUp(): Promise<void>;
  /** The next calls meet these, one each. */
  fail(...faults: readonly Fault[]): void;
  /** Every call meets what this answers, until it is taken away; `fail` goes first. */
  failBy(chance: (() => Fault | undefined) | undefined): void;
  close(): void;
}

export interface FakeOptions {
  readonly classify?: Classify;
  readonly think?: Think;
  /** Serves TLS, and refuses calls without a token as the real service does. */
  readonly tls?: Certificate;
}

const INSTANCE_FIELDS = fieldsOf('schema.predict.instance.TextClassificationPredictionInstance');
const MODEL = 'projects/test-project/locations/europe-west4/models/7';

type Call = ServerUnaryCall<Message, Message>;
type Answer = sendUnaryData<Message>;

/** Starts the server on a free port. */
export async function startFakeVertex(
  classify: Classify = () => ({}),
  { think = () => ({ finishReason: 'OTHER' }), tls }: FakeOptions = {},
): Promise<FakeVertex> {
  const calls: SeenCall[] = [];
  const questions: Message[] = [];
  const seen: Metadata[] = [];
  const faults: Fault[] = [];
  const waiting: (() => void)[] = [];
  let chance: (() => Fault | undefined) | undefined;
  const registry = createFakeRegistry();

  /** Meets the next fault, or answers what `work` gives. */
  const guarded =
    (work: (request: Message, metadata: Metadata, fault: Fault | undefined) => Message) =>
    (call: Call, answer: Answer) => {
      seen.push(call.metadata);
      if (tls !== undefined && !/^Bearer ./.test(String(call.metadata.get('authorization')[0] ?? ''))) {
        return answer({ code: status.UNAUTHENTICATED, details: 'Request had no valid authentication.' });
      }
      const fault = faults.shift() ?? chance?.();
      if (fault?.kind === 'hang') {
        call.on('cancelled', () => {
          for (const tell of waiting.splice(0)) tell();
        });
        return;
      }
      const respond = () => {
        try {
          answer(null, work(call.request, call.metadata, fault));
        } catch (error) {
          answer(isRefusal(error) ? error : { code: status.INTERNAL, details: String(error) });
        }
      };
      if (fault?.kind === 'status') return answer(refusalFor(fault));
      if (fault?.kind === 'delay') setTimeout(respond, fault.ms).unref();
      else respond();
    };

  const note = ({ request, metadata }: Pick<Call, 'request' | 'metadata'>) => {
    const sent: Message =
      'httpBody' in request
        ? bodyOf(request)
        : { instances: request['instances']?.map(plainValue), parameters: plainValue(request['parameters']) };
    calls.push({
      endpoint: request['endpoint'],
      instances: sent['instances'] ?? [],
      parameters: sent['parameters'],
      routing: metadata.get('x-goog-request-params').join(','),
    });
    return sent['instances'] ?? [];
  };
  const predictWork = (request: Message, metadata: Metadata, fault: Fault | undefined) => {
    const instances = note({ request, metadata });
    const refusal = refusalOf(request['endpoint'], instances);
    if (refusal !== undefined) throw refusal;
    const predictions =
      fault?.kind === 'predictions'
        ? fault.predictions
        : instances.map((instance: unknown) => classified(instance, classify));
    return { predictions, deployedModelId: '99', model: MODEL, modelVersionId: '3' };
  };

  const server = new Server();
  server.addService(definitionOf(`${V1}.PredictionService`, ['Predict', 'RawPredict', 'GenerateContent']), {
    predict: guarded((request, metadata, fault) => {
      const reply: Message = predictWork(request, metadata, fault);
      return { ...reply, predictions: reply['predictions'].map(protoValue) };
    }),
    rawPredict: guarded((request, metadata, fault) => ({
      contentType: 'application/json',
      data: Buffer.from(JSON.stringify(predictWork(request, metadata, fault))),
    })),
    generateContent: guarded((request) => {
      questions.push(request);
      const refusal = geminiRefusal(request);
      if (refusal !== undefined) throw refusal;
      return generate(request, think);
    }),
  });
  for (const [service, methods] of Object.entries(registry.services)) {
    server.addService(
      definitionOf(service, Object.keys(methods)),
      Object.fromEntries(
        Object.entries(methods).map(([name, work]) => [
          `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
          guarded(work),
        ]),
      ),
    );
  }
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.certificate }]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address: `127.0.0.1:${port}`,
    calls,
    questions,
    registry,
    callCount: () => seen.length,
    headersSeen: (name) => seen.flatMap((metadata) => metadata.get(name).map(String)),
    hungUp: () => new Promise((resolve) => waiting.push(resolve)),
    fail: (...next) => faults.push(...next),
    failBy: (next) => {
      chance = next;
    },
    close: () => server.forceShutdown(),
  };
}

function refusalFor({ code, message, hasDetails }: Extract<Fault, { kind: 'status' }>) {
  const details = message ?? 'a fault on demand';
  if (hasDetails !== true) return { code, details };
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', statusDetails(code, details));
  return { code, details, metadata };
}

function isRefusal(error: unknown): error is { code: number; details: string } {
  return typeof error === 'object' && error !== null && 'code' in error && 'details' in error;
}

function bodyOf(request: Message): Message {
  return JSON.parse(Buffer.from(request['httpBody']?.data ?? []).toString('utf8'));
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
