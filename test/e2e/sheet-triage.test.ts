// The main job, on the built bundle: a sheet of tickets gets its queues and confidences.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import {
  type Bench,
  HEADERS,
  newRows,
  press,
  queueOf,
  recordOf,
  records,
  startBench,
  taughtRows,
  ticketAbout,
} from '../builders/sheet-world.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  ownDesk([]);
});
afterAll(() => bench.close());

/** Worlds of this seed share one desk, which has learned once for all of them. */
const SHARED_SEED = 1;

/** A set-up desk with 60 labelled rows, which shares a model with the others. */
function taughtWorld(rows: readonly (readonly string[])[]): World {
  const world = bench.world([HEADERS, ...taughtRows(60), ...rows], { seed: SHARED_SEED });
  press(world, 'runSetUp');
  return world;
}

/** The same with a model of its own, for cases that teach it more. */
function ownDesk(rows: readonly (readonly string[])[], seed = SHARED_SEED): World {
  const world = bench.world([HEADERS, ...taughtRows(60), ...rows], { seed });
  press(world, 'runSetUp');
  press(world, 'runLearn');
  return world;
}

describe('triaging a sheet', () => {
  it('writes queue, confidence, status and reason on every new row', () => {
    const world = taughtWorld(newRows(10));
    press(world, 'runTriageNew');
    const written = newRows(10).map(([ticket = '']) => recordOf(world, ticket));
    expect(written.map((record) => record['Queue'])).toEqual(newRows(10).map((_, i) => queueOf(i)));
    expect(written.every((record) => record['Status'] === 'needs review')).toBe(true);
    expect(written.every((record) => /^\d+%$/.test(record['Queue confidence'] ?? ''))).toBe(true);
    expect(written.every((record) => (record['Reason'] ?? '').includes('“'))).toBe(true);
  });

  it('takes at most 12 spreadsheet calls and 5 requests for 1,000 rows', () => {
    const world = taughtWorld(newRows(1_000));
    world.counts.reset();
    press(world, 'runTriageNew');
    expect(records(world).filter((record) => record['Status'] === 'needs review')).toHaveLength(1_000);
    expect(world.counts.cells).toBeLessThanOrEqual(12);
    expect(world.counts.requests).toBeLessThanOrEqual(5);
  });

  it('writes nothing the second time', () => {
    const world = taughtWorld(newRows(20));
    press(world, 'runTriageNew');
    const before = world.sheetAsCsv('Tickets');
    world.counts.reset();
    expect(press(world, 'runTriageNew')).toContain('Nothing to do');
    expect(world.sheetAsCsv('Tickets')).toBe(before);
    expect(world.counts.requests).toBe(0);
  });

  it('keeps a queue that a person typed', () => {
    const world = taughtWorld([['N-1', 'vpn tunnel problem', 'router', 'Facilities'], ...newRows(3)]);
    press(world, 'runTriageNew');
    expect(recordOf(world, 'N-1')).toMatchObject({ Queue: 'Facilities', Status: '' });
  });

  it.each(['=HYPERLINK("vpn tunnel")', '+49 30 1234 vpn', '-- vpn urgent', '@here vpn'])(
    'keeps %s as text and triages it',
    (subject) => {
      const world = taughtWorld([]);
      const row = world.spreadsheet.sheet('Tickets').lastRow + 1;
      world.spreadsheet.sheet('Tickets').load([]);
      world.spreadsheet.setCell(row, 1, 'N-1');
      world.spreadsheet.setCell(row, 2, `'${subject}`);
      press(world, 'runTriageNew');
      expect(recordOf(world, 'N-1')).toMatchObject({ Subject: subject, Queue: 'Network' });
      expect(world.spreadsheet.sheet('Tickets').formula(row, 2)).toBe('');
    },
  );

  it('gives each row its own label when a person sorts between any two calls', () => {
    const world = taughtWorld(newRows(40));
    const sheet = world.spreadsheet.sheet('Tickets');
    let turn = 0;
    world.faults.between(() => {
      turn += 1;
      if (turn % 3 === 0 && turn < 40)
        sheet.sortRange(2, 1, sheet.lastRow - 1, sheet.lastColumn, 1 + (turn % 3), turn % 2 === 0);
    });
    press(world, 'runTriageNew');
    world.faults.clear();
    for (const [ticket = '', subject = ''] of newRows(40)) {
      expect(recordOf(world, ticket)).toMatchObject({
        Subject: subject,
        Queue: queueOf(Number(ticket.slice(2))),
      });
    }
  });

  it('skips a row without text, with the reason', () => {
    const world = taughtWorld([['N-1', '', '', '']]);
    press(world, 'runTriageNew');
    expect(recordOf(world, 'N-1')).toMatchObject({
      Queue: '',
      Status: 'skipped',
      Reason: 'No text to read in this row.',
    });
  });

  it('triages the selected rows only', () => {
    const world = taughtWorld(newRows(4));
    world.spreadsheet.select(62, 1, 2, 1);
    press(world, 'runTriageSelected');
    expect(
      records(world)
        .filter((record) => record['Status'] !== '')
        .map((record) => record['Ticket']),
    ).toEqual(['N-0', 'N-1']);
  });

  it('takes a row again when its text has changed', () => {
    const world = taughtWorld(newRows(2));
    press(world, 'runTriageNew');
    const other = ticketAbout('Printing', 77);
    world.spreadsheet.setCell(62, 2, other.subject);
    world.spreadsheet.setCell(62, 3, other.body);
    press(world, 'runTriageNew');
    expect(recordOf(world, 'N-0')).toMatchObject({ Queue: 'Printing', Status: 'needs review' });
  });

  it('triages new rows every hour once that is switched on', () => {
    const world = taughtWorld(newRows(3));
    world.call('savePlan', [{ everyMinutes: 60 }], { entry: 'html' });
    world.clock.advance(3_700_000);
    expect(recordOf(world, 'N-2')['Status']).toBe('needs review');
  });

  it('writes one line a run into the ledger', () => {
    const world = taughtWorld(newRows(3));
    press(world, 'runTriageNew');
    const [, line = []] = world.spreadsheet.sheet('Usher runs').displayValues();
    expect(line.slice(1, 9)).toEqual(['menu', '3', '0', '3', '0', '0', '0', '0']);
  });
});

