// GmailApp: the way in to the mailbox. With an add-on's scopes it opens only the message that is on the screen.
import { NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import { emulatedList, text, whole } from '../parameters.ts';
import type { Run } from '../run.ts';
import {
  EmulatedGmailLabel,
  EmulatedGmailMessage,
  EmulatedGmailThread,
  GmailEmulated,
  LISTED_MS,
} from './gmail-handles.ts';
import { searchThreads } from './mail-search.ts';
import { accessTokenFor, type Mail, type Mailbox } from './mailbox.ts';

/** Threads that one search returns at most. */
const SEARCH_MAX = 500;
/** Scopes that open the whole mailbox. */
const WHOLE_MAILBOX = ['gmail.modify', 'gmail.readonly', 'https://mail.google.com/'];

export class EmulatedGmailApp extends GmailEmulated {
  readonly [NAME] = 'GmailApp';
  readonly #run: Run;
  readonly #mailbox: Mailbox;
  #token = '';

  constructor(run: Run, mailbox: Mailbox) {
    super(run);
    this.#run = run;
    this.#mailbox = mailbox;
  }

  setCurrentMessageAccessToken(token: unknown): void {
    this.#token = text(token, 'accessToken');
  }

  getMessageById(id: unknown): EmulatedGmailMessage {
    const mail = this.#mailbox.message(text(id, 'id'));
    if (mail === undefined) throw new GoogleError(`There is no message ${String(id)}.`);
    this.#assertOpen([mail]);
    return new EmulatedGmailMessage(this.#run, this.#mailbox, mail);
  }

  /** Null where there is no such thread. */
  getThreadById(id: unknown): EmulatedGmailThread | null {
    const thread = this.#mailbox.threads.get(text(id, 'id'));
    if (thread === undefined) return null;
    this.#assertOpen(thread.messages);
    return new EmulatedGmailThread(this.#run, this.#mailbox, thread);
  }

  search(query: unknown, start: unknown = 0, max: unknown = SEARCH_MAX): EmulatedGmailThread[] {
    const first = whole(start, 'start');
    const count = whole(max, 'max');
    if (count > SEARCH_MAX)
      throw new GoogleError(`A search returns at most ${SEARCH_MAX} threads; found ${count}.`);
    const found = searchThreads(this.#mailbox, text(query, 'query')).slice(first, first + count);
    this.#run.pass(found.length * LISTED_MS);
    return found.map((thread) => new EmulatedGmailThread(this.#run, this.#mailbox, thread));
  }

  /** Reads each thread, and spends as much of the day. */
  getMessagesForThreads(threads: unknown): EmulatedGmailMessage[][] {
    const handles = emulatedList(threads, EmulatedGmailThread, 'threads');
    this.spendMore(handles.length - 1);
    return handles.map((thread) => thread.getMessages());
  }

  getUserLabelByName(name: unknown): EmulatedGmailLabel | null {
    const wanted = text(name, 'name');
    return this.#mailbox.labels.has(wanted) ? new EmulatedGmailLabel(this.#run, this.#mailbox, wanted) : null;
  }

  getUserLabels(): EmulatedGmailLabel[] {
    return [...this.#mailbox.labels.keys()]
      .sort()
      .map((name) => new EmulatedGmailLabel(this.#run, this.#mailbox, name));
  }

  createLabel(name: unknown): EmulatedGmailLabel {
    const wanted = text(name, 'name');
    this.#mailbox.createLabel(wanted);
    return new EmulatedGmailLabel(this.#run, this.#mailbox, wanted);
  }

  deleteLabel(label: unknown): void {
    for (const handle of emulatedList([label], EmulatedGmailLabel, 'label')) handle.deleteLabel();
  }

  #assertOpen(mails: readonly Mail[]): void {
    const { authorisation } = this.#run.ground;
    if (WHOLE_MAILBOX.some((scope) => authorisation.has(scope))) return;
    if (mails.some((mail) => accessTokenFor(mail.id) === this.#token)) return;
    throw new GoogleError(
      'Access to this message was denied: set the access token of the open message first.',
    );
  }
}
