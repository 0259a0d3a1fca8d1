// Which threads of the search a run has to do with: those that nobody and nothing has decided yet, newest first.
import type { MailWorld } from './mail-ports.ts';
import { readLastRun } from './mail-runs.ts';
import type { MailSettings } from './mail-settings.ts';
import type { Settled } from './settle-labels.ts';
import { changeThreads, type ThreadRecord, type Threads } from './thread-memory.ts';

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
  const left = new Map([...threads].filter(([, { state }]) => state === 'left'));
  const answered = threadsWithNews(world, query, left);
  const found: string[] = [];
  for (const ids of pagesOf(world, query)) {
    for (const id of ids) {
      // A thread that was no ticket becomes one once a customer writes into it.
      const isOpen = !threads.has(id) || (left.has(id) && answered.has(id));
      if (isOpen && !labelled.has(id)) found.push(id);
      left.delete(id);
    }
    if (ids.length < PAGE) forgetUnseen(world, left);
    if (found.length >= FOUND_MAX) break;
  }
  return found.slice(0, FOUND_MAX);
}

/** Threads that were no tickets when they were read, and have a message that came after that. */
function threadsWithNews(world: MailWorld, query: string, left: Threads): ReadonlySet<string> {
  if (left.size === 0) return new Set();
  // Two bounds hold: all that came before the last complete run was looked at, and no record is older than its thread's reading. A
  // mailbox in which each run was cut short knows the second only.
  const read = Math.min(...[...left.values()].map(({ minute }) => minute)) * 60;
  const seen = Math.floor((readLastRun(world)?.seenUntil ?? 0) / 1_000);
  const since = Math.max(read, seen) - LAG_SECONDS;
  return new Set([...pagesOf(world, `${query} after:${since}`)].flat());
}

/** The search's threads, call by call; a page that is not full is the last. */
function* pagesOf(world: MailWorld, query: string): Generator<readonly string[]> {
  for (let page = 0; page < PAGES_MAX; page++) {
    const ids = world.mail.search(query, page * PAGE, PAGE);
    yield ids;
    if (ids.length < PAGE) return;
  }
}

/**
 * What the search no longer finds, since it was read or archived, is not looked at while a customer writes into it, so it is read anew
 * should it be found again.
 */
function forgetUnseen(world: MailWorld, unseen: ReadonlyMap<string, ThreadRecord>): void {
  if (unseen.size === 0) return;
  // Where the lock cannot be had, the next run forgets them.
  changeThreads(world, unseen.keys(), (before, id) =>
    before?.state === 'left' && before.batch === unseen.get(id)?.batch ? null : undefined,
  );
}
