// A server on this machine that answers with what it was asked: `?status=` sets the code, `?delay=` ms wait.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** The server's origin, and how to end it. */
export interface EchoServer {
  readonly origin: string;
  readonly close: () => Promise<unknown>;
}

export async function startEchoServer(): Promise<EchoServer> {
  const worker = new Worker(new URL('./echo-worker.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const [port] = await once(worker, 'message');
  return { origin: `http://127.0.0.1:${port}`, close: () => worker.terminate() };
}
