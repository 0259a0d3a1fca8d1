// Chaos for mailboxes: seeded histories against the built bundle and the real proxy. See main.ts for the command.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createRandom } from '../google/random.ts';
import { createSyncFetch, type SyncFetch } from '../google/sync-fetch.ts';
import { type LocalProxy, startLocalProxy } from '../local-proxy.ts';
import { LEAD, proxyOptions, readBuiltAddon } from '../sample-world.ts';
import { createWorld } from '../world.ts';
import { brokenMailRules } from './gmail-check.ts';
import { changeQueues, teachMailDesk } from './gmail-desk.ts';
import { type Lead, playMailHistory } from './gmail-history.ts';
import { listeningFetch } from './told-answers.ts';

const THREADS = 40;
/** One caller triages for hundreds of mailboxes here, which no person does. */
const UNLIMITED = {
  USHER_CALLER_TICKETS_A_DAY: '1000000000',
  USHER_CALLER_REQUESTS_A_MINUTE: '1000000000',
  USHER_DESK_TICKETS_A_MINUTE: '1000000000',
};

interface Failure {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly events: readonly string[];
}

/** Plays the seeds and reports; answers how many failed. */
export async function runMailChaos(options: {
  readonly from: number;
  readonly seeds: number;
  readonly threads: number | undefined;
  readonly json: boolean;
}): Promise<number> {
  const { from, seeds, json } = options;
  const threads = options.threads ?? THREADS;
  const folder = mkdtempSync(join(tmpdir(), 'usher-chaos-'));
  const database = join(folder, 'usher.sqlite');
  const owner = { owners: '@usher.example', now: Date.now };
  const proxy = await startLocalProxy({ ...owner, database, environment: UNLIMITED });
  const built = await readBuiltAddon('variants/gmail-everything');
  const fetcher = listeningFetch(createSyncFetch());
  const failures: Failure[] = [];
  try {
    await teachMailDesk(proxy, createRandom(1));
    for (let seed = from; seed < from + seeds; seed++) {
      const random = createRandom(seed);
      const world = createWorld({
        ...built,
        ...proxyOptions(built, proxy),
        ...{ user: LEAD, start: Date.now(), kind: 'gmail', seed, fetcher },
      });
      const lead = leadOf(proxy, fetcher, seed);
      const history = playMailHistory(world, threads, random, seed, lead);
      lead.leave();
      const broken = [
        ...(history.cameToRest ? [] : ['the mailbox never came to rest']),
        ...brokenMailRules(history, fetcher.told, database),
      ];
      if (broken.length > 0) failures.push({ seed, broken: broken.slice(0, 20), events: history.events });
      report(seed, broken, json);
    }
  } finally {
    fetcher.close();
    await proxy.close();
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(
    json
      ? `${JSON.stringify({ surface: 'gmail', from, seeds, threads, failures })}\n`
      : `${seeds - failures.length} of ${seeds} histories kept every rule${failures.length > 0 ? `; failing seeds: ${failures.map(({ seed }) => seed).join(', ')}` : ''}.\n`,
  );
  return failures.length;
}

/** The desk's lead through one history, who leaves the queues routed. */
function leadOf(proxy: LocalProxy, fetcher: SyncFetch, seed: number): Lead & { leave(): void } {
  let renames = 0;
  let mode: 'auto' | 'suggest' = 'auto';
  const change = (): void => changeQueues(proxy, fetcher, { mark: `${seed}-${renames}`, mode });
  return {
    renameQueues: () => {
      renames += 1;
      change();
    },
    turnRouting: () => {
      mode = mode === 'auto' ? 'suggest' : 'auto';
      change();
    },
    leave: () => {
      if (mode === 'auto') return;
      mode = 'auto';
      change();
    },
  };
}

function report(seed: number, broken: readonly string[], json: boolean): void {
  if (json) return;
  if (broken.length > 0) process.stdout.write(`seed ${seed} FAILED\n  ${broken.slice(0, 8).join('\n  ')}\n`);
  else if (process.stderr.isTTY) process.stderr.write(`\rseed ${seed} ok`);
}
