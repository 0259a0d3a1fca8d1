// Which threads of the search a run has to do with: those that nobody and nothing has decided yet, newest first.
import type { MailWorld } from './mail-ports.ts';
import { readLastRun } from './mail-runs.ts';
import type { MailSettings } from './mail-settings.ts';
import type { Settled } from './settle-labels.ts';

/** Threads that one call finds. */
const PAGE = 500;
const PAGES_MAX = 20;
/** More than a run of six minutes reads. */
const FOUND_MAX = 2_000;
/** Gmail's search learns of a message some time after it came. */
const LAG_SECONDS = 600;

/** Ids of the threads to triage, newest first, as many as a run can be concerned with. */
export function findThreads(
  world: MailWorld,
  settings: MailSettings,
  { threads, labelled }: Settled,
): string[] {
  const query = `${settings.search} newer_than:${settings.windowDays}d`;
  const answered = threadsWithNews(
    world,
    query,
    [...threads.values()].some(({ state }) => state === 'left'),
  );
  const found: string[] = [];
  for (let page = 0; page < PAGES_MAX && found.length < FOUND_MAX; page++) {
    const ids = world.mail.search(query, page * PAGE, PAGE);
    for (const id of ids) {
      const record = threads.get(id);
      // A thread that was no ticket becomes one once a customer writes into it.
      const isOpen = record === undefined || (record.state === 'left' && answered.has(id));
      if (isOpen && !labelled.has(id)) found.push(id);
    }
    if (ids.length < PAGE) break;
  }
  return found.slice(0, FOUND_MAX);
}

/** Threads with a message since the last run began. */
function threadsWithNews(world: MailWorld, query: string, isAsked: boolean): ReadonlySet<string> {
  const last = readLastRun(world);
  if (!isAsked || !last) return new Set();
  const since = last.seenUntil === 0 ? '' : ` after:${Math.floor(last.seenUntil / 1_000) - LAG_SECONDS}`;
  return new Set(world.mail.search(query + since, 0, PAGE));
}
