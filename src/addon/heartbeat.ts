// What the last run that nobody watched did, kept where the settings page and the check find it: when, how it went, what is next, and
// since when something is wrong.
import type { StorePort } from './ports.ts';
import type { SchedulePlan } from './schedule.ts';
import { isRecord } from './settings.ts';

const HEARTBEAT_KEY = 'usher.heartbeat';
/** Characters of a text that are kept; a property holds 9 kB. */
const TEXT_CHARACTERS_MAX = 1_000;

const KINDS = ['done', 'nothing', 'slowed', 'failed'] as const;

export interface Heartbeat {
  /** Epoch milliseconds at which the run began. */
  readonly at: number;
  /** `slowed`: it did not start, since the day's allowance has to last. */
  readonly kind: (typeof KINDS)[number];
  /** What it did or what went wrong, in the words of its owner's language. */
  readonly text: string;
  /** Epoch milliseconds of the next one; null when none is planned. */
  readonly next: number | null;
  /** Runs in a row that failed, and when the first of them did. */
  readonly failures: number;
  readonly failingSince: number | null;
  /** When the owner was last told by mail of a failure; null for never. */
  readonly mailedAt: number | null;
}

export function readHeartbeat(store: StorePort): Heartbeat | null {
  const text = store.read(HEARTBEAT_KEY);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return null;
    const kind = KINDS.find((one) => one === value['kind']);
    const numberOr = (key: string): number | null => {
      const found = value[key];
      return typeof found === 'number' ? found : null;
    };
    const at = numberOr('at');
    if (kind === undefined || at === null) return null;
    return {
      ...{ at, kind, text: String(value['text'] ?? ''), next: numberOr('next') },
      failures: numberOr('failures') ?? 0,
      failingSince: numberOr('failingSince'),
      mailedAt: numberOr('mailedAt'),
    };
  } catch {
    return null;
  }
}

/** Notes a run and how many have failed in a row with it. */
export function beat(store: StorePort, run: Pick<Heartbeat, 'at' | 'kind' | 'text' | 'next'>): Heartbeat {
  const before = readHeartbeat(store);
  const isFailure = run.kind === 'failed';
  const kept = run.kind === 'slowed' ? before : null;
  const heartbeat: Heartbeat = {
    ...run,
    text: run.text.slice(0, TEXT_CHARACTERS_MAX),
    failures: isFailure ? (before?.failures ?? 0) + 1 : (kept?.failures ?? 0),
    failingSince: isFailure ? (before?.failingSince ?? run.at) : (kept?.failingSince ?? null),
    mailedAt: before?.mailedAt ?? null,
  };
  store.write(HEARTBEAT_KEY, JSON.stringify(heartbeat));
  return heartbeat;
}

/** Notes that the owner was told. */
export function noteMail(store: StorePort, heartbeat: Heartbeat, now: number): void {
  store.write(HEARTBEAT_KEY, JSON.stringify({ ...heartbeat, mailedAt: now }));
}

/** Google starts a trigger some minutes late now and then; this long is no longer late but dead. */
const GRACE_MS = 15 * 60_000;

/** True when scheduled runs should have come and have not. `since` is when the schedule was last known to be alive. */
export function isOverdue(plan: SchedulePlan, heartbeat: Heartbeat | null, now: number): boolean {
  if (plan.everyMinutes === 0 || heartbeat === null) return false;
  const expected = heartbeat.next ?? heartbeat.at + plan.everyMinutes * 60_000;
  return now > expected + plan.everyMinutes * 60_000 + GRACE_MS;
}
