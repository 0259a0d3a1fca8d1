// The proxy in a thread of its own: the sandbox's script waits for its answers as Apps Script does, which stops the thread
// it runs in.
import { parentPort, workerData } from 'node:worker_threads';
import { readConfig } from '../server/config.ts';
import { createLogger } from '../server/http/cloud-logger.ts';
import { createProxy } from '../server/main.ts';
import { createRandom } from './google/random.ts';

if (!parentPort) throw new Error('This file runs as a worker thread; see local-proxy.ts.');
const port = parentPort;
const {
  key,
  owner,
  database,
  port: wantedPort,
  environment,
  seed,
} = workerData as Record<'key' | 'owner' | 'database' | 'port', string> & {
  environment: Record<string, string>;
  seed: number;
};
const config = readConfig({
  AUTH_MODE: 'dev',
  USHER_DEV_KEY: key,
  USHER_OWNERS: owner,
  USHER_DATABASE: database,
  PORT: wantedPort,
  ...environment,
});
const logger = createLogger('info', { write: (line) => port.postMessage({ log: line }) }, Date.now);
let random = createRandom(seed);
const secretBytes = (count: number) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
const proxy = await createProxy(config, logger, Date.now, secretBytes);
const address = await proxy.app.listen({ host: '127.0.0.1', port: config.port });
port.postMessage({ address });
port.on('message', (message: { seed: number } | 'close') => {
  if (message === 'close') {
    proxy.close().then(() => port.close());
    return;
  }
  random = createRandom(message.seed);
  port.postMessage({ seed: message.seed });
});
