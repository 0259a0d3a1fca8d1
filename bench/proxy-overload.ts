// Four times the load that the proxy can carry: what it still gets done, how long those wait who are let in, how fast the others
// are told, and whether it grows. Unloaded, full and overloaded phases take turns, so that a busy machine disturbs them alike.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { atLeast, atMost, type Figure, reported } from './figure.ts';
import { median } from './measured-process.ts';
import { createClient, type ServerProcess, type TimedAnswer } from './proxy-client.ts';
import { openSetup, type ProxySetup, type SentTicket, teachDesk } from './proxy-setup.ts';
import { quantiles } from './quantiles.ts';

const ROUNDS = 5;
const PHASE_MS = 2_000;
/** The quarter of a second in which a burst is still carried, and as much again. */
const RAMP_MS = 600;
/** The peak is the best of these numbers of callers, each of whom waits for an answer before the next request. */
const CALLERS_AT_PEAK = [2, 4, 8] as const;
const TIMES_TOO_MUCH = 4;
/** Requests of the overload that may be open at once; a client beyond that would only measure itself. */
const OPEN_MAX = 400;
const TICK_MS = 4;
/** As many tickets as keep the thread for a few milliseconds, since nobody can be refused meanwhile. */
const TICKETS = 60;
const MARK = '\u0001';

/** The overload alone, as a benchmark of its own. */
export async function run() {
  const setup = await openSetup();
  try {
    return { name: 'proxy-overload', figures: await overload(setup) };
  } finally {
    await setup.close();
  }
}

interface Phase {
  readonly answered: TimedAnswer[];
  readonly refused: TimedAnswer[];
  other: number;
  unsent: number;
}

/** Measures on a proxy of its own with a database on disk. */
export async function overload(setup: ProxySetup): Promise<Figure[]> {
  const token = await setup.token();
  const proxy = await setup.start('overload.sqlite', { USHER_LOG_LEVEL: 'info' });
  const client = createClient(OPEN_MAX);
  const tickets = await teachDesk(client, proxy.address, token);
  const nextBody = bodies(tickets.slice(0, TICKETS));
  const send = async (phase: Phase) => {
    const answer = await client.send('POST', `${proxy.address}/v1/triage`, token, nextBody());
    if (answer.status === 200) phase.answered.push(answer);
    else if (answer.status === 503) phase.refused.push(answer);
    else phase.other++;
  };
  const unloaded = newPhase();
  const over = newPhase();
  const shares: number[] = [];
  const megabytes: number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const [lone, all] = [newPhase(), newPhase()];
    await closedLoop(1, PHASE_MS, () => send(lone));
    const peaks: number[] = [];
    for (const callers of CALLERS_AT_PEAK) {
      const full = newPhase();
      await closedLoop(callers, PHASE_MS, () => send(full));
      peaks.push(full.answered.length / PHASE_MS);
    }
    const ratePerMs = Math.max(...peaks);
    await openLoop(TIMES_TOO_MUCH * ratePerMs, RAMP_MS, () => send(newPhase()), newPhase());
    await openLoop(TIMES_TOO_MUCH * ratePerMs, PHASE_MS, () => send(all), all);
    // The first round only warms both.
    if (round < 0) continue;
    shares.push(all.answered.length / PHASE_MS / ratePerMs);
    megabytes.push(residentMegabytes(proxy));
    unloaded.answered.push(...lone.answered);
    over.answered.push(...all.answered);
    over.refused.push(...all.refused);
    over.other += all.other;
    over.unsent += all.unsent;
  }
  client.close();
  await proxy.stop();
  const [alone, admitted, refused] = [unloaded.answered, over.answered, over.refused].map((answers) =>
    quantiles(answers),
  );
  const growth = (megabytes.at(-1) ?? Number.NaN) / (megabytes[0] ?? Number.NaN);
  return [
    reported('unloaded, half within', alone?.half ?? Number.NaN, 'ms'),
    reported('unloaded, 99 % within', alone?.most ?? Number.NaN, 'ms'),
    reported('admitted at four times the load, 99 % within', admitted?.most ?? Number.NaN, 'ms'),
    atMost('  against unloaded', (admitted?.most ?? Number.NaN) / (alone?.most ?? Number.NaN), '×', 2),
    atLeast('goodput at four times the load, of the peak', median(shares), '', 0.9),
    atMost('refusals, half within', refused?.half ?? Number.NaN, 'ms', 5),
    reported('refusals, 99 % within', refused?.most ?? Number.NaN, 'ms'),
    reported('refused', over.refused.length / (over.refused.length + over.answered.length), ''),
    atMost('neither answered nor refused', over.other, '', 0),
    reported('not sent by the client', over.unsent, ''),
    atMost('memory after the last overload against the first', growth, '×', 1.1),
  ];
}

function newPhase(): Phase {
  return { answered: [], refused: [], other: 0, unsent: 0 };
}

/** Batches of which no text was asked before. */
function bodies(tickets: readonly SentTicket[]): () => string {
  const marked = tickets.map((one) => ({ ...one, body: `${one.body} ${MARK}` }));
  const batch = JSON.stringify({ desk: 'it', runId: MARK, deadlineMs: 60_000, tickets: marked });
  const parts = batch.split(JSON.stringify(MARK).slice(1, -1));
  let count = 0;
  return () => parts.join(`n${count++}`);
}

async function closedLoop(callers: number, ms: number, work: () => Promise<void>): Promise<void> {
  const until = performance.now() + ms;
  const call = async () => {
    while (performance.now() < until) await work();
  };
  await Promise.all(Array.from({ length: callers }, call));
}

/** Sends at a rate whatever comes back; resolves when everything has come back. */
async function openLoop(aMs: number, ms: number, work: () => Promise<void>, phase: Phase): Promise<void> {
  const open = new Set<Promise<void>>();
  const startedAt = performance.now();
  let due = 0;
  let sent = 0;
  while (performance.now() - startedAt < ms) {
    due = (performance.now() - startedAt) * aMs;
    for (; sent < due; sent++) {
      if (open.size >= OPEN_MAX) {
        phase.unsent++;
        continue;
      }
      const one: Promise<void> = work().finally(() => open.delete(one));
      open.add(one);
    }
    await wait(TICK_MS);
  }
  await Promise.all(open);
}

function residentMegabytes({ pid }: ServerProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}
