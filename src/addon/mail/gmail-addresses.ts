// Addresses inside Gmail that a card may open.

const MAILBOX = 'https://mail.google.com/mail/';

export function addressOfThread(id: string): string {
  return `${MAILBOX}#all/${id}`;
}

export function addressOfLabel(name: string): string {
  return `${MAILBOX}#label/${name.split('/').map(encodeURIComponent).join('%2F')}`;
}

export function addressOfMailbox(): string {
  return `${MAILBOX}#inbox`;
}
