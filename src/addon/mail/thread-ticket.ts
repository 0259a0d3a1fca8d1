// A thread of mails as one ticket: what the customer wrote last, without what others wrote, under the thread's own id. A thread in which
// nobody has written to the desk is left alone, with the reason.
import { plainFromHtml } from '../../core/plain-from-html.ts';
import { type MailboxOwner, type MailKind, mailKind } from './mail-kind.ts';
import { FORWARDING_SUBJECT } from './mail-phrases.ts';
import type { MailMessage } from './mail-ports.ts';
import { withoutQuotedHtml } from './quoted-html.ts';
import { type ReadMail, readMail } from './read-mail.ts';
import { writtenText } from './written-text.ts';

/** Messages that are read at most to find the customer's last word; each costs a read of the day's allowance. */
const MESSAGES_READ_MAX = 8;
/** A plain part that only says that the mail is HTML is shorter than this. */
const STUB_CHARACTERS_MAX = 200;

/** Why a thread is no ticket. */
export type LeftAlone = Exclude<MailKind, 'customer'> | 'empty';

export type ThreadTicket =
  | {
      readonly kind: 'ticket';
      readonly subject: string;
      readonly body: string;
      readonly attachments: readonly string[];
    }
  | { readonly kind: 'left'; readonly why: LeftAlone };

/** Reads a thread from its newest message back to the customer's last one. `messages` are in the order of the thread. */
export function ticketOfThread(messages: readonly MailMessage[], owner: MailboxOwner): ThreadTicket {
  let why: LeftAlone = 'empty';
  const newest = [...messages].reverse().slice(0, MESSAGES_READ_MAX);
  for (const [index, message] of newest.entries()) {
    const mail = readMail(message.source());
    const kind = mailKind(mail, owner);
    if (kind !== 'customer') {
      // What the newest message is says best why the thread is left alone; the desk's own answer says least.
      if (index === 0 || why === 'own') why = kind;
      continue;
    }
    const body = textOfMail(mail, message);
    if (body === '' && mail.subject.trim() === '') continue;
    return { kind: 'ticket', subject: mail.subject, body, attachments: mail.attachments };
  }
  return { kind: 'left', why };
}

/** What the sender of a mail wrote this time. */
export function textOfMail(mail: ReadMail, message: Pick<MailMessage, 'plainBody'>): string {
  const isForward = FORWARDING_SUBJECT.test(mail.subject);
  if (!mail.isReadable) return writtenText(message.plainBody(), isForward);
  if (mail.plain !== null && !isStub(mail)) return writtenText(mail.plain, isForward);
  if (mail.html === null) return '';
  const text = plainFromHtml(withoutQuotedHtml(mail.html, isForward));
  const written = writtenText(text, isForward);
  // A mail that is nothing but a quotation is read with it.
  return written === '' ? writtenText(plainFromHtml(mail.html), true) : written;
}

/** Some programs leave an empty plain part, or one that only says to look at the other. */
function isStub({ plain, html }: ReadMail): boolean {
  if (html === null || plain === null) return false;
  const text = plain.trim();
  if (text === '') return true;
  return text.length < STUB_CHARACTERS_MAX && /\bhtml\b/i.test(text) && html.length > 4 * text.length;
}
