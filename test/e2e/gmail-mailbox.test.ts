// Many threads at once, on the built bundle: the hourly run and the home card, their labels, people's corrections, undo, and the walls
// of Google's day.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { changeQueues } from '../../sandbox/chaos/gmail-desk.ts';
import { createSyncFetch } from '../../sandbox/google/sync-fetch.ts';
import type { World } from '../../sandbox/world.ts';
import { CARD_WIDGETS_MAX } from '../../src/addon/card.ts';
import {
  call,
  labelsOn,
  type MailBench,
  pressOn,
  receive,
  runSchedule,
  startMailBench,
} from '../builders/mail-world.ts';

const HOUR_MS = 3_600_000;
let bench: MailBench;
const fetcher = createSyncFetch();
beforeAll(async () => {
  bench = await startMailBench({
    USHER_CALLER_REQUESTS_A_MINUTE: '100000',
    USHER_CALLER_TICKETS_A_DAY: '100000',
  });
});
afterAll(() => {
  fetcher.close();
  return bench.close();
});

const TEXTS = [
  ['vpn tunnel trouble', 'The wifi router fails.'],
  ['printer toner trouble', 'The scanner tray is out of paper.'],
  ['password login trouble', 'The account lacks a permission.'],
] as const;
let mails = 0;
function fill(world: World, count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    mails += 1;
    const [subject, plain] = TEXTS[n % TEXTS.length] ?? TEXTS[0];
    return receive(world, subject, `${plain} Case ${mails}.`);
  });
}
const usherLabels = (world: World, ids: readonly string[]) =>
  ids.map((id) => labelsOn(world, id).join(' + '));
const aMailbox = (options = {}) => bench.world('gmail-schedule', options);

/** Threads that were labelled with a queue, and their label; audits and doubts are under Usher/Review. */
async function aTriagedMailbox(count = 30): Promise<{ world: World; ids: string[]; labelled: string[] }> {
  const world = await aMailbox();
  const ids = fill(world, count);
  runSchedule(world);
  return { world, ids, labelled: ids.filter((id) => !labelsOn(world, id).includes('Usher/Review')) };
}

