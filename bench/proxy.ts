// What the proxy costs: a cached ticket against the least that Node does, batches cached and not, a start, and a stop with
// requests in flight. Servers run in processes of their own; whatever is compared runs interleaved, medians of several rounds.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { sampleDesk } from '../sandbox/sample/generate.ts';
import { createDevToken } from '../server/http/dev-token.ts';
import { atMost, type BenchResult, type Figure, reported } from './figure.ts';
import { median } from './measured-process.ts';
import { createClient, type ServerProcess, startServer } from './proxy-client.ts';

const KEY = 'a-key-for-the-benchmark-that-is-long';
const LEAD = 'lead@example.com';
const ROUNDS = 7;
const SINGLES = 1_500;
const BATCHES = 15;
const BATCH = 200;
const STARTS = 5;
const IN_FLIGHT = 1_000;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const token = () => createDevToken(LEAD, KEY, Date.now());
const ENVIRONMENT = {
  ...{ AUTH_MODE: 'dev', USHER_DEV_KEY: KEY, USHER_OWNERS: LEAD, PORT: '0', USHER_LOG_LEVEL: 'warn' },
  ...{ USHER_CALLER_REQUESTS_A_MINUTE: '0', USHER_CALLER_TICKETS_A_DAY: '0' },
  ...{ USHER_DESK_TICKETS_A_MINUTE: '0', USHER_DESK_TICKETS_A_DAY: '0' },
};

/** Runs the benchmark on the bundle that `npm run build` makes, built anew into a folder of its own. */
export async function run(): Promise<BenchResult> {
  const out = mkdtempSync(join(here('../out/'), 'bench-proxy-'));
  const data = mkdtempSync(join(tmpdir(), 'usher-bench-'));
  try {
    const built = spawnSync(process.execPath, [here('../build-server.mjs'), out], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`The bundle could not be built: ${built.stderr}`);
    const start = (database: string) =>
      startServer([join(out, 'cli.js'), 'serve'], { ...ENVIRONMENT, USHER_DATABASE: database });
    const figures = [
      ...(await costs(start, data)),
      ...(await starts(() => start(':memory:'))),
      ...(await stops(() => start(join(data, 'stop.sqlite')))),
    ];
    return { name: 'proxy', figures };
  } finally {
    rmSync(out, { recursive: true });
    rmSync(data, { recursive: true });
  }
}

type Start = (database: string) => Promise<ServerProcess>;
type Client = ReturnType<typeof createClient>;

/** The sample desk's tickets, and the desk `it` taught with its history. */
async function teach(client: Client, address: string) {
  const { queues, history, fresh } = sampleDesk(3);
  const labels = queues.map(({ id, name }) => ({ id, name, description: '', keywords: [] }));
  const idOf = new Map(queues.map(({ id, name }) => [name, id]));
  const send = async (method: string, path: string, body: object) => {
    const answer = await client.send(method, `${address}/v1/desks/it${path}`, token(), JSON.stringify(body));
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(String(answer.body)) as { id: string };
  };
  await send('PUT', '', { name: 'IT', fields: [{ id: 'queue', name: 'Queue', labels }] });
  const { id } = await send('POST', '/training-sessions', {});
  const rows = history.flatMap(({ subject, body, queue }, i) => {
    const label = queue === null ? undefined : idOf.get(queue);
    return label === undefined ? [] : [{ id: `R-${i}`, subject, body, labels: { queue: label } }];
  });
  await send('PUT', `/training-sessions/${id}/parts/1`, { rows });
  await send('POST', `/training-sessions/${id}/train`, {});
  return [...fresh, ...history]
    .slice(0, BATCH)
    .map(({ subject, body }, i) => ({ id: `T-${i}`, subject, body }));
}

