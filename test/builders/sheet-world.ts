// A small desk in the sandbox with a real proxy: the built bundle, two queues that are easy to tell, and as many rows as
// the case needs.
import { type LocalProxy, startLocalProxy } from '../../sandbox/local-proxy.ts';
import { LEAD, proxyOptions, readBuiltAddon } from '../../sandbox/sample-world.ts';
import { createWorld, type World, type WorldOptions } from '../../sandbox/world.ts';

export const HEADERS = ['Ticket', 'Subject', 'Description', 'Queue'];

const NETWORK = ['vpn', 'wifi', 'tunnel', 'router', 'connection', 'network'];
const PRINTING = ['printer', 'toner', 'paper', 'scanner', 'tray', 'print'];
const FILLERS = [
  'since this morning',
  'on the third floor',
  'for our team',
  'after the update',
  'again',
  'at the branch',
];

/** Text number `n` of a queue; all texts of a run of numbers differ. */
export function ticketAbout(queue: 'Network' | 'Printing', n: number): { subject: string; body: string } {
  const words = queue === 'Network' ? NETWORK : PRINTING;
  const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? '';
  const subject = `${pick(words, n)} ${pick(words, n + 1 + Math.floor(n / 6))} problem`;
  return { subject, body: `The ${pick(words, n + 2)} fails ${pick(FILLERS, Math.floor(n / 3))}, case ${n}.` };
}

/** Which queue ticket `n` of `newRows` is about. */
export function queueOf(n: number): 'Network' | 'Printing' {
  return n % 2 === 0 ? 'Network' : 'Printing';
}

export function taughtRows(count: number): string[][] {
  return Array.from({ length: count }, (_, n) => {
    const { subject, body } = ticketAbout(queueOf(n), n);
    return [`H-${n}`, subject, body, queueOf(n)];
  });
}

export function newRows(count: number, from = 1_000): string[][] {
  return Array.from({ length: count }, (_, i) => {
    const { subject, body } = ticketAbout(queueOf(i), from + i);
    return [`N-${i}`, subject, body, ''];
  });
}

export interface Bench {
  readonly proxy: LocalProxy;
  /** A world over these rows, header first; nothing is set up yet. Worlds of one seed get the same desk. */
  world(rows: readonly (readonly string[])[], options?: Partial<WorldOptions>): World;
  close(): Promise<void>;
}

export async function startBench(environment: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const built = await readBuiltAddon('addon');
  const proxy = await startLocalProxy({ owners: LEAD.email, now: Date.now, environment });
  const worlds: World[] = [];
  let seed = 1_000;
  return {
    proxy,
    world: (rows, options = {}) => {
      seed += 1;
      const world = createWorld({
        seed,
        ...built,
        ...proxyOptions(built, proxy),
        user: LEAD,
        start: Date.now(),
        ...options,
      });
      const [only] = world.spreadsheet.sheetNames;
      world.spreadsheet.addSheet('Tickets', rows);
      if (only !== undefined) world.spreadsheet.removeSheet(only);
      world.spreadsheet.open();
      worlds.push(world);
      return world;
    },
    close: async () => {
      for (const world of worlds) world.close();
      await proxy.close();
    },
  };
}

/** Presses a menu item and answers what it said; throws when the script failed. */
export function press(world: World, functionName: string): string {
  world.ui.alerts = [];
  world.ui.toasts = [];
  const { error } = world.call(functionName, [], { entry: 'menu' });
  if (error !== undefined) throw new Error(error.message);
  return [...world.ui.alerts, ...world.ui.toasts].map((shown) => shown.message).join(' ');
}

/** The ticket sheet as records by header. */
export function records(world: World): Record<string, string>[] {
  const [header = [], ...rows] = world.spreadsheet.sheet('Tickets').displayValues();
  return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])));
}

/** The record of one ticket by its number. */
export function recordOf(world: World, ticket: string): Record<string, string> {
  const found = records(world).find((record) => record['Ticket'] === ticket);
  if (!found) throw new Error(`There is no ticket ${ticket}.`);
  return found;
}
