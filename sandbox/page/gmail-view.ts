// Gmail with the add-on: the list of messages, the open one, and the card beside it.
import type { MailVariant } from '../workbench/commands.ts';
import type { Answers, CardsPicture, MailPicture, MailSummary } from '../workbench/wire.ts';
import { ask } from './ask.ts';
import type { CardCall } from './card-context.ts';
import { drawCard } from './card-renderer.ts';
import { cardFault } from './card-widgets.ts';
import { el, fill, icon } from './dom.ts';
import { mailControls } from './gmail-controls.ts';
import { ICONS } from './icons.ts';
import { showError, showToast } from './notices.ts';

const TIME = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const HOURS_18_MS = 18 * 3_600_000;

export class GmailView {
  readonly element: HTMLElement;
  readonly #list = el('ul', { class: 'mail-list' });
  readonly #message = el('article', { class: 'mail', 'aria-label': 'Open message' });
  readonly #panel = el('div', { class: 'card-panel' });
  readonly #back: HTMLButtonElement;
  #mails: readonly MailSummary[] = [];
  #open: MailPicture | undefined;

  constructor() {
    this.#back = el(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Back to the card before' },
      icon(ICONS.back),
    );
    this.#back.addEventListener('click', () => void this.#follow(ask({ kind: 'popCard' })));
    const aside = el(
      'aside',
      { class: 'add-on', 'aria-label': 'Usher add-on' },
      el('header', { class: 'frame-head' }, this.#back, el('h2', {}, 'Usher')),
      this.#panel,
    );
    const inbox = el('nav', { class: 'inbox', 'aria-label': 'Inbox' }, el('h2', {}, 'Inbox'), this.#list);
    const controls = mailControls({
      home: () => void this.#follow(this.#leave(ask({ kind: 'mailHome', place: 'gmail' }))),
      besideSheet: () => void this.#follow(this.#leave(ask({ kind: 'mailHome', place: 'sheet' }))),
      hour: () => void this.#follow(this.#leave(ask({ kind: 'mailHour' }))),
      setting: (variant, locale) => void this.#begin(variant, locale),
    });
    this.element = el('main', { class: 'gmail-view' }, controls, inbox, this.#message, aside);
    this.#panel.addEventListener('click', (event) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link) return;
      event.preventDefault();
      this.#openLink(link.href);
    });
  }

  /** Reads the inbox; opens the newest message when none is open. */
  async show(): Promise<void> {
    this.#mails = await ask({ kind: 'mails' });
    this.#drawList();
    const [newest] = this.#mails;
    if (this.#open === undefined && newest) await this.#openMail(newest.messageId);
  }

  /** The mailbox from its beginning, with other rights or for another reader. */
  async #begin(variant: MailVariant, locale: 'en' | 'de'): Promise<void> {
    try {
      await ask({ kind: 'mailSetting', variant, locale });
      this.#open = undefined;
      await this.show();
    } catch (error) {
      showError(error);
    }
  }

  /** The home card stands beside no mail. */
  #leave(answer: Promise<CardsPicture>): Promise<CardsPicture> {
    this.#open = undefined;
    fill(this.#message, el('p', { class: 'dim' }, 'No message is open.'));
    return answer;
  }

