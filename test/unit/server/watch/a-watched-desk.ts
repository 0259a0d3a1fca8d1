// A desk with four weeks of everyday tickets, sent through the proxy as the add-on sends them, with the clock set to each day.
import type { Health, Tick } from '../../../../src/core/health-schemas.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';
import { aBatch, aProxy, type TestProxy, teach } from '../../../builders/proxy.ts';

export const DAY = 86_400_000;
const HOUR = 3_600_000;
export const TICK: Tick = { timeZone: 'Europe/Berlin', everyMinutes: 15 };

const SUBJECTS: Readonly<Record<string, string>> = {
  network: 'wireless router cable connection switch signal internet socket adapter office floor',
  billing: 'invoice payment refund charge receipt price account contract order supplier amount',
  printing: 'printer paper toner scanner tray cartridge page colour driver queue staples',
};
const FILLER =
  'please help since morning again today colleague urgent laptop screen room building second third never always';

/** Everyday tickets of one day: words of one subject among everyday words, each its own mixture. */
export function dayOfTickets(day: number, count: number, from: number): object[] {
  const random = createRandom(1000 + day);
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? '';
  const themes = Object.values(SUBJECTS).map((words) => words.split(' '));
  const filler = FILLER.split(' ');
  return Array.from({ length: count }, (_, index) => {
    const theme = themes[Math.floor(random() * themes.length)] ?? [];
    const words = Array.from({ length: 12 }, () => (random() < 0.5 ? pick(theme) : pick(filler)));
    return {
      id: `d${day}-${index}`,
      subject: `${pick(theme)} ${pick(filler)}`,
      body: words.join(' '),
      channel: index % 3 === 0 ? 'mail' : 'portal',
      receivedAt: from + 8 * HOUR + Math.floor((index * 9 * HOUR) / count),
    };
  });
}

/** Ten reports of one matter within an hour, in words that share half. */
export function reportsOfOneMatter(from: number, count = 10, prefix = 'o'): object[] {
  const random = createRandom(7);
  const words = 'certificate gateway tunnel expired handshake rejected remote vpn login timeout'.split(' ');
  const filler = FILLER.split(' ');
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}-${index}`,
    subject: 'vpn tunnel certificate',
    body: words
      .map((word) => (random() < 0.6 ? word : (filler[Math.floor(random() * filler.length)] ?? word)))
      .join(' '),
    receivedAt: from + index * 5 * 60_000,
  }));
}

export interface WatchedDesk {
  readonly proxy: TestProxy;
  /** Sends tickets at an instant. */
  send(tickets: readonly object[], now: number): Promise<void>;
  tick(now: number, tick?: Tick): Promise<Health>;
  /** Sends `days` days of everyday tickets, with a look after each. Answers the last one's health. */
  live(days: number, perDay?: number): Promise<Health>;
  /** Midnight after the last day that was lived. */
  readonly midnight: () => number;
}

/** The desk `it`, taught, on its first day. */
export async function aWatchedDesk(environment: Record<string, string> = {}): Promise<WatchedDesk> {
  const proxy = await aProxy(environment);
  let midnight = Date.UTC(2026, 9, 26);
  proxy.clock.now = midnight;
  await teach(proxy);
  let day = 0;
  const send = async (tickets: readonly object[], now: number) => {
    proxy.clock.now = now;
    for (let first = 0; first < tickets.length; first += 20) {
      const batch = aBatch(tickets.slice(first, first + 20), { runId: `run-${now}-${first}` });
      const answer = await proxy.call('POST', '/v1/triage', batch);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    }
  };
  const tick = async (now: number, told: Tick = TICK) => {
    proxy.clock.now = now;
    const answer = await proxy.call('POST', '/v1/desks/it/tick', told);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body as unknown as Health;
  };
  const live = async (days: number, perDay = 30) => {
    let health: Health | undefined;
    for (let each = 0; each < days; each++) {
      const from = midnight;
      await send(dayOfTickets(day, perDay, from), from + 18 * HOUR);
      health = await tick(from + 18 * HOUR);
      midnight += DAY;
      day++;
    }
    if (health === undefined) throw new Error('Live at least a day.');
    return health;
  };
  return { proxy, send, tick, live, midnight: () => midnight };
}
