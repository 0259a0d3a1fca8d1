// =USHER() and =USHER_WHY() on the built bundle: they predict from the hidden tab that Learn fills, and never use the network.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import {
  type Bench,
  HEADERS,
  newRows,
  press,
  queueOf,
  recordOf,
  startBench,
  taughtRows,
  ticketAbout,
} from '../builders/sheet-world.ts';

let bench: Bench;
let taught: World;
beforeAll(async () => {
  bench = await startBench();
  taught = bench.world([HEADERS, ...taughtRows(60), ...newRows(4)]);
  press(taught, 'runSetUp');
  press(taught, 'runLearn');
});
afterAll(() => bench.close());

function answer(world: World, functionName: string, ...values: unknown[]): unknown {
  const { value, error } = world.call(functionName, values, { entry: 'custom-function' });
  if (error !== undefined) throw new Error(error.message);
  return value;
}

const about = (queue: 'Network' | 'Printing', n: number): string => {
  const { subject, body } = ticketAbout(queue, n);
  return `${subject}. ${body}`;
};

describe('=USHER()', () => {
  it('tells label and confidence of one cell', () => {
    const [[label, confidence] = []] = answer(taught, 'USHER', about('Printing', 70)) as unknown[][];
    expect(label).toBe('Printing');
    expect(confidence).toBeGreaterThan(0.5);
    expect(confidence).toBeLessThanOrEqual(1);
  });

  it('tells the same as a run does, given subject and description', () => {
    press(taught, 'runTriageNew');
    const cells = newRows(4).map(([, subject, body]) => [subject, body]);
    const told = answer(taught, 'USHER', cells) as unknown[][];
    expect(told.map(([label]) => label)).toEqual(newRows(4).map((_, n) => queueOf(n)));
    expect(`${Math.round(Number(told[0]?.[1]) * 100)}%`).toBe(recordOf(taught, 'N-0')['Queue confidence']);
  });

  it('answers 1,000 rows with two calls of the spreadsheet and no request', () => {
    const rows = newRows(1_000).map(([, subject, body]) => [subject, body]);
    taught.counts.reset();
    const { value, virtualMs } = taught.call('USHER', [rows], { entry: 'custom-function' });
    expect(value).toHaveLength(1_000);
    expect(taught.counts.cells).toBeLessThanOrEqual(2);
    expect(taught.counts.requests).toBe(0);
    expect(virtualMs).toBeLessThan(30_000);
  });

  it('works as a formula in the sheet and fills two columns', () => {
    const sheet = taught.spreadsheet.sheet('Tickets');
    const column = sheet.lastColumn + 2;
    taught.spreadsheet.setCell(1, column, '=USHER(B62:C65)');
    const shown = sheet.displayValues().slice(0, 4);
    expect(shown.map((row) => row[column - 1])).toEqual([0, 1, 2, 3].map(queueOf));
    expect(shown.every((row) => Number(row[column]) > 0.5)).toBe(true);
  });

  it.each([
    ['a blank cell', ''],
    ['a word it never saw', '東京'],
  ])('leaves blank what it cannot tell: %s', (_name, cell) => {
    expect(answer(taught, 'USHER', cell)).toEqual([['', '']]);
  });

  it('reads numbers, dates and truth values as text', () => {
    const told = answer(taught, 'USHER', [[4711], [true], [new Date(0)]]) as unknown[][];
    expect(told).toHaveLength(3);
  });

  it('takes the field by its id or by its header', () => {
    const text = about('Network', 70);
    expect(answer(taught, 'USHER', text, 'queue')).toEqual(answer(taught, 'USHER', text, ' Queue '));
  });

  it('names the fields there are for one there is not', () => {
    expect(answer(taught, 'USHER', 'vpn', 'mood')).toMatch(/nothing called “mood”.*Queue/);
  });

  it('says how many rows one formula may have', () => {
    expect(
      answer(
        taught,
        'USHER',
        Array.from({ length: 10_001 }, () => ['vpn']),
      ),
    ).toMatch(/10,001 rows are too many.*at most 10,000/);
  });

  it('says what to do where nothing was learned yet, in the language of the spreadsheet', () => {
    const world = bench.world([HEADERS, ...taughtRows(2)]);
    expect(answer(world, 'USHER', 'vpn')).toMatch(/No model.*Usher ▸ Learn from this sheet/);
    const german = bench.world([HEADERS, ...taughtRows(2)], { locale: 'de_DE' });
    expect(answer(german, 'USHER', 'vpn')).toMatch(/Usher ▸ Aus dieser Tabelle lernen/);
  });

  it('says so when a person has altered the hidden tab', () => {
    const world = bench.world([HEADERS, ...taughtRows(60)], { seed: 77 });
    press(world, 'runSetUp');
    press(world, 'runLearn');
    const part = String(world.spreadsheet.sheet('Usher model').displayValues()[1]?.[4]);
    world.spreadsheet.sheet('Usher model').load([
      ['Field', 'Name', 'Model', 'Labels', 'Part 1'],
      ['queue', 'Queue', 'm', '{}', part.slice(0, -8)],
    ]);
    expect(answer(world, 'USHER', 'vpn')).toMatch(/damaged.*Learn from this sheet/);
  });
});

describe('=USHER_WHY()', () => {
  it('names the words that speak for the label, in a sentence for each row', () => {
    const told = answer(taught, 'USHER_WHY', [[about('Printing', 70)], ['']]) as string[][];
    expect(told[0]?.[0]).toMatch(/“\w+.*” speaks? for Printing rather than Network\./);
    expect(told[1]).toEqual(['']);
  });

  it('says that it knows none of the words', () => {
    expect(answer(taught, 'USHER_WHY', '東京')).toEqual([[expect.stringMatching(/knows none of the words/)]]);
  });
});

describe('the hidden tab', () => {
  it('is hidden and holds no cell of more than 45,000 characters', () => {
    const snapshot = JSON.stringify(taught.snapshot());
    expect(taught.spreadsheet.sheetNames).toContain('Usher model');
    const cells = taught.spreadsheet.sheet('Usher model').displayValues().flat();
    expect(Math.max(...cells.map((cell) => cell.length))).toBeLessThanOrEqual(45_000);
    expect(snapshot).toContain('Usher model');
  });

  it('keeps the model it had when the new one cannot be fetched, and says so', () => {
    const world = bench.world([HEADERS, ...taughtRows(60)], { seed: 78 });
    press(world, 'runSetUp');
    press(world, 'runLearn');
    const before = world.sheetAsCsv('Usher model');
    let fetches = 0;
    world.faults.between(({ name }) => {
      if (name.startsWith('UrlFetchApp.')) fetches += 1;
      if (fetches === 6) world.faults.everyFetch('unreachable');
    });
    expect(press(world, 'runLearn')).toMatch(/learned from 60 rows.*go on with the model they had.*reached/s);
    expect(world.sheetAsCsv('Usher model')).toBe(before);
  });
});
