// `npm run chaos -- --surface sheets|gmail --seeds N [--from S] [--rows R] [--jobs J] [--harsh] [--json]`: seeded histories of faults and of people at
// work against the built bundle and the real proxy. Exit 1 and the failing seeds when one breaks a rule.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createSyncFetch } from '../google/sync-fetch.ts';
import { startLocalProxy } from '../local-proxy.ts';
import { readBuiltAddon } from '../sample-world.ts';
import { judgeSeed, type Verdict } from './judge.ts';

const ROWS = 2_000;
/** A process of its own for so many seeds: starting one costs a second, and its proxy remembers every desk. */
const SEEDS_A_PROCESS = 25;

/** One caller triages for many desks here, which no person does. */
const UNLIMITED = {
  USHER_CALLER_TICKETS_A_DAY: '1000000000',
  USHER_CALLER_REQUESTS_A_MINUTE: '1000000000',
  USHER_DESK_TICKETS_A_MINUTE: '1000000000',
};

const { values } = parseArgs({
  options: {
    surface: { type: 'string', default: 'sheets' },
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    rows: { type: 'string', default: String(ROWS) },
    jobs: { type: 'string', default: String(availableParallelism()) },
    /** People also copy rows as patterns, paste exports over old rows, and bring queues along with new ones. */
    harsh: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** For a process of ours: plays all seeds itself and prints a line of JSON for each. */
    lines: { type: 'boolean', default: false },
  },
});
if (values.surface === 'gmail') {
  const { runMailChaos } = await import('./gmail-main.ts');
  const threads = values.rows === String(ROWS) ? undefined : Number(values.rows);
  const asked = { from: Number(values.from), seeds: Number(values.seeds), threads, json: values.json };
  process.exit((await runMailChaos(asked)) === 0 ? 0 : 1);
}
if (values.surface !== 'sheets') {
  process.stderr.write(
    `There is no chaos for the surface "${values.surface}" yet; choose sheets or gmail.\n`,
  );
  process.exit(2);
}
const from = Number(values.from);
const seeds = Number(values.seeds);
const rows = Number(values.rows);
if (values.lines) await playAll((verdict) => process.stdout.write(`${JSON.stringify(verdict)}\n`));
else await judgeAll();

/** Parts the seeds among processes and sums up what they say. */
async function judgeAll(): Promise<void> {
  const failures: Pick<Verdict, 'seed' | 'broken' | 'events'>[] = [];
  const counted = { putBack: 0, toCheck: 0 };
  let judged = 0;
  const hear = ({ seed, broken, events, putBack, toCheck }: Verdict): void => {
    judged += 1;
    counted.putBack += putBack;
    counted.toCheck += toCheck;
    if (broken.length > 0) failures.push({ seed, broken, events });
    if (values.json) return;
    if (broken.length > 0)
      process.stdout.write(`seed ${seed} FAILED\n  ${broken.slice(0, 8).join('\n  ')}\n`);
    else if (process.stderr.isTTY) process.stderr.write(`\r${judged} of ${seeds}, seed ${seed} ok `);
  };
  const jobs = Math.max(1, Number(values.jobs));
  const share = Math.min(SEEDS_A_PROCESS, Math.ceil(seeds / jobs));
  let next = from;
  const work = async (): Promise<void> => {
    while (next < from + seeds) {
      const first = next;
      next = Math.min(first + share, from + seeds);
      await inProcess(first, next - first, hear);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  failures.sort((a, b) => a.seed - b.seed);
  const names = failures.map(({ seed }) => seed).join(', ');
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ surface: values.surface, from, seeds, rows, ...counted, failures })}\n`
      : `${seeds - failures.length} of ${seeds} histories kept every rule${failures.length > 0 ? `; failing seeds: ${names}` : ''}. ${counted.putBack} typed values were put back, ${counted.toCheck} pasted cells are named for a look.\n`,
  );
  if (judged < seeds) throw new Error(`Only ${judged} of ${seeds} seeds were played to their end.`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

async function inProcess(first: number, count: number, hear: (verdict: Verdict) => void): Promise<void> {
  const here = fileURLToPath(import.meta.url);
  const args = [
    here,
    '--lines',
    '--from',
    String(first),
    '--seeds',
    String(count),
    '--rows',
    String(rows),
    ...(values.harsh ? ['--harsh'] : []),
  ];
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) hear(JSON.parse(line) as Verdict);
  await exit;
}

async function playAll(hear: (verdict: Verdict) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'usher-chaos-'));
  const database = join(folder, 'usher.sqlite');
  const proxy = await startLocalProxy({
    owners: '@usher.example',
    now: Date.now,
    database,
    environment: UNLIMITED,
  });
  const fetcher = createSyncFetch();
  try {
    const stage = { built: await readBuiltAddon('addon'), proxy, database, fetcher, isHarsh: values.harsh };
    for (let seed = from; seed < from + seeds; seed++) hear(await judgeSeed(stage, seed, rows));
  } finally {
    fetcher.close();
    await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
