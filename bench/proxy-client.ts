// Drives a server of its own process over kept connections, and reads what CPU time that process has taken.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import process from 'node:process';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly address: string;
  readonly pid: number;
  /** CPU seconds since its start, user and system, to a hundredth. */
  cpuSeconds(): number;
  /** Greatest resident memory since its start, in megabytes. */
  peakMegabytes(): number;
  /** Tells it to stop; the exit code. */
  stop(): Promise<number>;
}

/** Ticks a second of /proc/PID/stat; 100 on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** Starts `node` with these arguments and waits until it prints an address. */
export async function startServer(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await addressFrom(child);
  const pid = child.pid ?? 0;
  return {
    address,
    pid,
    cpuSeconds: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
    },
    peakMegabytes: () =>
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return code ?? -1;
    },
  };
}

async function addressFrom(child: ChildProcess): Promise<string> {
  let printed = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stdout?.on('data', (bytes) => {
    printed += String(bytes);
    const address = /(http:\/\/127\.0\.0\.1:\d+)/.exec(printed)?.[1];
    if (address !== undefined) resolve(address);
  });
  child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${printed}`)));
  return promise;
}

/** An answer with the milliseconds that it took. */
export interface TimedAnswer {
  readonly status: number;
  readonly ms: number;
  readonly body: Buffer;
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
          resolve({ status: response.statusCode ?? 0, ms, body: Buffer.concat(parts) });
        });
      });
      sent.on('error', reject);
      sent.end(body);
      return promise;
    },
    close: () => agent.destroy(),
  };
}
