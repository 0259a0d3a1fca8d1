// Gmail's messages, threads and labels as scripts see them.
import { EmulatedBlob } from '../blob.ts';
import { COST, Emulated, MEMBER, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { emulated, emulatedList, record, text, whole } from '../parameters.ts';
import type { Run } from '../run.ts';
import { htmlAsText } from './html-as-text.ts';
import { threadsUnder } from './mail-search.ts';
import { sourceOf } from './mail-source.ts';
import type { Mail, Mailbox, MailThread } from './mailbox.ts';

/** What a handle carries with it, so that asking costs neither time nor quota. */
const HANDLE_METHODS = new Set([
  'getId',
  'getName',
  'getThread',
  'getContentType',
  'getSize',
  'setCurrentMessageAccessToken',
]);
/** Threads that one call may label. */
const THREADS_MAX = 100;
/** Threads that one call lists. */
const LISTED_MAX = 500;
/** What a thread adds to the time of a call that lists it, and of one that reads or labels it. */
export const LISTED_MS = 1;
const THREAD_MS = 10;

/** Base of Gmail's objects: each call that reaches the mailbox spends one of the day's reads and writes. */
export abstract class GmailEmulated extends Emulated {
  readonly #run: Run;

  constructor(run: Run) {
    super();
    this.#run = run;
  }

  [COST](method: string): Cost {
    return { kind: HANDLE_METHODS.has(method) ? 'navigation' : 'gmail' };
  }

  /** A call that reads or changes several threads spends and takes as much as so many calls would. */
  protected spendMore(threads: number): void {
    if (threads <= 0) return;
    this.#run.ground.quotas.spend(this.#run.user.email, 'mail', threads);
    this.#run.pass(threads * THREAD_MS);
  }

  override [MEMBER](name: string): unknown {
    const member = super[MEMBER](name);
    if (typeof member !== 'function' || HANDLE_METHODS.has(name)) return member;
    return (...values: unknown[]) => {
      this.#run.ground.quotas.spend(this.#run.user.email, 'mail', 1);
      return Reflect.apply(member, this, values);
    };
  }
}

export class EmulatedGmailMessage extends GmailEmulated {
  readonly [NAME] = 'GmailMessage';
  readonly #run: Run;
  readonly #mailbox: Mailbox;
  readonly #mail: Mail;

  constructor(run: Run, mailbox: Mailbox, mail: Mail) {
    super(run);
    this.#run = run;
    this.#mailbox = mailbox;
    this.#mail = mail;
  }

  getId(): string {
    return this.#mail.id;
  }

  getThread(): EmulatedGmailThread {
    const thread = this.#mailbox.threads.get(this.#mail.threadId);
    if (thread === undefined) throw new GoogleError('The thread of this message no longer exists.');
    return new EmulatedGmailThread(this.#run, this.#mailbox, thread);
  }

  getSubject(): string {
    return this.#mail.subject;
  }

  getFrom(): string {
    return this.#mail.from;
  }

  getTo(): string {
    return this.#mail.to;
  }

  getCc(): string {
    return this.#mail.cc;
  }

  getDate(): Date {
    return new Date(this.#mail.at);
  }

  /** The plain part; Gmail makes one from the HTML where there is none. */
  getPlainBody(): string {
    return this.#mail.plain ?? htmlAsText(this.#mail.html ?? '');
  }

  /** The HTML part; Gmail makes one from the plain text where there is none. */
  getBody(): string {
    const escaped = (this.#mail.plain ?? '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;');
    return this.#mail.html ?? escaped.replaceAll('\n', '<br>\n');
  }

  /** The header's value; empty when the message has none of that name. */
  getHeader(name: unknown): string {
    const wanted = text(name, 'name').toLowerCase();
    const own: Record<string, string> = {
      from: this.#mail.from,
      to: this.#mail.to,
      subject: this.#mail.subject,
    };
    const found = Object.entries(this.#mail.headers).find(([header]) => header.toLowerCase() === wanted);
    return found?.[1] ?? own[wanted] ?? '';
  }

  /** Options only say which kinds to leave out; the sandbox has one kind. */
  getAttachments(options?: unknown): EmulatedBlob[] {
    if (options !== undefined) record(options, 'options');
    return this.#mail.attachments.map(({ bytes, type, name }) => new EmulatedBlob(bytes, type, name));
  }

  /** The message as it was sent. */
  getRawContent(): string {
    return sourceOf(this.#mail);
  }

  isUnread(): boolean {
    return this.#mail.isUnread;
  }

  markRead(): this {
    this.#mail.isUnread = false;
    return this;
  }
}

const threadModels = new WeakMap<EmulatedGmailThread, MailThread>();

export class EmulatedGmailThread extends GmailEmulated {
  readonly [NAME] = 'GmailThread';
  readonly #run: Run;
  readonly #mailbox: Mailbox;
  readonly #thread: MailThread;

  constructor(run: Run, mailbox: Mailbox, thread: MailThread) {
    super(run);
    this.#run = run;
    this.#mailbox = mailbox;
    this.#thread = thread;
    threadModels.set(this, thread);
  }

  getId(): string {
    return this.#thread.id;
  }

  getMessages(): EmulatedGmailMessage[] {
    return this.#thread.messages.map((mail) => new EmulatedGmailMessage(this.#run, this.#mailbox, mail));
  }

  getMessageCount(): number {
    return this.#thread.messages.length;
  }

  getFirstMessageSubject(): string {
    return this.#thread.messages[0]?.subject ?? '';
  }

  getLastMessageDate(): Date {
    return new Date(Math.max(...this.#thread.messages.map((mail) => mail.at)));
  }

  getLabels(): EmulatedGmailLabel[] {
    return [...this.#thread.labels]
      .sort()
      .map((name) => new EmulatedGmailLabel(this.#run, this.#mailbox, name));
  }

  isUnread(): boolean {
    return this.#thread.messages.some((mail) => mail.isUnread);
  }

  isInInbox(): boolean {
    return this.#thread.isInInbox;
  }

  isInTrash(): boolean {
    return this.#thread.isInTrash;
  }

  getPermalink(): string {
    return `https://mail.google.com/mail/u/0/#all/${this.#thread.id}`;
  }

  addLabel(label: unknown): this {
    emulated(label, EmulatedGmailLabel, 'label').addToThread(this);
    return this;
  }

  removeLabel(label: unknown): this {
    emulated(label, EmulatedGmailLabel, 'label').removeFromThread(this);
    return this;
  }
}

export class EmulatedGmailLabel extends GmailEmulated {
  readonly [NAME] = 'GmailLabel';
  readonly #run: Run;
  readonly #mailbox: Mailbox;
  readonly #label: string;

  constructor(run: Run, mailbox: Mailbox, label: string) {
    super(run);
    this.#run = run;
    this.#mailbox = mailbox;
    this.#label = label;
  }

  getName(): string {
    return this.#label;
  }

  getThreads(start: unknown = 0, max: unknown = LISTED_MAX): EmulatedGmailThread[] {
    const first = whole(start, 'start');
    const count = whole(max, 'max');
    if (count > LISTED_MAX)
      throw new GoogleError(`A label lists at most ${LISTED_MAX} threads at once; found ${count}.`);
    const found = threadsUnder(this.#mailbox, this.#live()).slice(first, first + count);
    this.#run.pass(found.length * LISTED_MS);
    return found.map((thread) => new EmulatedGmailThread(this.#run, this.#mailbox, thread));
  }

  addToThread(thread: unknown): this {
    return this.addToThreads([thread]);
  }

  addToThreads(threads: unknown): this {
    for (const id of this.#ids(threads)) this.#mailbox.label(id, this.#live());
    return this;
  }

  removeFromThread(thread: unknown): this {
    return this.removeFromThreads([thread]);
  }

  removeFromThreads(threads: unknown): this {
    for (const id of this.#ids(threads)) this.#mailbox.unlabel(id, this.#live());
    return this;
  }

  deleteLabel(): void {
    this.#mailbox.deleteLabel(this.#live());
  }

  /** A handle on a label that a person has deleted since is of no use. */
  #live(): string {
    if (this.#mailbox.labels.has(this.#label)) return this.#label;
    throw new GoogleError(`The Gmail label ${this.#label} no longer exists.`);
  }

  #ids(threads: unknown): string[] {
    const handles = emulatedList(threads, EmulatedGmailThread, 'threads');
    if (handles.length > THREADS_MAX)
      throw new GoogleError(`One call labels at most ${THREADS_MAX} threads.`);
    this.spendMore(handles.length - 1);
    return handles.map((handle) => threadModels.get(handle)?.id ?? '');
  }
}
