// A page of the workbench for tests, which remembers everything that a console would show in red.
import axe from 'axe-core';
import type { Browser, Frame, Page } from 'playwright-core';

export interface OpenPage {
  readonly page: Page;
  /** Errors of the console and of scripts so far; a test ends with none. */
  readonly errors: string[];
}

export const DESKTOP = { width: 1280, height: 800 };
/** As wide as a sidebar in Sheets. */
export const NARROW = { width: 300, height: 700 };

/** What does not come within this time does not come; a training on a busy machine takes half of it. */
const WAIT_MS = 25_000;

/** Opens an address in a context of its own. */
export async function openPage(
  browser: Browser,
  address: string,
  look: { readonly viewport?: { width: number; height: number }; readonly scheme?: 'light' | 'dark' } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: look.viewport ?? DESKTOP,
    colorScheme: look.scheme ?? 'light',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  return { page, errors };
}

const LOOK_EVERY_MS = 50;

/**
 * Waits until an expression holds in the page. Playwright's own waitForFunction evaluates text in the page, which the page's
 * policy forbids once the first look was in vain.
 */
export async function untilHolds(page: Page, expression: string): Promise<void> {
  const until = Date.now() + WAIT_MS;
  while ((await page.evaluate(expression)) !== true) {
    if (Date.now() > until) throw new Error(`This never came to hold: ${expression}`);
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
}

/** Runs in the page, which is why it is text: the tests themselves know no document. */
const REPORT = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`;

/** What axe-core finds serious or critical, as one line each. The library is put into the page past its policy;
 * a dialog's frame is a page of its own. */
export async function seriousViolations(page: Page | Frame): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(REPORT);
}
