// One seeded history of a mailbox: schedules, sometimes two at once, presses on the home card, people, kills and failures, in an order
// that the seed decides; then quiet, until two runs in a row change nothing.
import type { Mailbox } from '../google/gmail/mailbox.ts';
import { LEAD } from '../sample-world.ts';
import type { World } from '../world.ts';
import { MailPeople } from './gmail-people.ts';
import { pick, type Random } from './tickets.ts';

/** Runs under fire before things calm down. */
const RUNS = 4;
const CALM_RUNS_MAX = 10;
const HOUR_MS = 3_600_000;
/** Faults fall anywhere in a run, which makes some hundred calls. */
const KILL_CALLS = 220;

export interface MailHistory {
  readonly world: World;
  readonly people: MailPeople;
  readonly events: string[];
  readonly cameToRest: boolean;
}

const CARD_EVENT = { commonEventObject: { hostApp: 'GMAIL', platform: 'WEB', parameters: {} } };

/** What the desk's lead does to its queues between runs. */
export interface Lead {
  renameQueues(): void;
  /** Whether queues are routed without a person: from yes to no, and back. */
  turnRouting(): void;
}

/** Plays the history of a world whose mailbox holds nothing yet. */
export function playMailHistory(
  world: World,
  threads: number,
  random: Random,
  seed: number,
  lead: Lead,
): MailHistory {
  const { mailbox } = world;
  const people = new MailPeople(mailbox, random, seed);
  const events: string[] = [];
  people.tell = (deed) => events.push(`  somebody: ${deed}`);
  for (let n = 0; n < threads; n++) random() < 0.1 ? people.writeNoTicket() : people.write();
  for (let run = 0; run < RUNS; run++) {
    orderFaults(world, random, events);
    peopleBetweenCalls(world, people, random, events);
    work(world, people, random, events);
    world.faults.clear();
    learnLabels(world, people);
    const deed = random();
    if (deed < 0.1) {
      events.push('the desk renames a queue');
      lead.renameQueues();
    } else if (deed < 0.2) {
      events.push('the desk takes the right to be routed from its queues, or gives it back');
      lead.turnRouting();
    }
    world.clock.advance(pick(random, [1_000, HOUR_MS, HOUR_MS]));
    for (let i = Math.floor(random() * 5); i > 0; i--) people.act();
  }
  let quiet = 0;
  for (let run = 0; run < CALM_RUNS_MAX; run++) {
    world.clock.advance(HOUR_MS);
    const before = labelling(mailbox);
    call(world, 'onMailSchedule', 'time-trigger', events);
    learnLabels(world, people);
    quiet = labelling(mailbox) === before ? quiet + 1 : 0;
    if (quiet === 2) return { world, people, events, cameToRest: true };
  }
  return { world, people, events, cameToRest: false };
}

/** A scheduled run, or a person at the home card. */
function work(world: World, people: MailPeople, random: Random, events: string[]): void {
  const how = random();
  if (how < 0.6) call(world, 'onMailSchedule', 'time-trigger', events);
  else if (how < 0.8) call(world, 'onTriageMailbox', 'card', events);
  else if (how < 0.9) bulk(world, people, 'onUndoMailRun', {}, events);
  else
    bulk(world, people, 'onApplyGroup', { queue: pick(random, ['network', 'printing', 'accounts']) }, events);
}

/** What a person does to many threads at once from the home card is theirs, as far as it came. */
function bulk(
  world: World,
  people: MailPeople,
  functionName: string,
  parameters: Record<string, string>,
  events: string[],
): void {
  world.faults.between(undefined);
  learnLabels(world, people);
  const before = labelsByThread(world.mailbox);
  call(world, functionName, 'card', events, parameters);
  const review = people.labels.get('Review') ?? '';
  for (const [thread, after] of labelsByThread(world.mailbox)) {
    const facts = people.facts.get(thread);
    const then = before.get(thread) ?? new Set();
    const gained = [...after].filter((id) => !then.has(id));
    const lost = [...then].filter((id) => !after.has(id));
    if (!facts || gained.length + lost.length === 0) continue;
    if (functionName === 'onApplyGroup' && gained.length > 0) facts.stands = new Set(gained);
    // An undone application leaves the thread to review again; an undone label leaves it alone.
    if (functionName === 'onUndoMailRun') facts.stands = gained.includes(review) ? undefined : after;
    facts.isOpen = false;
  }
}