async function costs(start: Start, data: string): Promise<Figure[]> {
  const proxy = await start(join(data, 'costs.sqlite'));
  const client = createClient(4);
  const tickets = await teach(client, proxy.address);
  let runs = 0;
  const batch = (sent: readonly object[], runId = `run-${runs++}`) =>
    JSON.stringify({ desk: 'it', runId, deadlineMs: 60_000, tickets: sent });
  const ask = async (body: string) => {
    const answer = await client.send('POST', `${proxy.address}/v1/triage`, token(), body);
    if (answer.status !== 200) throw new Error(`Triage answered ${answer.status}: ${answer.body}`);
    return answer;
  };
  const single = batch(tickets.slice(0, 1), 'single');
  const answerFile = join(data, 'answer.json');
  writeFileSync(answerFile, (await ask(single)).body);
  const bare = await startServer([here('bare-server.mjs'), answerFile]);

  const perRequest = async (server: ServerProcess, count: number, send: (i: number) => Promise<unknown>) => {
    const before = server.cpuSeconds();
    for (let i = 0; i < count; i += 4) await Promise.all([send(i), send(i + 1), send(i + 2), send(i + 3)]);
    return (server.cpuSeconds() - before) / count;
  };
  const sendBare = () => client.send('POST', bare.address, 'none', single);
  const fresh = () => tickets.map((one) => ({ ...one, body: `${one.body} ${runs}` }));
  const rounds = {
    bare: [] as number[],
    single: [] as number[],
    cached: [] as number[],
    uncached: [] as number[],
  };
  for (let round = -1; round < ROUNDS; round++) {
    const measured = {
      bare: await perRequest(bare, SINGLES, sendBare),
      single: await perRequest(proxy, SINGLES, () => ask(single)),
      cached: await perRequest(proxy, BATCHES + 1, () => ask(batch(tickets))),
      uncached: await perRequest(proxy, BATCHES + 1, () => ask(batch(fresh()))),
    };
    // The first round only warms both.
    if (round < 0) continue;
    for (const name of ['bare', 'single', 'cached', 'uncached'] as const) rounds[name].push(measured[name]);
  }
  client.close();
  await Promise.all([proxy.stop(), bare.stop()]);
  const ratios = rounds.single.map((value, i) => value / (rounds.bare[i] ?? Number.NaN));
  return [
    reported('bare node:http, one request', median(rounds.bare) * 1e6, 'µs CPU'),
    reported('one cached ticket', median(rounds.single) * 1e6, 'µs CPU'),
    atMost('one cached ticket against bare node:http', median(ratios), '×', 1.8),
    atMost('200 cached tickets in a new run, recorded', median(rounds.cached) * 1e3, 'ms CPU', 1.5),
    atMost('one uncached ticket of 200, recorded', (median(rounds.uncached) * 1e6) / BATCH, 'µs CPU', 30),
  ];
}

async function starts(start: () => Promise<ServerProcess>): Promise<Figure[]> {
  const cpu: number[] = [];
  const memory: number[] = [];
  // The first start compiles and keeps what it has compiled.
  for (let i = -1; i < STARTS; i++) {
    const proxy = await start();
    const client = createClient(1);
    await client.send('GET', `${proxy.address}/v1/desks`, token());
    if (i >= 0) {
      cpu.push(proxy.cpuSeconds() * 1e3);
      memory.push(proxy.peakMegabytes());
    }
    client.close();
    await proxy.stop();
  }
  return [
    atMost('start to the first answer', median(cpu), 'ms CPU', 220),
    atMost('memory at the first answer', median(memory), 'MB', 90),
  ];
}

async function stops(start: () => Promise<ServerProcess>): Promise<Figure[]> {
  const proxy = await start();
  const client = createClient(IN_FLIGHT);
  const [ticket] = await teach(client, proxy.address);
  const body = (i: number) =>
    JSON.stringify({ desk: 'it', runId: 'stop', deadlineMs: 60_000, tickets: [{ ...ticket, id: `S-${i}` }] });
  const inFlight = Array.from({ length: IN_FLIGHT }, (_, i) =>
    client.send('POST', `${proxy.address}/v1/triage`, token(), body(i)).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  await inFlight[0];
  const stoppedAt = performance.now();
  const code = await proxy.stop();
  const seconds = (performance.now() - stoppedAt) / 1_000;
  const statuses = await Promise.all(inFlight);
  client.close();
  return [
    atMost(
      'lost of 1,000 requests in flight at SIGTERM',
      statuses.filter((one) => one !== 200).length,
      '',
      0,
    ),
    atMost('time to exit, with code 0', code === 0 ? seconds : Number.POSITIVE_INFINITY, 's', 8),
  ];
}
