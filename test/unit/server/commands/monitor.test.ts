import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../../../server/commands/monitor.ts';
import { run as train } from '../../../../server/commands/train.ts';
import { aWatchedDesk, dayOfTickets, reportsOfOneMatter } from '../watch/a-watched-desk.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 8, 1);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usher-monitor-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function monitor(args: readonly string[], environment: Record<string, string> = {}) {
  let out = '';
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: () => undefined,
    isTerminal: false,
    now: () => START + 60 * DAY,
    environment,
  };
  const code = await run(args, io);
  return { code, out, io };
}

interface Sent {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly receivedAt: number;
}

const QUEUES: Readonly<Record<string, RegExp>> = {
  network: /wireless|router|cable|connection|switch|signal|internet|socket|adapter|office|floor/,
  billing: /invoice|payment|refund|charge|receipt|price|account|contract|order|supplier|amount/,
};

/** Fifty days of everyday tickets, and ten reports of one matter on the forty-sixth. */
function aHistory(name: string): string {
  const tickets = [
    ...Array.from({ length: 50 }, (_, day) => dayOfTickets(day, 30, START + day * DAY)).flat(),
    ...reportsOfOneMatter(START + 46 * DAY + 36_000_000),
  ] as Sent[];
  const queueOf = (subject: string) =>
    Object.keys(QUEUES).find((queue) => QUEUES[queue]?.test(subject)) ?? 'printing';
  const lines = tickets.map(({ id, subject, body, receivedAt }) =>
    [id, new Date(receivedAt).toISOString(), subject, body, queueOf(subject)].join(','),
  );
  const path = join(folder, name);
  writeFileSync(path, `id,created,subject,body,queue\n${lines.join('\n')}\n`);
  return path;
}

describe('usher monitor', () => {
  it('replays a history: quiet but for the one matter that burst', async () => {
    const page = join(folder, 'replay.html');
    const { out } = await monitor(['replay', aHistory('history.csv'), '-o', page, '--json']);
    const { days, raised, proposals } = JSON.parse(out);
    expect(days).toBeGreaterThan(5);
    expect(raised.filter(({ monitor: name }: { monitor: string }) => name !== 'outbreak')).toEqual([]);
    expect(proposals).toHaveLength(1);
    expect(readFileSync(page, 'utf8')).toContain('A history replayed');
  });

  it('refuses a history without times, and says what to add', async () => {
    const path = join(folder, 'undated.csv');
    writeFileSync(path, 'text,label\nprinter,printing\n');
    await expect(monitor(['replay', path])).rejects.toThrow(/no ticket with a time/);
  });

  it('says whether names change queues', async () => {
    const model = join(folder, 'model.usher');
    const { io } = await monitor(['dashboards', '-o', join(folder, 'unused')]);
    await train([aHistory('taught.csv'), '-o', model], io);
    const named = join(folder, 'named.csv');
    const rows = Array.from({ length: 120 }, (_, n) => `${n},hello Anna the printer has no toner again ${n}`);
    writeFileSync(named, `id,text\n${rows.join('\n')}\n`);
    const { code, out } = await monitor(['swaps', named, '--model', model]);
    expect(out).toMatch(/0 of 120 tickets \(0 %\) change queue when first names are swapped/);
    expect(code).toBe(0);
  });

  it('writes dashboards, policies and rules that link to the runbook', async () => {
    const target = join(folder, 'dashboards');
    await monitor(['dashboards', '-o', target, '--runbook', 'https://docs.example/alerts.md']);
    expect(readdirSync(target).sort()).toEqual(['alerts.json', 'dashboard.json', 'grafana.json', 'policies']);
    const policy = readFileSync(join(target, 'policies', 'honesty.json'), 'utf8');
    expect(policy).toContain('https://docs.example/alerts.md#honesty');
  });

  it('reports on a desk in the database, by ids and without a word of its tickets', async () => {
    const database = join(folder, 'usher.sqlite');
    const desk = await aWatchedDesk({ USHER_DATABASE: database });
    await desk.live(9);
    await desk.proxy.close();
    const page = join(folder, 'report.html');
    const { out } = await monitor(['report', '-o', page], { USHER_DATABASE: database });
    expect(out).toMatch(/^The state of IT help is/);
    const html = readFileSync(page, 'utf8').split('<script>')[0];
    expect(html).toContain('The health of IT help');
    expect(html).not.toMatch(/invoice|router|toner/);
  });
});
