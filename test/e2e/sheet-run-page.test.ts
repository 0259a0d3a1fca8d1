// The run sidebar on the built bundle: estimates by scope, progress while a run is at work, and Stop.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { World } from '../../sandbox/world.ts';
import { hasBrowser, openShown, startBrowser } from '../builders/page.ts';
import {
  type Bench,
  HEADERS,
  newRows,
  press,
  records,
  startBench,
  taughtRows,
} from '../builders/sheet-world.ts';

let bench: Bench;
let browser: Browser;
let isTaught = false;
beforeAll(async () => {
  bench = await startBench();
  if (hasBrowser) browser = await startBrowser();
  aWorld(0);
});
afterAll(async () => {
  await browser?.close();
  await bench.close();
});

function aWorld(rows: number): World {
  const world = bench.world([HEADERS, ...taughtRows(60), ...newRows(rows)], { seed: 9 });
  press(world, 'runSetUp');
  if (!isTaught) press(world, 'runLearn');
  isTaught = true;
  return world;
}

const ask = (world: World, functionName: string, ...values: unknown[]) => {
  const { value, error } = world.call(functionName, values, { entry: 'html' });
  if (error !== undefined) throw new Error(error.message);
  return value;
};
const triaged = (world: World): number =>
  records(world).filter((record) => record['Status'] === 'needs review').length;
const inBrowser = hasBrowser ? it : it.skip;

describe('the run sidebar', () => {
  it('estimates rows, requests and minutes of each scope', () => {
    const world = aWorld(450);
    world.spreadsheet.select(70, 1, 3, 1);
    expect(ask(world, 'loadRun')).toMatchObject({
      estimates: {
        new: { rows: 450, requests: 3, minutes: 1 },
        selected: { rows: 3, requests: 1 },
        fromHere: { rows: 442 },
        all: { rows: 450 },
      },
      requestsLeft: 20_000,
      // The desk’s own model answers, which costs nothing.
      spending: null,
      isPaused: false,
    });
  });

  it('counts today’s requests off what is left', () => {
    const world = aWorld(450);
    press(world, 'runTriageNew');
    expect(ask(world, 'loadRun')).toMatchObject({ requestsLeft: 19_997, estimates: { new: { rows: 0 } } });
  });

  it.each([
    ['selected', 3],
    ['fromHere', 12],
    ['all', 20],
  ])('triages the rows of the scope %s', (scope, count) => {
    const world = aWorld(20);
    world.spreadsheet.select(70, 1, 3, 1);
    ask(world, 'runScope', scope);
    expect(triaged(world)).toBe(count);
  });

  it('tells how far a run has come while it is at work', () => {
    const world = aWorld(4_500);
    const seen = new Set<string>();
    world.faults.between(() => {
      seen.add(JSON.stringify(ask(world, 'loadProgress')));
    });
    ask(world, 'runScope', 'new');
    world.faults.clear();
    expect([...seen]).toEqual(
      expect.arrayContaining([
        '{"done":0,"total":4500}',
        '{"done":2000,"total":4500}',
        '{"done":4000,"total":4500}',
      ]),
    );
    expect(ask(world, 'loadProgress')).toBeNull();
  });

  it('tells it between groups of requests of one large wave too, and stops there', () => {
    const world = aWorld(7_000);
    const seen = new Set<string>();
    world.faults.between(() => {
      const progress = JSON.stringify(ask(world, 'loadProgress'));
      if (progress === '{"done":2000,"total":7000}' && !seen.has(progress)) ask(world, 'askRunToStop');
      seen.add(progress);
    });
    expect(ask(world, 'runScope', 'new')).toMatch(/Stopped; 5,000 rows are left/);
    world.faults.clear();
    expect(triaged(world)).toBe(2_000);
  });

  it('stops after what is in hand, says what is left, and goes on later', () => {
    const world = aWorld(4_500);
    let isAsked = false;
    world.faults.between(({ name }) => {
      if (isAsked || !name.startsWith('UrlFetchApp.')) return;
      isAsked = true;
      ask(world, 'askRunToStop');
    });
    expect(ask(world, 'runScope', 'new')).toMatch(/Stopped; 2,500 rows are left/);
    world.faults.clear();
    expect(triaged(world)).toBe(2_000);
    expect(ask(world, 'loadRun')).toMatchObject({ isPaused: true });
    expect(world.triggers.map((trigger) => trigger.functionName)).not.toContain('onContinue');
    ask(world, 'runScope', 'new');
    expect(triaged(world)).toBe(4_500);
  });

  inBrowser('shows the estimate first, then runs and tells the outcome', async () => {
    const world = aWorld(5);
    press(world, 'showRun');
    const { page, errors } = await openShown(browser, world);
    await page.getByText(/^5 rows: about 1 min and 1 requests/).waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText(/^5 rows triaged/).waitFor();
    await page.getByText('There is nothing to do in these rows.').waitFor();
    expect(errors).toEqual([]);
  });
});
