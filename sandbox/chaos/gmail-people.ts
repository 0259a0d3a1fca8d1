// People at work on a mailbox while Usher is: customers write, colleagues answer, archive, read, label, relabel and unlabel. What they
// meant by it is noted, so that it can be held against the mailbox in the end. Labels are noted by their ids, which outlive renaming.
import type { Mailbox, MailThread } from '../google/gmail/mailbox.ts';
import { LEAD } from '../sample-world.ts';
import { pick, QUEUES, type Random } from './tickets.ts';

const WORDS: Readonly<Record<(typeof QUEUES)[number], readonly string[]>> = {
  Network: ['vpn', 'wifi', 'tunnel', 'router', 'connection'],
  Printing: ['printer', 'toner', 'paper', 'scanner', 'tray'],
  Accounts: ['password', 'login', 'account', 'permission', 'badge'],
};
const DESK = `Service <${LEAD.email}>`;

/** What must be true of one thread in the end. */
export interface ThreadFacts {
  /** The queue that its text is about; null for one that is no ticket, such as a newsletter. */
  queue: (typeof QUEUES)[number] | null;
  /** Ids of the labels that people want on it, if they said so; an empty one means that they took Usher's off. */
  stands: ReadonlySet<string> | undefined;
  /** True where people undid their own label before Usher had a say: either is right, its own label or none. */
  isOpen: boolean;
  /** True for a text about two queues, of which nobody can say which is right. */
  isMixed?: boolean;
}

export class MailPeople {
  /** By thread id. */
  readonly facts = new Map<string, ThreadFacts>();
  /** Hears of each deed before it is done. */
  tell: ((deed: string) => void) | undefined;
  /** Label id by queue name as Usher made them, once it has; `Review` among them. */
  labels: ReadonlyMap<string, string> = new Map();
  readonly #mailbox: Mailbox;
  readonly #random: Random;
  readonly #seed: number;
  #next = 0;

  constructor(mailbox: Mailbox, random: Random, seed: number) {
    this.#mailbox = mailbox;
    this.#random = random;
    this.#seed = seed;
  }

  act(): void {
    const deed = pick(this.#random, DEEDS);
    this.tell?.(deed);
    this[deed]();
  }

  /** A customer writes: about one queue, sometimes about two at once, which leaves any model in doubt. */
  write(): void {
    const queue = pick(this.#random, QUEUES);
    const other = this.#random() < 0.25 ? pick(this.#random, QUEUES) : queue;
    const mail = this.#mailbox.receive({
      ...this.#text(queue, other),
      from: this.#customer(),
      to: LEAD.email,
    });
    this.facts.set(mail.threadId, { queue, stands: undefined, isOpen: false, isMixed: other !== queue });
  }

