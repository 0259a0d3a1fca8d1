// Health on the built bundle: the tab with sentences, charts and figures, bursts in words from the sheet, and people's word on them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LEAD, proxyOptions, readBuiltAddon } from '../../sandbox/sample-world.ts';
import type { World } from '../../sandbox/world.ts';
import type { HealthView } from '../../src/addon/health-page.ts';
import { type Bench, press, startBench, ticketAbout } from '../builders/sheet-world.ts';

const HEADERS = ['Ticket', 'Received', 'Subject', 'Description', 'Queue'];
const MINUTE = 60_000;
const DAY = 86_400_000;

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const isoOf = (at: number): string => new Date(at).toISOString();

/** Three hundred tickets of the last twenty days, a fifth of them labelled by people, and some of the last hour about one matter. */
function rowsWithBurst(reports: number): string[][] {
  const now = Date.now();
  const everyday = Array.from({ length: 300 }, (_, n) => {
    const queue = n % 2 === 0 ? 'Network' : 'Printing';
    const { subject, body } = ticketAbout(queue, n);
    return [`E-${n}`, isoOf(now - 20 * DAY + n * (DAY / 16)), subject, body, n % 5 === 0 ? queue : ''];
  });
  const said = ['stays shut', 'does not open', 'ignores everybody', 'is stuck', 'blocks the cars'];
  const burst = Array.from({ length: reports }, (_, n) => [
    `B-${n}`,
    isoOf(now - 50 * MINUTE + n * 4 * MINUTE),
    'Garage barrier',
    `The garage barrier ${said[n % said.length]} at level ${n}, badge ${n * 7} refused`,
    '',
  ]);
  return [HEADERS, ...everyday, ...burst];
}

function triaged(seed: number, reports = 10, options: Parameters<Bench['world']>[1] = {}): World {
  const world = bench.world(rowsWithBurst(reports), { seed, ...options });
  press(world, 'runSetUp');
  press(world, 'runLearn');
  press(world, 'runTriageNew');
  return world;
}

function call(world: World, name: string, ...values: unknown[]): HealthView {
  const { value, error } = world.call(name, values, { entry: 'html' });
  if (error !== undefined) throw new Error(error.message);
  return value as HealthView;
}

const tabOf = (world: World): string[][] => world.spreadsheet.sheet('Usher health').displayValues();

const chartsOf = (world: World) => world.spreadsheet.sheet('Usher health').model.charts;

describe('the health of triage', () => {
  it('stands in a tab of sentences with four charts beside them', () => {
    const world = triaged(301);
    call(world, 'loadHealth');
    const tab = tabOf(world);
    expect(tab[0]?.slice(0, 3)).toEqual(['State', 'What', 'How this is computed']);
    const sentences = tab.map((row) => row[1] ?? '');
    expect(sentences.join('\n')).toMatch(/tickets in four weeks: \d+ routed alone/);
    expect(sentences).toContain('To do');
    expect(chartsOf(world)).toHaveLength(4);
  });

  it('names a burst in words from the sheet, with its rows', () => {
    const world = triaged(302);
    const { outbreaks } = call(world, 'loadHealth');
    expect(outbreaks).toHaveLength(1);
    expect(outbreaks[0]?.sentence).toMatch(/similar tickets about .*(garage|barrier)/);
    expect(outbreaks[0]?.rows).toMatch(/^rows \d+/);
  });

  it('takes a person’s word on a burst, and shows it', () => {
    const world = triaged(303);
    const [burst] = call(world, 'loadHealth').outbreaks;
    const after = call(world, 'settleBurst', { id: burst?.id, decision: 'dismiss' });
    expect(after.outbreaks[0]).toMatchObject({ isOpen: false });
    expect(after.outbreaks[0]?.sentence).toMatch(/Dismissed\.$/);
    expect(
      tabOf(world)
        .map((row) => row[1])
        .join('\n'),
    ).toContain('Dismissed.');
  });

  it('gives no percentage of fewer than thirty tickets', () => {
    const world = bench.world([HEADERS, ...rowsWithBurst(0).slice(1, 25)], { seed: 304 });
    press(world, 'runSetUp');
    press(world, 'runTriageNew');
    call(world, 'loadHealth');
    const lines = tabOf(world).map((row) => row.slice(0, 2).join(' '));
    expect(lines.filter((line) => / %/.test(line) && !/promise|allow|today’s/i.test(line))).toEqual([]);
    expect(lines[1]).toMatch(/^too few /);
  });

  it('is refreshed by the schedule, keeps its charts, and tells of a burst once', () => {
    const world = triaged(305, 0);
    call(world, 'loadHealth');
    const burst = rowsWithBurst(10).slice(-10);
    const tickets = world.spreadsheet.sheet('Tickets');
    burst.forEach((row, at) => {
      row.forEach((value, column) => {
        tickets.setCell(302 + at, column + 1, value);
      });
    });
    world.call('savePlan', [{ everyMinutes: 15, onForm: false, onChange: false }], { entry: 'html' });
    world.ui.toasts = [];
    world.clock.advance(40 * MINUTE);
    expect(
      tabOf(world)
        .map((row) => row[1])
        .join('\n'),
    ).toMatch(/similar tickets about/);
    expect(world.ui.toasts.filter(({ message }) => /similar tickets/.test(message))).toHaveLength(1);
    expect(chartsOf(world)).toHaveLength(4);
  });

  it('mails the same sentences once a week, where the deployment may send mail', async () => {
    const built = await readBuiltAddon('variants/sheet-mail');
    const world = triaged(306, 0, { ...built, ...proxyOptions(built, bench.proxy) });
    for (let week = 0; week < 3; week++) {
      world.call('onSchedule', [], { entry: 'time-trigger' });
      world.clock.advance(4 * DAY);
      world.call('onSchedule', [], { entry: 'time-trigger' });
      world.clock.advance(4 * DAY);
    }
    const mails = world.sentMails.filter(({ subject }) => subject.startsWith('Health of triage'));
    expect(mails).toHaveLength(2);
    expect(mails[0]?.body).toMatch(/tickets in four weeks/);
  });

  it('speaks German to a German reader', () => {
    const world = triaged(307, 10, { user: { ...LEAD, locale: 'de' } });
    const { lines } = call(world, 'loadHealth');
    expect(lines.map(({ text }) => text).join(' ')).toMatch(/Tickets in vier Wochen/);
  });
});
