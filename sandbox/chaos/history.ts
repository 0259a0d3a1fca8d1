// One seeded history: a sheet, people, runs by two users, and faults, in an order that the seed decides; then quiet, until a
// run finds nothing to do.
import type { User } from '../google/run.ts';
import type { World } from '../world.ts';
import { People } from './people.ts';
import { HEADERS, pick, type Random, type TicketMill } from './tickets.ts';

export const CHAOS_SHEET = 'Tickets';
const TAUGHT_ROWS = 60;
/** Runs under fire before things calm down. */
const RUNS = 3;
/** A calm sheet is at rest after one run that works and one that finds nothing; more means it never settles. */
const CALM_RUNS_MAX = 8;
/** Runs in the ledger of one history, and a few tries more. */
const UNDO_RUNS_MAX = 20;
/** Longer than any lease. */
const PAUSE_MS = 600_000;
/** Belongs to the desk too, and starts runs of his own. */
export const COLLEAGUE: User = { email: 'otto.other@usher.example' };

export interface History {
  readonly world: World;
  readonly people: People;
  /** What was done, in words, for the report of a failing seed. */
  readonly events: string[];
  /** True when the last calm run found nothing to do. */
  readonly cameToRest: boolean;
}

/** The rows that the sheet begins with, header first: a few with a queue that a person typed, the others new. */
export function firstRows(mill: TicketMill, rows: number): string[][] {
  const taught = Array.from({ length: Math.min(TAUGHT_ROWS, rows) }, () => {
    const queue = mill.queue();
    return [...mill.row(queue), queue];
  });
  const fresh = Array.from({ length: Math.max(0, rows - taught.length) }, () => [...mill.row(), '']);
  return [[...HEADERS], ...taught, ...fresh];
}

/**
 * Plays the history of one world whose sheet holds `rows` from `firstRows`; `welcome` takes the colleague into the desk once there is
 * one.
 */
export function playHistory(
  world: World,
  rows: readonly (readonly string[])[],
  mill: TicketMill,
  random: Random,
  { isHarsh, welcome }: { readonly isHarsh: boolean; readonly welcome: () => void },
): History {
  const people = new People(world.spreadsheet.sheet(CHAOS_SHEET), random, mill, isHarsh);
  for (const cells of rows.slice(1)) people.meet(cells, cells[4] === '' ? undefined : cells[4]);
  const events: string[] = [];
  people.tell = (deed) => events.push(`  somebody: ${deed}`);
  press(world, 'runSetUp', events);
  welcome();
  press(world, 'runLearn', events);
  for (let run = 0; run < RUNS; run++) {
    orderFaults(world, random, events);
    peopleBetweenCalls(world, people, random, events);
    press(world, 'runTriageNew', events);
    world.faults.clear();
    world.clock.advance(random() < 0.5 ? 1_000 : PAUSE_MS);
    for (let i = Math.floor(random() * 3); i > 0; i--) people.act();
  }
  world.clock.advance(PAUSE_MS);
  people.relent();
  for (let run = 0; run < CALM_RUNS_MAX; run++) {
    if (press(world, 'runTriageNew', events).includes('Nothing to do')) {
      return { world, people, events, cameToRest: true };
    }
    world.clock.advance(PAUSE_MS);
  }
  return { world, people, events, cameToRest: false };
}

/** Undoes every run in the ledger, with people at work in between; answers whether nothing is left to undo. */
export function undoAll({ world, people }: History, random: Random, events: string[]): boolean {
  const share = pick(random, [0, 0, 0.02]);
  for (let run = 0; run < UNDO_RUNS_MAX; run++) {
    if (share > 0) {
      world.faults.between(() => {
        if (random() < share) people.act();
      });
    }
    people.isTidy = runsToUndo(world) <= 1;
    const said = press(world, 'runUndo', events);
    world.faults.clear();
    if (said.includes('There is no run to undo')) return true;
    people.relent();
  }
  return false;
}

/** How many runs of the ledger no undo has been noted of; a run that went on has several lines. */
function runsToUndo(world: World): number {
  const [headers = [], ...lines] = world.spreadsheet.sheet('Usher runs').displayValues();
  const cell = (line: readonly string[], header: string) => line[headers.indexOf(header)] ?? '';
  const open = lines.filter((line) => cell(line, 'Undone (UTC)') === '' && cell(line, 'Run') !== '');
  return new Set(open.map((line) => cell(line, 'Run'))).size;
}

function peopleBetweenCalls(world: World, people: People, random: Random, events: string[]): void {
  const share = pick(random, [0.005, 0.02, 0.05]);
  const othersShare = pick(random, [0, 0, 0.01]);
  world.faults.between(({ name, index }) => {
    if (random() < share) {
      events.push(`  before call ${index}, ${name}:`);
      people.act();
    }
    if (random() >= othersShare) return;
    events.push(`another user starts a run before call ${index}, ${name}`);
    const { error } = world.call('runTriageNew', [], { entry: 'menu', user: COLLEAGUE });
    if (error !== undefined) events.push(`  it ended: ${error.message}`);
  });
}

function orderFaults(world: World, random: Random, events: string[]): void {
  const order = (what: string, deed: () => void): void => {
    events.push(what);
    deed();
  };
  const { faults } = world;
  if (random() < 0.4) {
    const calls = 1 + Math.floor(random() * 90);
    order(`killed after call ${calls}`, () => faults.killAfter(calls));
  }
  if (random() < 0.4) {
    const fault = pick(random, [
      { status: 429 },
      { status: 500 },
      'timeout',
      'unreachable',
      'lost answer',
    ] as const);
    const count = 1 + Math.floor(random() * 6);
    order(`${count} requests meet ${JSON.stringify(fault)}`, () => faults.nextFetches(count, fault));
  }
  if (random() < 0.2)
    order('a lock is refused', () => faults.refuseLocks(1, pick(random, ['busy', 'throws'])));
  if (random() < 0.1)
    order('the fetch quota is used up', () =>
      faults.failCalls(/UrlFetchApp/, 2, 'Service invoked too many times for one day: urlfetch.'),
    );
  if (random() < 0.15) {
    const service = pick(random, [/setValues/, /getValues|getDataRange/, /Properties/, /appendRow/, /Cache/]);
    const nth = 1 + Math.floor(random() * 3);
    order(`${nth} calls of ${service.source} fail`, () =>
      faults.failCalls(service, nth, 'Service Spreadsheets failed while accessing document.'),
    );
  }
}

/** Presses a menu item as the world's user; answers what it said, or what ended it. */
function press(world: World, functionName: string, events: string[]): string {
  world.ui.clear();
  const { error } = world.call(functionName, [], { entry: 'menu' });
  const said = [...world.ui.alerts, ...world.ui.toasts].map((shown) => shown.message).join(' ');
  const outcome = error === undefined ? said : `ended: ${error.message}`;
  events.push(`${functionName}: ${outcome.slice(-240)}`);
  return outcome;
}
