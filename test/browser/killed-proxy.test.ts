// The proxy's process is killed while a run of a thousand rows waits for its answers, and started again: every row gets its
// queue in the end, once.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type BenchPage, startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { type OpenPage, openPage } from './open-page.ts';
import { type ProxyProcess, startProxyProcess } from './proxy-process.ts';
import { choose, LEARN_MS, openRows, pasteColumn, ticketRows } from './sheet-deeds.ts';

const describeInBrowser = hasChromium() ? describe : describe.skip;
/** Five requests of two hundred tickets are under way when the kill comes. */
const ROWS = 1_000;

let proxy: ProxyProcess;
let bench: BenchPage;
let browser: Browser;
let open: OpenPage;

describeInBrowser('a run whose proxy is killed', () => {
  beforeAll(async () => {
    proxy = await startProxyProcess();
    [bench, browser] = await Promise.all([startBenchPage(false, proxy), launchChromium()]);
    for (const functionName of ['runSetUp', 'runLearn']) {
      await bench.worlds.ask({ kind: 'menu', functionName });
    }
    await pasteColumn(
      bench.worlds,
      'Queue',
      2,
      Array.from({ length: ROWS }, () => ''),
    );
    open = await openPage(browser, bench.address);
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  afterEach(() => {
    expect(open.errors.splice(0)).toEqual([]);
  });

  it('says that the proxy could not be reached, and leaves its rows as they were', async () => {
    const { page } = open;
    const killed = new Promise<void>((resolve) => {
      const stopListening = bench.worlds.listen((event) => {
        if (event.kind !== 'progress' || !/^UrlFetchApp\.fetchAll/.test(event.doing)) return;
        stopListening();
        resolve(proxy.kill());
      });
    });
    await choose(page, /^Triage new/);
    await killed;
    await page
      .getByText(/could not be reached/)
      .first()
      .waitFor({ timeout: LEARN_MS });
    await page.locator('.progress').waitFor({ state: 'hidden' });
    const rows = await ticketRows(bench.worlds);
    expect(openRows(rows).length).toBeGreaterThan(0);
    expect(rows.filter(({ Status }) => Status === 'failed')).toEqual([]);
  });

  it('goes on where it stopped when the proxy is back, and leaves no row open', async () => {
    const { page } = open;
    await proxy.start();
    await choose(page, /^(Triage new|Continue)/);
    await page.getByText(/Usher read 1,?\d\d\d tickets/).waitFor({ timeout: LEARN_MS });
    await page.locator('.progress').waitFor({ state: 'hidden', timeout: LEARN_MS });
    const rows = await ticketRows(bench.worlds);
    const ids = rows.map((row) => row['Usher ID']).filter((id) => id !== '');
    expect(openRows(rows)).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
