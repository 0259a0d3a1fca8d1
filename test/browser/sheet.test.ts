// The sheet of the workbench in a real browser: first visit, triage, correction, learning, undo, and runs that are disturbed.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type BenchPage, startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium, NO_CHROMIUM } from './chromium.ts';
import { NARROW, type OpenPage, openPage, seriousViolations } from './open-page.ts';
import { acknowledge, choose, openRows, ticketRows } from './sheet-deeds.ts';

const describeInBrowser = hasChromium() ? describe : describe.skip;
if (!hasChromium()) process.stdout.write(`${NO_CHROMIUM}\n`);

let bench: BenchPage;
let browser: Browser;
let open: OpenPage;

const LOOK_EVERY_MS = 100;
/** The first blank row below the sample's tickets. */
const NEXT_ROW = 1_622;

/** The status of a row, read behind the page's back. */
async function statusOf(row: number): Promise<string> {
  const { columns } = await bench.worlds.ask({ kind: 'sheet', sheet: 'Tickets' });
  const column = columns.findIndex(({ title }) => title === 'Status') + 1;
  return (await bench.worlds.ask({ kind: 'cell', sheet: 'Tickets', row, column })).text;
}

const statusCells = (page: Page, status: string) =>
  page.locator('.grid-cell .cell-chip', { hasText: status });

describeInBrowser('the sheet in a browser', () => {
  beforeAll(async () => {
    [bench, browser] = await Promise.all([startBenchPage(false), launchChromium()]);
    open = await openPage(browser, bench.address);
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  afterEach(() => {
    expect(open.errors.splice(0)).toEqual([]);
  });

  it('shows a first visitor the tickets, and takes them from set-up to triaged rows', async () => {
    const { page } = open;
    await page.getByRole('gridcell', { name: 'Subject', exact: true }).waitFor();
    await choose(page, /^Set up/);
    const frame = page.frameLocator('iframe');
    await frame.locator('#submit').click();
    await frame.getByRole('status').getByText(/Ready/).waitFor();
    await frame.getByRole('button', { name: 'Close' }).click();
    await choose(page, /^Learn/);
    await acknowledge(page, /learned from|Learned/);
    await choose(page, /^Triage new/);
    await page.getByText(/Usher read \d+ tickets/).waitFor();
    await statusCells(page, 'needs review').first().waitFor();
  });

  it('marks a row as corrected when a person picks another queue from its list', async () => {
    const { page } = open;
    const queue = page
      .locator('.grid-row:has(.cell-chip:text-is("needs review")) .grid-cell:has(.cell-arrow)')
      .first();
    const before = await queue.innerText();
    await queue.locator('.cell-arrow').click();
    const other = page.getByRole('option').filter({ hasNotText: before }).first();
    const chosen = await other.innerText();
    await other.click();
    await statusCells(page, 'corrected').first().waitFor();
    const corrected = page.locator(
      '.grid-row:has(.cell-chip:text-is("corrected")) .grid-cell:has(.cell-arrow)',
    );
    expect(await corrected.first().innerText()).toBe(chosen);
  });

  it('takes an edit back with Ctrl+Z and does it again with Ctrl+Y, what its trigger wrote included', async () => {
    const { page } = open;
    const corrected = statusCells(page, 'corrected');
    await page.locator('.grid-row .grid-cell').first().click();
    await page.keyboard.press('Control+z');
    await corrected.first().waitFor({ state: 'detached' });
    const afterUndo = await corrected.count();
    await page.keyboard.press('Control+y');
    await corrected.first().waitFor();
    expect([afterUndo, await corrected.count()]).toEqual([0, 1]);
  });

  it('takes a suggestion as confirmed with the keyboard alone', async () => {
    const { page } = open;
    const status = page.locator('.grid-cell:has(.cell-chip:text-is("needs review"))').first();
    await status.click();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'confirmed' }).waitFor();
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await statusCells(page, 'confirmed').first().waitFor();
  });

  it('learns from what people decided', async () => {
    await choose(open.page, /^Learn/);
    await acknowledge(open.page, /learned from|Learned/);
  });

  it('opens the settings in a frame of another origin, whose buttons reach the script', async () => {
    const { page } = open;
    await choose(page, /^Settings/);
    const frame = page.frameLocator('iframe');
    await frame.getByText('Tickets are read from').waitFor();
    const element = await page.locator('iframe').elementHandle();
    const content = await element?.contentFrame();
    expect(await content?.evaluate('self.origin')).toBe('null');
    await frame.locator('#every').selectOption({ label: 'every hour' });
    await frame.getByRole('status').filter({ hasText: /hour/ }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
  });

  it('gives the rows a run wrote back when it is undone, except those that people decided', async () => {
    const { page } = open;
    await choose(page, /^Undo/);
    await page
      .locator('.toast')
      .filter({ hasText: /as before the run/ })
      .first()
      .waitFor();
    await page.getByText(/fit no queue|carry a suggestion/).waitFor({ state: 'detached' });
    expect(await statusCells(page, 'corrected').count()).toBeGreaterThan(0);
  });

  it('goes on after a run was stopped half-way, and after somebody sorted the sheet while one was at work', async () => {
    const { page } = open;
    await bench.worlds.ask({ kind: 'pace', ms: 250 });
    await choose(page, /^Triage new/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The script was stopped').waitFor();
    await bench.worlds.ask({ kind: 'pace', ms: 120 });
    await choose(page, /^Triage new/);
    await page.getByText(/Running/).waitFor();
    await page.locator('[data-letter="5"]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Sort sheet A to Z' }).click();
    await page.getByText(/Usher read \d+ tickets/).waitFor();
    await page.locator('.progress').waitFor({ state: 'hidden' });
    await bench.worlds.ask({ kind: 'pace', ms: 0 });
    expect(openRows(await ticketRows(bench.worlds))).toEqual([]);
  });

  it('keeps every row as it was while the proxy is away, and says so', async () => {
    const { page } = open;
    await bench.worlds.ask({ kind: 'fault', id: 'unreachable', isOn: true });
    await bench.worlds.ask({
      kind: 'set',
      sheet: 'Tickets',
      row: NEXT_ROW,
      column: 6,
      text: 'vpn tunnel is down',
    });
    await choose(page, /^Triage new/);
    await page
      .getByText(/could not be reached/)
      .first()
      .waitFor();
    await bench.worlds.ask({ kind: 'fault', id: 'unreachable', isOn: false });
    const before = await statusOf(NEXT_ROW);
    await choose(page, /^Triage new/);
    while ((await statusOf(NEXT_ROW)) === '') await page.waitForTimeout(LOOK_EVERY_MS);
    expect([before, await statusOf(NEXT_ROW)]).toEqual(['', 'needs review']);
  });

  it.each([
    ['light', undefined],
    ['dark', undefined],
    ['light', NARROW],
    ['dark', NARROW],
  ] as const)('has no serious accessibility fault: %s, %o', async (scheme, viewport) => {
    const other = await openPage(browser, bench.address, { scheme, ...(viewport ? { viewport } : {}) });
    await other.page.getByRole('gridcell', { name: 'Subject', exact: true }).waitFor();
    expect(await seriousViolations(other.page)).toEqual([]);
    expect(other.errors).toEqual([]);
    await other.page.context().close();
  });
});
