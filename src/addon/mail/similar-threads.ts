// Threads of the last weeks that share this mail's strongest words, as far as a run has met them lately: their subjects are at hand.
import { addressOfThread } from './gmail-addresses.ts';
import type { MailWorld } from './mail-ports.ts';
import { readSubjects } from './thread-subjects.ts';

const WORDS = 2;
const DAYS = 30;
const FOUND_MAX = 12;
const SHOWN_MAX = 3;

/** At most three; one search. */
export function similarThreads(
  world: Pick<MailWorld, 'mail' | 'cache'>,
  threadId: string,
  words: readonly string[],
): readonly { readonly subject: string; readonly url: string }[] {
  const subjects = readSubjects(world);
  const plain = words.map((word) => word.replace(/["\s]+/g, ' ').trim()).filter((word) => word.length > 2);
  if (plain.length === 0 || Object.keys(subjects).length === 0) return [];
  const query = `${plain
    .slice(0, WORDS)
    .map((word) => `"${word}"`)
    .join(' ')} newer_than:${DAYS}d`;
  return world.mail
    .search(query, 0, FOUND_MAX)
    .filter((id) => id !== threadId && subjects[id] !== undefined)
    .slice(0, SHOWN_MAX)
    .map((id) => ({ subject: subjects[id] ?? '', url: addressOfThread(id) }));
}
