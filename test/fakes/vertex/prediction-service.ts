// The gRPC definition of PredictionService.Predict, taken from the client package's own protos and from nothing of ours, so
// that what crosses the wire is judged by Google's description of it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ServiceDefinition } from '@grpc/grpc-js';
import { Root } from 'protobufjs';

const require = createRequire(import.meta.url);
const PROTOS = '@google-cloud/aiplatform/build/protos/protos.json';
const V1 = 'google.cloud.aiplatform.v1';

export interface PredictRequest {
  readonly endpoint: string;
  readonly instances: readonly unknown[];
  readonly parameters: unknown;
}

export interface PredictResponse {
  readonly predictions: readonly object[];
  readonly deployedModelId: string;
  readonly model: string;
  readonly modelVersionId: string;
}

const root = Root.fromJSON(JSON.parse(readFileSync(require.resolve(PROTOS), 'utf8')));

/** Field names of a message, by its full name. */
export function fieldsOf(message: string): readonly string[] {
  return Object.keys(root.lookupType(`${V1}.${message}`).fields);
}

const method = root.lookupService(`${V1}.PredictionService`).methods['Predict'];
if (method === undefined) throw new Error('The package has no method Predict.');
const requestType = root.lookupType(`${V1}.${method.requestType}`);
const responseType = root.lookupType(`${V1}.${method.responseType}`);

export const predictionService = {
  predict: {
    path: `/${V1}.PredictionService/${method.name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: (value: PredictRequest) =>
      Buffer.from(requestType.encode(requestType.fromObject(value)).finish()),
    requestDeserialize: (bytes: Buffer) => requestType.toObject(requestType.decode(bytes)) as PredictRequest,
    responseSerialize: (value: PredictResponse) =>
      Buffer.from(responseType.encode(responseType.fromObject(value)).finish()),
    responseDeserialize: (bytes: Buffer) =>
      responseType.toObject(responseType.decode(bytes)) as PredictResponse,
  },
} satisfies ServiceDefinition;
