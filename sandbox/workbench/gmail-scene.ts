// The mailbox side of the workbench: messages, the card beside an open one, and the stack of cards that actions navigate.

import { htmlAsText } from '../google/gmail/html-as-text.ts';
import type { Mail } from '../google/gmail/mailbox.ts';
import type { World } from '../world.ts';
import type { CommandOf } from './commands.ts';
import type { CardsPicture, MailPicture, MailSummary } from './wire.ts';

const SNIPPET_CHARACTERS = 120;
/** A stack deeper than this is an endless push. */
const STACK_MAX = 30;
const HOUR_MS = 3_600_000;

type Data = Readonly<Record<string, unknown>>;

export class GmailScene {
  readonly #world: World;
  #stack: unknown[] = [];
  #openThread = '';

  readonly #locale: string;

  /** `locale` of the person before the screen. */
  constructor(world: World, locale = 'en') {
    this.#world = world;
    this.#locale = locale;
  }

  get world(): World {
    return this.#world;
  }

  /** All messages, newest first. */
  mails(): MailSummary[] {
    const { mailbox } = this.#world;
    const all = [...mailbox.threads.values()].flatMap((thread) => thread.messages);
    return all.sort((a, b) => b.at - a.at).map((mail) => this.#summary(mail));
  }

  /** Opens a message and shows the add-on's card beside it. */
  openMail(messageId: string): { mail: MailPicture; cards: CardsPicture } {
    const event = this.#event(messageId, {}, {});
    const mail = this.#world.mailbox.message(messageId);
    if (mail === undefined) throw new Error('This message is no longer in the mailbox. Reload the list.');
    this.#openThread = mail.threadId;
    const { value, error } = this.#world.call('onGmailMessage', [event], { entry: 'card' });
    if (error === undefined) this.#stack = (Array.isArray(value) ? value : [value]).slice(0, STACK_MAX);
    return {
      mail: {
        ...this.#summary(mail),
        ...{ to: mail.to, body: mail.plain ?? htmlAsText(mail.html ?? '') },
        otherLabels: this.#otherLabels(mail.threadId),
      },
      cards: this.#picture(error?.message ?? null, null, null),
    };
  }

  /** The add-on is opened with no mail beside it: in Gmail, or beside a spreadsheet. */
  home(place: 'gmail' | 'sheet'): CardsPicture {
    const functionName = place === 'gmail' ? 'onGmailHomepage' : 'onSheetsHomepage';
    const { value, error } = this.#world.call(functionName, [this.#event('', {}, {})], { entry: 'card' });
    this.#openThread = '';
    if (error === undefined) this.#stack = [value];
    return this.#picture(error?.message ?? null, null, null);
  }

  /** A person puts a Gmail label on a thread, or takes it off. */
  label(threadId: string, label: string, isOn: boolean): void {
    const { mailbox } = this.#world;
    if (isOn) mailbox.label(threadId, label);
    else mailbox.unlabel(threadId, label);
  }

  /** An hour goes by: the schedule runs if it is on; the home card shows what it did. */
  hour(): CardsPicture {
    this.#world.clock.advance(HOUR_MS);
    return this.home('gmail');
  }

  /** A widget of the card was used: runs its function and follows the answer. */
  act(command: CommandOf<'cardAction'>): CardsPicture {
    const event = this.#event(command.messageId, command.parameters, command.formInputs);
    const { value, error } = this.#world.call(command.functionName, [event], { entry: 'card' });
    if (error !== undefined) return this.#picture(error.message, null, null);
    if (!isData(value)) return this.#picture(null, null, null);
    return this.#follow(value);
  }

  /** The arrow at the card's upper left. */
  pop(): CardsPicture {
    if (this.#stack.length > 1) this.#stack.pop();
    return this.#picture(null, null, null);
  }

  #follow(answer: Data): CardsPicture {
    const navigation = isData(answer['navigation']) ? answer['navigation']['navigations'] : undefined;
    for (const step of Array.isArray(navigation) ? navigation : []) if (isData(step)) this.#navigate(step);
    const notification = isData(answer['notification']) ? answer['notification']['text'] : null;
    const link = isData(answer['link']) ? answer['link']['url'] : null;
    return this.#picture(null, textOrNull(notification), textOrNull(link));
  }

  #navigate(step: Data): void {
    if (step['pushCard'] !== undefined) this.#stack.push(step['pushCard']);
    if (step['updateCard'] !== undefined) this.#stack.splice(-1, 1, step['updateCard']);
    if (step['pop'] !== undefined && this.#stack.length > 1) this.#stack.pop();
    if (step['popToRoot'] !== undefined) this.#stack.splice(1);
    const name = step['popToCard'];
    const at = this.#stack.findIndex((card) => isData(card) && card['name'] === name);
    if (typeof name === 'string' && at >= 0) this.#stack.splice(at + 1);
    if (this.#stack.length > STACK_MAX) this.#stack.splice(0, this.#stack.length - STACK_MAX);
  }

  #event(messageId: string, parameters: Data, formInputs: Readonly<Record<string, readonly string[]>>): Data {
    const open = messageId === '' ? undefined : this.#world.mailbox.open(messageId);
    const inputs = Object.fromEntries(
      Object.entries(formInputs).map(([name, value]) => [name, { stringInputs: { value: [...value] } }]),
    );
    return {
      commonEventObject: {
        ...{ hostApp: 'GMAIL', platform: 'WEB', userLocale: this.#locale, parameters, formInputs: inputs },
        timeZone: { id: 'Europe/Berlin', offset: 3_600_000 },
      },
      ...(open === undefined ? {} : { gmail: open }),
    };
  }

  #summary(mail: Mail): MailSummary {
    const text = mail.plain ?? htmlAsText(mail.html ?? '');
    return {
      ...{ messageId: mail.id, threadId: mail.threadId, from: mail.from, subject: mail.subject },
      ...{ at: mail.at, isUnread: mail.isUnread },
      snippet: text.replace(/\s+/g, ' ').slice(0, SNIPPET_CHARACTERS),
      labels: this.#labels(mail.threadId),
    };
  }

  #otherLabels(threadId: string): string[] {
    const present = this.#labels(threadId);
    return [...this.#world.mailbox.labels.keys()].filter((name) => !present.includes(name)).sort();
  }

  #labels(threadId: string): string[] {
    return [...(this.#world.mailbox.threads.get(threadId)?.labels ?? [])].sort();
  }

  #picture(error: string | null, notification: string | null, link: string | null): CardsPicture {
    return { stack: [...this.#stack], notification, link, error, labels: this.#labels(this.#openThread) };
  }
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
