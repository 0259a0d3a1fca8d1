// Sends batches over raw connections from a process of its own: `load-sender.ts PORT TOKEN BODY_FILE JOB`, where JOB is JSON of a
// `LoadJob`. At a rate it sends whatever comes back, and an answer's time counts from the instant at which its request was due, so that
// a client that is late, or a server that keeps it waiting, makes times longer and never shorter. Prints JSON of a `Load`.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/** Callers who each wait for an answer, or requests a second; for some milliseconds, of which the first are not told. */
export type LoadJob = { readonly ms: number; readonly rampMs: number } & (
  | { readonly callers: number }
  | { readonly aSecond: number }
);

/** What came of it. Times in milliseconds. */
export interface Load {
  readonly answered: readonly number[];
  readonly refused: readonly number[];
  /** Answered before the time was over, and not by then when all that had been queued was worked off. */
  readonly inTime: number;
  readonly other: number;
  /** Requests that were due and found no connection. */
  readonly unsent: number;
  /** How long after they were due requests were sent: what the times above owe to the client. */
  readonly late: readonly number[];
}

/** Stands in the body for a number of so many digits, so that no text was asked before and every body has one length. */
export const MARK = 'A_NUMBER_HERE';
/** Each process counts for itself; Linux has process ids of so many digits at most. */
const PID_DIGITS = 7;

/** Connections at most; a client beyond that would only measure itself. */
const CONNECTIONS_MAX = 2_000;
const TICK_MS = 1;
/** How long answers are waited for after the last request. */
const END_MS = 10_000;
const HEAD_END = Buffer.from('\r\n\r\n');

interface Connection {
  readonly socket: Socket;
  /** When the request that is under way was due; undefined while there is none. */
  dueAt: number | undefined;
  received: Buffer[];
  missing: number | undefined;
}

if (import.meta.main) {
  const [port = '', token = '', bodyFile = '', job = ''] = parseArgs({ allowPositionals: true }).positionals;
  const load = await send(Number(port), token, readFileSync(bodyFile, 'utf8'), JSON.parse(job) as LoadJob);
  process.stdout.write(JSON.stringify(load), () => process.exit(0));
}

async function send(port: number, token: string, body: string, job: LoadJob): Promise<Load> {
  const nextRequest = requests(token, body);
  const load = {
    ...{ answered: [] as number[], refused: [] as number[], late: [] as number[] },
    ...{ inTime: 0, other: 0, unsent: 0 },
  };
  const startedAt = performance.now();
  const toldFrom = startedAt + job.rampMs;
  const until = toldFrom + job.ms;
  const idle: Connection[] = [];
  let open = 0;
  let underWay = 0;
  let onIdle = (connection: Connection): void => void idle.push(connection);

  const end = (connection: Connection, status: number) => {
    const { dueAt } = connection;
    if (dueAt === undefined) return;
    connection.dueAt = undefined;
    underWay--;
    const now = performance.now();
    if (dueAt >= toldFrom) {
      const ms = now - dueAt;
      if (status === 200) {
        load.answered.push(ms);
        if (now <= until) load.inTime++;
      } else if (status === 503) load.refused.push(ms);
      else load.other++;
    }
    if (status !== 0) onIdle(connection);
  };
  const openConnection = (): Connection => {
    open++;
    const socket = connect(port, '127.0.0.1');
    const connection: Connection = { socket, dueAt: undefined, received: [], missing: undefined };
    socket.setNoDelay(true);
    socket.on('data', (bytes) => read(connection, bytes, (status) => end(connection, status)));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      open--;
      const at = idle.indexOf(connection);
      if (at >= 0) idle.splice(at, 1);
      end(connection, 0);
    });
    return connection;
  };
  const ask = (connection: Connection, dueAt: number) => {
    connection.dueAt = dueAt;
    underWay++;
    connection.socket.write(nextRequest());
    if (dueAt >= toldFrom) load.late.push(performance.now() - dueAt);
  };

  if ('callers' in job) {
    onIdle = (connection) => {
      if (performance.now() < until) ask(connection, performance.now());
    };
    for (let caller = 0; caller < job.callers; caller++) onIdle(openConnection());
    while (performance.now() < until) await wait(TICK_MS);
  } else {
    const gapMs = 1_000 / job.aSecond;
    for (let dueAt = startedAt; dueAt < until; ) {
      for (; dueAt <= performance.now() && dueAt < until; dueAt += gapMs) {
        const free = idle.pop() ?? (open < CONNECTIONS_MAX ? openConnection() : undefined);
        if (free !== undefined) ask(free, dueAt);
        else if (dueAt >= toldFrom) load.unsent++;
      }
      await wait(TICK_MS);
    }
  }
  const givesUpAt = performance.now() + END_MS;
  while (underWay > 0 && performance.now() < givesUpAt) await wait(TICK_MS);
  return { ...load, other: load.other + underWay };
}

/** Requests made of bytes: only their numbers are written anew. */
function requests(token: string, body: string): () => Buffer {
  const head =
    `POST /v1/triage HTTP/1.1\r\nhost: usher\r\ncontent-type: application/json\r\n` +
    `content-length: ${Buffer.byteLength(body)}\r\nauthorization: Bearer ${token}\r\n\r\n`;
  const pattern = Buffer.from(head + body);
  const places: number[] = [];
  for (let at = pattern.indexOf(MARK); at >= 0; at = pattern.indexOf(MARK, at + 1)) places.push(at);
  const start = String(process.pid).padStart(PID_DIGITS, '0');
  let count = 0;
  return () => {
    const request = Buffer.from(pattern);
    const number = start + String(count++).padStart(MARK.length - PID_DIGITS, '0');
    for (const at of places) request.write(number, at, 'latin1');
    return request;
  };
}

/** Takes what came in; tells `onAnswer` the status once an answer is whole. One answer at a time is under way on a connection. */
function read(connection: Connection, bytes: Buffer, onAnswer: (status: number) => void): void {
  connection.received.push(bytes);
  if (connection.missing === undefined) {
    const all = Buffer.concat(connection.received);
    const headEnd = all.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const length = /content-length: (\d+)/i.exec(all.toString('latin1', 0, headEnd))?.[1];
    connection.missing = headEnd + HEAD_END.length + Number(length) - all.length;
    connection.received = [all];
  } else {
    connection.missing -= bytes.length;
  }
  if (connection.missing > 0) return;
  const [first] = connection.received;
  connection.received = [];
  connection.missing = undefined;
  onAnswer(Number(first?.toString('latin1', 9, 12)));
}