describe('the hourly run', () => {
  it('gives every thread of the search exactly one label, and asks in one request for a hundred', async () => {
    const world = await aMailbox();
    const ids = fill(world, 90);
    const { calls } = runSchedule(world);
    expect(
      usherLabels(world, ids).filter((labels) => !/^Usher\/(Network|Printing|Accounts|Review)$/.test(labels)),
    ).toEqual([]);
    expect(new Set(usherLabels(world, ids))).toContain('Usher/Network');
    // The desks, the desk, one batch, and the small model and its queues' names for hours without the proxy.
    expect(calls.requests).toBeLessThanOrEqual(5);
  });

  it('leaves machines, newsletters and the desk’s own mails without a label, until a customer writes there', async () => {
    const world = await aMailbox();
    const news = receive(world, 'Ten tips', 'Read on.', { headers: { 'List-Id': '<news.example>' } });
    const own = world.mailbox.receive({
      from: 'lea.lead@usher.example',
      subject: 'vpn',
      plain: 'vpn tunnel',
    });
    runSchedule(world);
    expect(usherLabels(world, [news, own.id])).toEqual(['', '']);
    world.clock.advance(HOUR_MS);
    receive(world, 'Re: vpn', 'The vpn tunnel fails.', { threadId: own.threadId });
    runSchedule(world);
    expect(usherLabels(world, [news, own.id])[0]).toBe('');
    expect(labelsOn(world, own.id)).toHaveLength(1);
  });

  it('looks at nothing that has been silent for longer than the window', async () => {
    const world = await aMailbox();
    const old = receive(world, ...TEXTS[0], { at: world.clock.now - 20 * 24 * HOUR_MS });
    runSchedule(world);
    expect(labelsOn(world, old)).toEqual([]);
  });

  it('never puts a label back that a person took off', async () => {
    const { world, labelled } = await aTriagedMailbox();
    const [id = ''] = labelled;
    world.mailbox.unlabel(world.mailbox.message(id)?.threadId ?? '', labelsOn(world, id)[0] ?? '');
    for (let run = 0; run < 3; run++) {
      world.clock.advance(HOUR_MS);
      runSchedule(world);
    }
    expect(labelsOn(world, id)).toEqual([]);
    expect(call(world, 'onGmailMessage', id).card?.texts).toContain('Label taken off by a person');
  });

  it('takes a label that a person put in place of its own for the person’s word, and counts it', async () => {
    const { world, labelled } = await aTriagedMailbox();
    const id = labelled.find((one) => labelsOn(world, one)[0] === 'Usher/Network') ?? '';
    const thread = world.mailbox.message(id)?.threadId ?? '';
    world.mailbox.label(thread, 'Usher/Printing');
    runSchedule(world);
    expect(labelsOn(world, id)).toEqual(['Usher/Printing']);
    expect(call(world, 'onGmailMessage', id).card?.texts).toContain('Chosen by a person');
    expect(call(world, 'onGmailHomepage').card?.texts.join(' ')).toContain('1 correction by people');
  });

  it('renames the Gmail label with the queue, and every thread keeps it', async () => {
    const { world, labelled } = await aTriagedMailbox();
    const before = usherLabels(world, labelled);
    changeQueues(bench.proxy, fetcher, { mark: 'team' });
    runSchedule(world);
    changeQueues(bench.proxy, fetcher, {});
    expect(usherLabels(world, labelled)).toEqual(before.map((label) => `${label} team`));
  });

  it('says on the home card that the proxy failed, and goes on in the next hour', async () => {
    const world = await aMailbox();
    const ids = fill(world, 30);
    world.faults.everyFetch('unreachable');
    runSchedule(world);
    world.faults.clear();
    expect(usherLabels(world, ids).every((labels) => labels === '')).toBe(true);
    expect(call(world, 'onGmailHomepage').card?.texts.join(' ')).toContain('could not be reached');
    world.clock.advance(HOUR_MS);
    runSchedule(world);
    expect(usherLabels(world, ids).every((labels) => labels !== '')).toBe(true);
  });

  it('does nothing where the deployment may not label', async () => {
    const world = await bench.world('gmail');
    world.counts.reset();
    runSchedule(world);
    expect(world.counts.requests).toBe(0);
  });
});

