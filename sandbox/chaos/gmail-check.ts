// Holds a mailbox at rest against what people meant and what the proxy answered: each matching thread bears its own label and no other,
// people's labels stand, and nothing was charged twice.
import { DatabaseSync } from 'node:sqlite';
import type { FieldAnswer } from '../../src/core/contract.ts';
import type { Mailbox, MailThread } from '../google/gmail/mailbox.ts';
import { MAIL_DESK } from './gmail-desk.ts';
import { labelsByThread, type MailHistory } from './gmail-history.ts';
import type { ListeningFetch } from './told-answers.ts';

/**
 * Every rule that the mailbox breaks, in words; empty when it is as it must be. `told` is the last that the proxy told of a thread: what
 * was recorded as routed is told as a suggestion once the promise no longer holds.
 */
export function brokenMailRules(
  { world, people }: MailHistory,
  told: ListeningFetch['told'],
  database: string,
): string[] {
  const { mailbox } = world;
  const answers = new Answers(database);
  const broken: string[] = [];
  try {
    const labels = labelsByThread(mailbox);
    const nameOf = new Map([...mailbox.labels].map(([name, id]) => [id, name]));
    const named = (ids: Iterable<string>): string =>
      `[${[...ids].map((id) => nameOf.get(id) ?? id).join(', ')}]`;
    for (const [id, facts] of people.facts) {
      const thread = mailbox.threads.get(id);
      const present = labels.get(id);
      if (!thread || !present) {
        broken.push(`${id} is lost`);
        continue;
      }
      const own = facts.queue === null ? new Set<string>() : labelOf(told(id), people.labels);
      if (present.size > 1 && facts.stands === undefined)
        broken.push(`${id} is labelled twice: ${named(present)}`);
      if (facts.stands !== undefined && !facts.isOpen) {
        // Usher and a person put the same label, then the person another: it cannot be told that the first was the person's too.
        const others = new Set([...facts.stands].filter((label) => own?.has(label) !== true));
        const isMeant = isSame(present, facts.stands) || (others.size > 0 && isSame(present, others));
        if (!isMeant) broken.push(`${id}: people want ${named(facts.stands)}, it has ${named(present)}`);
        continue;
      }
      if (present.size === 0 && (facts.isOpen || !isMatching(thread, mailbox))) continue;
      if (own === undefined) broken.push(`${id}: matches, and nobody was asked about it`);
      else if (!isSame(present, own))
        broken.push(`${id}: its own label is ${named(own)}, it has ${named(present)}`);
    }
    broken.push(...answers.chargedTwice(people.facts.keys()));
    return broken;
  } finally {
    answers.close();
  }
}

/** What the search of the settings finds: unread in the inbox. */
function isMatching(thread: MailThread, mailbox: Mailbox): boolean {
  const isRecent = thread.messages.some(({ at }) => mailbox.now - at < 14 * 86_400_000);
  return thread.isInInbox && isRecent && thread.messages.some(({ isUnread }) => isUnread);
}

/** Ids of the label that goes with an answer; undefined where there is none. */
function labelOf(
  answer: FieldAnswer | undefined,
  labels: ReadonlyMap<string, string>,
): ReadonlySet<string> | undefined {
  if (answer === undefined) return undefined;
  const queue = answer.decision === 'assign' ? answer.label : undefined;
  const name = queue === undefined ? 'Review' : queue.charAt(0).toUpperCase() + queue.slice(1);
  return new Set([labels.get(name) ?? `no label for ${name}`]);
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}

/** The proxy's record of answers, which is also what it charged for. */
class Answers {
  readonly #db: DatabaseSync;

  constructor(database: string) {
    this.#db = new DatabaseSync(database, { readOnly: true });
  }

  /** Threads of which one text was answered, and so charged, more than once. */
  chargedTwice(threads: Iterable<string>): string[] {
    const count = this.#db.prepare(
      'SELECT count(*) AS times FROM answers WHERE desk_id = ? AND text_hash IN (SELECT text_hash FROM answers WHERE ticket_id = ?) GROUP BY text_hash HAVING count(*) > 1',
    );
    return [...threads].flatMap((thread) =>
      count
        .all(MAIL_DESK, thread)
        .map((row) => `${thread}: one text was charged ${String(row['times'])} times`),
    );
  }

  close(): void {
    this.#db.close();
  }
}