describe('people', () => {
  it('see a changed suggestion become a correction, and the next learning use it', () => {
    const world = ownDesk(newRows(2), 11);
    press(world, 'runTriageNew');
    world.spreadsheet.setCell(62, 4, 'Printing');
    expect(recordOf(world, 'N-0')).toMatchObject({ Queue: 'Printing', Status: 'corrected' });
    expect(press(world, 'runLearn')).toContain('learned from 61 rows');
  });

  it('are told how many suggestions were not learned from, since nobody acted on them', () => {
    const world = ownDesk(newRows(5), 12);
    press(world, 'runTriageNew');
    expect(press(world, 'runLearn')).toContain('5 suggestions that nobody has confirmed or corrected');
  });

  it('teach a suggestion by setting its status to confirmed', () => {
    const world = ownDesk(newRows(2), 13);
    press(world, 'runTriageNew');
    const status = world.spreadsheet.sheet('Tickets').displayValues()[0]?.indexOf('Status') ?? -1;
    world.spreadsheet.setCell(62, status + 1, 'confirmed');
    expect(press(world, 'runLearn')).toContain('learned from 61 rows');
  });

  it('keep their own column called Status', () => {
    const world = bench.world([
      ['Subject', 'Status', 'Queue'],
      ['vpn tunnel', 'open', 'Network'],
      ['printer tray', 'closed', 'Printing'],
    ]);
    press(world, 'runSetUp');
    expect(records(world).map((record) => record['Status'])).toEqual(['open', 'closed']);
    expect(world.spreadsheet.sheet('Tickets').displayValues()[0]).toContain('Usher status');
  });
});

describe('a bad start', () => {
  const said = (rows: readonly (readonly string[])[], functionName = 'runSetUp') =>
    press(bench.world(rows), functionName);

  it('says which columns it looked for when there is no text column', () => {
    expect(
      said([
        ['Number', 'Colour'],
        ['1', 'red'],
      ]),
    ).toMatch(/“Number”, “Colour”.*Name one column Subject or Description/);
  });

  it('says what to do with a sheet without rows', () => {
    expect(said([['Subject', 'Queue']])).toMatch(/no rows below its header/);
  });

  it('makes the queues tab and asks for queues when none are known', () => {
    expect(said([['Subject'], ['vpn']])).toMatch(/There are no queues yet.*“Usher queues” is ready/);
  });

  it('asks for a set-up before anything else', () => {
    expect(
      said(
        [
          ['Subject', 'Queue'],
          ['vpn', 'Network'],
        ],
        'runTriageNew',
      ),
    ).toMatch(/not set up yet/);
  });

  it('says what to do before anything was learned', () => {
    const world = bench.world([HEADERS, ...taughtRows(4), ...newRows(2)]);
    press(world, 'runSetUp');
    expect(press(world, 'runTriageNew')).toMatch(/[Ll]earn/);
    expect(recordOf(world, 'N-0')['Queue']).toBe('');
  });

  it('says so when no row has a queue to learn from', () => {
    const world = bench.world([HEADERS, ...taughtRows(2)]);
    press(world, 'runSetUp');
    world.spreadsheet.sheet('Tickets').clear(2, 4, 2, 1);
    expect(press(world, 'runLearn')).toMatch(/nothing to learn from/);
  });

  it('names a queue with a single example', () => {
    const world = bench.world([
      HEADERS,
      ...taughtRows(40),
      ['H-x', 'badge lost', 'my badge is gone', 'Security'],
    ]);
    press(world, 'runSetUp');
    expect(press(world, 'runLearn')).toMatch(/Security/);
  });

  it('leaves every row as it was while the proxy cannot be reached', () => {
    const world = taughtWorld(newRows(3));
    world.faults.nextFetches(50, 'unreachable');
    expect(press(world, 'runTriageNew')).toMatch(
      /3 rows could not be sent.*could not be reached.*next run takes them/,
    );
    world.faults.clear();
    expect(recordOf(world, 'N-0')['Status']).toBe('');
    press(world, 'runTriageNew');
    expect(recordOf(world, 'N-0')['Status']).toBe('needs review');
  });

  it.each([
    [401, /did not accept your sign-in/],
    [413, /larger than Usher’s server allows/],
    [429, /more than it allows just now/],
    [500, /failed \(500\)/],
  ])('explains a refusal with status %i and loses nothing', (status, message) => {
    const world = taughtWorld(newRows(3));
    world.faults.nextFetches(50, { status });
    expect(press(world, 'runTriageNew')).toMatch(message);
    world.faults.clear();
    expect(recordOf(world, 'N-0')['Status']).toBe('');
  });

  it('is not charged twice when an answer is lost on its way back', () => {
    const world = taughtWorld(newRows(3));
    world.faults.nextFetches(1, 'lost answer');
    press(world, 'runTriageNew');
    expect(recordOf(world, 'N-0')['Status']).toBe('needs review');
  });
});
