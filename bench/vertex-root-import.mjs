// What everybody would write: the package's root, its client, one Predict. Prints CPU seconds and peak memory of its process.
import { createRequire } from 'node:module';
import process from 'node:process';

const [, , address, endpoint, mode] = process.argv;
const { PredictionServiceClient, helpers } = await import('@google-cloud/aiplatform');
const { credentials } = createRequire(import.meta.url)('@grpc/grpc-js');
const [apiEndpoint, port] = address.split(':');
const client = new PredictionServiceClient({
  apiEndpoint,
  port: Number(port),
  universeDomain: 'googleapis.com',
  ...(mode === 'plain' ? { sslCreds: credentials.createInsecure() } : {}),
});
const instances = [helpers.toValue({ content: 'The printer', mimeType: 'text/plain' })];
await client.predict({ endpoint, instances, parameters: helpers.toValue({}) });
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({ cpuSeconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 }),
);
process.exit(0);
