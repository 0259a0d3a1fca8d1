// Ten thousand rows and hostile text in a real browser: nothing stutters, nothing runs.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import type { Browser } from 'playwright-core';
import { type BenchPage, startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { openPage, untilHolds } from './open-page.ts';

const ROWS = 10_000;
/** A task longer than this is felt as a stutter. */
const LONG_TASK_MS = 100;
const PASSES = 6;
/** A first paint waits for whoever else has the machine; the quickest of a few is the page's own. */
const VISITS = 3;
const FIRST_PAINT_MS = 1_000;
const HOSTILE = `<img src=x onerror="document.title='taken over'"><script>document.title='taken over'</script>`;

/** Both run in the page, which is why they are text. */
const FIRST_PAINT = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity`;
const SCROLL_THROUGH = `(async () => {
  const found = [];
  new PerformanceObserver((list) => found.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ entryTypes: ['longtask'] });
  const grid = document.querySelector('.grid');
  const steps = 80;
  for (let step = 0; step <= steps; step += 1) {
    grid.scrollTop = ((grid.scrollHeight - grid.clientHeight) * step) / steps;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 16)));
  }
  return found;
})()`;

const describeInBrowser = hasChromium() ? describe : describe.skip;

let bench: BenchPage;
let browser: Browser;

describeInBrowser('a large sheet in a browser', () => {
  beforeAll(async () => {
    [bench, browser] = await Promise.all([startBenchPage(false), launchChromium()]);
    const rows = Array.from({ length: ROWS }, (_, n) => [
      ...[
        `T-${n}`,
        n === 2 ? HOSTILE : `Ticket number ${n}`,
        n === 3 ? 'x'.repeat(50_000) : `Body of ticket ${n}. `.repeat(20),
      ],
      n % 2 === 0 ? 'Network' : 'Printing',
    ]);
    const csv = stringify([['Ticket', 'Subject', 'Description', 'Queue'], ...rows]);
    await bench.worlds.ask({ kind: 'open', csv, name: 'Large' });
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });

  it('is on the screen within a second', async () => {
    const paints: number[] = [];
    for (let visit = 0; visit < VISITS; visit += 1) {
      const { page, errors } = await openPage(browser, bench.address);
      await page.getByText('Ticket number 1', { exact: true }).waitFor();
      paints.push(await page.evaluate(FIRST_PAINT));
      expect(errors).toEqual([]);
      await page.context().close();
    }
    expect(Math.min(...paints)).toBeLessThan(FIRST_PAINT_MS);
  });

  it('scrolls from top to bottom without a long task', async () => {
    const { page, errors } = await openPage(browser, bench.address);
    await page.getByText('Ticket number 1', { exact: true }).waitFor();
    // A neighbour on this machine can hold one pass up; a stutter of the grid's own is in each.
    const stutters: number[] = [];
    for (let pass = 0; pass < PASSES && stutters.at(-1) !== 0; pass += 1) {
      const tasks: number[] = await page.evaluate(SCROLL_THROUGH);
      stutters.push(tasks.filter((ms) => ms > LONG_TASK_MS).length);
    }
    await page.getByText(`Ticket number ${ROWS - 1}`, { exact: true }).waitFor();
    expect(stutters.at(-1)).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('shows mark-up, script and fifty thousand characters as text', async () => {
    const { page, errors } = await openPage(browser, bench.address);
    await page.getByText(/^<img src=x/).click();
    await untilHolds(page, `document.querySelector('.formula').value === ${JSON.stringify(HOSTILE)}`);
    expect(await page.getByLabel('Content of the selected cell').inputValue()).toBe(HOSTILE);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await untilHolds(page, `document.querySelector('.formula').value.length === 50_000`);
    expect(await page.title()).toMatch(/^Large/);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
