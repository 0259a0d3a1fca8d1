// Opens Google's client of PredictionService. This module is the only one that imports the package, and is itself imported
// when the client is first needed.
import { PredictionServiceClient } from '@google-cloud/aiplatform/build/src/v1/prediction_service_client.js';
import { credentials } from '@grpc/grpc-js';
import type { VertexAddress } from './vertex-config.ts';

/** A client that is signed in; rejects where that fails, and the client is then of no use. */
export async function openPrediction({
  host,
  port,
  isPlaintext,
  project,
}: VertexAddress): Promise<PredictionServiceClient> {
  const client = new PredictionServiceClient({
    apiEndpoint: host,
    port,
    projectId: project,
    // Without it the client asks the metadata server for it, even where there is none.
    universeDomain: 'googleapis.com',
    ...(isPlaintext ? { sslCreds: credentials.createInsecure() } : {}),
  });
  await client.initialize();
  return client;
}
