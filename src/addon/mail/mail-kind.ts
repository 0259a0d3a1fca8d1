// Who is behind a mail: a customer, the desk itself, or a machine. Machines are left alone, so that no answer of theirs starts a loop,
// and so that nothing that nobody wrote is counted as a ticket.
import type { ReadMail } from './read-mail.ts';

export type MailKind = 'customer' | 'own' | 'auto-reply' | 'automation' | 'bounce' | 'list' | 'invitation';

/** Whose mailbox it is. */
export interface MailboxOwner {
  /** Addresses that answer for the desk, in lower case. */
  readonly addresses: readonly string[];
}

const BOUNCE_SENDER = /^(mailer-daemon|postmaster)@/;
const AUTO_REPLY_SUBJECT =
  /^\s*(auto(matic)?[- ]?(reply|response)|out of (the )?office|abwesend|abwesenheit(snotiz)?|automatische (antwort|abwesenheit)|réponse automatique|absence du bureau|respuesta automática|fuera de la oficina|risposta automatica|fuori (sede|ufficio))\b/i;
/** A domain that everybody has tells nothing of who belongs to the desk. */
const PUBLIC_DOMAINS = new Set(['gmail.com', 'googlemail.com']);

/** What kind of mail this is for the owner of the mailbox. */
export function mailKind(mail: ReadMail, owner: MailboxOwner): MailKind {
  const submitted = mail.field('auto-submitted').toLowerCase();
  if (BOUNCE_SENDER.test(mail.from) || /multipart\/report/i.test(mail.field('content-type'))) return 'bounce';
  if (mail.field('x-usher') !== '') return 'automation';
  if (isAutoReply(mail, submitted)) return 'auto-reply';
  if (mail.isInvitation) return 'invitation';
  if (isForeignList(mail, owner)) return 'list';
  // A web form sends as a machine, with the customer as the one to answer.
  if (submitted.startsWith('auto-generated') && !hasOtherReplyTo(mail)) return 'automation';
  return owner.addresses.includes(mail.from) ? 'own' : 'customer';
}

function isAutoReply(mail: ReadMail, submitted: string): boolean {
  if (submitted.startsWith('auto-replied') || submitted.startsWith('auto-notified')) return true;
  if (['x-autoreply', 'x-autorespond', 'x-autoreply-from'].some((name) => mail.field(name) !== ''))
    return true;
  if (/^(auto_reply|auto-reply)$/i.test(mail.field('precedence'))) return true;
  return AUTO_REPLY_SUBJECT.test(mail.subject);
}

/** A mailing list or newsletter; the desk's own address may be a group of its own domain, whose mails are tickets. */
function isForeignList(mail: ReadMail, owner: MailboxOwner): boolean {
  const list = mail.field('list-id').toLowerCase();
  const isBulk = /^(bulk|list|junk)$/i.test(mail.field('precedence'));
  if (list === '' && !isBulk && mail.field('list-unsubscribe') === '') return false;
  const domains = owner.addresses.map((address) => address.slice(address.indexOf('@') + 1));
  const isOwnGroup = domains.some(
    (domain) =>
      !PUBLIC_DOMAINS.has(domain) && new RegExp(`[.<]${domain.replace(/\./g, '\\.')}>?\\s*$`).test(list),
  );
  return !isOwnGroup;
}

function hasOtherReplyTo(mail: ReadMail): boolean {
  const reply = mail.field('reply-to').toLowerCase();
  return reply !== '' && !reply.includes(mail.from);
}