  /** A newsletter, an answer from a machine, or a mail of the desk's own. */
  writeNoTicket(): void {
    const headers = pick(this.#random, [
      { 'Auto-Submitted': 'auto-replied' },
      { 'List-Id': '<weekly.news.example>', Precedence: 'bulk' },
      {},
    ]);
    const from = Object.keys(headers).length === 0 ? DESK : 'Robot <robot@news.example>';
    const mail = this.#mailbox.receive({ ...this.#text('Network', 'Network'), from, headers });
    this.facts.set(mail.threadId, { queue: null, stands: undefined, isOpen: false });
  }

  /** The customer writes again; what was no ticket becomes one. */
  writeAgain(): void {
    const thread = this.#anyThread();
    if (!thread) return;
    const facts = this.facts.get(thread.id);
    if (!facts) return;
    const queue = facts.queue ?? pick(this.#random, QUEUES);
    facts.queue = queue;
    this.#mailbox.receive({ ...this.#text(queue, queue), threadId: thread.id, from: this.#customer() });
  }

  answer(): void {
    const thread = this.#anyThread();
    if (thread)
      this.#mailbox.receive({ ...this.#text('Network', 'Network'), threadId: thread.id, from: DESK });
  }

  archive(): void {
    const thread = this.#anyThread();
    if (thread) this.#mailbox.archive(thread.id);
  }

  read(): void {
    const thread = this.#anyThread();
    if (thread) this.#mailbox.markUnread(thread.id, false);
  }

  markUnread(): void {
    const thread = this.#anyThread();
    if (thread) this.#mailbox.markUnread(thread.id, true);
  }

  trash(): void {
    const thread = this.#anyThread();
    if (!thread || this.#random() < 0.7) return;
    this.#mailbox.trash(thread.id);
    this.facts.delete(thread.id);
  }

  /** Puts a queue's label on a thread, beside whatever is there. */
  label(): void {
    const thread = this.#anyThread();
    const facts = thread && this.facts.get(thread.id);
    if (!thread || !facts) return;
    const label = this.#labelFor(thread, facts);
    const present = this.#labelsOn(thread);
    if (label === undefined || present.has(label)) return;
    const own = facts.stands === undefined ? [] : [...facts.stands].filter((id) => present.has(id));
    this.#put(thread, label);
    facts.stands = new Set([...own, label]);
    facts.isOpen = false;
  }

  /** Takes Usher's or a colleague's label off and puts another one on. */
  relabel(): void {
    const thread = this.#labelledThread();
    const facts = thread && this.facts.get(thread.id);
    if (!thread || !facts) return;
    const label = this.#labelFor(thread, facts);
    const present = this.#labelsOn(thread);
    if (label === undefined || present.has(label)) return;
    for (const id of present) this.#take(thread, id);
    this.#put(thread, label);
    facts.stands = new Set([label]);
    facts.isOpen = false;
  }

  /** Takes all of Usher's labels off. */
  unlabel(): void {
    const thread = this.#labelledThread();
    const facts = thread && this.facts.get(thread.id);
    if (!thread || !facts) return;
    const present = this.#labelsOn(thread);
    const wasTheirs = facts.stands !== undefined && [...present].every((id) => facts.stands?.has(id));
    for (const id of present) this.#take(thread, id);
    facts.stands = new Set();
    facts.isOpen ||= wasTheirs;
  }

  /** Gives one of Usher's labels another name in Gmail. */
  renameLabel(): void {
    if (this.#random() < 0.9 || this.labels.size === 0) return;
    const id = pick(this.#random, [...this.labels.values()]);
    const from = this.#nameOf(id);
    this.#next += 1;
    if (from !== undefined) this.#mailbox.renameLabel(from, `Usher/Renamed ${this.#next}`);
  }

  #text(queue: (typeof QUEUES)[number], other: (typeof QUEUES)[number]): { subject: string; plain: string } {
    this.#next += 1;
    const some = (name: (typeof QUEUES)[number]): string => pick(this.#random, WORDS[name]);
    return {
      subject: `${some(queue)} ${some(other)} trouble`,
      plain: `The ${some(queue)} and the ${some(other)} fail, case number x${this.#seed}s${this.#next}.`,
    };
  }

  #customer(): string {
    return `Customer <c${this.#next}@customer.example>`;
  }

  #anyThread(): MailThread | undefined {
    const threads = [...this.#mailbox.threads.values()].filter(({ isInTrash }) => !isInTrash);
    return threads.length === 0 ? undefined : pick(this.#random, threads);
  }

  #labelledThread(): MailThread | undefined {
    const threads = [...this.#mailbox.threads.values()].filter(
      (thread) => !thread.isInTrash && this.#labelsOn(thread).size > 0,
    );
    return threads.length === 0 ? undefined : pick(this.#random, threads);
  }

  /**
   * Of what Usher left to people, they choose the right queue, so that no audit ends the promise; of what it labelled itself, any.
   */
  #labelFor(thread: MailThread, facts: ThreadFacts): string | undefined {
    const review = this.labels.get('Review');
    const isLeftToThem =
      review === undefined || this.#labelsOn(thread).has(review) || this.#labelsOn(thread).size === 0;
    if (isLeftToThem && facts.isMixed === true) return undefined;
    const queue = isLeftToThem && facts.queue !== null ? facts.queue : pick(this.#random, QUEUES);
    return this.labels.get(queue);
  }

  #labelsOn(thread: MailThread): Set<string> {
    const ours = new Set(this.labels.values());
    const ids = [...thread.labels].map((name) => this.#mailbox.labels.get(name) ?? '');
    return new Set(ids.filter((id) => ours.has(id)));
  }

  #nameOf(id: string): string | undefined {
    return [...this.#mailbox.labels].find(([, other]) => other === id)?.[0];
  }

  #put(thread: MailThread, id: string): void {
    const name = this.#nameOf(id);
    if (name !== undefined) this.#mailbox.label(thread.id, name);
  }

  #take(thread: MailThread, id: string): void {
    const name = this.#nameOf(id);
    if (name !== undefined) this.#mailbox.unlabel(thread.id, name);
  }
}

const DEEDS = [
  ...(['write', 'write', 'write', 'writeNoTicket', 'writeAgain', 'answer', 'archive', 'read'] as const),
  ...(['markUnread', 'trash', 'label', 'label', 'relabel', 'unlabel', 'unlabel', 'renameLabel'] as const),
];
