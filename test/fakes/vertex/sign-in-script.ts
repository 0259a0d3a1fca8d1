// A process of its own that signs in as in production, fails, and tries again when it is told to: what an unhandled rejection
// does to a process can only be seen from outside. Prints one line of JSON for each try.
import { createInterface } from 'node:readline';
import { createPredictionClient, VertexCallError } from '../../../server/vertex/prediction-client.ts';

const [, , host = '', port = '', endpoint = ''] = process.argv;
let unhandled = 0;
process.on('unhandledRejection', () => {
  unhandled++;
});
const client = createPredictionClient({
  host,
  port: Number(port),
  project: 'test-project',
  isPlaintext: false,
});
const headers = { 'x-goog-request-params': `endpoint=${encodeURIComponent(endpoint)}` };
const fields = { content: { stringValue: 'the printer' } };

async function tryOnce(): Promise<string> {
  try {
    const request = { endpoint, instances: [{ structValue: { fields } }] };
    await client.call({ name: 'predict', request, headers }, 5_000, AbortSignal.timeout(5_000));
    return 'answered';
  } catch (error) {
    return error instanceof VertexCallError ? `status ${error.code}` : String(error);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  // The credentials that the machine has come and go with its environment.
  for (const [name, value] of Object.entries(JSON.parse(line) as Record<string, string>))
    process.env[name] = value;
  const outcome = await tryOnce();
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(JSON.stringify({ outcome, unhandled }));
}
await client.close();
