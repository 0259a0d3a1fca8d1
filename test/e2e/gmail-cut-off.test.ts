// What becomes of threads when a run is killed, or looks away, while people go on: on the built bundle.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import { labelsOn, type MailBench, receive, runSchedule, startMailBench } from '../builders/mail-world.ts';

const HOUR_MS = 3_600_000;
const OWN = { from: 'lea.lead@usher.example', subject: 'vpn', plain: 'vpn tunnel' };
let bench: MailBench;
beforeAll(async () => {
  bench = await startMailBench({});
});
afterAll(() => bench.close());

const aMailbox = () => bench.world('gmail-schedule', {});
const threadOf = (world: World, id: string) => world.mailbox.message(id)?.threadId ?? '';

/** The run makes its first call that labels, and no other. */
function runKilledAsItLabels(world: World): void {
  world.faults.between(({ name }) => {
    if (name === 'GmailLabel.addToThreads') world.faults.killAfter(1);
  });
  const { error } = world.call('onMailSchedule', [{}], { entry: 'time-trigger' });
  world.faults.clear();
  expect(error?.message).toContain('killed');
}

function runsLater(world: World, runs = 1): void {
  for (let run = 0; run < runs; run++) {
    world.clock.advance(HOUR_MS);
    runSchedule(world);
  }
}

describe('a run that is killed in the very call that labels', () => {
  it('does not put the label of its only thread back once a person took it off', async () => {
    const world = await aMailbox();
    const id = receive(world, 'vpn tunnel trouble', 'The wifi router fails.');
    runKilledAsItLabels(world);
    const [label = 'none'] = labelsOn(world, id);
    world.mailbox.unlabel(threadOf(world, id), label);
    runsLater(world, 2);
    expect([label.startsWith('Usher/'), labelsOn(world, id)]).toEqual([true, []]);
  });

  it('leaves each of two threads one label, less the one that a person took off', async () => {
    const world = await aMailbox();
    const ids = [1, 2].map((n) => receive(world, `printer toner ${n}`, 'The scanner tray is out of paper.'));
    runKilledAsItLabels(world);
    const taken = ids.find((id) => labelsOn(world, id).length > 0) ?? '';
    world.mailbox.unlabel(threadOf(world, taken), labelsOn(world, taken)[0] ?? '');
    runsLater(world, 2);
    const others = ids.filter((id) => id !== taken);
    expect([labelsOn(world, taken).length, others.map((id) => labelsOn(world, id).length)]).toEqual([0, [1]]);
  });

  it('labels the thread after all where the call never had its effect', async () => {
    const world = await aMailbox();
    const id = receive(world, 'password login trouble', 'The account lacks a permission.');
    world.faults.failCalls(/addToThreads/, 1);
    world.call('onMailSchedule', [{}], { entry: 'time-trigger' });
    const before = labelsOn(world, id);
    runsLater(world);
    expect([before.length, labelsOn(world, id).length]).toEqual([0, 1]);
  });

  it('tells a label that came from one that never came by the share of its batch where Gmail has forgotten', async () => {
    const world = await aMailbox();
    const id = receive(world, 'password login trouble', 'The account lacks a permission.');
    world.faults.failCalls(/addToThreads/, 1);
    world.call('onMailSchedule', [{}], { entry: 'time-trigger' });
    world.faults.failCalls(/History\.list/, 1, 'API call to gmail.users.history.list failed');
    runsLater(world);
    expect(labelsOn(world, id)).toHaveLength(1);
  });
});

describe('a thread that was no ticket', () => {
  it('becomes one when a customer writes there, also where no run came to its end yet', async () => {
    const world = await aMailbox();
    const own = world.mailbox.receive(OWN);
    receive(world, 'vpn tunnel trouble', 'The wifi router fails.');
    runKilledAsItLabels(world);
    world.clock.advance(HOUR_MS);
    receive(world, 'Re: vpn', 'The vpn tunnel fails.', { threadId: own.threadId });
    runsLater(world);
    expect(labelsOn(world, own.id)).toHaveLength(1);
  });

  it('becomes one when what a customer wrote there is marked unread long after it was read', async () => {
    const world = await aMailbox();
    const own = world.mailbox.receive(OWN);
    runsLater(world);
    receive(world, 'Re: vpn', 'The vpn tunnel fails.', { threadId: own.threadId });
    world.mailbox.markUnread(own.threadId, false);
    runsLater(world, 3);
    const whileRead = labelsOn(world, own.id);
    world.mailbox.markUnread(own.threadId, true);
    runsLater(world);
    expect([whileRead.length, labelsOn(world, own.id).length]).toEqual([0, 1]);
  });

  it('is not read again in each run while nobody writes there', async () => {
    const world = await aMailbox();
    world.mailbox.receive(OWN);
    runsLater(world);
    world.clock.advance(HOUR_MS);
    const reads: string[] = [];
    world.faults.between(({ name }) => void (name === 'GmailMessage.getRawContent' && reads.push(name)));
    runSchedule(world);
    expect(reads).toEqual([]);
  });
});
