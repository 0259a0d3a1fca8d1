// Cards, dialogs and sheets look as they did when they were last approved; `npm run screenshots` writes the golden files anew.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { GOLDEN_FOLDER, startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { type GoldenState, goldenStates } from './golden-states.ts';
import { goldenDialogs, goldenSheets } from './golden-views.ts';
import { openPage } from './open-page.ts';

const itInBrowser = hasChromium() ? it : it.skip;

const approved = (states: readonly GoldenState[]): GoldenState[] =>
  states.map(({ name }) => ({
    name,
    state: JSON.parse(readFileSync(new URL(`${name}.json`, GOLDEN_FOLDER), 'utf8')) as unknown,
  }));

describe('the golden states', () => {
  it('are what the built add-on answers for each card', async () => {
    const states = await goldenStates();
    expect(states).toEqual(approved(states));
  });

  itInBrowser('are what a workbench shows of each dialog, sidebar and sheet', async () => {
    const [bench, browser] = await Promise.all([startBenchPage(true), launchChromium()]);
    try {
      const { page, errors } = await openPage(browser, bench.address);
      await page.locator('.grid-frozen').first().waitFor();
      const sheets = await goldenSheets(page, bench);
      const states = [...sheets, ...(await goldenDialogs(page))];
      expect(states).toEqual(approved(states));
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
      await bench.close();
    }
  });
});
