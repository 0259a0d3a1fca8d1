// Cards, dialogs and sheets look as they did when they were last approved; `npm run screenshots` writes the golden files anew.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type BenchPage, GOLDEN_FOLDER, startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { type GoldenState, goldenStates } from './golden-states.ts';
import { goldenDialogs, goldenSheets } from './golden-views.ts';
import { openPage, seriousViolations } from './open-page.ts';

const itInBrowser = hasChromium() ? it : it.skip;

const approved = (states: readonly GoldenState[]): GoldenState[] =>
  states.map(({ name }) => ({
    name,
    state: JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN_FOLDER), 'utf8')) as unknown,
  }));

let bench: BenchPage;
let browser: Browser;

describe('the golden states', () => {
  beforeAll(async () => {
    if (hasChromium()) [bench, browser] = await Promise.all([startBenchPage(true), launchChromium()]);
  });
  afterAll(async () => {
    if (!hasChromium()) return;
    await browser.close();
    await bench.close();
  });

  it('are what the built add-on answers for each card', async () => {
    const states = await goldenStates();
    expect(states).toEqual(approved(states));
  });

  itInBrowser('are what a workbench shows of each dialog, sidebar and sheet', async () => {
    const { page, errors } = await openPage(browser, bench.address);
    await page.locator('.grid-frozen').first().waitFor();
    const sheets = await goldenSheets(page, bench);
    const states = [...sheets, ...(await goldenDialogs(page))];
    expect(states).toEqual(approved(states));
    expect(errors).toEqual([]);
    await page.context().close();
  });

  itInBrowser.each(['light', 'dark'] as const)(
    'have no serious accessibility fault inside dialogs and sidebars: %s',
    async (scheme) => {
      const { page } = await openPage(browser, bench.address, { scheme });
      await page.locator('.grid-frozen').first().waitFor();
      const faults: string[] = [];
      await goldenDialogs(page, async (name) => {
        const frame = page.frames().find((candidate) => candidate.url().includes('/frame/'));
        if (frame === undefined) throw new Error(`${name} has no frame.`);
        for (const fault of await seriousViolations(frame)) faults.push(`${name}: ${fault}`);
      });
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );
});
