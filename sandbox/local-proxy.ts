// Starts the real proxy beside the sandbox, on a loopback address, with a key that only the two of them know.
import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { createDevToken } from '../server/http/dev-token.ts';

export interface LocalProxy {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** The key that signs identity tokens here; it is made anew for each start and opens nothing but this proxy. */
  readonly key: string;
  /** Lines that the proxy logged, as JSON, newest last; at most a thousand. */
  readonly logLines: readonly string[];
  /** An identity token that this proxy accepts, valid for an hour of real time. */
  tokenFor(email: string): string;
  /** Lets requests in flight finish, then stops. */
  close(): Promise<void>;
}

export interface SeededProxy extends LocalProxy {
  /** The secrets of desks that are made from then on are drawn from `seed`. */
  reseed(seed: number): Promise<void>;
}

const LOG_LINES_MAX = 1_000;
const SEED = 20_261_130;

/** Starts the proxy on a free port; `owners` may create desks. The database is in memory unless a path is given. */
export async function startLocalProxy(options: {
  readonly owners: string;
  readonly now: () => number;
  readonly database?: string;
  readonly port?: number;
  /** Further variables of the proxy's configuration. */
  readonly environment?: Readonly<Record<string, string>>;
  /** From which the secrets of its desks are drawn, so that models and blind checks fall out the same each time. */
  readonly seed?: number;
}): Promise<SeededProxy> {
  const key = randomBytes(32).toString('hex');
  const worker = new Worker(new URL('./proxy-thread.ts', import.meta.url), {
    workerData: {
      key,
      owner: options.owners,
      database: options.database ?? ':memory:',
      port: String(options.port ?? 0),
      environment: options.environment ?? {},
      seed: options.seed ?? SEED,
    },
  });
  const logLines: string[] = [];
  const origin = await new Promise<string>((resolve, reject) => {
    worker.on('message', (message: { address?: string; log?: string }) => {
      if (message.address !== undefined) resolve(message.address);
      if (message.log === undefined) return;
      logLines.push(message.log);
      if (logLines.length > LOG_LINES_MAX) logLines.shift();
    });
    worker.once('error', reject);
  });
  return {
    ...{ origin, key },
    logLines,
    tokenFor: (email) => createDevToken(email, key, options.now()),
    reseed: async (next) => {
      const done = new Promise<void>((resolve) => {
        const hear = (message: { seed?: number }): void => {
          if (message.seed !== next) return;
          worker.off('message', hear);
          resolve();
        };
        worker.on('message', hear);
      });
      worker.postMessage({ seed: next });
      await done;
    },
    close: async () => {
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      worker.postMessage('close');
      await ended;
    },
  };
}
