// Tickets for chaos: short, each with a number of its own in the text, so that no two texts are alike and every charge can
// be told apart.

/** Numbers in [0, 1). */
export type Random = () => number;

export const HEADERS = ['Ticket', 'Subject', 'Description', 'Site', 'Queue'] as const;
export const QUEUES = ['Network', 'Printing', 'Accounts'] as const;
const WORDS: Readonly<Record<(typeof QUEUES)[number], readonly string[]>> = {
  Network: ['vpn', 'wifi', 'tunnel', 'router', 'connection'],
  Printing: ['printer', 'toner', 'paper', 'scanner', 'tray'],
  Accounts: ['password', 'login', 'account', 'permission', 'badge'],
};
const SITES = ['North', 'South', 'East', 'West'];

/** Makes rows with rising numbers: ticket, subject, description, site. */
export class TicketMill {
  readonly #random: Random;
  #next = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  queue(): (typeof QUEUES)[number] {
    return pick(this.#random, QUEUES);
  }

  /** A row about `queue`; the queue's cell is not part of it. */
  row(queue = this.queue()): string[] {
    const n = this.#next++;
    const words = WORDS[queue];
    const subject = `${pick(this.#random, words)} ${pick(this.#random, words)} trouble`;
    return [
      `C-${n}`,
      subject,
      `The ${pick(this.#random, words)} fails, case number x${n}.`,
      pick(this.#random, SITES),
    ];
  }
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}
