// Which calls that label had their effect before their run was cut short. Gmail keeps a history of the mailbox; where it stood just before
// a call is noted with what is planned, so that a label that came after that is told from one that never came, also once people took it
// off again.
import type { DeskLabels } from './desk-labels.ts';
import type { MailWorld } from './mail-ports.ts';
import type { ThreadRecord, Threads } from './thread-memory.ts';

/** Between a batch and its mark; ids of runs have none. */
const MARK = '@';

/** The batch as it is noted before its call. */
export function markedBatch(batch: string, mark: string | null): string {
  return mark === null ? batch : `${batch}${MARK}${mark}`;
}

/** The batch once its call is over: ten thousand records have no room for marks. */
export function unmarkedBatch(batch: string): string {
  const at = batch.indexOf(MARK);
  return at < 0 ? batch : batch.slice(0, at);
}

/** Whether the label that was planned for a thread was put on it. */
export type HasHappened = (thread: string, record: ThreadRecord) => boolean;

/** `claims` holds the queue that each planned thread was to be labelled with. */
export function callsThatHappened(
  world: MailWorld,
  labels: DeskLabels,
  threads: Threads,
  claims: ReadonlyMap<string, string>,
  labelled: ReadonlyMap<string, ReadonlySet<string>>,
): HasHappened {
  const added = new Map<string, ReturnType<MailWorld['mail']['labelsAddedSince']>>();
  const likely = batchesMostlyLabelled(threads, claims, labelled);
  return (thread, { batch }) => {
    const mark = markOf(batch);
    const label = labels.byQueue.get(claims.get(thread) ?? '');
    if (mark === null || !label) return likely.has(batch);
    if (!added.has(mark)) added.set(mark, world.mail.labelsAddedSince(mark));
    const since = added.get(mark);
    return since ? since.get(thread)?.has(label.id) === true : likely.has(batch);
  };
}

function markOf(batch: string): string | null {
  const at = batch.indexOf(MARK);
  return at < 0 ? null : batch.slice(at + MARK.length);
}

/**
 * What can be told without the history: a call labels all its threads or none, so when most of them have the label, somebody has taken it
 * off the others since; when few have it, people put it there themselves.
 */
function batchesMostlyLabelled(
  threads: Threads,
  claims: ReadonlyMap<string, string>,
  labelled: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const shares = new Map<string, { has: number; all: number }>();
  for (const [thread, claim] of claims) {
    const batch = threads.get(thread)?.batch ?? '';
    const share = shares.get(batch) ?? { has: 0, all: 0 };
    share.all += 1;
    if (labelled.get(thread)?.has(claim)) share.has += 1;
    shares.set(batch, share);
  }
  return new Set([...shares].filter(([, { has, all }]) => has > all / 2).map(([batch]) => batch));
}
