// A queue earns its promise, in a real browser: too little is checked at first, the team checks more, Usher learns, and only
// then may the queue be switched to auto. Nothing here is canned: the proxy trains and proves.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { readSampleDesk } from '../../sandbox/sample-world.ts';
import { type BenchPage, startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { acknowledge, choose, LEARN_MS, openRows, pasteColumn, ticketRows } from './sheet-deeds.ts';

const describeInBrowser = hasChromium() ? describe : describe.skip;

/** Even without any error a quarter of so few is too little to prove 95 %. */
const CHECKED_AT_FIRST = 160;
const FIRST_ROW = 2;
/** A twentieth of what a queue on auto gets is judged blind, so one of these may be. */
const NEW_TICKETS = 12;

let bench: BenchPage;
let browser: Browser;
let open: OpenPage;

const promiseOf = (queue: string) =>
  open.page.locator('.grid-row', { hasText: queue }).locator('[data-column="4"]');

describeInBrowser('a queue that earns its promise', () => {
  const { history } = readSampleDesk();
  const later = history.slice(CHECKED_AT_FIRST);
  const laterRow = FIRST_ROW + CHECKED_AT_FIRST;

  beforeAll(async () => {
    [bench, browser] = await Promise.all([startBenchPage(false), launchChromium()]);
    const blanks = later.map(() => '');
    await pasteColumn(bench.worlds, 'Queue', laterRow, blanks);
    open = await openPage(browser, bench.address);
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  afterEach(() => {
    expect(open.errors.splice(0)).toEqual([]);
  });

  it('has nothing proven on the first visit, after so few checked tickets', async () => {
    const { page } = open;
    await page.getByRole('gridcell', { name: 'Subject', exact: true }).waitFor();
    await choose(page, /^Set up/);
    const frame = page.frameLocator('iframe');
    await frame.locator('#submit').click();
    await frame.getByRole('status').getByText(/Ready/).waitFor();
    await frame.getByRole('button', { name: 'Close' }).click();
    await choose(page, /^Learn/);
    await acknowledge(page, /Learned|learned from/);
    await page.getByRole('button', { name: 'Usher queues', exact: true }).click();
    await promiseOf('Printing & Scanning')
      .getByText(/^Not proven/)
      .waitFor();
  });

  it('gets suggestions alone, one of which a person corrects', async () => {
    const { page } = open;
    await page.getByRole('button', { name: 'Tickets', exact: true }).click();
    await choose(page, /^Triage new/);
    await page.getByText(/Usher read [\d,]+ tickets/).waitFor({ timeout: LEARN_MS });
    await page.locator('.progress').waitFor({ state: 'hidden', timeout: LEARN_MS });
    const assigned = (await ticketRows(bench.worlds)).filter(({ Status }) => Status === 'assigned');
    const queue = page
      .locator('.grid-row:has(.cell-chip:text-is("needs review")) .grid-cell:has(.cell-arrow)')
      .first();
    const before = await queue.innerText();
    await queue.locator('.cell-arrow').click();
    await page.getByRole('option').filter({ hasNotText: before }).first().click();
    await page.locator('.cell-chip', { hasText: 'corrected' }).first().waitFor();
    expect(assigned).toEqual([]);
  });

  it('is proven once the team has checked more and Usher has learned from it', async () => {
    const { page } = open;
    await pasteColumn(
      bench.worlds,
      'Queue',
      laterRow,
      later.map(({ queue }) => queue ?? ''),
    );
    await pasteColumn(
      bench.worlds,
      'Status',
      laterRow,
      later.map(() => 'confirmed'),
    );
    await choose(page, /^Learn/);
    await acknowledge(page, /proven for [1-8] of 8 queues/);
    await page.getByRole('button', { name: 'Usher queues', exact: true }).click();
    await promiseOf('Printing & Scanning')
      .getByText(/^Proven/)
      .waitFor();
  });

  it('is switched to auto by the lead, and then new tickets go to it without a person', async () => {
    const { page } = open;
    const mode = page.locator('.grid-row', { hasText: 'Printing & Scanning' }).locator('[data-column="3"]');
    await mode.locator('.cell-arrow').click();
    await page.getByRole('option', { name: 'auto' }).click();
    await choose(page, /^Apply changes/);
    await page
      .getByText(/queues are in force/)
      .first()
      .waitFor();
    const { lastRow } = await bench.worlds.ask({ kind: 'sheet', sheet: 'Tickets' });
    const likeBefore = history.filter(
      ({ queue, language }) => queue === 'Printing & Scanning' && language === 'en',
    );
    const subjects = likeBefore.slice(0, NEW_TICKETS).map(({ subject }) => subject);
    await pasteColumn(bench.worlds, 'Subject', lastRow + 1, subjects);
    await pasteColumn(
      bench.worlds,
      'Description',
      lastRow + 1,
      likeBefore.slice(0, NEW_TICKETS).map(({ body }) => `${body} Thank you.`),
    );
    await page.getByRole('button', { name: 'Tickets', exact: true }).click();
    await choose(page, /^Triage new/);
    await page.getByRole('button', { name: /^Assigned/ }).click({ timeout: LEARN_MS });
    await page.locator('.cell-chip', { hasText: 'assigned' }).first().waitFor();
    await page.locator('.progress').waitFor({ state: 'hidden' });
    const rows = await ticketRows(bench.worlds);
    const assigned = rows.filter(({ Status }) => Status === 'assigned');
    expect(openRows(rows)).toEqual([]);
    expect(assigned.length).toBeGreaterThan(NEW_TICKETS / 2);
    expect(new Set(assigned.map(({ Queue }) => Queue))).toEqual(new Set(['Printing & Scanning']));
  });
});
