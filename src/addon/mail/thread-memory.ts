// What became of each thread, kept in the person's own properties: what Usher put on it, and what people made of that. Records stand in
// segments, because a property holds 9 KB; each change reads them anew under the lock, so that two executions lose nothing.
import type { MailWorld } from './mail-ports.ts';

/**
 * `planned`, `planned-review`: about to be labelled. `labelled`: Usher put the queue's label on it. `review`: Usher put Usher/Review on
 * it; the queue is what it suggests, and `audit` suggests nothing, since a person shall judge blind. `person`: somebody chose the queue;
 * `judged`: the same for an audit whose outcome the proxy has not heard yet.
 * `removed`: somebody took Usher's label off. `undone`: a run was taken back. `left`: no ticket to Usher; `no-ticket`: to a person.
 */
export type ThreadState =
  | 'planned'
  | 'planned-review'
  | 'planned-audit'
  | 'labelled'
  | 'review'
  | 'audit'
  | 'person'
  | 'judged'
  | 'removed'
  | 'undone'
  | 'left'
  | 'no-ticket';

export interface ThreadRecord {
  readonly state: ThreadState;
  /** Id of a queue; empty where there is none. */
  readonly queue: string;
  /** Minutes since 1970. */
  readonly minute: number;
  /**
   * The run, and after a dot the call that labelled: threads of one batch were labelled together or not at all. Of what is planned, also
   * the mailbox's history then.
   */
  readonly batch: string;
}

export type Threads = ReadonlyMap<string, ThreadRecord>;

const PREFIX = 'usher.threads.';
/** Under the 9 KB of a property. */
const SEGMENT_CHARACTERS_MAX = 8_000;
/** Of the 500 KB of a person's store; beyond it the oldest threads are forgotten: some 10,000 fit. */
const MEMORY_CHARACTERS_MAX = 380_000;
const LOCK_WAIT_MS = 4_000;
const CODES: Readonly<Record<ThreadState, string>> = {
  ...{ planned: 'p', 'planned-review': 'q', 'planned-audit': 'b', labelled: 'l', review: 'r', audit: 'a' },
  ...{ person: 'h', judged: 'j', removed: 'x', undone: 'u', left: 'o', 'no-ticket': 'n' },
};
const STATES = new Map<string, ThreadState>(
  (Object.keys(CODES) as ThreadState[]).map((state) => [CODES[state], state]),
);

type Remembering = Pick<MailWorld, 'settings' | 'lock'>;

/** All that is remembered; one call. */
export function readThreads(world: Pick<MailWorld, 'settings'>): Threads {
  const threads = new Map<string, ThreadRecord>();
  for (const [, lines] of segmentsOf(world))
    for (const [thread, line] of lines) {
      const record = parseRecord(line);
      if (record) threads.set(thread, record);
    }
  return threads;
}

/** What becomes of a thread's record: another one, none (null), or the same (undefined). */
export type Change = (before: ThreadRecord | undefined, thread: string) => ThreadRecord | null | undefined;

/**
 * Changes the records of some threads, each as it stands by then, and answers all; null when the lock could not be had, and then
 * nothing was changed.
 */
export function changeThreads(world: Remembering, ids: Iterable<string>, change: Change): Threads | null {
  const done = world.lock.withLock(LOCK_WAIT_MS, () => {
    const segments = segmentsOf(world);
    const homes = new Map<string, string>();
    for (const [key, lines] of segments) for (const thread of lines.keys()) homes.set(thread, key);
    const dirty = new Set<string>();
    for (const thread of ids) {
      const home = homes.get(thread);
      const line = home === undefined ? undefined : segments.get(home)?.get(thread);
      const before = line === undefined ? undefined : (parseRecord(line) ?? undefined);
      const after = change(before, thread);
      if (after === undefined) continue;
      if (home !== undefined) {
        dirty.add(home);
        segments.get(home)?.delete(thread);
      }
      if (after !== null) dirty.add(put(segments, thread, formatRecord(after), home));
    }
    const old = oldestToForget(segments);
    save(world, segments, dirty, old);
  });
  return done === null ? null : readThreads(world);
}

type Segments = Map<string, Map<string, string>>;

function segmentsOf({ settings }: Pick<MailWorld, 'settings'>): Segments {
  const entries = settings.entries(PREFIX);
  const keys = Object.keys(entries).sort((one, other) => numberOf(one) - numberOf(other));
  return new Map(
    keys.map((key) => {
      const lines = (entries[key] ?? '').split('\n').filter((line) => line !== '');
      return [
        key,
        new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])),
      ];
    }),
  );
}

function numberOf(key: string): number {
  return Number(key.slice(PREFIX.length));
}

/** Puts a line into its segment, or the last, or a new one, whichever has room; answers which. */
function put(segments: Segments, thread: string, line: string, home: string | undefined): string {
  const last = [...segments.keys()].pop();
  for (const key of [home, last]) {
    const lines = key === undefined ? undefined : segments.get(key);
    if (key === undefined || !lines) continue;
    if (sizeOf(lines) + thread.length + line.length + 2 > SEGMENT_CHARACTERS_MAX) continue;
    lines.set(thread, line);
    return key;
  }
  const fresh = `${PREFIX}${last === undefined ? 0 : numberOf(last) + 1}`;
  segments.set(fresh, new Map([[thread, line]]));
  return fresh;
}

function sizeOf(lines: ReadonlyMap<string, string>): number {
  let size = 0;
  for (const [thread, line] of lines) size += thread.length + line.length + 2;
  return size;
}

/** New records go to the last segment, so the first holds the oldest. */
function oldestToForget(segments: Segments): string[] {
  const sizes = [...segments].map(([key, lines]) => ({ key, size: sizeOf(lines) }));
  let total = sizes.reduce((sum, { size }) => sum + size, 0);
  const forgotten: string[] = [];
  for (const { key, size } of sizes) {
    if (total <= MEMORY_CHARACTERS_MAX) break;
    total -= size;
    forgotten.push(key);
  }
  return forgotten;
}

function save(
  world: Remembering,
  segments: Segments,
  dirty: ReadonlySet<string>,
  old: readonly string[],
): void {
  for (const key of old) world.settings.remove(key);
  const values: Record<string, string> = {};
  for (const key of dirty) {
    const lines = segments.get(key);
    if (lines && !old.includes(key))
      values[key] = [...lines].map(([thread, line]) => `${thread} ${line}`).join('\n');
  }
  if (Object.keys(values).length > 0) world.settings.writeAll(values);
}

function formatRecord({ state, queue, minute, batch }: ThreadRecord): string {
  return `${CODES[state]}${queue} ${minute.toString(36)} ${batch}`;
}

/** Null for a line that this build does not know. */
function parseRecord(line: string): ThreadRecord | null {
  const [what = '', minute = '', batch = ''] = line.split(' ');
  const state = STATES.get(what.slice(0, 1));
  const at = Number.parseInt(minute, 36);
  return state === undefined || Number.isNaN(at) ? null : { state, queue: what.slice(1), minute: at, batch };
}
