// The other end of the worlds' thread: commands in, answers and events out.
import { Worker } from 'node:worker_threads';
import type { LocalProxy } from '../local-proxy.ts';
import type { Command, CommandOf } from './commands.ts';
import type { Answers, WorkbenchEvent } from './wire.ts';

/** What the thread is started with. */
export interface ThreadSettings {
  readonly origin: string;
  readonly key: string;
  /** Epoch ms at which the sandbox's clock starts. */
  readonly start: number;
}

export interface ThreadRequest {
  readonly id: number;
  readonly command: Command | 'close';
}

export type ThreadAnswer =
  | { readonly ready: true }
  | { readonly event: WorkbenchEvent }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

/** A command was refused; the sentence is for the person at the page. */
export class CommandRefused extends Error {}

export interface WorldClient {
  /** Carries out one command. Rejects with `CommandRefused`. */
  ask<K extends Command['kind']>(command: CommandOf<K>): Promise<Answers[K]>;
  /** Calls `listener` for each event until the returned function is called. */
  listen(listener: (event: WorkbenchEvent) => void): () => void;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the thread with the sample sheet in it. */
export async function startWorlds(proxy: LocalProxy, start: number): Promise<WorldClient> {
  const settings: ThreadSettings = { origin: proxy.origin, key: proxy.key, start };
  const worker = new Worker(new URL('./world-thread.ts', import.meta.url), { workerData: settings });
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: WorkbenchEvent) => void>();
  let nextId = 1;
  const fail = (message: string): void => {
    for (const { reject } of waiting.values()) reject(new CommandRefused(message));
    waiting.clear();
    for (const listener of listeners) listener({ kind: 'crashed', message });
  };
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: ThreadAnswer) => {
      if ('ready' in message) resolve();
      else if ('event' in message) for (const listener of listeners) listener(message.event);
      else settle(waiting, message);
    });
    worker.on('error', (error) => {
      reject(error);
      fail(`The sandbox stopped: ${error.message}. Start Usher again.`);
    });
  });
  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        waiting.set(nextId, { resolve, reject });
        const request: ThreadRequest = { id: nextId, command };
        nextId += 1;
        worker.postMessage(request);
      }),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      worker.postMessage({ id: 0, command: 'close' } satisfies ThreadRequest);
      await ended;
    },
  };
}

function settle(
  waiting: Map<number, Waiting>,
  message: Exclude<ThreadAnswer, { ready: true } | { event: WorkbenchEvent }>,
): void {
  const asked = waiting.get(message.id);
  waiting.delete(message.id);
  if (asked === undefined) return;
  if ('error' in message) asked.reject(new CommandRefused(message.error));
  else asked.resolve(message.value as never);
}
