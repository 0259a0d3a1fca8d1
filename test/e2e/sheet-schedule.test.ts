// What runs with nobody watching, on the built bundle: intervals, form answers, heartbeat, repair, mail, and the day's allowance.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LEAD, proxyOptions, readBuiltAddon } from '../../sandbox/sample-world.ts';
import { simulateDay } from '../../sandbox/simulated-day.ts';
import type { World } from '../../sandbox/world.ts';
import type { SettingsView } from '../../src/addon/settings-page.ts';
import {
  type Bench,
  HEADERS,
  newRows,
  press,
  recordOf,
  records,
  startBench,
  taughtRows,
  ticketAbout,
} from '../builders/sheet-world.ts';

const MINUTE = 60_000;
const SHARED_SEED = 21;

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  press(aWorld(0), 'runLearn');
});
afterAll(() => bench.close());

/** A set-up sheet with new rows; all share one desk that has learned. */
function aWorld(rows: number, options: Parameters<Bench['world']>[1] = {}): World {
  const world = bench.world([HEADERS, ...taughtRows(60), ...newRows(rows)], {
    seed: SHARED_SEED,
    ...options,
  });
  press(world, 'runSetUp');
  return world;
}

async function mailWorld(rows: number): Promise<World> {
  const built = await readBuiltAddon('variants/sheet-mail');
  return aWorld(rows, { ...built, ...proxyOptions(built, bench.proxy) });
}

function ask(world: World, functionName: string, ...values: unknown[]): unknown {
  const { value, error } = world.call(functionName, values, { entry: 'html' });
  if (error !== undefined) throw new Error(error.message);
  return value;
}
const plan = (world: World, changes: object): string =>
  String(ask(world, 'savePlan', { everyMinutes: 0, onForm: false, onChange: false, ...changes }));
const settings = (world: World): SettingsView => ask(world, 'loadSettings') as SettingsView;
const triggersOf = (world: World): string[] => world.triggers.map(({ functionName }) => functionName).sort();
const submit = (world: World, n: number): void => {
  const { subject, body } = ticketAbout('Printing', n);
  world.spreadsheet.sheet('Tickets').submitForm([`F-${n}`, subject, body]);
};

describe('a schedule', () => {
  it.each([
    [5, /every 5 minutes/],
    [10, /every 10 minutes/],
    [15, /every 15 minutes/],
    [30, /every 30 minutes/],
    [60, /every hour/],
  ])('triages new rows every %d minutes', (everyMinutes, said) => {
    const world = aWorld(2);
    expect(plan(world, { everyMinutes })).toMatch(said);
    world.clock.advance((everyMinutes - 1) * MINUTE);
    expect(recordOf(world, 'N-1')['Status']).toBe('');
    world.clock.advance(2 * MINUTE);
    expect(recordOf(world, 'N-1')['Status']).toBe('needs review');
  });

  it('has one trigger however often it is changed, and none once it is off', () => {
    const world = aWorld(0);
    for (const everyMinutes of [5, 10, 5, 60]) plan(world, { everyMinutes });
    expect(triggersOf(world)).toEqual(['onSchedule', 'onSheetEdit']);
    expect(plan(world, {})).toMatch(/only when somebody asks/);
    expect(triggersOf(world)).toEqual(['onSheetEdit']);
  });

  it('is refused an interval that Google does not have', () => {
    expect(() => plan(aWorld(0), { everyMinutes: 7 })).toThrow(/could not be read/);
  });

  it('triages form answers and added rows within about a minute, in one run for many', () => {
    const world = aWorld(0);
    plan(world, { onForm: true, onChange: true });
    for (let n = 0; n < 5; n++) submit(world, n);
    world.clock.advance(2 * MINUTE);
    expect(
      records(world)
        .slice(-5)
        .map((record) => record['Status']),
    ).toEqual(Array(5).fill('needs review'));
    expect(world.executions.filter(({ functionName }) => functionName === 'onContinue')).toHaveLength(1);
  });

  it('does not run for what people type', () => {
    const world = aWorld(1);
    plan(world, { onChange: true });
    world.spreadsheet.sheet('Tickets').setCell(62, 2, 'printer');
    world.clock.advance(5 * MINUTE);
    expect(triggersOf(world)).not.toContain('onContinue');
    expect(recordOf(world, 'N-0')['Status']).toBe('');
  });

  it('belongs to whoever set it last: the triggers of the one before end by themselves', () => {
    const world = aWorld(1);
    plan(world, { everyMinutes: 5 });
    const other = { email: 'other@usher.example' };
    world.call('savePlan', [{ everyMinutes: 30, onForm: false, onChange: false }], {
      entry: 'html',
      user: other,
    });
    expect(settings(world).schedule).toMatchObject({ owner: other.email, isMine: false });
    world.clock.advance(6 * MINUTE);
    const left = world.triggers.filter(({ functionName }) => functionName === 'onSchedule');
    expect(left.map(({ creator }) => creator.email)).toEqual([other.email]);
    expect(recordOf(world, 'N-0')['Status']).toBe('');
  });
});

