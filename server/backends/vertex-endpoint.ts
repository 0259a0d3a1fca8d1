// A model deployed on a Vertex AI endpoint. Instances and predictions have the form that Vertex AI publishes for text
// classification (google.cloud.aiplatform.v1.schema.predict: TextClassificationPredictionInstance and
// ClassificationPredictionResult); a prediction's display names are ids of the desk's labels.

import { failureOf } from '../vertex/call-failures.ts';
import type { EndpointClient, PredictReply } from '../vertex/endpoint-client.ts';
import { VertexCallError } from '../vertex/prediction-client.ts';
import type { JsonValue } from '../vertex/protobuf-values.ts';
import {
  type Backend,
  type BackendFailure,
  type BackendOutcome,
  type BackendPrediction,
  type BackendRequest,
  RANKED_MAX,
} from './backend.ts';
import type { Deadline } from './deadline.ts';

/** Instances in one call; larger batches go out as several calls at once. */
const INSTANCES_MAX = 100;
/** Bytes of text in one call: a shared endpoint takes 1.5 MB a request, and JSON and protobuf need some of it. */
const TEXT_BYTES_MAX = 1_200_000;
/** Confidences come as 32-bit floats, so a certain label may be a little above one. */
const ROUNDING = 1e-5;

const CALLED = {
  thing: 'the Vertex AI endpoint',
  setting: 'USHER_VERTEX_ENDPOINT',
  request: 'tickets as instances of text classification',
};
const MALFORMED: BackendFailure = {
  code: 'malformed',
  message:
    'The Vertex AI endpoint answered in another form than displayNames and confidences for each ticket. Check the model deployed on USHER_VERTEX_ENDPOINT.',
};

/** A backend over a client of one endpoint; a call takes at most `timeoutMs` milliseconds. */
export function createVertexEndpointBackend(client: EndpointClient, timeoutMs: number): Backend {
  return {
    name: 'vertex-endpoint',
    predict: async (request, deadline): Promise<BackendOutcome> => {
      const batches = splitTexts(request.texts);
      try {
        const replies = await Promise.all(
          batches.map((texts) => callFor(client, request, texts, timeoutMs, deadline)),
        );
        const allowed = new Set(request.labels);
        const predictions = replies.flatMap((reply, index) =>
          reply.predictions.length === batches[index]?.length ? readPredictions(reply, allowed) : [],
        );
        return predictions.length === request.texts.length && !predictions.includes(undefined)
          ? { ok: true, predictions: predictions.filter((one) => one !== undefined) }
          : { ok: false, failure: MALFORMED };
      } catch (error) {
        if (!(error instanceof VertexCallError)) throw error;
        return { ok: false, failure: failureOf(error.code, CALLED) };
      }
    },
  };
}

function callFor(
  client: EndpointClient,
  { desk, field }: BackendRequest,
  texts: readonly string[],
  timeoutMs: number,
  deadline: Deadline,
): Promise<PredictReply> {
  const instances = texts.map((content) => ({ content, mimeType: 'text/plain' }));
  const waitMs = Math.min(timeoutMs, deadline.leftMs());
  return client.predict({ instances, parameters: { desk, field } }, waitMs, deadline.signal);
}

function splitTexts(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let batch: string[] = [];
  let bytes = 0;
  for (const text of texts) {
    const length = Buffer.byteLength(text);
    if (batch.length === INSTANCES_MAX || (batch.length > 0 && bytes + length > TEXT_BYTES_MAX)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(text);
    bytes += length;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

function readPredictions(
  { predictions, model }: PredictReply,
  allowed: ReadonlySet<string>,
): (BackendPrediction | undefined)[] {
  return predictions.map((prediction) => {
    const ranked = rankingOf(prediction);
    if (ranked === undefined) return undefined;
    const ofField = ranked.filter(({ label }) => allowed.has(label)).slice(0, RANKED_MAX);
    const isOfField = ranked[0] !== undefined && ranked[0] === ofField[0];
    return {
      ranked: ofField,
      ...(isOfField ? {} : { doubt: 'label-not-of-field' as const }),
      explanation: [],
      backend: 'vertex-endpoint' as const,
      model,
    };
  });
}

/** Labels by falling confidence; undefined where the prediction has another form or its numbers are no probabilities. */
function rankingOf(prediction: JsonValue | undefined): { label: string; confidence: number }[] | undefined {
  if (typeof prediction !== 'object' || prediction === null || Array.isArray(prediction)) return undefined;
  const { displayNames, confidences } = prediction as Record<string, JsonValue | undefined>;
  if (!Array.isArray(displayNames) || !Array.isArray(confidences)) return undefined;
  if (displayNames.length !== confidences.length) return undefined;
  const ranked: { label: string; confidence: number }[] = [];
  for (const [index, label] of displayNames.entries()) {
    const confidence: unknown = confidences[index];
    if (typeof label !== 'string' || typeof confidence !== 'number') return undefined;
    if (!(confidence >= 0 && confidence <= 1 + ROUNDING)) return undefined;
    ranked.push({ label, confidence: Math.min(1, confidence) });
  }
  return ranked.sort((one, other) => other.confidence - one.confidence);
}