describe('the home card', () => {
  it('triages a slice with each press, tells how many wait, and then lists them by queue', async () => {
    const world = await bench.world('gmail-everything');
    const ids = fill(world, 70);
    let answer = pressOn(world, call(world, 'onGmailHomepage').card, 'Triage now');
    expect(answer.card?.texts.join(' ')).toMatch(/\d+ done, \d+ to go/);
    let presses = 1;
    while (answer.card?.buttons.has('Continue') && presses < 10) {
      answer = pressOn(world, answer.card, 'Continue');
      expect(answer.virtualMs).toBeLessThan(25_000);
      presses += 1;
    }
    expect(presses).toBeLessThan(10);
    expect(usherLabels(world, ids).every((labels) => labels !== '')).toBe(true);
    expect(answer.card?.texts.join('\n')).toMatch(/Labelled lately\n.*Network · \d+/s);
    expect(answer.card?.widgets).toBeLessThanOrEqual(CARD_WIDGETS_MAX);
  });

  it('shows itself within three seconds, without a request', async () => {
    const { world } = await aTriagedMailbox(60);
    const { virtualMs, requests } = call(world, 'onGmailHomepage');
    expect([virtualMs < 3_000, requests]).toEqual([true, 0]);
  });

  it('applies a suggestion to all threads that it was made for, and takes that back', async () => {
    const world = await aMailbox();
    changeQueues(bench.proxy, fetcher, { mode: 'suggest' });
    const ids = fill(world, 12);
    runSchedule(world);
    changeQueues(bench.proxy, fetcher, {});
    expect(new Set(usherLabels(world, ids))).toEqual(new Set(['Usher/Review']));
    const card = call(world, 'onGmailHomepage').card;
    const before = usherLabels(world, ids);
    const button = [...(card?.buttons.keys() ?? [])].find((text) => /^Apply to/.test(text)) ?? '';
    const applied = pressOn(world, card, button);
    const after = usherLabels(world, ids);
    expect(after).not.toEqual(before);
    expect(after.filter((labels) => labels !== 'Usher/Review')).toHaveLength(4);
    pressOn(world, applied.card, 'Undo last run');
    expect(usherLabels(world, ids)).toEqual(before);
  });

  it('undoes a run, leaves what people have touched since, and does not do it again', async () => {
    const { world, ids, labelled } = await aTriagedMailbox();
    const [touched = ''] = labelled;
    world.mailbox.label(world.mailbox.message(touched)?.threadId ?? '', 'Important');
    const { notice } = pressOn(world, call(world, 'onGmailHomepage').card, 'Undo last run');
    expect(notice).toMatch(/\d+ threads are as before the run/);
    world.clock.advance(HOUR_MS);
    runSchedule(world);
    expect(usherLabels(world, ids).filter((labels) => labels.includes('Usher'))).toEqual([]);
    expect(labelsOn(world, touched)).toEqual(['Important']);
  });

  it('switches the hourly run on once and off again', async () => {
    const world = await bench.world('gmail-everything');
    const settings = () => call(world, 'onOpenMailSettings').card;
    pressOn(world, settings(), 'Switch hourly triage on');
    expect(world.triggers.map(({ functionName }) => functionName)).toEqual(['onMailSchedule']);
    const ids = fill(world, 5);
    world.clock.advance(2 * HOUR_MS);
    expect(usherLabels(world, ids).every((labels) => labels !== '')).toBe(true);
    pressOn(world, settings(), 'Switch hourly triage off');
    expect(world.triggers).toEqual([]);
  });
});

describe('the card beside a spreadsheet', () => {
  it('tells today’s figures without a request', async () => {
    const { world, labelled } = await aTriagedMailbox();
    const { card, requests } = call(world, 'onSheetsHomepage');
    expect(card?.texts.join('\n')).toContain(`${labelled.length}\nLabelled by Usher`);
    expect(requests).toBe(0);
  });
});

describe('every entry point of every scope variant', () => {
  it.each([
    'gmail',
    'gmail-read-on-open',
    'gmail-labels',
    'gmail-schedule',
    'gmail-sheet',
    'gmail-everything',
  ])('stays within the scopes of %s', async (variant) => {
    const world = await bench.world(variant);
    const id = receive(world, ...TEXTS[0]);
    const parameters = { threadId: id, queue: 'network', desk: 'mail', name: 'Mail desk', on: '' };
    for (const name of [...CARD_FUNCTIONS, 'onMailSchedule']) {
      const entry = name === 'onMailSchedule' ? ('time-trigger' as const) : ('card' as const);
      const event = {
        commonEventObject: { hostApp: 'GMAIL', platform: 'WEB', parameters },
        gmail: world.mailbox.open(id),
      };
      expect([name, world.call(name, [event], { entry }).error?.message]).toEqual([name, undefined]);
    }
    const refused = world.logs.filter(({ text }) => /permission|closed to a/.test(text));
    expect(refused.map(({ text }) => text)).toEqual([]);
  });
});

const CARD_FUNCTIONS = [
  ...[
    'onGmailMessage',
    'onGmailHomepage',
    'onSheetsHomepage',
    'onMailMenuSettings',
    'onShowQueue',
    'onShowAgain',
  ],
  ...[
    'onApplyQueue',
    'onChooseAnother',
    'onNotTicket',
    'onWhatLeaves',
    'onOpenMailSettings',
    'onSaveMailSettings',
  ],
  ...['onChangeDesk', 'onChooseDesk'],
];
