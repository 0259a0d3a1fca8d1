// The review sidebar on the built bundle: what it shows first, what keys do, and that a decision finds its row.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { World } from '../../sandbox/world.ts';
import { hasBrowser, openShown, startBrowser } from '../builders/page.ts';
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
} from '../builders/sheet-world.ts';

interface Item {
  readonly id: string;
  readonly field: string;
  readonly subject: string;
  readonly suggestion: string;
  readonly confidence: number | null;
  readonly labels: readonly string[];
}

let bench: Bench;
let browser: Browser;
beforeAll(async () => {
  bench = await startBench();
  if (hasBrowser) browser = await startBrowser();
  triagedWorld();
});
afterAll(async () => {
  await browser?.close();
  await bench.close();
});

let isTaught = false;
/** Six suggestions wait; worlds of one seed share the desk, which has learned once. */
function triagedWorld(): World {
  const world = bench.world([HEADERS, ...taughtRows(60), ...newRows(6)], { seed: 5 });
  press(world, 'runSetUp');
  if (!isTaught) press(world, 'runLearn');
  isTaught = true;
  press(world, 'runTriageNew');
  return world;
}

function load(world: World, skipped: readonly string[] = []): { waiting: number; items: Item[] } {
  const { value, error } = world.call('loadReview', [skipped], { entry: 'html' });
  if (error !== undefined) throw new Error(error.message);
  return value as { waiting: number; items: Item[] };
}

function ticketOf(item: Item | undefined): string {
  return newRows(6).find(([, subject]) => subject === item?.subject)?.[0] ?? '';
}

const inBrowser = hasBrowser ? it : it.skip;

describe('the review sidebar', () => {
  it('walks the least certain rows first', () => {
    const { waiting, items } = load(triagedWorld());
    const confidences = items.map((item) => item.confidence ?? 0);
    expect(waiting).toBe(6);
    expect(confidences).toEqual([...confidences].sort((a, b) => a - b));
    expect(items[0]?.labels[0]).toBe(items[0]?.suggestion);
  });

  inBrowser('confirms with Enter, chooses with a digit, skips with s', async () => {
    const world = triagedWorld();
    const [first, second, third] = load(world).items;
    press(world, 'showReview');
    const { page, keyboard, errors } = await openShown(browser, world);
    await page.getByText('6 to review').waitFor();
    await keyboard.press('Enter');
    await page.getByText('5 to review').waitFor();
    await keyboard.press('2');
    await page.getByText('4 to review').waitFor();
    await keyboard.press('s');
    await page.getByText('3 to review').waitFor();
    expect(errors).toEqual([]);
    expect(recordOf(world, ticketOf(first))).toMatchObject({ Queue: first?.suggestion, Status: 'confirmed' });
    expect(recordOf(world, ticketOf(second))).toMatchObject({
      Queue: second?.labels[1],
      Status: 'corrected',
    });
    expect(recordOf(world, ticketOf(third))['Status']).toBe('needs review');
  });

  it('writes into the row that bears the id, wherever people have moved it', () => {
    const world = triagedWorld();
    const item = load(world).items[0];
    const sheet = world.spreadsheet.sheet('Tickets');
    sheet.sortRange(2, 1, sheet.lastRow - 1, sheet.lastColumn, 2, false);
    const other = item?.labels[1] ?? '';
    const decision = { id: item?.id, field: item?.field, suggestion: item?.suggestion, label: other };
    expect(world.call('saveReview', [decision], { entry: 'html' }).error).toBeUndefined();
    expect(recordOf(world, ticketOf(item))).toMatchObject({ Queue: other, Status: 'corrected' });
    expect(records(world).filter((record) => record['Status'] === 'corrected')).toHaveLength(1);
  });

  it('refuses a row that somebody else decided meanwhile, and leaves it', () => {
    const world = triagedWorld();
    const item = load(world).items[0];
    const decision = { id: item?.id, field: 'queue', suggestion: item?.suggestion, label: item?.suggestion };
    world.call('saveReview', [{ ...decision, label: item?.labels[1] }], { entry: 'html' });
    const before = world.sheetAsCsv('Tickets');
    const { error } = world.call('saveReview', [decision], { entry: 'html' });
    expect(error?.message).toMatch(/decided by somebody else meanwhile/);
    expect(world.sheetAsCsv('Tickets')).toBe(before);
  });

  it('leaves out what the page skipped, and refuses a label that is no queue', () => {
    const world = triagedWorld();
    const [first, second] = load(world).items;
    expect(load(world, [`${first?.id} queue`]).items[0]?.id).toBe(second?.id);
    const { error } = world.call('saveReview', [{ ...second, label: 'Nowhere' }], { entry: 'html' });
    expect(error?.message).toMatch(/has no “Nowhere” any more/);
  });

  it('teaches what was decided here', () => {
    const world = bench.world([HEADERS, ...taughtRows(60), ...newRows(2)], { seed: 6 });
    press(world, 'runSetUp');
    press(world, 'runLearn');
    press(world, 'runTriageNew');
    for (const item of load(world).items)
      world.call('saveReview', [{ ...item, label: queueOf(Number(ticketOf(item).slice(2))) }], {
        entry: 'html',
      });
    expect(press(world, 'runLearn')).toContain('learned from 62 rows');
    expect(load(world).waiting).toBe(0);
  });
});
