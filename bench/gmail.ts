// `npm run bench -- gmail [--json]`: a consumer's mailbox of 5,000 threads that nobody has triaged, one day of hourly runs on the built
// bundle and a virtual clock, against Google's daily quotas; a second, quiet day; and how soon the cards are there.
import { teachMailDesk } from '../sandbox/chaos/gmail-desk.ts';
import { TicketMill } from '../sandbox/chaos/tickets.ts';
import { createRandom } from '../sandbox/google/random.ts';
import { startLocalProxy } from '../sandbox/local-proxy.ts';
import { LEAD, proxyOptions, readBuiltAddon } from '../sandbox/sample-world.ts';
import { createWorld, type World } from '../sandbox/world.ts';
import { atLeast, atMost, type BenchResult, reported } from './figure.ts';

const THREADS = 5_000;
const DAY_MS = 86_400_000;
/** What Google gives a consumer account in a day. */
const CONSUMER = { mail: 20_000, urlfetch: 20_000, properties: 50_000, triggerMinutes: 90 };
const FIRST_ANSWER_MS = 3_000;
const UNLIMITED = { USHER_CALLER_TICKETS_A_DAY: '1000000', USHER_DESK_TICKETS_A_MINUTE: '1000000' };

export async function run(): Promise<BenchResult> {
  const proxy = await startLocalProxy({ owners: LEAD.email, now: Date.now, environment: UNLIMITED });
  await teachMailDesk(proxy, createRandom(1));
  const built = await readBuiltAddon('variants/gmail-schedule');
  const world = createWorld({
    ...built,
    ...proxyOptions(built, proxy),
    ...{ user: LEAD, start: Date.now(), kind: 'gmail' },
  });
  try {
    const mill = new TicketMill(createRandom(2));
    for (let n = 0; n < THREADS; n++) {
      const [, subject = '', plain = ''] = mill.row();
      world.mailbox.receive({ from: `c${n}@customer.example`, to: LEAD.email, subject, plain });
    }
    const first = cardTimes(world);
    call(world, 'onSwitchSchedule', { on: 'yes' });
    world.clock.advance(DAY_MS - 60_000);
    const runs = world.executions.filter(({ functionName }) => functionName === 'onMailSchedule');
    const labelled = [...world.mailbox.threads.values()].map((thread) => thread.labels.size);
    const used = (quota: 'mail' | 'urlfetch' | 'properties' | 'triggerMs') =>
      world.quotas.used(LEAD.email, quota);
    const day = {
      mail: used('mail'),
      urlfetch: used('urlfetch'),
      properties: used('properties'),
      trigger: used('triggerMs'),
    };
    const stored = Object.values(propertiesOf(world)).reduce((sum, text) => sum + text.length, 0);
    const home = call(world, 'onGmailHomepage');
    world.clock.advance(DAY_MS);
    return {
      name: 'gmail',
      figures: [
        atLeast(
          'threads with exactly one label after a day',
          labelled.filter((labels) => labels === 1).length,
          'threads',
          THREADS,
        ),
        atMost('threads with several', labelled.filter((labels) => labels > 1).length, 'threads', 0),
        atMost('mail reads and writes of the day', day.mail, 'calls', CONSUMER.mail),
        atMost('requests', day.urlfetch, 'requests', CONSUMER.urlfetch),
        atMost('property reads and writes', day.properties, 'calls', CONSUMER.properties),
        atMost('trigger time', day.trigger / 60_000, 'min', CONSUMER.triggerMinutes),
        reported('runs', runs.length, 'runs'),
        atMost('longest run', Math.max(...runs.map(({ virtualMs }) => virtualMs)) / 60_000, 'min', 6),
        atMost(
          'runs that Google refused or that failed',
          runs.filter(({ error }) => error !== undefined).length,
          'runs',
          0,
        ),
        atMost('memory of the threads', stored / 1_000, 'kB', 500),
        reported('a quiet day: mail reads and writes', used('mail'), 'calls'),
        reported('a quiet day: trigger time', used('triggerMs') / 60_000, 'min'),
        atMost('card of an open mail', first.open, 'ms', FIRST_ANSWER_MS),
        atMost('first prediction ever', first.first, 'ms', FIRST_ANSWER_MS),
        atMost('second prediction, with the small model', first.second, 'ms', FIRST_ANSWER_MS),
        atMost('home card over 5,000 threads', home, 'ms', FIRST_ANSWER_MS),
      ],
    };
  } finally {
    world.close();
    await proxy.close();
  }
}

function cardTimes(world: World): { readonly open: number; readonly first: number; readonly second: number } {
  const [one, two] = [...world.mailbox.threads.keys()];
  return {
    open: call(world, 'onGmailMessage', {}, one),
    first: call(world, 'onShowQueue', {}, one),
    second: call(world, 'onShowQueue', {}, two),
  };
}

/** Virtual milliseconds that a card function takes. */
function call(
  world: World,
  functionName: string,
  parameters: Record<string, string> = {},
  threadId?: string,
): number {
  const message = threadId === undefined ? undefined : world.mailbox.threads.get(threadId)?.messages[0];
  const event = {
    commonEventObject: { hostApp: 'GMAIL', platform: 'WEB', parameters },
    ...(message === undefined ? {} : { gmail: world.mailbox.open(message.id) }),
  };
  const { error, virtualMs } = world.call(functionName, [event], { entry: 'card' });
  if (error !== undefined) throw new Error(error.message);
  if (message !== undefined) world.mailbox.markUnread(message.threadId, true);
  return virtualMs;
}

function propertiesOf(world: World): Record<string, string> {
  const stores = world.snapshot()['properties'] as Record<string, Record<string, string>>;
  return stores[`user:${LEAD.email}`] ?? {};
}
