// Drives a server of its own process over kept connections, and reads what CPU time that process has taken.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { constants } from 'node:os';
import process from 'node:process';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly address: string;
  readonly pid: number;
  /** CPU seconds since its start, user and system, to a hundredth. */
  cpuSeconds(): number;
  /** Greatest resident memory since its start, in megabytes. */
  peakMegabytes(): number;
  /** Resolves with the exit code when it has ended, by itself or not. */
  readonly ended: Promise<number>;
  /** Tells it to stop; the exit code. */
  stop(): Promise<number>;
  /** Ends it at once, without any chance to finish. */
  kill(): Promise<void>;
}

/** Added to a signal's number in the exit code of what it ended, as shells tell it. */
const SIGNALLED = 128;
/** Ticks a second of /proc/PID/stat; 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** Servers that have not ended. However the benchmark ends, they end with it. */
const running = new Set<ChildProcess>();
let [isWatched, isOver] = [false, false];

function endAll(): void {
  isOver = true;
  for (const child of running) child.kill('SIGKILL');
}

/** A signal that nobody else waits for ends this process, too. */
function endAllWithThisProcess(): void {
  if (isWatched) return;
  isWatched = true;
  process.once('exit', endAll);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      endAll();
      if (process.listenerCount(signal) === 0) process.exit(SIGNALLED + constants.signals[signal]);
    });
  }
}

/**
 * Starts `node` with these arguments and waits until it prints an address; `onOutput` hears all that it prints. The server ends with
 * this process at the latest.
 */
export async function startServer(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  onOutput: (text: string) => void = () => undefined,
): Promise<ServerProcess> {
  if (isOver) throw new Error('The benchmark is over, so no more servers are started.');
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endAllWithThisProcess();
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.stdout.on('data', (bytes) => onOutput(String(bytes)));
  const address = await addressFrom(child);
  const pid = child.pid ?? 0;
  const ended = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : -1));
  const endBy = (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    return ended;
  };
  return {
    ...{ address, pid, ended },
    cpuSeconds: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
    },
    peakMegabytes: () =>
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    stop: () => endBy('SIGTERM'),
    kill: async () => {
      await endBy('SIGKILL');
    },
  };
}

async function addressFrom(child: ChildProcess): Promise<string> {
  let printed = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const read = (bytes: unknown) => {
    printed += String(bytes);
    const address = /(http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1];
    if (address === undefined) return;
    child.stdout?.off('data', read);
    resolve(address);
  };
  child.stdout?.on('data', read);
  child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${printed}`)));
  return promise;
}

/** An answer with the milliseconds that it took. */
export interface TimedAnswer {
  readonly status: number;
  readonly ms: number;
  readonly body: Buffer;
  /** Seconds after which to send it again, where the server says so. */
  readonly retryAfterSeconds: number | undefined;
}

/** Sends JSON over connections that are kept, at most `connections` at once. */
export function createClient(connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (method: string, url: string, token: string, body?: string | Buffer): Promise<TimedAnswer> => {
      const { promise, resolve, reject } = Promise.withResolvers<TimedAnswer>();
      const startedAt = performance.now();
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      };
      const sent = request(url, { method, agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const ms = performance.now() - startedAt;
          const again = response.headers['retry-after'];
          const retryAfterSeconds = again === undefined ? undefined : Number(again);
          resolve({ status: response.statusCode ?? 0, ms, body: Buffer.concat(parts), retryAfterSeconds });
        });
      });
      sent.on('error', reject);
      sent.end(body);
      return promise;
    },
    close: () => agent.destroy(),
  };
}
