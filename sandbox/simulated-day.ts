// A day of a consumer account with a schedule and nobody watching: tickets come in through a form all day long, and Google's daily
// quotas are on. What it took, and whether every ticket was done.
import type { LocalProxy } from './local-proxy.ts';
import { type BuiltAddon, LEAD, proxyOptions } from './sample-world.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Queues that are told apart by one word, so that a small lesson is enough. */
const WORDS = ['vpn', 'wifi', 'tunnel', 'printer', 'toner', 'scanner'];
const TAUGHT = 60;

export interface DayOptions {
  readonly tickets: number;
  readonly everyMinutes: 5 | 10 | 15 | 30 | 60;
  /** How much of a day passes; all tickets come in this time. */
  readonly hours?: number;
  readonly latency?: WorldOptions['latency'];
}

export interface DayResult {
  readonly triggerMinutes: number;
  readonly requests: number;
  /** Tickets with a prediction at the end. */
  readonly done: number;
  readonly runs: number;
  /** Runs that were put off so that the day's allowance lasts. */
  readonly putOff: number;
  /** Executions that Google did not start, since the trigger time of the day was used up. */
  readonly refused: number;
  readonly failed: number;
}

/** Lets a day pass over a sheet that has learned from 60 rows. */
export function simulateDay(built: BuiltAddon, proxy: LocalProxy, day: DayOptions): DayResult {
  const world = createWorld({
    ...built,
    ...proxyOptions(built, proxy),
    ...{ user: LEAD, start: Date.now(), seed: day.tickets + day.everyMinutes },
    latency: { cellsMs: 800, cellUs: 10, requestMs: 1_000, ...day.latency },
  });
  try {
    const taught = Array.from({ length: TAUGHT }, (_, i) => [
      ...ticket(i),
      i % WORDS.length < 3 ? 'Network' : 'Printing',
    ]);
    world.spreadsheet.addSheet('Tickets', [['Ticket', 'Subject', 'Description', 'Queue'], ...taught]);
    for (const name of world.spreadsheet.sheetNames)
      if (name !== 'Tickets') world.spreadsheet.removeSheet(name);
    world.spreadsheet.open();
    call(world, 'runSetUp', 'menu');
    call(world, 'runLearn', 'menu');
    call(world, 'savePlan', 'html', { everyMinutes: day.everyMinutes, onForm: false, onChange: false });
    return liveThrough(world, day);
  } finally {
    world.close();
  }
}

function liveThrough(world: World, { tickets, everyMinutes, hours = 24 }: DayOptions): DayResult {
  const requestsBefore = world.counts.requests;
  const first = world.executions.length;
  const sheet = world.spreadsheet.sheet('Tickets');
  const steps = Math.floor((DAY_MINUTES * (hours / 24)) / everyMinutes);
  let arrived = 0;
  for (let step = 1; step <= steps; step++) {
    // The last hour brings nothing, so that what came before can be done.
    const due = Math.min(tickets, Math.ceil((tickets * step) / (steps - 60 / everyMinutes)));
    for (; arrived < due; arrived++) sheet.submitForm(ticket(TAUGHT + arrived));
    world.clock.advance(everyMinutes * MINUTE_MS);
  }
  const runs = world.executions.slice(first).filter(({ entry }) => entry === 'time-trigger');
  const [header = [], ...rows] = sheet.values();
  const status = header.indexOf('Status');
  return {
    triggerMinutes: runs.reduce((sum, run) => sum + run.virtualMs, 0) / MINUTE_MS,
    requests: world.counts.requests - requestsBefore,
    done: rows.filter((row) => row[status] === 'needs review').length,
    runs: runs.length,
    putOff: runs.filter(({ virtualMs, error }) => error === undefined && virtualMs < MOMENT_MS).length,
    refused: runs.filter(({ error }) => error?.ended === 'computer time').length,
    failed: runs.filter(({ error }) => error !== undefined && error.ended !== 'computer time').length,
  };
}

/** A run that does not look at the sheet ends in less than one spreadsheet call. */
const MOMENT_MS = 700;

function ticket(i: number): string[] {
  const word = (at: number): string => WORDS[at % WORDS.length] ?? '';
  return [`T-${i}`, `${word(i)} trouble`, `The ${word(i + 1)} fails, case ${i}.`];
}

function call(world: World, functionName: string, entry: 'menu' | 'html', ...values: unknown[]): void {
  const { error } = world.call(functionName, values, { entry });
  if (error !== undefined) throw new Error(error.message);
}
