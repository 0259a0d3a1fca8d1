// `usher serve` inside Vertex AI: where AIP_HTTP_PORT is set, the proxy is a prediction container and nothing else.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { decodeModel } from '../../src/core/classifier/model-file.ts';
import { createPredictor } from '../../src/core/classifier/predict.ts';
import { assertFaultless, createReader } from '../environment.ts';
import { scorersAtHand } from '../kernel/scorers-at-hand.ts';
import { createContainer } from '../vertex/container.ts';
import { createStorage, parseObjectUri } from '../vertex/storage.ts';
import type { CommandIo } from './command.ts';

const MODEL_FILE = 'desk.model';
const TOKEN_PATH = '/computeMetadata/v1/instance/service-accounts/default/token';

/** Listens until the process is told to stop; the exit code. */
export async function serveContainer(io: CommandIo): Promise<number> {
  const reader = createReader(io.environment);
  const port = reader.whole('AIP_HTTP_PORT', 8080, 0, 65_535);
  const routes = {
    health: reader.text('AIP_HEALTH_ROUTE', '/health'),
    predict: reader.text('AIP_PREDICT_ROUTE', '/predict'),
  };
  const uri = reader.text('AIP_STORAGE_URI', '');
  const file = reader.text('USHER_MODEL_FILE', '');
  const folder = parseObjectUri(uri);
  if (folder === undefined && file === '') {
    reader.faults.push(
      `AIP_STORAGE_URI is "${uri}". Upload the model with usher vertex upload, or set USHER_MODEL_FILE to a file in the image.`,
    );
  }
  assertFaultless(reader);
  const readModel = async () => {
    if (folder === undefined) return readFileSync(file);
    const metadata = reader.text('GCE_METADATA_HOST', 'metadata.google.internal');
    const origin = reader.text('USHER_STORAGE_ORIGIN', 'https://storage.googleapis.com');
    const storage = createStorage({ origin, fetch, accessToken: () => tokenFrom(metadata) });
    return storage.read({ bucket: folder.bucket, name: `${folder.name.replace(/\/$/, '')}/${MODEL_FILE}` });
  };
  const loading = readModel().then(async (bytes) => {
    const model = decodeModel(bytes);
    const createScorer = await scorersAtHand();
    return createPredictor(model, createScorer?.(model));
  });
  const server = createContainer(routes, loading);
  server.listen(port, reader.text('USHER_HOST', '0.0.0.0'));
  await once(server, 'listening');
  const address = server.address();
  io.out(`Usher predicts on port ${typeof address === 'object' && address !== null ? address.port : port}\n`);
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  try {
    await loading;
  } catch (error) {
    // Without its model the container is of no use: Vertex AI sees it end, and shows this line.
    io.err(
      `The model cannot be loaded from ${uri || file}: ${error instanceof Error ? error.message : ''}\n`,
    );
    server.close();
    return 1;
  }
  await stopped;
  server.close();
  server.closeIdleConnections();
  await once(server, 'close');
  return 0;
}

async function tokenFrom(host: string): Promise<string> {
  const response = await fetch(`http://${host}${TOKEN_PATH}`, { headers: { 'metadata-flavor': 'Google' } });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  return token ?? '';
}
