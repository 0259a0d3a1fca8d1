// What health costs with a million predictions stored, on both databases, and what a day of looks costs, through the proxy's
// own app and store.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { DAY_MS, HOUR_MS } from '../server/monitor/outbreak/calendar.ts';
import type { LoggedPrediction } from '../server/store/prediction-log.ts';
import type { Store } from '../server/store/store.ts';
import type { Trace } from '../server/store/trace-rows.ts';
import { createRandom } from '../src/core/statistics/random.ts';
import { startPostgres } from '../test/builders/postgres.ts';
import { aBatch, aProxy, type TestProxy, teach } from '../test/builders/proxy.ts';
import { atMost, type Figure, reported } from './figure.ts';
import type { LabelledText } from './monitors-traffic.ts';

const PREDICTIONS = 1_000_000;
const DAYS = 84;
const AUDITS = 20_000;
const LABELS = 8;
const DECISIONS = ['assign', 'review', 'review', 'abstain'] as const;
const ASKED = 15;
const NOW = Date.UTC(2026, 10, 24);
const TICK = { timeZone: 'Europe/Berlin', everyMinutes: 15 };
const LOOKS = 96;
/** Different tickets of which the history is made. */
const SENT = 3_000;
/** Clock ticks a second in /proc, as Linux has had them for ever. */
const TICKS_A_SECOND = 100;

/** CPU of one health answer, the server's own included where the database is one. */
export async function healthFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-health-'));
  const postgres = await startPostgres();
  try {
    const sqlite = await measure('SQLite', join(folder, 'usher.sqlite'), () => 0);
    if ('why' in postgres) return [...sqlite, reported(`PostgreSQL: not measured, ${postgres.why}`, 0, '')];
    const address = await postgres.createDatabase();
    const port = new URL(address).port;
    return [...sqlite, ...(await measure('PostgreSQL', address, () => serverCpuSeconds(port)))];
  } finally {
    if ('close' in postgres) await postgres.close();
    rmSync(folder, { recursive: true });
  }
}

async function measure(name: string, database: string, serverCpu: () => number): Promise<Figure[]> {
  const proxy = await aProxy({ USHER_DATABASE: database, USHER_LOG_LEVEL: 'silent' });
  try {
    proxy.clock.now = NOW;
    await teach(proxy);
    await fill(proxy.store);
    const ask = () => proxy.call('GET', '/v1/desks/it/health');
    const first = await cpuOf(ask, serverCpu);
    const each = await cpuOf(async () => {
      for (let asked = 0; asked < ASKED; asked++) await ask();
    }, serverCpu);
    const { queues } = (await ask()).body as unknown as { queues: { routed: number }[] };
    if (queues.length !== LABELS) throw new Error('The health answer does not count what was stored.');
    return [
      atMost(
        `health, ${PREDICTIONS} predictions on ${name}: CPU of an answer`,
        ((each.own + each.server) / ASKED) * 1_000,
        'ms',
        100,
      ),
      reported(`  of which the database's own processes`, (each.server / ASKED) * 1_000, 'ms'),
      reported(`  the first answer after a start`, (first.own + first.server) * 1_000, 'ms'),
    ];
  } finally {
    await proxy.close();
  }
}

async function fill(store: Store): Promise<void> {
  const random = createRandom(20_261_130);
  for (let first = 0; first < PREDICTIONS; first += 5_000) {
    const batch = Array.from({ length: 5_000 }, (_, index): LoggedPrediction => {
      const number = first + index;
      return {
        ...{ id: `p${number}`, desk: 'it', field: 'queue', runId: 'r', ticketId: `t${number}` },
        at: NOW - Math.floor(((PREDICTIONS - number) / PREDICTIONS) * DAYS * DAY_MS),
        decision: DECISIONS[Math.floor(random() * DECISIONS.length)] ?? 'review',
        label: `label-${Math.floor(random() * LABELS)}`,
        ...{ confidence: random(), backend: 'embedded', model: 'm', isFallback: false },
        ...{ language: 'en', textLength: 200, inAuto: 'review' },
      };
    });
    await store.log.append(batch);
  }
  for (let first = 0; first < AUDITS; first += 1_000) {
    const at = NOW - Math.floor(((AUDITS - first) / AUDITS) * DAYS * DAY_MS);
    const answers = Array.from({ length: 1_000 }, (_, index) => ({
      ...{ ticketId: `a${first + index}`, textHash: 'h', field: 'queue', language: 'en' },
      answer: { decision: 'audit' as const, reason: '', backend: 'embedded' as const, model: 'm' },
      withheld: { label: `label-${Math.floor(random() * LABELS)}`, confidence: 0.95 },
    }));
    await store.answers.write('it', `audit-${first}`, answers, at);
    await store.promises.change('it', async (promises) => {
      for (const { ticketId, withheld } of answers) {
        const audit = { ticketId, field: 'queue', model: 'm', withheldLabel: withheld.label };
        const truth = random() < 0.96 ? withheld.label : 'label-0';
        const judged = { ...audit, confidence: 0.95, textHash: ticketId };
        await promises.judgeAudit('it', judged, truth, at + HOUR_MS);
      }
    });
  }
}