function call(
  world: World,
  functionName: string,
  entry: 'time-trigger' | 'card',
  events: string[],
  parameters: Record<string, string> = {},
): void {
  const event = { commonEventObject: { ...CARD_EVENT.commonEventObject, parameters } };
  const { error, value } = world.call(functionName, [event], { entry });
  const notice = /"notification":\{"text":"([^"]*)"/.exec(JSON.stringify(value) ?? '')?.[1] ?? 'done';
  const last = /"problem":"([^"]+)"/.exec(propertiesOf(world)['usher.mail.last'] ?? '')?.[1];
  events.push(
    `${functionName}: ${error === undefined ? notice : `ended: ${error.message}`}${last ? ` (${last})` : ''}`,
  );
}

function peopleBetweenCalls(world: World, people: MailPeople, random: Random, events: string[]): void {
  const share = pick(random, [0.01, 0.04, 0.1]);
  const othersShare = pick(random, [0, 0, 0.01]);
  world.faults.between(() => {
    if (random() < share) {
      learnLabels(world, people);
      people.act();
    }
    if (random() >= othersShare) return;
    events.push('another schedule fires');
    world.call('onMailSchedule', [{}], { entry: 'time-trigger' });
  });
}

function orderFaults(world: World, random: Random, events: string[]): void {
  const order = (what: string, deed: () => void): void => {
    events.push(what);
    deed();
  };
  const { faults } = world;
  if (random() < 0.5) {
    const calls = 1 + Math.floor(random() * KILL_CALLS);
    order(`killed after call ${calls}`, () => faults.killAfter(calls));
  }
  if (random() < 0.35) {
    const fault = pick(random, [
      { status: 429 },
      { status: 500 },
      'timeout',
      'unreachable',
      'lost answer',
    ] as const);
    const count = 1 + Math.floor(random() * 5);
    order(`${count} requests meet ${JSON.stringify(fault)}`, () => faults.nextFetches(count, fault));
  }
  if (random() < 0.25) {
    const count = 1 + Math.floor(random() * 3);
    order(`${count} locks are refused`, () => faults.refuseLocks(count, pick(random, ['busy', 'throws'])));
  }
  if (random() < 0.3) {
    const service = pick(random, [
      ...[/getRawContent/, /addToThreads/, /removeFromThreads/, /getMessagesForThreads/, /GmailApp\.search/],
      ...[/GmailLabel\.getThreads/, /Labels\.list/, /Properties\.setProperties/, /Properties\./, /Cache\./],
    ]);
    const nth = 1 + Math.floor(random() * 3);
    order(`${nth} calls of ${service.source} fail`, () =>
      faults.failCalls(service, nth, 'Service invoked too many times for one day: gmail.'),
    );
  }
}

/** The labels that Usher has made so far, by the queues that they are for, as it keeps them in the person's properties. */
function learnLabels(world: World, people: MailPeople): void {
  const labels = new Map<string, string>();
  for (const [key, value] of Object.entries(propertiesOf(world))) {
    if (!key.startsWith('usher.label.')) continue;
    const queue = key.slice('usher.label.'.length);
    const name = queue === '' ? 'Review' : queue.charAt(0).toUpperCase() + queue.slice(1);
    labels.set(name, value.split('\n')[0] ?? '');
  }
  people.labels = labels;
}

/** What the person's properties hold. */
function propertiesOf(world: World): Record<string, string> {
  const stores = world.snapshot()['properties'] as Record<string, Record<string, string>>;
  return stores[`user:${LEAD.email}`] ?? {};
}

/** Ids of the labels on each thread. */
export function labelsByThread(mailbox: Mailbox): Map<string, Set<string>> {
  return new Map(
    [...mailbox.threads.values()]
      .filter(({ isInTrash }) => !isInTrash)
      .map((thread) => [
        thread.id,
        new Set([...thread.labels].map((name) => mailbox.labels.get(name) ?? '')),
      ]),
  );
}

function labelling(mailbox: Mailbox): string {
  return JSON.stringify([...labelsByThread(mailbox)].map(([id, labels]) => [id, [...labels].sort()]));
}
