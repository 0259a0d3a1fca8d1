// Holds what Usher remembers of threads against the labels that are on them now. A label that a person took off or changed is a
// correction, and stands; what a run that was cut short had in hand is finished or given up.
import { type DeskLabels, REVIEW } from './desk-labels.ts';
import { callsThatHappened, type HasHappened, unmarkedBatch } from './label-history.ts';
import type { MailWorld } from './mail-ports.ts';
import { changeThreads, readThreads, type ThreadRecord, type Threads } from './thread-memory.ts';

/** Threads that one call lists. */
const PAGE = 500;
/** Beyond so many, what bears a label is too old to be anybody's business. */
const PAGES_MAX = 14;
/** Threads that are looked at one by one in a run, because none of Usher's labels is on them any more. */
const LOOKS_MAX = 40;

export interface Settled {
  readonly threads: Threads;
  /** Queue ids (`REVIEW` for Usher/Review) by thread, of all threads that bear one of Usher's labels. */
  readonly labelled: ReadonlyMap<string, ReadonlySet<string>>;
  /** Threads on which a person has just been found to think otherwise. */
  readonly corrected: readonly string[];
}

/** Null when the memory is locked by another execution; then nothing was changed. */
export function settleLabels(world: MailWorld, labels: DeskLabels): Settled | null {
  const { labelled, complete } = labelledThreads(world, labels);
  const threads = readThreads(world);
  const hasHappened = callsThatHappened(world, labels, threads, plannedClaims(threads), labelled);
  const seen: Seen = { labels, complete, hasHappened };
  const verdicts = new Map<string, Verdict>();
  let looks = 0;
  for (const [thread, record] of threads) {
    const verdict = judge(thread, record, labelled.get(thread) ?? NONE, seen);
    if (verdict.kind === 'gone') {
      looks += 1;
      if (looks <= LOOKS_MAX) verdicts.set(thread, lookAt(world, thread, record, labels));
    } else if (verdict.kind !== 'same') verdicts.set(thread, verdict);
  }
  takeOwnLabelsOff(world, labels, threads, labelled, verdicts);
  if (verdicts.size === 0) return { threads, labelled, corrected: [] };
  const minute = Math.floor(world.now() / 60_000);
  const settled = changeThreads(world, verdicts.keys(), (before, thread) => {
    const verdict = verdicts.get(thread);
    const known = threads.get(thread);
    if (!before || !verdict || before.state !== known?.state || before.batch !== known.batch)
      return undefined;
    if (verdict.kind === 'forget') return null;
    return verdict.kind === 'becomes'
      ? { state: verdict.state, queue: verdict.queue, minute, batch: unmarkedBatch(before.batch) }
      : undefined;
  });
  if (!settled) return null;
  const corrected = [...verdicts]
    .filter(
      ([, verdict]) => verdict.kind === 'becomes' && (isChoice(verdict.state) || verdict.state === 'removed'),
    )
    .map(([thread]) => thread);
  return { threads: settled, labelled, corrected };
}

type Verdict =
  | { readonly kind: 'same' }
  /** None of Usher's labels is on the thread: look whether it is still there. */
  | { readonly kind: 'gone' }
  /** As if it had never been seen. */
  | { readonly kind: 'forget' }
  | { readonly kind: 'becomes'; readonly state: ThreadRecord['state']; readonly queue: string };

interface Seen {
  readonly labels: DeskLabels;
  readonly complete: ReadonlySet<string>;
  readonly hasHappened: HasHappened;
}

const NONE: ReadonlySet<string> = new Set();
const SAME: Verdict = { kind: 'same' };

/** True where a person has chosen the queue. */
export function isChoice(state: ThreadRecord['state']): boolean {
  return state === 'person' || state === 'judged';
}

/** What a person chose; of a blind audit, the proxy must hear of it. */
function chosen({ state }: ThreadRecord, queue: string): Verdict {
  const isAudit = state === 'audit' || state === 'planned-audit' || state === 'judged';
  return { kind: 'becomes', state: isAudit && queue !== REVIEW ? 'judged' : 'person', queue };
}

