// Forged tokens at 5,000 a second, each of which would cost a signature's arithmetic: how much longer good callers wait. Phases
// with and without the junk take turns.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { atLeast, atMost, type Figure, reported } from './figure.ts';
import { median } from './measured-process.ts';
import { createClient, type TimedAnswer } from './proxy-client.ts';
import { batchOf, openSetup, type ProxySetup, teachDesk } from './proxy-setup.ts';
import { quantiles } from './quantiles.ts';

const JUNK_A_SECOND = 5_000;
const ROUNDS = 5;
const PHASE_MS = 3_000;
const GOOD_CALLERS = 4;
const TICKETS = 20;
const PAUSE_MS = 10;

/** The flood alone, as a benchmark of its own. */
export async function run() {
  const setup = await openSetup();
  try {
    return { name: 'proxy-junk', figures: await junk(setup) };
  } finally {
    await setup.close();
  }
}

interface Flood {
  readonly sentASecond: number;
  readonly sent: number;
  readonly statuses: Readonly<Record<string, number>>;
}

/** Measures on a proxy of its own. */
export async function junk(setup: ProxySetup): Promise<Figure[]> {
  const proxy = await setup.start(':memory:');
  const client = createClient(GOOD_CALLERS);
  const token = await setup.token();
  const forged = await setup.forgedToken('nobody');
  const tickets = await teachDesk(client, proxy.address, token);
  const batch = batchOf(tickets.slice(0, TICKETS), 'good');
  const quiet: TimedAnswer[] = [];
  const flooded: TimedAnswer[] = [];
  const floods: Flood[] = [];
  let refused = 0;
  const call = async (into: TimedAnswer[], until: number) => {
    while (performance.now() < until) {
      const answer = await client.send('POST', `${proxy.address}/v1/triage`, token, batch);
      if (answer.status === 200) into.push(answer);
      else refused++;
      await wait(PAUSE_MS);
    }
  };
  const phase = async (into: TimedAnswer[]) => {
    const until = performance.now() + PHASE_MS;
    await Promise.all(Array.from({ length: GOOD_CALLERS }, () => call(into, until)));
  };
  await phase([]);
  for (let round = 0; round < ROUNDS; round++) {
    await phase(quiet);
    const flood = startFlood(new URL(proxy.address).port, forged);
    // Its process starts first.
    await wait(500);
    await phase(flooded);
    floods.push(await flood);
  }
  client.close();
  const megabytes = proxy.peakMegabytes();
  await proxy.stop();
  const [alone, beside] = [quantiles(quiet), quantiles(flooded)];
  const statuses = floods.map((flood) => flood.statuses);
  const answered = statuses.flatMap((one) => Object.values(one)).reduce((sum, n) => sum + n, 0);
  const letIn = statuses.reduce((sum, one) => sum + (one['200'] ?? 0), 0);
  return [
    atLeast('forged tokens a second', median(floods.map((one) => one.sentASecond)), '', 0.95 * JUNK_A_SECOND),
    reported(
      'forged tokens answered, of those sent',
      answered / floods.reduce((sum, one) => sum + one.sent, 0),
      '',
    ),
    atMost('forged tokens let in', letIn, '', 0),
    reported('good callers alone, 99 % within', alone.most, 'ms'),
    reported('good callers beside the junk, 99 % within', beside.most, 'ms'),
    atMost('  against alone', beside.most / alone.most, '×', 2),
    reported('good callers beside the junk, half within, against alone', beside.half / alone.half, '×'),
    atMost('good callers refused', refused, '', 0),
    reported('greatest memory', megabytes, 'MB'),
  ];
}

async function startFlood(port: string, forged: string): Promise<Flood> {
  const script = fileURLToPath(new URL('./junk-sender.ts', import.meta.url));
  const args = [script, port, String(JUNK_A_SECOND), String(PHASE_MS), forged];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout)) as Flood;
}
