// The thread that does HTTP while the script's thread stands still: Apps Script's UrlFetchApp is synchronous, Node's
// network is not. One message in, one message out, then the waiting thread is woken.
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { WireAnswer, WireBatch, WireRequest } from './google/sync-fetch.ts';

async function answerTo(request: WireRequest): Promise<WireAnswer> {
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      redirect: request.followRedirects ? 'follow' : 'manual',
      signal: AbortSignal.timeout(request.timeoutMs),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const body = new Uint8Array(await response.arrayBuffer());
    return { kind: 'response', status: response.status, headers: [...response.headers], body };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return { kind: isTimeout ? 'timeout' : 'unreachable', detail: String(error) };
  }
}

async function serve(batch: WireBatch, port: MessagePort): Promise<void> {
  const answers = await Promise.all(batch.requests.map(answerTo));
  port.postMessage(answers);
  port.close();
  Atomics.store(batch.signal, 0, 1);
  Atomics.notify(batch.signal, 0);
}

parentPort?.on('message', (message: { batch: WireBatch; port: MessagePort }) => {
  void serve(message.batch, message.port);
});
