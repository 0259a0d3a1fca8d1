// The card beside an open mail, on the built bundle: every state, every action, within Google's scopes, three seconds and Usher's limits.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import { CARD_WIDGETS_MAX } from '../../src/addon/card.ts';
import {
  ask,
  call,
  labelsOn,
  type MailBench,
  pressOn,
  receive,
  startMailBench,
} from '../builders/mail-world.ts';

const CARD_BYTES_MAX = 50_000;
let bench: MailBench;
/** The least scopes, and all of them. */
let least: World;
let all: World;

beforeAll(async () => {
  bench = await startMailBench();
  least = await bench.world('gmail');
  all = await bench.world('gmail-everything');
});
afterAll(() => bench.close());

const NETWORK = ['vpn tunnel trouble', 'The wifi router fails, the connection is gone.'] as const;
const textOf = (answer: { card: { texts: readonly string[] } | null }) =>
  (answer.card?.texts ?? []).join('\n');

describe('the card beside a mail nobody has asked about', () => {
  it('reads nothing and asks nobody before the button is pressed', () => {
    const id = receive(least, ...NETWORK);
    least.counts.reset();
    const { card } = call(least, 'onGmailMessage', id);
    expect([...(card?.buttons.keys() ?? [])]).toEqual(['Show queue']);
    expect(least.counts.requests).toBe(0);
    expect(Object.keys(least.counts.byMethod).filter((name) => name.startsWith('Gmail'))).toEqual([]);
  });

  it('tells what each missing scope would allow, and nothing where none is missing', () => {
    expect(textOf(call(least, 'onGmailMessage', receive(least, ...NETWORK)))).toMatch(
      /read-on-open.*labels.*schedule.*sheet/s,
    );
    expect(textOf(call(all, 'onGmailMessage', receive(all, ...NETWORK)))).not.toMatch(/option “/);
  });

  it('shows the queue at once in the variant that reads on open, with two requests in one call', async () => {
    const onOpen = await bench.world('gmail-read-on-open');
    // The second answer has time to fetch the small model.
    for (const text of NETWORK) call(onOpen, 'onGmailMessage', receive(onOpen, 'vpn', text));
    const { card, requests, virtualMs } = call(
      onOpen,
      'onGmailMessage',
      receive(onOpen, 'toner', 'No toner in the printer tray.'),
    );
    expect(card?.texts).toContain('Printing');
    expect(requests).toBeLessThanOrEqual(2);
    expect(virtualMs).toBeLessThan(3_000);
  });
});

