// The same image as a custom prediction container of Vertex AI: it listens on the port that it is given, says when its model
// is loaded, and answers instances of text classification with predictions in their order. It keeps and logs nothing.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Predictor } from '../../src/core/classifier/predict.ts';

/** The routes that Vertex AI names in the container's environment. */
export interface ContainerRoutes {
  readonly health: string;
  readonly predict: string;
}

/** A dedicated endpoint takes ten megabytes a request. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;
/** Labels in one prediction: the best ones; a desk with hundreds of queues needs no more of them. */
const LABELS_TOLD = 10;

/** A server over a model that is loaded once; until then it is not healthy and answers 503. */
export function createContainer({ health, predict }: ContainerRoutes, loading: Promise<Predictor>): Server {
  let predictor: Predictor | undefined;
  loading.then(
    (loaded) => {
      predictor = loaded;
    },
    // Whoever started the server hears of it too; here it only stays unhealthy.
    () => undefined,
  );
  return createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method === 'GET' && path === health) {
      return answer(response, predictor === undefined ? 503 : 200, {});
    }
    if (request.method !== 'POST' || path !== predict) {
      return answer(response, 404, { error: `There is nothing here. POST to ${predict}.` });
    }
    if (predictor === undefined) return answer(response, 503, { error: 'The model is being loaded.' });
    const ready = predictor;
    readBody(request).then(
      (body) => {
        const predictions = body === undefined ? TOO_LARGE : predictionsFor(ready, body);
        if (typeof predictions === 'string')
          answer(response, body === undefined ? 413 : 400, { error: predictions });
        else answer(response, 200, { predictions });
      },
      () => response.destroy(),
    );
  });
}

const TOO_LARGE = `A request holds at most ${BODY_BYTES_MAX} bytes. Send fewer instances.`;

/** Predictions for the body of a request, or what is wrong with it; never a word of a ticket. */
export function predictionsFor(predictor: Predictor, body: string): object[] | string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return 'The body is not JSON. Send {"instances": [{"content": "…"}]}.';
  }
  const { instances } = (value ?? {}) as { instances?: unknown };
  if (!Array.isArray(instances))
    return 'There is no list "instances". Send {"instances": [{"content": "…"}]}.';
  const predictions: object[] = [];
  for (const [index, instance] of instances.entries()) {
    const content: unknown = (instance as { content?: unknown } | null)?.content;
    if (typeof content !== 'string') return `Instance ${index + 1} has no text "content".`;
    predictions.push(predictionOf(predictor, content));
  }
  return predictions;
}

function predictionOf(predictor: Predictor, content: string): object {
  const { probabilities } = predictor.predict(content);
  const best = predictor.model.labels
    .map((label, index) => ({ label, index, confidence: probabilities[index] ?? 0 }))
    .sort((one, other) => other.confidence - one.confidence)
    .slice(0, LABELS_TOLD);
  return {
    ids: best.map(({ index }) => String(index)),
    displayNames: best.map(({ label }) => label),
    confidences: best.map(({ confidence }) => confidence),
  };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes <= BODY_BYTES_MAX) parts.push(part);
  }
  return bytes > BODY_BYTES_MAX ? undefined : Buffer.concat(parts).toString('utf8');
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
