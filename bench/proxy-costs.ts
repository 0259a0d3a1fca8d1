// What tickets cost the proxy in CPU: one that was answered before, against the least that Node does with the same bytes, and
// whole batches. Rounds are interleaved; figures are medians over rounds.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { atMost, type Figure, reported } from './figure.ts';
import { median } from './measured-process.ts';
import { createClient, type ServerProcess, startServer } from './proxy-client.ts';
import { BATCH, batchOf, openSetup, type ProxySetup, teachDesk } from './proxy-setup.ts';

const ROUNDS = 9;
const SINGLES = 2_000;
const BATCHES = 40;
const CONNECTIONS = 4;

const KINDS = ['bare', 'single', 'repeated', 'recorded', 'uncached'] as const;
type Kind = (typeof KINDS)[number];

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
  const ask = async (body: string) => {
    const answer = await client.send('POST', `${proxy.address}/v1/triage`, token, body);
    if (answer.status !== 200) throw new Error(`Triage answered ${answer.status}: ${answer.body}`);
    return answer;
  };
  const single = batchOf(tickets.slice(0, 1), 'single');
  const repeated = batchOf(tickets, 'repeated');
  const answerFile = setup.file('answer.json');
  writeFileSync(answerFile, (await ask(single)).body);
  const bareFile = fileURLToPath(new URL('./bare-server.mjs', import.meta.url));
  const bare = await startServer([bareFile, answerFile]);
  let runs = 0;
  const fresh = () => tickets.map((one) => ({ ...one, body: `${one.body} ${runs}` }));
  const work: Readonly<Record<Kind, () => Promise<number>>> = {
    bare: () => perRequest(bare, SINGLES, () => client.send('POST', bare.address, token, single)),
    single: () => perRequest(proxy, SINGLES, () => ask(single)),
    repeated: () => perRequest(proxy, BATCHES, () => ask(repeated)),
    recorded: () => perRequest(proxy, BATCHES, () => ask(batchOf(tickets, `run-${runs++}`))),
    uncached: () => perRequest(proxy, BATCHES, () => ask(batchOf(fresh(), `run-${runs++}`))),
  };
  const rounds: Record<Kind, number[]> = { bare: [], single: [], repeated: [], recorded: [], uncached: [] };
  // The first rounds only warm both.
  for (let round = -2; round < ROUNDS; round++) {
    for (const kind of KINDS) {
      const seconds = await work[kind]();
      if (round >= 0) rounds[kind].push(seconds);
    }
  }
  client.close();
  await Promise.all([proxy.stop(), bare.stop()]);
  const ratios = rounds.single.map((value, i) => value / (rounds.bare[i] ?? Number.NaN));
  return [
    reported('bare node:http, one request', median(rounds.bare) * 1e6, 'µs CPU'),
    reported('one cached ticket', median(rounds.single) * 1e6, 'µs CPU'),
    atMost('one cached ticket against bare node:http', median(ratios), '×', 1.8),
    atMost('200 cached tickets', median(rounds.repeated) * 1e3, 'ms CPU', 1.5),
    reported('200 cached tickets in a new run, each recorded anew', median(rounds.recorded) * 1e3, 'ms CPU'),
    atMost('one uncached ticket of 200, recorded', (median(rounds.uncached) * 1e6) / BATCH, 'µs CPU', 30),
  ];
}

/** CPU seconds that a server takes for each of `count` requests. */
async function perRequest(
  server: ServerProcess,
  count: number,
  send: () => Promise<unknown>,
): Promise<number> {
  const before = await cpuSecondsAt(server.address);
  for (let i = 0; i < count; i += CONNECTIONS) {
    await Promise.all(Array.from({ length: CONNECTIONS }, send));
  }
  return ((await cpuSecondsAt(server.address)) - before) / count;
}

/** By the server's own clock, in microseconds: what the system tells from outside counts hundredths of a second. */
async function cpuSecondsAt(address: string): Promise<number> {
  const page = await (await fetch(`${address}/metrics`)).text();
  const seconds = Number(/^process_cpu_seconds ([\d.e+-]+)$/m.exec(page)?.[1] ?? Number.NaN);
  if (Number.isNaN(seconds)) throw new Error('The server does not tell its CPU time.');
  return seconds;
}
