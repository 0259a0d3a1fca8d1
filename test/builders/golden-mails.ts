// The corpus of mails: sources in test/golden/mails, and beside each what a person agreed that Usher should read in it.
import { readdirSync, readFileSync } from 'node:fs';
import { ticketOfThread } from '../../src/addon/mail/thread-ticket.ts';

const FOLDER = new URL('../golden/mails/', import.meta.url);
/** Whose mailbox the corpus is. */
export const OWNER = { addresses: ['service@fennmark.example'] };

export interface GoldenMail {
  readonly name: string;
  readonly source: string;
  /** What should be read, as `readAsText` writes it. */
  readonly golden: string;
}

/** All mails of the corpus, by their numbers. */
export function goldenMails(): GoldenMail[] {
  const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.eml'));
  return names.sort().map((file) => {
    const name = file.slice(0, -'.eml'.length);
    return { name, source: read(file), golden: read(`${name}.txt`) };
  });
}

/** What Usher reads in a mail, as text for a person. */
export function readAsText(source: string): string {
  const message = { id: 'm', source: () => source, plainBody: () => '' };
  const read = ticketOfThread([message], OWNER);
  if (read.kind === 'left') return `left alone: ${read.why}\n`;
  const attached = read.attachments.length > 0 ? `attached: ${read.attachments.join(', ')}\n` : '';
  return `subject: ${read.subject}\n${attached}\n${read.body}\n`;
}