  #openLink(url: string): void {
    const messageId = this.#mails.find(({ threadId }) => url.endsWith(`#all/${threadId}`))?.messageId;
    if (messageId === undefined) showToast('The add-on opens a page', url, 10);
    else this.#openMail(messageId).catch(showError);
  }

  /** A person puts a Gmail label on the open thread or takes it off. */
  async #label(mail: MailPicture, label: string, isOn: boolean): Promise<void> {
    await ask({ kind: 'mailLabel', threadId: mail.threadId, label, isOn });
    this.#mails = await ask({ kind: 'mails' });
    await this.#openMail(mail.messageId);
  }

  async #openMail(messageId: string): Promise<void> {
    const { mail, cards } = await ask({ kind: 'openMail', messageId });
    this.#open = mail;
    this.#mails = this.#mails.map((other) =>
      other.messageId === messageId ? { ...other, isUnread: false } : other,
    );
    this.#drawMessage(mail);
    this.#drawCards(cards);
    this.#drawList();
  }

  #drawList(): void {
    const newest = this.#mails[0]?.at ?? 0;
    const items = this.#mails.map((mail) => {
      const button = el(
        'button',
        {
          type: 'button',
          class: mail.isUnread ? 'is-unread' : '',
          'aria-current': mail.messageId === this.#open?.messageId ? 'true' : null,
        },
        el('span', { class: 'mail-from', dir: 'auto' }, nameOf(mail.from)),
        el('time', {}, newest - mail.at < HOURS_18_MS ? TIME.format(mail.at) : DAY.format(mail.at)),
        el('span', { class: 'mail-subject', dir: 'auto' }, mail.subject),
        el('span', { class: 'mail-snippet', dir: 'auto' }, mail.snippet),
        mail.labels.length > 0 ? labelChips(mail.labels) : null,
      );
      button.addEventListener('click', () => {
        this.#openMail(mail.messageId).catch(showError);
      });
      return el('li', {}, button);
    });
    fill(this.#list, ...items);
  }

  #drawMessage(mail: MailPicture): void {
    fill(
      this.#message,
      el('h2', { dir: 'auto' }, mail.subject, this.#labelControls(mail)),
      el(
        'div',
        { class: 'mail-head' },
        el('span', { class: 'avatar', 'aria-hidden': 'true' }, nameOf(mail.from).slice(0, 1)),
        el(
          'div',
          {},
          el('b', {}, nameOf(mail.from)),
          ' ',
          el('span', { class: 'dim' }, addressOf(mail.from)),
          el('p', { class: 'dim' }, `to ${nameOf(mail.to)}`),
        ),
        el('time', { class: 'dim' }, `${DAY.format(mail.at)}, ${TIME.format(mail.at)}`),
      ),
      el('div', { class: 'mail-body', dir: 'auto' }, mail.body),
    );
  }

  /** The thread's labels, each with a way to take it off, and the labels that could be put on. */
  #labelControls(mail: MailPicture): HTMLElement {
    const chips = mail.labels.map((label) => {
      const off = el(
        'button',
        { type: 'button', class: 'label-off', 'aria-label': `Remove label ${label}` },
        '×',
      );
      off.addEventListener('click', () => void this.#label(mail, label, false).catch(showError));
      return el('span', { class: 'mail-label' }, label, off);
    });
    const add = el(
      'select',
      { class: 'label-add', 'aria-label': 'Add a label' },
      el('option', { value: '' }, 'Label…'),
    );
    for (const label of mail.otherLabels) add.append(el('option', { value: label }, label));
    add.addEventListener('change', () => {
      if (add.value !== '') this.#label(mail, add.value, true).catch(showError);
    });
    return el('span', { class: 'mail-labels' }, ...chips, mail.otherLabels.length > 0 ? add : '');
  }

  #drawCards({ stack, notification, link, error, labels }: CardsPicture): void {
    const open = this.#open;
    const deeds = { call: (call: CardCall) => this.#act(call), link: (url: string) => this.#openLink(url) };
    fill(
      this.#panel,
      error === null ? '' : cardFault(`The add-on failed: ${error}`),
      stack.length > 0 ? drawCard(stack.at(-1), deeds) : '',
    );
    this.#back.hidden = stack.length < 2;
    if (notification !== null) showToast('', notification);
    if (link !== null) this.#openLink(link);
    if (open === undefined || open.labels.join() === labels.join()) return;
    this.#open = { ...open, labels };
    this.#drawMessage(this.#open);
    this.#mails = this.#mails.map((mail) => (mail.threadId === open.threadId ? { ...mail, labels } : mail));
    this.#drawList();
  }

  #act({ functionName, parameters, formInputs, hasSpinner }: CardCall): void {
    const messageId = this.#open?.messageId ?? '';
    if (hasSpinner) this.#panel.classList.add('is-waiting');
    this.#panel.setAttribute('aria-busy', 'true');
    const inputs = Object.fromEntries(
      Object.entries(formInputs).map(([name, values]) => [name, [...values]]),
    );
    void this.#follow(
      ask({ kind: 'cardAction', messageId, functionName, parameters: { ...parameters }, formInputs: inputs }),
    );
  }

  async #follow(answer: Promise<Answers['cardAction']>): Promise<void> {
    try {
      this.#drawCards(await answer);
      this.#mails = await ask({ kind: 'mails' });
      this.#drawList();
    } catch (error) {
      showError(error);
    } finally {
      this.#panel.classList.remove('is-waiting');
      this.#panel.removeAttribute('aria-busy');
    }
  }
}

function labelChips(labels: readonly string[]): HTMLElement {
  return el(
    'span',
    { class: 'mail-labels' },
    ...labels.map((label) => el('span', { class: 'mail-label' }, label)),
  );
}

function nameOf(address: string): string {
  return address.replace(/\s*<[^>]*>$/, '') || address;
}

function addressOf(address: string): string {
  return /<([^>]*)>$/.exec(address)?.[1] ?? '';
}
