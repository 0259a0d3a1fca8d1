// Four times the load that the proxy can carry: what it still gets done, how long those wait who are let in, how fast the others
// are told, and whether it grows. Unloaded, full and overloaded phases take turns, so that a busy machine disturbs them alike.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { atLeast, atMost, type Figure, reported } from './figure.ts';
import { type Load, type LoadJob, MARK } from './load-sender.ts';
import { median } from './measured-process.ts';
import { createClient, type ServerProcess } from './proxy-client.ts';
import { batchOf, openSetup, type ProxySetup, teachDesk } from './proxy-setup.ts';
import { quantiles } from './quantiles.ts';

const ROUNDS = 5;
const PHASE_MS = 2_000;
/** The quarter of a second in which a burst is still carried, and as much again. */
const RAMP_MS = 600;
/** The peak is the best of these numbers of callers, each of whom waits for an answer before the next request. */
const CALLERS_AT_PEAK = [2, 4, 8] as const;
const TIMES_TOO_MUCH = 4;
/** As many tickets as keep the thread for a few milliseconds, since nobody can be refused meanwhile. */
const TICKETS = 60;

/** The overload alone, as a benchmark of its own. */
export async function run() {
  const setup = await openSetup();
  try {
    return { name: 'proxy-overload', figures: await overload(setup) };
  } finally {
    await setup.close();
  }
}

/** Measures on a proxy of its own with a database on disk. */
export async function overload(setup: ProxySetup): Promise<Figure[]> {
  const token = await setup.token();
  const proxy = await setup.start('overload.sqlite', { USHER_LOG_LEVEL: 'info' });
  const client = createClient(1);
  const tickets = await teachDesk(client, proxy.address, token);
  client.close();
  const bodyFile = setup.file('batch.json');
  const marked = tickets.slice(0, TICKETS).map((one) => ({ ...one, body: `${one.body} ${MARK}` }));
  writeFileSync(bodyFile, batchOf(marked, MARK));
  const send = (job: LoadJob) => startSender(new URL(proxy.address).port, token, bodyFile, job);
  const unloaded: number[] = [];
  const over: { answered: number[]; refused: number[]; late: number[]; other: number; unsent: number } = {
    ...{ answered: [], refused: [], late: [], other: 0, unsent: 0 },
  };
  const shares: number[] = [];
  const rates: number[] = [];
  const megabytes: number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const alone = await send({ callers: 1, ms: PHASE_MS, rampMs: 0 });
    const peaks: number[] = [];
    for (const callers of CALLERS_AT_PEAK) {
      const { answered } = await send({ callers, ms: PHASE_MS, rampMs: 0 });
      peaks.push(answered.length / (PHASE_MS / 1_000));
    }
    const peak = Math.max(...peaks);
    const all = await send({ aSecond: TIMES_TOO_MUCH * peak, ms: PHASE_MS, rampMs: RAMP_MS });
    // The first round only warms both.
    if (round < 0) continue;
    shares.push(all.inTime / (PHASE_MS / 1_000) / peak);
    rates.push(TIMES_TOO_MUCH * peak);
    megabytes.push(residentMegabytes(proxy));
    unloaded.push(...alone.answered);
    for (const kind of ['answered', 'refused', 'late'] as const) over[kind].push(...all[kind]);
    over.other += all.other;
    over.unsent += all.unsent;
  }
  await proxy.stop();
  const [alone, admitted, refused, late] = [unloaded, over.answered, over.refused, over.late].map((times) =>
    quantiles(times.map((ms) => ({ ms }))),
  );
  const growth = (megabytes.at(-1) ?? Number.NaN) / (megabytes[0] ?? Number.NaN);
  return [
    reported('requests sent a second at four times the load', median(rates), ''),
    atMost('  found no connection', over.unsent, '', 0),
    reported('  sent later than they were due, 99 % within', late?.most ?? Number.NaN, 'ms'),
    reported('unloaded, half within', alone?.half ?? Number.NaN, 'ms'),
    reported('unloaded, 99 % within', alone?.most ?? Number.NaN, 'ms'),
    reported('admitted at four times the load, 99 % within', admitted?.most ?? Number.NaN, 'ms'),
    atMost('  against unloaded', (admitted?.most ?? Number.NaN) / (alone?.most ?? Number.NaN), '×', 2),
    atLeast('goodput at four times the load, of the peak', median(shares), '', 0.9),
    atMost('refusals, half within', refused?.half ?? Number.NaN, 'ms', 5),
    reported('refusals, 99 % within', refused?.most ?? Number.NaN, 'ms'),
    reported('refused', over.refused.length / (over.refused.length + over.answered.length), ''),
    atMost('neither answered nor refused', over.other, '', 0),
    atMost('memory after the last overload against the first', growth, '×', 1.1),
  ];
}

async function startSender(port: string, token: string, bodyFile: string, job: LoadJob): Promise<Load> {
  const script = fileURLToPath(new URL('./load-sender.ts', import.meta.url));
  const args = [script, port, token, bodyFile, JSON.stringify(job)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(await text(child.stdout)) as Load;
}

function residentMegabytes({ pid }: ServerProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}
