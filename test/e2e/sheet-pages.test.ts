// Dialogs of the sheet in a real browser, on the built bundle: what people see, press and get.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
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
beforeAll(async () => {
  bench = await startBench();
  if (hasBrowser) browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await bench.close();
});

const inBrowser = hasBrowser ? it : it.skip;
const aWorld = (...options: Parameters<Bench['world']>[1][]) =>
  bench.world([HEADERS, ...taughtRows(12), ...newRows(2)], options[0]);

describe('the set-up dialog', () => {
  inBrowser('sets up with one press when the guesses are right', async () => {
    const world = aWorld();
    press(world, 'showSetUp');
    const { page, errors } = await openShown(browser, world);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page
      .getByRole('status')
      .getByText(/^Ready\./)
      .waitFor();
    expect(errors).toEqual([]);
    expect(records(world)[0]).toHaveProperty('Queue confidence');
    expect(world.spreadsheet.sheetNames).toContain('Usher queues');
  });

  inBrowser('shows three rows as Usher reads them, and others when the columns are changed', async () => {
    const world = aWorld();
    press(world, 'showSetUp');
    const { page } = await openShown(browser, world);
    await page.locator('#preview tr').nth(2).waitFor();
    expect(await page.locator('#preview tr').count()).toBe(3);
    const first = taughtRows(1)[0] ?? [];
    expect(await page.locator('#preview td').first().innerText()).toBe(first[1]);
    await page.getByLabel('Subject', { exact: true }).selectOption('Ticket');
    expect(await page.locator('#preview td').first().innerText()).toBe('H-0');
  });

  inBrowser('binds a new column and takes the starter set when people choose so', async () => {
    const world = bench.world([
      ['Subject', 'Team'],
      ['vpn', 'A'],
      ['print', 'B'],
    ]);
    press(world, 'showSetUp');
    const { page } = await openShown(browser, world);
    await page.getByLabel('Queues go into').selectOption('');
    await page.getByLabel(/starter set/).check();
    await page.getByLabel(/^Promise/).selectOption('0.98');
    await page.getByRole('button', { name: 'Set up' }).click();
    await page
      .getByRole('status')
      .getByText(/^Ready\./)
      .waitFor();
    expect(
      world.spreadsheet
        .sheet('Usher queues')
        .displayValues()
        .map(([name]) => name),
    ).toContain('Hardware');
    expect(records(world)[0]).toMatchObject({ Team: 'A', Queue: '' });
    const { value } = world.call('loadSettings', [], { entry: 'html' });
    expect(value).toMatchObject({ target: 0.98, writesTo: ['Queue'] });
  });

  inBrowser('says what is missing, and keeps the form', async () => {
    const world = bench.world([['Subject', 'Queue']]);
    press(world, 'showSetUp');
    const { page } = await openShown(browser, world);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page
      .getByRole('alert')
      .getByText(/no rows below its header/)
      .waitFor();
    expect(await page.getByRole('button', { name: 'Set up' }).isVisible()).toBe(true);
  });

  inBrowser('speaks German to a German', async () => {
    const world = aWorld({ user: { email: 'lead@usher.example', locale: 'de' } });
    press(world, 'showSetUp');
    const { page } = await openShown(browser, world);
    await page.getByRole('button', { name: 'Einrichten' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });

  it('refuses what no page would send', () => {
    const world = aWorld();
    const { error } = world.call('saveSetUp', [{ sheetId: 'x' }], { entry: 'html' });
    expect(error?.message).toMatch(/could not be read.*Nothing was changed/);
  });
});

describe('the settings page', () => {
  inBrowser('shows the facts and saves promise and schedule', async () => {
    const world = aWorld();
    press(world, 'runSetUp');
    press(world, 'showSettings');
    const { page, errors } = await openShown(browser, world, true);
    await page.getByText('Subject, Description').waitFor();
    await page.getByLabel('Triage new rows').selectOption('5');
    await page.getByText(/now triages new rows every 5 minutes/).waitFor();
    await page.getByLabel(/^Promise/).selectOption('0.9');
    await page.getByText(/now promises 90/).waitFor();
    expect(errors).toEqual([]);
    expect(world.triggers.map((trigger) => trigger.functionName)).toContain('onSchedule');
  });

  inBrowser('asks for a set-up first', async () => {
    const world = aWorld();
    press(world, 'showSettings');
    const { page } = await openShown(browser, world);
    await page.getByText(/not set up yet/).waitFor();
    expect(await page.getByLabel('Triage new rows').isVisible()).toBe(false);
  });
});
