// Subjects of threads that were triaged lately, for the list on the home card: kept in the person's cache for some hours, never in a
// store, and read again from nowhere when they are gone.
import type { WireTicket } from '../../core/contract.ts';
import { isRecord } from '../settings.ts';
import type { MailWorld } from './mail-ports.ts';

const KEY = 'usher.subjects';
/** The longest that Google keeps a text. */
const SECONDS = 21_600;
const THREADS_MAX = 300;
const SUBJECT_CHARACTERS_MAX = 80;

type Cached = Pick<MailWorld, 'cache'>;

/** Adds the subjects of a wave; the oldest go. */
export function noteSubjects(world: Cached, tickets: readonly Pick<WireTicket, 'id' | 'subject'>[]): void {
  if (tickets.length === 0) return;
  const kept = { ...readSubjects(world) };
  for (const { id, subject } of tickets) kept[id] = subject.slice(0, SUBJECT_CHARACTERS_MAX);
  const latest = Object.entries(kept).slice(-THREADS_MAX);
  world.cache.write(KEY, JSON.stringify(Object.fromEntries(latest)), SECONDS);
}

/** Subject by thread id, as far as they are still there. */
export function readSubjects({ cache }: Cached): Readonly<Record<string, string>> {
  const text = cache.read(KEY);
  if (text === null) return {};
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([id, subject]) => [id, String(subject)]));
}