/** CPU of a day with 5,000 tickets after four weeks of them, all looks and the report, and without the triage itself. */
export async function dayFigures(tickets: readonly LabelledText[]): Promise<Figure[]> {
  const proxy = await aProxy({ USHER_LOG_LEVEL: 'silent', USHER_DESK_TICKETS_A_MINUTE: '0' });
  try {
    await teach(
      proxy,
      tickets.slice(0, 400).map(({ text, label }, row) => ({
        ...{ id: `r${row}`, subject: '', body: text },
        labels: { queue: queueOf(label) },
      })),
    );
    const perDay = 5_000;
    await send(proxy, tickets, 0, SENT);
    await repeat(proxy.store, perDay);
    const midnight = NOW + 28 * DAY_MS;
    const rebuild = await cpuOf(
      () => look(proxy, midnight),
      () => 0,
    );
    await send(proxy, tickets, 28, perDay);
    const day = await cpuOf(
      async () => {
        for (let each = 1; each <= LOOKS; each++) await look(proxy, midnight + (each * DAY_MS) / LOOKS);
      },
      () => 0,
    );
    return [
      atMost('a day with 5,000 tickets, 96 looks and the report: CPU', day.own, 's', 5),
      reported('  the first look of a process, with 140,000 traces stored: CPU', rebuild.own, 's'),
    ];
  } finally {
    await proxy.close();
  }
}

/** Four weeks of traces, made of some that were sent: what a look costs does not depend on how they came. */
async function repeat(store: Store, perDay: number): Promise<void> {
  const sent = await store.monitoring.traces({ desk: 'it', field: 'queue' }, 0);
  for (let day = 0; day < 28; day++) {
    const from = NOW + day * DAY_MS;
    await store.monitoring.addTraces(
      Array.from({ length: perDay }, (_, index) => {
        const arrivedAt = from + Math.floor((index * DAY_MS) / perDay);
        const one = sent[(day * 37 + index) % sent.length] as Trace;
        return { ...one, ticketId: `h${day}-${index}`, arrivedAt, seenAt: arrivedAt, isWatched: true };
      }),
    );
  }
}

async function look(proxy: TestProxy, now: number): Promise<void> {
  proxy.clock.now = now;
  const answer = await proxy.call('POST', '/v1/desks/it/tick', TICK);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

async function send(proxy: TestProxy, tickets: readonly LabelledText[], day: number, count: number) {
  const from = NOW + day * DAY_MS;
  proxy.clock.now = from + DAY_MS - 1;
  for (let first = 0; first < count; first += 200) {
    const batch = Array.from({ length: 200 }, (_, index) => {
      const number = day * count + first + index;
      const receivedAt = from + Math.floor(((first + index) * DAY_MS) / count);
      return {
        id: `t${number}`,
        subject: '',
        body: tickets[number % tickets.length]?.text ?? '',
        receivedAt,
      };
    });
    await proxy.call('POST', '/v1/triage', aBatch(batch, { runId: `run-${day}-${first}` }));
    await proxy.flush();
  }
}

// The builder's desk has three queues; which public label is which does not matter for what it costs.
function queueOf(label: string): string {
  return ['network', 'billing', 'printing'][label.length % 3] ?? 'network';
}

async function cpuOf(
  work: () => Promise<unknown>,
  serverCpu: () => number,
): Promise<{ own: number; server: number }> {
  const [before, serverBefore] = [process.cpuUsage(), serverCpu()];
  await work();
  const used = process.cpuUsage(before);
  return { own: (used.user + used.system) / 1e6, server: serverCpu() - serverBefore };
}

/** CPU seconds of the PostgreSQL server on a port, and of its children that live. */
function serverCpuSeconds(port: string): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
        const line = readFileSync(`/proc/${id}/cmdline`, 'utf8');
        const ticks = Number(stat[11]) + Number(stat[12]);
        return [{ id, line, parent: stat[1], seconds: ticks / TICKS_A_SECOND }];
      } catch {
        return [];
      }
    });
  const server = processes.find(({ line }) => line.includes('postgres') && line.split('\0').includes(port));
  return processes
    .filter(({ id, parent }) => id === server?.id || parent === server?.id)
    .reduce((sum, { seconds }) => sum + seconds, 0);
}
