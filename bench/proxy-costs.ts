// What tickets cost the proxy in CPU: one that was answered before, against the least that Node does with the same bytes, and
// whole batches. Rounds are interleaved; figures are medians over rounds. What a kind causes is charged to it, and to no other: after
// each kind the bench waits until log and traces are written, and the figures that must hold count all of that; and each kind is at
// work for a while before it is measured, since the first collection of garbage clears away what the kind before it left.
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { atMost, type Figure, reported } from './figure.ts';
import { median } from './measured-process.ts';
import { createClient, type ServerProcess, startServer, type TimedAnswer } from './proxy-client.ts';
import { BATCH, batchOf, openSetup, type ProxySetup, teachDesk } from './proxy-setup.ts';

const ROUNDS = 9;
const WARM_ROUNDS = 3;
const SINGLES = 2_000;
const BATCHES = 40;
/** So many of the same requests are sent before the measurement as in it: enough to fill the young generation. */
const SETTLING_SHARE = 1;
/** Single tickets come on several connections. Whole batches come on one: a busy server refuses who would wait for others. */
const CONNECTIONS = 4;
/** In all. Each costs the server a little, and is charged to what was measured then. */
const TRIES_AGAIN_MAX = 50;
/** Longer than log, traces and log lines wait to be written with others. */
const QUIET_MS = 600;

const KINDS = ['bare', 'single', 'repeated', 'recorded', 'unrecorded', 'uncached'] as const;
type Kind = (typeof KINDS)[number];

/** CPU seconds a request. */
interface Cost {
  /** Until the last answer is out; some of what is written behind falls into it. */
  readonly answered: number;
  /** Until nothing is left to be written. */
  readonly all: number;
}

/** The costs alone, as a benchmark of its own. */
export async function run() {
  const setup = await openSetup();
  try {
    return { name: 'proxy-costs', figures: await costs(setup) };
  } finally {
    await setup.close();
  }
}

/** Measures on a proxy of its own with a database on disk. */
export async function costs(setup: ProxySetup): Promise<Figure[]> {
  const token = await setup.token();
  const proxy = await setup.start('costs.sqlite');
  const client = createClient(CONNECTIONS);
  const tickets = await teachDesk(client, proxy.address, token);
  let sentAgain = 0;
  const ask = async (body: string): Promise<TimedAnswer> => {
    const answer = await client.send('POST', `${proxy.address}/v1/triage`, token, body);
    if (answer.status === 200) return answer;
    if (answer.retryAfterSeconds === undefined || sentAgain === TRIES_AGAIN_MAX) {
      throw new Error(`Triage answered ${answer.status}: ${answer.body}`);
    }
    sentAgain++;
    await wait(answer.retryAfterSeconds * 1_000);
    return ask(body);
  };
  const single = batchOf(tickets.slice(0, 1), 'single');
  const repeated = batchOf(tickets, 'repeated');
  const answerFile = setup.file('answer.json');
  writeFileSync(answerFile, (await ask(single)).body);
  const bareFile = fileURLToPath(new URL('./bare-server.mjs', import.meta.url));
  const bare = await startServer([bareFile, answerFile]);
  let runs = 0;
  const fresh = () => tickets.map((one) => ({ ...one, body: `${one.body} ${runs}` }));
  const work: Readonly<Record<Kind, () => Promise<Cost>>> = {
    bare: () =>
      perRequest(bare, SINGLES, CONNECTIONS, () => client.send('POST', bare.address, token, single)),
    single: () => perRequest(proxy, SINGLES, CONNECTIONS, () => ask(single)),
    repeated: () => perRequest(proxy, BATCHES, 1, () => ask(repeated)),
    recorded: () => perRequest(proxy, BATCHES, 1, () => ask(batchOf(tickets, `run-${runs++}`))),
    unrecorded: () =>
      perRequest(proxy, BATCHES, 1, () => ask(batchOf(fresh(), `run-${runs++}`, { dryRun: true }))),
    uncached: () => perRequest(proxy, BATCHES, 1, () => ask(batchOf(fresh(), `run-${runs++}`))),
  };
  const rounds: Record<Kind, Cost[]> = {
    ...{ bare: [], single: [], repeated: [], recorded: [], unrecorded: [], uncached: [] },
  };
  // The first rounds only warm both.
  for (let round = -WARM_ROUNDS; round < ROUNDS; round++) {
    for (const kind of KINDS) {
      const cost = await work[kind]();
      if (round >= 0) rounds[kind].push(cost);
    }
  }
  const all = (kind: Kind) => median(rounds[kind].map((cost) => cost.all));
  const answered = (kind: Kind) => median(rounds[kind].map((cost) => cost.answered));
  client.close();
  await Promise.all([proxy.stop(), bare.stop()]);
  const ratios = rounds.single.map((cost, i) => cost.all / (rounds.bare[i]?.all ?? Number.NaN));
  const aTicket = (seconds: number) => (seconds * 1e6) / BATCH;
  return [
    reported('bare node:http, one request', all('bare') * 1e6, 'µs CPU'),
    reported('one cached ticket', all('single') * 1e6, 'µs CPU'),
    atMost('one cached ticket against bare node:http', median(ratios), '×', 1.8),
    reported('requests that were told to come again, and did', sentAgain, ''),
    atMost('200 cached tickets', all('repeated') * 1e3, 'ms CPU', 1.5),
    reported('200 cached tickets in a new run, each recorded anew', all('recorded') * 1e3, 'ms CPU'),
    reported(
      'one uncached ticket of 200, a trial that records nothing',
      aTicket(all('unrecorded')),
      'µs CPU',
    ),
    reported('one uncached ticket of 200, until its answer', aTicket(answered('uncached')), 'µs CPU'),
    atMost(
      'one uncached ticket of 200, with its record, log and trace',
      aTicket(all('uncached')),
      'µs CPU',
      30,
    ),
  ];
}

/** CPU seconds that a server takes for each of `count` requests. */
async function perRequest(
  server: ServerProcess,
  count: number,
  atOnce: number,
  send: () => Promise<unknown>,
): Promise<Cost> {
  await sendAll(SETTLING_SHARE * count, atOnce, send);
  const before = await untilQuiet(server.address);
  await sendAll(count, atOnce, send);
  const answered = await readServer(server.address);
  const after = await untilQuiet(server.address);
  return {
    answered: (answered.cpuSeconds - before.cpuSeconds) / count,
    all: (after.cpuSeconds - before.cpuSeconds) / count,
  };
}

async function sendAll(count: number, atOnce: number, send: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < count; i += atOnce) await Promise.all(Array.from({ length: atOnce }, send));
}

/** How the server stands once nothing is left to be written. */
async function untilQuiet(address: string): ReturnType<typeof readServer> {
  for (;;) {
    await wait(QUIET_MS);
    const now = await readServer(address);
    if (now.waiting === 0) return now;
  }
}

/** CPU time by the server's own clock, since the system tells hundredths of a second, and tickets that wait to be written behind. */
async function readServer(address: string): Promise<{ cpuSeconds: number; waiting: number }> {
  const page = await (await fetch(`${address}/metrics`)).text();
  const read = (name: string) =>
    Number(new RegExp(`^${name} ([\\d.e+-]+)$`, 'm').exec(page)?.[1] ?? Number.NaN);
  const cpuSeconds = read('process_cpu_seconds');
  if (Number.isNaN(cpuSeconds)) throw new Error('The server does not tell its CPU time.');
  return { cpuSeconds, waiting: (read('usher_log_waiting') || 0) + (read('triage_traces_waiting') || 0) };
}
