// A mailbox: threads of messages, Gmail labels, and what a person does with them. It knows nothing of scripts.
import type { Clock } from '../clock.ts';
import { GoogleError } from '../errors.ts';

export interface MailAttachment {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** One message. Bodies are decoded; a message has a plain one, an HTML one, or both. */
export interface Mail {
  readonly id: string;
  readonly threadId: string;
  readonly from: string;
  readonly to: string;
  readonly cc: string;
  readonly subject: string;
  /** Epoch ms. */
  readonly at: number;
  readonly plain: string | undefined;
  readonly html: string | undefined;
  /** Other headers, by their names as sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly MailAttachment[];
  /** The message as it was sent, where it arrived so; else Gmail's is made from the rest. */
  readonly source: string | undefined;
  isUnread: boolean;
}

export interface MailThread {
  readonly id: string;
  readonly messages: Mail[];
  readonly labels: Set<string>;
  isInInbox: boolean;
  isInTrash: boolean;
}

/** A message as it arrives; what is left out is empty. Without `threadId` it opens a thread. */
export interface Arrival {
  readonly threadId?: string;
  readonly from: string;
  readonly to?: string;
  readonly cc?: string;
  readonly subject?: string;
  readonly at?: number;
  readonly plain?: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly MailAttachment[];
  readonly source?: string;
  readonly labels?: readonly string[];
}

/** Google's limit on labels of one mailbox. */
const LABELS_MAX = 10_000;
/** Gmail keeps its history for some days; here it is as many records. */
const HISTORY_MAX = 20_000;
/** Characters of a label's name. */
const LABEL_CHARACTERS_MAX = 225;

/** A label came onto a thread. */
export interface LabelAdded {
  readonly historyId: number;
  readonly threadId: string;
  readonly messageId: string;
  readonly labelId: string;
}

export class Mailbox {
  readonly threads = new Map<string, MailThread>();
  /** Id by name. An id outlives a renaming. */
  readonly labels = new Map<string, string>();
  readonly #messages = new Map<string, Mail>();
  readonly #clock: Clock;
  readonly #labelsAdded: LabelAdded[] = [];
  #historyId = 1_000;
  #nextId: number;
  #nextLabel = 1;

  /** Ids of messages and threads rise from `firstId` on, so that mailboxes may have different ones. */
  constructor(clock: Clock, firstId = 1) {
    this.#clock = clock;
    this.#nextId = firstId;
  }

  get now(): number {
    return this.#clock.now;
  }

  get historyId(): number {
    return this.#historyId;
  }

