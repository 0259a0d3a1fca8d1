// HTTP that waits: a worker thread fetches, this thread sleeps on shared memory until the answer is there. The server
// must therefore run in another thread or process than the world, or both wait for ever.
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** One request as it crosses to the worker. */
export interface WireRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: [string, string][];
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  readonly followRedirects: boolean;
  readonly timeoutMs: number;
}

export interface WireBatch {
  readonly requests: readonly WireRequest[];
  readonly signal: Int32Array<SharedArrayBuffer>;
}

export type WireAnswer =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: [string, string][];
      readonly body: Uint8Array;
    }
  | { readonly kind: 'timeout' | 'unreachable'; readonly detail: string };

/** Fetches all at once and returns in the order asked. `close` ends the thread behind it. */
export interface SyncFetch {
  fetchAll(requests: readonly WireRequest[]): WireAnswer[];
  close(): void;
}

/** Longer than any request's own time-out, so that a dead worker shows. */
const WORKER_GRACE_MS = 10_000;

/** Starts its thread with the first request; the thread does not keep the process alive. */
export function createSyncFetch(): SyncFetch {
  let worker: Worker | undefined;
  return {
    fetchAll(requests) {
      worker ??= startWorker();
      const signal = new Int32Array(new SharedArrayBuffer(4));
      // A channel for each call: the answer to a call that was given up cannot be taken for the next one's.
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ batch: { requests, signal }, port: port2 }, [port2]);
      const longest = Math.max(...requests.map((request) => request.timeoutMs));
      Atomics.wait(signal, 0, 0, longest + WORKER_GRACE_MS);
      const received: { message: WireAnswer[] } | undefined = receiveMessageOnPort(port1);
      port1.close();
      if (received === undefined) throw new Error('The fetch worker did not answer in time.');
      return received.message;
    },
    close() {
      void worker?.terminate();
      worker = undefined;
    },
  };
}

function startWorker(): Worker {
  const worker = new Worker(new URL('../fetch-worker.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  worker.unref();
  return worker;
}
