// Lessons that nobody asks for, and the weekly look for topics, on the built bundle with a real proxy and a clock of days.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from '../../sandbox/world.ts';
import type { SettingsView } from '../../src/addon/settings-page.ts';
import { type Bench, HEADERS, press, startBench, taughtRows } from '../builders/sheet-world.ts';

const HOUR = 3_600_000;

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

/** A sheet that has learned from `taught` rows and runs every hour, with some rows that nobody has labelled. */
function aDesk(seed: number, taught: number, unlabelled: readonly (readonly string[])[] = []): World {
  const world = bench.world([HEADERS, ...taughtRows(taught), ...unlabelled], { seed });
  press(world, 'runSetUp');
  press(world, 'runLearn');
  call(world, 'savePlan', { everyMinutes: 60, onForm: false, onChange: false });
  return world;
}

function call(world: World, name: string, ...values: unknown[]): unknown {
  const { value, error } = world.call(name, values, { entry: 'html' });
  if (error !== undefined) throw new Error(error.message);
  return value;
}
const ledger = (world: World): string[] =>
  world.spreadsheet
    .sheet('Usher runs')
    .displayValues()
    .map((line) => line[1] ?? '')
    .filter((starter) => starter.startsWith('schedule: learn'));
/** Lets hours pass; the words of each heartbeat on the way. */
function pass(world: World, hours: number): string[] {
  return Array.from({ length: hours }, () => {
    world.clock.advance(HOUR);
    return (call(world, 'loadSettings') as SettingsView).schedule.heartbeat?.text ?? '';
  });
}
/** Labels so many more tickets, as a person would who fills in rows. */
function label(world: World, from: number, count: number): void {
  const sheet = world.spreadsheet.sheet('Tickets');
  taughtRows(from + count)
    .slice(from)
    .forEach((row, at) => {
      row.forEach((text, column) => {
        sheet.setCell(from + 2 + at, column + 1, text);
      });
    });
}

describe('a desk with a schedule', () => {
  it('learns by itself once enough labels have come, a day after the last lesson, and tells so', () => {
    const world = aDesk(301, 60);
    label(world, 60, 49);
    world.clock.advance(30 * HOUR);
    expect(ledger(world)).toEqual([]);
    label(world, 109, 1);
    const said = pass(world, 5).find((text) => text.includes('by itself'));
    expect(said).toMatch(/Enough new labels had come.*\n+.*learned from 110 rows/);
    expect(ledger(world)).toEqual(['schedule: learn (labels)']);
  });

  it('does not learn again from the same labels', () => {
    const world = aDesk(302, 60);
    label(world, 60, 60);
    world.clock.advance(60 * HOUR);
    expect(ledger(world)).toEqual(['schedule: learn (labels)']);
  });

  it('does not learn again soon after somebody asked for a lesson', () => {
    const world = aDesk(303, 60);
    label(world, 60, 60);
    world.clock.advance(20 * HOUR);
    expect(ledger(world)).toEqual([]);
  });

  it('proposes topics without a queue every week, without learning anything', () => {
    const world = aDesk(304, 60);
    const sheet = world.spreadsheet.sheet('Tickets');
    Array.from({ length: 8 }, (_, at) => at).forEach((at) => {
      const body = 'The garage barrier stays shut and my parking badge is ignored';
      [`X-${at}`, `Parking garage barrier number ${at}`, body].forEach((text, column) => {
        sheet.setCell(62 + at, column + 1, text);
      });
    });
    world.clock.advance(7 * 24 * HOUR);
    const said = pass(world, 5).find((text) => text.includes('topic'));
    expect(said).toMatch(/1 topic has no queue of its own/);
    const findings = call(world, 'loadFindings') as { findings: { kind: string; count: number }[] };
    expect(findings.findings.filter(({ kind }) => kind === 'topic')).toMatchObject([{ count: 8 }]);
    expect(ledger(world)).toEqual([]);
  });
});
