// A process that only calls: the bare client against our layers around it, and refusals with details. It is bundled as the
// proxy is, so that it has the proxy's protos. Prints CPU seconds a call.
import { PredictionServiceClient } from '@google-cloud/aiplatform/build/src/v1/prediction_service_client.js';
import { credentials } from '@grpc/grpc-js';
import { together } from '../server/backends/ask-each.ts';
import type { Backend } from '../server/backends/backend.ts';
import { createDeadline } from '../server/backends/deadline.ts';
import { withPrivateData } from '../server/backends/private-data.ts';
import { resilient } from '../server/backends/resilient.ts';
import { createVertexEndpointBackend } from '../server/backends/vertex-endpoint.ts';
import { withFallback } from '../server/backends/with-fallback.ts';
import { createEndpointClient } from '../server/vertex/endpoint-client.ts';
import { toProtobufValue } from '../server/vertex/protobuf-values.ts';

const CALLS = 400;
const ROUNDS = 9;
const REFUSALS = 60;
const AT_ONCE = 16;
const TEXT =
  'The printer on the third floor takes no paper since Monday and nobody can print a delivery note. '.repeat(
    8,
  );

const [, , address = '', endpoint = '', mode = ''] = process.argv;
const [host = '', port = ''] = address.split(':');

const client = createEndpointClient({
  ...{ endpoint, host, port: Number(port), project: 'p', isPlaintext: true, isRaw: false, timeoutMs: 30_000 },
});
const nobody: Backend = {
  name: 'embedded',
  predict: async () => ({ ok: false, failure: { code: 'no_model', message: 'None.' } }),
};
const backend = createVertexEndpointBackend(client, 30_000);
const limits = {
  ...{ tryMs: 30_000, triesMax: 1, retryShare: 0, failuresMax: 1_000_000, openMs: 1 },
  ...{ waitMsMin: 1, waitMsMax: 2 },
};
const layers = withFallback(
  'vertex-endpoint',
  together(
    withPrivateData(
      resilient(backend, limits, { now: Date.now, random: Math.random }),
      nobody,
      () => undefined,
    ),
  ),
  nobody,
  () => undefined,
);
const bare = new PredictionServiceClient({
  ...{ apiEndpoint: host, port: Number(port), universeDomain: 'googleapis.com' },
  sslCreds: credentials.createInsecure(),
});

const request = {
  desk: 'it',
  field: 'queue',
  labels: ['network', 'billing', 'printing'],
  redaction: 'redact',
} as const;
const throughLayers = (i: number) =>
  layers.predict({ ...request, texts: [`${TEXT} ${i}`] }, createDeadline(30_000, Date.now));
const straight = (i: number) =>
  backend.predict({ ...request, texts: [`${TEXT} ${i}`] }, createDeadline(30_000, Date.now));
const throughClient = (i: number) =>
  bare.predict(
    {
      endpoint,
      instances: [toProtobufValue({ content: `${TEXT} ${i}`, mimeType: 'text/plain' })],
      parameters: toProtobufValue({ desk: 'it', field: 'queue' }),
    } as never,
    { timeout: 30_000 },
  );

async function cpuOf(count: number, call: (i: number) => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => call(i + at)));
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / count;
}

await client.prepare();
await bare.initialize();
const rounds = { bare: [] as number[], layers: [] as number[] };
if (mode === 'calls') {
  for (let round = -1; round < ROUNDS; round++) {
    const measured = { bare: await cpuOf(CALLS, throughClient), layers: await cpuOf(CALLS, throughLayers) };
    if (round < 0) continue;
    rounds.bare.push(measured.bare);
    rounds.layers.push(measured.layers);
  }
} else {
  for (let round = -1; round < ROUNDS; round++) {
    // Below the breaker, which would stop asking.
    const cpu = await cpuOf(REFUSALS, straight);
    if (round >= 0) rounds.layers.push(cpu);
  }
}
console.log(JSON.stringify(rounds));
process.exit(0);
