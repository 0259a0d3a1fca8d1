// One deployed endpoint of Vertex AI, asked by Predict or, where the model wants its instances as bytes of JSON, by RawPredict.

import { createPredictionClient, type PredictionClient, type VertexCall } from './prediction-client.ts';
import { fromProtobufValue, type JsonValue, type ProtobufValue, toProtobufValue } from './protobuf-values.ts';
import type { VertexConfig } from './vertex-config.ts';

/** What is sent in one call. */
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

/** Calls one endpoint. */
export interface EndpointClient extends Pick<PredictionClient, 'prepare' | 'close'> {
  /** Throws VertexCallError. */
  predict(call: PredictCall, timeoutMs: number, signal: AbortSignal): Promise<PredictReply>;
}

/** Dedicated endpoints have addresses of their own under this domain, and want the endpoint's id in a header. */
const DEDICATED_DOMAIN = '.prediction.vertexai.goog';

/** A client of the configured endpoint. */
export function createEndpointClient(config: VertexConfig): EndpointClient {
  const { prepare, close, call: send } = createPredictionClient(config);
  const headers = headersFor(config);
  return {
    prepare,
    close,
    predict: async (call, timeoutMs, signal) => {
      const reply = await send(requestFor(config, call, headers), timeoutMs, signal);
      return config.isRaw ? readRawReply(reply) : readReply(reply);
    },
  };
}

function headersFor({ endpoint, host }: VertexConfig): Record<string, string> {
  const routing = { 'x-goog-request-params': `endpoint=${encodeURIComponent(endpoint)}` };
  if (!host.endsWith(DEDICATED_DOMAIN)) return routing;
  return { ...routing, 'x-vertex-ai-endpoint-id': endpoint.slice(endpoint.lastIndexOf('/') + 1) };
}

function requestFor(
  { endpoint, isRaw }: VertexConfig,
  { instances, parameters }: PredictCall,
  headers: Readonly<Record<string, string>>,
): VertexCall {
  if (isRaw) {
    const data = Buffer.from(JSON.stringify({ instances, parameters }));
    const httpBody = { contentType: 'application/json', data };
    return { name: 'rawPredict', request: { endpoint, httpBody }, headers };
  }
  const request: { endpoint: string; instances: ProtobufValue[]; parameters: ProtobufValue } = {
    endpoint,
    instances: instances.map(toProtobufValue),
    parameters: toProtobufValue(parameters),
  };
  return { name: 'predict', request, headers };
}

function readReply(reply: unknown): PredictReply {
  const { predictions, model, modelVersionId, deployedModelId } = (reply ?? {}) as Record<string, unknown>;
  return {
    predictions: Array.isArray(predictions) ? predictions.map(fromProtobufValue) : [],
    model: nameOf(model, deployedModelId, modelVersionId),
  };
}

/** The body is whatever the container wrote; by convention `predictions`, and the service's names of the model if it adds them. */
function readRawReply(reply: unknown): PredictReply {
  const { data } = (reply ?? {}) as { data?: unknown };
  const text = data instanceof Uint8Array ? Buffer.from(data).toString('utf8') : String(data ?? '');
  const body = parsed(text);
  const { predictions, model, modelVersionId, deployedModelId } = (body ?? {}) as Record<string, unknown>;
  return {
    predictions: Array.isArray(predictions) ? predictions : [],
    model: nameOf(model, deployedModelId, modelVersionId),
  };
}

/** Undefined where the text is no JSON; the caller then finds no predictions in it. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nameOf(model: unknown, deployedModelId: unknown, versionId: unknown): string {
  const name = [model, deployedModelId].find((one) => typeof one === 'string' && one !== '');
  const version = typeof versionId === 'string' && versionId !== '' ? `@${versionId}` : '';
  return `${typeof name === 'string' ? name : 'unnamed'}${version}`;
}