  /** What came onto threads after a point of the history; undefined when that is forgotten. */
  labelsAddedSince(historyId: number): readonly LabelAdded[] | undefined {
    if (historyId < this.#historyId - this.#labelsAdded.length) return undefined;
    return this.#labelsAdded.filter((one) => one.historyId > historyId);
  }

  message(id: string): Mail | undefined {
    return this.#messages.get(id);
  }

  /** A message arrives in the inbox, unread. */
  receive(arrival: Arrival): Mail {
    const id = this.#newId();
    const thread = this.#threadFor(arrival.threadId ?? id);
    const mail: Mail = {
      id,
      threadId: thread.id,
      from: arrival.from,
      to: arrival.to ?? '',
      cc: arrival.cc ?? '',
      subject: arrival.subject ?? '',
      at: arrival.at ?? this.#clock.now,
      plain: arrival.plain,
      html: arrival.html,
      headers: arrival.headers ?? {},
      attachments: arrival.attachments ?? [],
      source: arrival.source,
      isUnread: true,
    };
    thread.messages.push(mail);
    thread.isInInbox = true;
    this.#messages.set(id, mail);
    for (const name of arrival.labels ?? []) this.label(thread.id, name);
    return mail;
  }

  /** What a card's event says of an opened message; opening marks it as read. */
  open(messageId: string): { messageId: string; threadId: string; accessToken: string } {
    const mail = this.#messages.get(messageId);
    if (mail === undefined) throw new Error(`There is no message ${messageId}.`);
    mail.isUnread = false;
    return { messageId, threadId: mail.threadId, accessToken: accessTokenFor(messageId) };
  }

  /** Makes a label; one that exists is kept. */
  createLabel(name: string): void {
    if (name === '' || name.length > LABEL_CHARACTERS_MAX) {
      throw new GoogleError(`A Gmail label's name has 1 to ${LABEL_CHARACTERS_MAX} characters.`);
    }
    if (this.labels.size >= LABELS_MAX) throw new GoogleError(`A mailbox has at most ${LABELS_MAX} labels.`);
    if (this.labels.has(name)) return;
    this.labels.set(name, `Label_${this.#nextLabel}`);
    this.#nextLabel += 1;
  }

  /** Puts a label on a thread and makes it where it does not exist. */
  label(threadId: string, name: string): void {
    this.createLabel(name);
    const { labels, messages } = this.#thread(threadId);
    if (labels.has(name)) return;
    labels.add(name);
    this.#historyId += 1;
    const labelId = this.labels.get(name) ?? '';
    const messageId = messages[0]?.id ?? '';
    this.#labelsAdded.push({ historyId: this.#historyId, threadId, messageId, labelId });
    if (this.#labelsAdded.length > HISTORY_MAX) this.#labelsAdded.shift();
  }

  unlabel(threadId: string, name: string): void {
    this.#thread(threadId).labels.delete(name);
  }

  /** Takes the label off all threads, too. */
  deleteLabel(name: string): void {
    this.labels.delete(name);
    for (const thread of this.threads.values()) thread.labels.delete(name);
  }

  /** Renames a label; its threads keep it. */
  renameLabel(from: string, to: string): void {
    const id = this.labels.get(from);
    if (id === undefined || this.labels.has(to))
      throw new GoogleError(
        `The label ${from} cannot be called ${to}: the one is missing or the other is there.`,
      );
    this.createLabel(to);
    this.labels.set(to, id);
    for (const thread of this.threads.values()) if (thread.labels.delete(from)) thread.labels.add(to);
    this.labels.delete(from);
  }

  archive(threadId: string): void {
    this.#thread(threadId).isInInbox = false;
  }

  markUnread(threadId: string, isUnread: boolean): void {
    for (const mail of this.#thread(threadId).messages) mail.isUnread = isUnread;
  }

  /** Moves a thread to the bin: it keeps its labels, and no search finds it. */
  trash(threadId: string): void {
    const thread = this.#thread(threadId);
    thread.isInTrash = true;
    thread.isInInbox = false;
  }

  deleteThread(threadId: string): void {
    for (const mail of this.#thread(threadId).messages) this.#messages.delete(mail.id);
    this.threads.delete(threadId);
  }

  snapshot(): unknown {
    return [...this.threads.values()].map((thread) => ({
      id: thread.id,
      labels: [...thread.labels].sort(),
      isInInbox: thread.isInInbox,
      messages: thread.messages.map(({ id, subject, isUnread }) => ({ id, subject, isUnread })),
    }));
  }

  #threadFor(id: string): MailThread {
    const known = this.threads.get(id);
    if (known !== undefined) return known;
    const thread: MailThread = { id, messages: [], labels: new Set(), isInInbox: true, isInTrash: false };
    this.threads.set(id, thread);
    return thread;
  }

  #thread(id: string): MailThread {
    const thread = this.threads.get(id);
    if (thread === undefined) throw new GoogleError(`There is no thread ${id}.`);
    return thread;
  }

  /** Sixteen hexadecimal digits, as Gmail's ids have. */
  #newId(): string {
    const id = (0x19_0000_0000 + this.#nextId).toString(16).padStart(16, '1');
    this.#nextId += 1;
    return id;
  }
}

/** The token with which a card may read one message, and its thread. */
export function accessTokenFor(messageId: string): string {
  return `sandbox-message-token-${messageId}`;
}
