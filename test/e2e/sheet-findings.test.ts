// Goals and findings on the built bundle: wrong labels are listed after learning and mended with one press, topics become queues.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import { type Bench, HEADERS, press, recordOf, startBench, taughtRows } from '../builders/sheet-world.ts';

interface Shown {
  readonly key: string;
  readonly kind: string;
  readonly queue: string;
  readonly ticket: string;
  readonly suggestion: string;
  readonly count: number;
}

interface View {
  readonly goals: readonly {
    readonly id: string;
    readonly today: string;
    readonly asked: string;
    readonly verdict: string;
  }[];
  readonly findings: readonly Shown[];
}

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

/** Sixty taught rows, one of them under a wrong queue, and eight tickets about something that no queue knows. */
function learnedWorld(seed: number): { world: World; wrong: string; right: string } {
  const rows = taughtRows(60);
  const column = HEADERS.indexOf('Queue');
  const right = String(rows[3]?.[column]);
  const wrong = String(rows.find((row) => row[column] !== right)?.[column]);
  const spoiled = rows.map((row, at) => (at === 3 ? row.with(column, wrong) : row));
  const strange = Array.from({ length: 8 }, (_, at) =>
    HEADERS.map((header) => {
      if (header === 'Queue') return '';
      if (/subject/i.test(header)) return `Parking garage barrier number ${at}`;
      return /text|body|description/i.test(header)
        ? 'The garage barrier stays shut and my parking badge is ignored'
        : `X-${at}`;
    }),
  );
  const world = bench.world([HEADERS, ...spoiled, ...strange], { seed });
  press(world, 'runSetUp');
  press(world, 'runLearn');
  return { world, wrong, right };
}

function call(world: World, name: string, ...values: unknown[]): unknown {
  const { value, error } = world.call(name, values, { entry: 'html' });
  if (error !== undefined) throw new Error(error.message);
  return value;
}

const load = (world: World): View => call(world, 'loadFindings') as View;

describe('goals and findings', () => {
  it('tell each goal in a sentence, and the label that looks wrong', () => {
    const { world, wrong, right } = learnedWorld(71);
    const { goals, findings } = load(world);
    expect(goals.map(({ id }) => id)).toEqual(['routed', 'wrong-routes', 'urgent', 'minutes', 'cost']);
    expect(goals[0]).toMatchObject({
      today: 'No ticket was triaged in the last four weeks.',
      asked: 'Wanted: at least 0 %.',
      verdict: 'unknown',
    });
    expect(findings.filter(({ kind }) => kind === 'recheck')).toMatchObject([
      { queue: wrong, suggestion: right },
    ]);
  });

  it('mend a wrong label in its own row with one press', () => {
    const { world, right } = learnedWorld(72);
    const [first] = load(world).findings.filter(({ kind }) => kind === 'recheck');
    expect(call(world, 'settleFinding', { key: first?.key, deed: 'change' })).toContain(right);
    expect(recordOf(world, 'H-3')['Queue']).toBe(right);
    expect(load(world).findings.filter(({ kind }) => kind === 'recheck')).toEqual([]);
  });

  it('do not ask again about a label that a person has kept', () => {
    const { world } = learnedWorld(73);
    const [first] = load(world).findings.filter(({ kind }) => kind === 'recheck');
    call(world, 'settleFinding', { key: first?.key, deed: 'keep' });
    press(world, 'runLearn');
    expect(load(world).findings.filter(({ kind }) => kind === 'recheck')).toEqual([]);
  });

  it('propose a topic that no queue fits, named by its words, and make it a queue with its tickets', () => {
    const { world } = learnedWorld(74);
    const topic = load(world).findings.find(({ kind }) => kind === 'topic');
    expect(topic).toMatchObject({
      queue: '',
      count: 8,
      suggestion: expect.stringMatching(/barrier|garage|parking/),
    });
    const said = call(world, 'settleFinding', { key: topic?.key, deed: 'accept', name: 'Parking' });
    expect(said).toContain('Parking');
    expect(recordOf(world, 'X-3')['Queue']).toBe('Parking');
    expect(world.spreadsheet.sheet('Usher queues').displayValues().flat()).toContain('Parking');
    expect(press(world, 'runLearn')).toContain('learned from 68 rows');
  });

  it('write the back-test into its tab: every queue with its interval, hours saved, and coverage against precision', () => {
    const world = bench.world([HEADERS, ...taughtRows(120)], { seed: 77 });
    press(world, 'runSetUp');
    press(world, 'runLearn');
    const lines = world.spreadsheet.sheet('Usher back-test').displayValues();
    expect(lines[0]?.slice(0, 5)).toEqual([
      'Queue',
      'Newer tickets',
      'Right',
      'Routed alone',
      'Of those right',
    ]);
    expect(lines[1]?.slice(0, 2)).toEqual(['All together', '30']);
    expect(lines.find(([queue]) => queue === 'Network')?.[2]).toMatch(
      /% \(\d+ of 15, surely \d+ % to \d+ %\)/,
    );
    const titles = lines.map(([first]) => first ?? '');
    expect(titles).toContainEqual(expect.stringMatching(/would have saved \d\.\d hours/));
    expect(titles).toContain('the surest 50 %');
  });

  it('refuse a finding that is settled already', () => {
    const { world } = learnedWorld(75);
    const [first] = load(world).findings.filter(({ kind }) => kind === 'recheck');
    call(world, 'settleFinding', { key: first?.key, deed: 'change' });
    expect(() => call(world, 'settleFinding', { key: first?.key, deed: 'change' })).toThrow(/Learn again/);
  });
});