/** The queue whose label Usher put on the thread or was about to; null for a record that claims no label. */
function claimOf({ state, queue }: ThreadRecord): string | null {
  switch (state) {
    case 'planned':
    case 'labelled':
      return queue;
    case 'planned-review':
    case 'planned-audit':
    case 'review':
    case 'audit':
      return REVIEW;
    default:
      return null;
  }
}

const DONE: Partial<Record<ThreadRecord['state'], ThreadRecord['state']>> = {
  ...{ planned: 'labelled', 'planned-review': 'review', 'planned-audit': 'audit' },
};

function judge(thread: string, record: ThreadRecord, present: ReadonlySet<string>, seen: Seen): Verdict {
  const claim = claimOf(record);
  const others = [...present].filter((queue) => queue !== claim);
  const queue = others.find((other) => other !== REVIEW) ?? others[0];
  if (claim === null) {
    // What a person chose may change again; it is theirs either way.
    const isNews = queue !== undefined && !(isChoice(record.state) && present.has(record.queue));
    return isNews ? chosen(record, queue) : SAME;
  }
  if (queue !== undefined) return chosen(record, queue);
  const done = DONE[record.state];
  if (present.has(claim)) return done ? { kind: 'becomes', state: done, queue: record.queue } : SAME;
  if (done && !seen.hasHappened(thread, record)) return { kind: 'forget' };
  const label = seen.labels.byQueue.get(claim);
  // A label that was deleted as a whole tells nothing of each of its threads.
  if (!label || seen.labels.fresh.has(label.id))
    return { kind: 'becomes', state: 'removed', queue: record.queue };
  return seen.complete.has(claim) ? { kind: 'gone' } : SAME;
}

/** The queue that each thread was to be labelled with by a call of which nobody knows yet whether it was made. */
function plannedClaims(threads: Threads): ReadonlyMap<string, string> {
  const claims = new Map<string, string>();
  for (const [thread, record] of threads) {
    const claim = claimOf(record);
    if (claim !== null && DONE[record.state]) claims.set(thread, claim);
  }
  return claims;
}

/** What became of a thread that bears none of Usher's labels as far as the lists tell. */
function lookAt(world: MailWorld, thread: string, record: ThreadRecord, labels: DeskLabels): Verdict {
  const names = world.mail.labelsOf(thread);
  if (names === null) return { kind: 'forget' };
  const queues = [...labels.byQueue]
    .filter(([, label]) => names.includes(label.name))
    .map(([queue]) => queue);
  const [queue] = queues;
  const claim = claimOf(record);
  if (queue === undefined) return { kind: 'becomes', state: 'removed', queue: record.queue };
  if (claim === null || !queues.includes(claim)) return chosen(record, queue);
  return { kind: 'becomes', state: DONE[record.state] ?? record.state, queue: record.queue };
}

/** Where a person put another of the desk's labels beside the one that Usher put, Usher's goes. */
function takeOwnLabelsOff(
  world: MailWorld,
  labels: DeskLabels,
  threads: Threads,
  labelled: ReadonlyMap<string, ReadonlySet<string>>,
  verdicts: ReadonlyMap<string, Verdict>,
): void {
  const off = new Map<string, string[]>();
  for (const [thread, verdict] of verdicts) {
    const record = threads.get(thread);
    const claim = record ? claimOf(record) : null;
    if (verdict.kind !== 'becomes' || !isChoice(verdict.state) || claim === null) continue;
    if (labelled.get(thread)?.has(claim)) off.set(claim, [...(off.get(claim) ?? []), thread]);
  }
  for (const [queue, ids] of off) {
    const label = labels.byQueue.get(queue);
    for (let at = 0; label && at < ids.length; at += 100)
      world.mail.removeLabel(label, ids.slice(at, at + 100));
  }
}

function labelledThreads(world: MailWorld, labels: DeskLabels) {
  const labelled = new Map<string, Set<string>>();
  const complete = new Set<string>();
  for (const [queue, label] of labels.byQueue) {
    for (let page = 0; page < PAGES_MAX; page++) {
      const ids = world.mail.threadsUnder(label, page * PAGE, PAGE);
      for (const id of ids) labelled.set(id, (labelled.get(id) ?? new Set()).add(queue));
      if (ids.length === PAGE) continue;
      complete.add(queue);
      break;
    }
  }
  return { labelled, complete };
}
