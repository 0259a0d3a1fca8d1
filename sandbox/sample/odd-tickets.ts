// The strange tickets among the new ones: no text, text that looks like a formula, emoji, a pasted log of 20,000
// characters, a mail in HTML, a script that runs from right to left.
import { arrivalBetween } from './calendar.ts';
import { DESK_BOOK } from './desk-book.ts';
import type { Person } from './people.ts';
import type { Dice } from './random.ts';

/** A strange ticket; `truth` is a queue's id, or null where no queue is right. */
export interface OddDraft {
  receivedAt: string;
  sender: string;
  channel: 'mail';
  site: string;
  language: string;
  subject: string;
  body: string;
  queue: null;
  truth: string | null;
}

/** The length of the longest ticket, in UTF-16 units. */
export const LONG_BODY_LENGTH = 20_000;

function pastedLog(dice: Dice): string {
  const opening =
    'Hello,\n\nthe nightly import of deliveries into Kontor aborts. I was told to send the log, here it is, all of it.\n\n';
  const steps = ['read line', 'match item', 'post delivery', 'retry post', 'roll back'];
  let text = opening;
  for (let line = 1; text.length < LONG_BODY_LENGTH; line += 1) {
    const seconds = String(line % 60).padStart(2, '0');
    const minutes = String(Math.floor(line / 60) % 60).padStart(2, '0');
    const level = dice.chance(0.2) ? 'ERROR' : 'INFO';
    const stock = level === 'ERROR' ? `KT-${4000 + dice.below(900)} stock record locked` : 'ok';
    text += `2026-11-12 02:${minutes}:${seconds} [${level}] import.kontor ${dice.pick(steps)} ${line}: ${stock}\n`;
  }
  return text.slice(0, LONG_BODY_LENGTH);
}

/** Writes each strange ticket once, between two days. */
export function writeOddTickets(
  staff: readonly Person[],
  days: readonly [number, number],
  dice: Dice,
): OddDraft[] {
  return DESK_BOOK.oddTickets.map(({ subject, body, truth, language }) => {
    const sender = dice.pick(staff);
    return {
      receivedAt: new Date(arrivalBetween(...days, sender.site, dice)).toISOString(),
      sender: sender.address,
      channel: 'mail',
      site: sender.site,
      language: language ?? 'en',
      subject,
      body: body === 'LOG' ? pastedLog(dice) : body,
      queue: null,
      truth,
    };
  });
}