describe('the heartbeat', () => {
  it('tells when the last run was, what it did, and what is next', () => {
    const world = aWorld(3);
    plan(world, { everyMinutes: 10 });
    expect(settings(world).schedule.heartbeat).toBeNull();
    world.clock.advance(11 * MINUTE);
    const { heartbeat, isOverdue } = settings(world).schedule;
    expect(heartbeat).toMatchObject({
      kind: 'done',
      failures: 0,
      text: expect.stringMatching(/^3 rows triaged/),
    });
    expect((heartbeat?.next ?? 0) - (heartbeat?.at ?? 0)).toBe(10 * MINUTE);
    expect(isOverdue).toBe(false);
  });

  it('tells what went wrong and since when, and forgets it once a run succeeds', () => {
    const world = aWorld(3);
    plan(world, { everyMinutes: 5 });
    world.faults.everyFetch('unreachable');
    world.clock.advance(16 * MINUTE);
    const { heartbeat } = settings(world).schedule;
    expect(heartbeat).toMatchObject({
      kind: 'failed',
      failures: 3,
      text: expect.stringMatching(/could not be reached/),
    });
    expect((heartbeat?.at ?? 0) - (heartbeat?.failingSince ?? 0)).toBeGreaterThanOrEqual(9 * MINUTE);
    world.faults.everyFetch(undefined);
    world.clock.advance(5 * MINUTE);
    expect(settings(world).schedule.heartbeat).toMatchObject({
      kind: 'done',
      failures: 0,
      failingSince: null,
    });
  });

  it('is missed when the runs stop coming, and repair brings them back', () => {
    const world = aWorld(1);
    plan(world, { everyMinutes: 5 });
    world.clock.advance(6 * MINUTE);
    loseTriggers(world);
    world.clock.advance(60 * MINUTE);
    expect(settings(world).schedule).toMatchObject({ isOverdue: true, areTriggersRight: false });
    expect(press(world, 'runDoctor')).toMatch(/✗ A trigger|✗ The trigger/);
    expect(ask(world, 'repairSchedule')).toBe('2 triggers installed.');
    expect(ask(world, 'repairSchedule')).toBe('Every trigger is there, and none twice.');
    world.clock.advance(6 * MINUTE);
    expect(settings(world).schedule.isOverdue).toBe(false);
  });
});

/** As when Google has taken a script's triggers away. */
function loseTriggers(world: World): void {
  for (const { id } of [...world.triggers]) world.removeTrigger(id);
}

describe('a failing schedule', () => {
  it('tells its owner by mail from the second failure on, once a day, with the reason and what to do', async () => {
    const world = await mailWorld(2);
    plan(world, { everyMinutes: 5 });
    world.faults.everyFetch('unreachable');
    world.clock.advance(6 * MINUTE);
    expect(world.sentMails).toEqual([]);
    world.clock.advance(120 * MINUTE);
    expect(world.sentMails).toHaveLength(1);
    expect(world.sentMails[0]).toMatchObject({
      to: LEAD.email,
      subject: expect.stringContaining('could not triage'),
      body: expect.stringMatching(
        /could not be reached[\s\S]*stay as they were[\s\S]*Check the installation/,
      ),
    });
    world.clock.advance(24 * 60 * MINUTE);
    expect(world.sentMails).toHaveLength(2);
  });

  it('mails nothing where the deployment may not', () => {
    const world = aWorld(2);
    plan(world, { everyMinutes: 5 });
    world.faults.everyFetch('unreachable');
    world.clock.advance(30 * MINUTE);
    expect(world.sentMails).toEqual([]);
    expect(world.executions.every(({ error }) => error === undefined)).toBe(true);
  });

  it('does not take somebody else’s run at work for a failure', () => {
    const world = aWorld(2);
    plan(world, { everyMinutes: 5 });
    world.faults.killAfter(12);
    world.call('runTriageNew', [], { entry: 'menu' });
    world.clock.advance(6 * MINUTE);
    expect(settings(world).schedule.heartbeat).toMatchObject({ kind: 'nothing', failures: 0 });
  });
});

describe('the allowance of a day', () => {
  it('holds over three hours of a schedule of five minutes, with every ticket done', async () => {
    const built = await readBuiltAddon('addon');
    const day = simulateDay(built, bench.proxy, { tickets: 375, everyMinutes: 5, hours: 3 });
    expect(day).toMatchObject({ done: 375, refused: 0, failed: 0 });
    expect(day.triggerMinutes).toBeLessThan(90 / 8);
    expect(day.requests).toBeLessThan(20_000 / 8);
  });

  it('slows the schedule down before Google does, and says so', () => {
    const world = aWorld(1, { latency: { cellsMs: 3_500 } });
    plan(world, { everyMinutes: 5 });
    for (let n = 0; n < 42; n++) {
      submit(world, n);
      world.clock.advance(5 * MINUTE);
    }
    const waited = world.executions.filter(
      ({ functionName, virtualMs }) => functionName === 'onSchedule' && virtualMs < 700,
    );
    expect(waited.length).toBeGreaterThan(2);
    expect(settings(world).today.minutes).toBeLessThan(25);
    expect(press(world, 'runTriageNew')).not.toMatch(/Waits/);
  });

  it('says what it is when Google lets nothing more be sent today, and tries no more until tomorrow', () => {
    const world = aWorld(2, { quotas: { urlfetch: 3 } });
    plan(world, { everyMinutes: 5 });
    world.clock.advance(6 * MINUTE);
    submit(world, 1);
    world.clock.advance(5 * MINUTE);
    expect(settings(world).schedule.heartbeat?.text).toMatch(/daily number of requests is used up/);
    const before = world.counts.requests;
    world.clock.advance(60 * MINUTE);
    expect(world.counts.requests).toBe(before);
    expect(settings(world).schedule.heartbeat?.kind).toBe('slowed');
    world.clock.advance(24 * 60 * MINUTE);
    expect(records(world).at(-1)?.['Status']).toBe('needs review');
  });
});