describe('the card of a prediction', () => {
  it('shows queue, confidence in words and number, words of the mail and language', () => {
    const answer = ask(least, ...NETWORK);
    expect(answer.card?.texts).toContain('Network');
    expect(textOf(answer)).toMatch(/(Proven for this queue|Very likely|Likely)\n?.*\d+ % confidence/s);
    expect(textOf(answer)).toMatch(/Words from this mail: [^\n]*(vpn|tunnel|router|wifi|connection)/);
    expect(textOf(answer)).toContain('Language: English');
  });

  it('offers runner-ups as buttons where the promise does not hold', () => {
    const { card } = ask(least, 'vpn printer', 'The router and the toner fail.');
    expect([...(card?.buttons.keys() ?? [])].filter((text) => /\d %$/.test(text)).length).toBeGreaterThan(0);
  });

  it('comes within three seconds of virtual time, also the first time ever', async () => {
    const fresh = await bench.world('gmail-everything');
    const first = call(fresh, 'onShowQueue', receive(fresh, ...NETWORK));
    const second = call(fresh, 'onShowQueue', receive(fresh, ...NETWORK));
    expect([first.virtualMs, second.virtualMs].every((ms) => ms < 3_000)).toBe(true);
  });

  it.each(['timeout', { status: 500 }, 'unreachable'] as const)(
    'is there within 25 seconds when the proxy fails by %j',
    async (fault) => {
      const world = await bench.world('gmail');
      world.faults.everyFetch(fault);
      const { virtualMs, card } = call(world, 'onShowQueue', receive(world, ...NETWORK));
      world.faults.clear();
      expect(virtualMs).toBeLessThan(25_000);
      expect(card?.buttons.has('Try again')).toBe(true);
    },
  );

  it('takes the answer of the small model in the add-on when the proxy is away, and says so', () => {
    call(all, 'onShowQueue', receive(all, ...NETWORK));
    call(all, 'onShowQueue', receive(all, ...NETWORK));
    all.faults.everyFetch('unreachable');
    const { card } = call(
      all,
      'onShowQueue',
      receive(all, 'paper tray', 'The printer has no toner and the scanner fails.'),
    );
    all.faults.clear();
    expect(card?.texts).toContain('Printing');
    expect(card?.texts.join(' ')).toMatch(/server cannot be reached. The small model/);
  });

  it('names attachments and sends none', () => {
    const attachments = [{ name: 'error.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) }];
    const answer = ask(least, ...NETWORK, { attachments });
    expect(textOf(answer)).toContain('Attached, not sent: error.png');
  });

  it('shows mark-up in a subject as text', () => {
    const { card } = ask(least, '<b>vpn</b> tunnel', 'router');
    expect(card?.json).toContain('&lt;b&gt;vpn&lt;/b&gt;');
  });

  it('leaves machines and mails without text alone, and says why', () => {
    const reply = receive(least, 'Automatic reply: away', 'I am away.', {
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    expect(textOf(call(least, 'onShowQueue', reply))).toContain('automatic reply');
    expect(textOf(call(least, 'onShowQueue', receive(least, '', '')))).toContain('no text');
  });

  it('speaks the reader’s language', async () => {
    const german = await bench.world('gmail', { user: { email: 'lea.lead@usher.example', locale: 'de' } });
    expect(textOf(ask(german, ...NETWORK))).toMatch(/% sicher.*Sprache: Englisch/s);
  });

  it('says who is not signed in, without asking again', async () => {
    const stranger = await bench.world('gmail', { identityToken: () => 'no token of ours' });
    expect(textOf(call(stranger, 'onShowQueue', receive(stranger, ...NETWORK)))).toContain('Not signed in');
  });

  it('says so when a person belongs to no desk', async () => {
    const outsider = await bench.world('gmail', { user: { email: 'otto@usher.example' } });
    expect(textOf(call(outsider, 'onShowQueue', receive(outsider, ...NETWORK)))).toContain('No desk yet');
  });
});

describe('what is done on a card', () => {
  it('applies a queue as one Gmail label, and remembers who and when', () => {
    const { id, card } = ask(all, ...NETWORK);
    const { notice } = pressOn(all, card, 'Apply Network', id);
    expect(notice).toBe('Label Usher/Network applied.');
    expect(labelsOn(all, id)).toEqual(['Usher/Network']);
    expect(textOf(call(all, 'onGmailMessage', id))).toMatch(/Network\nChosen by a person\n\d+ \w+, \d+:\d+/);
  });

  it('moves the thread to another queue that is chosen from the list', () => {
    const { id, card } = ask(all, ...NETWORK);
    pressOn(all, card, 'Apply Network', id);
    const list = pressOn(all, call(all, 'onGmailMessage', id).card, 'Choose another', id);
    expect(list.how).toBe('pushed');
    expect(pressOn(all, list.card, 'Apply', id).notice).toContain('Nothing was chosen');
    pressOn(all, list.card, 'Apply', id, { queue: 'printing' });
    expect(labelsOn(all, id)).toEqual(['Usher/Printing']);
  });

  it('takes all labels off a thread that is no ticket', () => {
    const { id, card } = ask(all, ...NETWORK);
    const applied = pressOn(all, card, 'Apply Network', id);
    pressOn(all, applied.card, 'Not a ticket', id);
    expect(labelsOn(all, id)).toEqual([]);
    expect(textOf(call(all, 'onGmailMessage', id))).toContain('Not a ticket');
  });

  it('notes a choice without the scope for labels, and touches nothing in Gmail', () => {
    const { id, card } = ask(least, ...NETWORK);
    const { notice } = pressOn(least, card, 'Yes, Network', id);
    expect([notice, labelsOn(least, id)]).toEqual(['Noted: Network.', []]);
  });

  it('shows what would leave the proxy for another model, masked', () => {
    const { id, card } = ask(
      least,
      'vpn',
      'Call me at +49 30 5550 1443 or ana@customer.example about the tunnel.',
    );
    const answer = pressOn(least, card, 'What would leave', id);
    expect(textOf(answer)).toContain('tunnel');
    expect(textOf(answer)).not.toContain('ana@customer.example');
  });

  it('adds the ticket to the desk’s spreadsheet once, as text, and opens its row', () => {
    all.spreadsheet.addSheet('Tickets', [['Ticket', 'Subject', 'Description', 'Queue']]);
    const home = call(all, 'onOpenMailSettings');
    const address = 'https://docs.google.com/spreadsheets/d/sandbox-spreadsheet/edit#gid=0';
    pressOn(all, home.card, 'Save', '', {
      search: 'is:unread',
      windowDays: '14',
      addresses: '',
      sheet: address,
    });
    const { id, card } = ask(all, '=HYPERLINK("x")', 'The vpn tunnel fails.');
    pressOn(all, card, 'Apply Network', id);
    const first = pressOn(all, card, 'Add to sheet', id);
    const second = pressOn(all, card, 'Add to sheet', id);
    const opened = pressOn(all, card, 'Open row', id);
    const rows = all.spreadsheet.sheet('Tickets').displayValues();
    expect(rows).toHaveLength(2);
    expect(rows[1]?.slice(1)).toEqual([
      '=HYPERLINK("x")',
      expect.stringMatching(/^The vpn tunnel fails\.!*$/),
      'Network',
    ]);
    expect([first.notice, second.notice]).toEqual([
      'Added to “Tickets”, row 2.',
      'Already in “Tickets”, row 2.',
    ]);
    expect(opened.link).toContain('range=A2');
  });

  it('asks for the spreadsheet where none is named', async () => {
    const world = await bench.world('gmail-sheet');
    const { id, card } = ask(world, ...NETWORK);
    expect(textOf(pressOn(world, card, 'Add to sheet', id))).toContain('No spreadsheet is named');
  });
});

describe('every card', () => {
  it('has at most 30 widgets and 50 KB, whatever the mail holds', () => {
    const long = 'vpn tunnel '.repeat(30_000);
    const shown = ask(all, long, long, {
      attachments: Array.from({ length: 200 }, (_, n) => ({
        name: `${n}-${'x'.repeat(200)}.png`,
        type: 'image/png',
        bytes: new Uint8Array(),
      })),
    });
    const cards = [
      shown,
      pressOn(all, shown.card, 'What would leave', shown.id),
      call(all, 'onGmailHomepage'),
      call(all, 'onOpenMailSettings'),
    ];
    for (const { card } of cards) {
      expect(card?.widgets ?? 0).toBeLessThanOrEqual(CARD_WIDGETS_MAX);
      expect(Buffer.byteLength(card?.json ?? '')).toBeLessThanOrEqual(CARD_BYTES_MAX);
    }
  });
});
