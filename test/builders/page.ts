// A dialog or sidebar of the add-on in a real browser: its page as the script served it, joined to a sandboxed world.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type FrameLocator, type Page } from 'playwright-core';
import { framePage } from '../../sandbox/workbench/frame-page.ts';
import type { World } from '../../sandbox/world.ts';

const CHROMIUM = '/usr/bin/chromium';
/** Never asked for: the page is put in its place. */
const ADDRESS = 'https://page.test/';
const FRAME = `${ADDRESS}frame`;
const WAIT_MS_MAX = 10_000;
/** The window around the page, which passes its calls on and its answers back. */
const SHELL = `<style>body{margin:0}iframe{border:0;width:100vw;height:100vh}</style><iframe src="${FRAME}"></iframe>
<script>addEventListener('message', async ({ data, source }) => {
  if (!data || data.usher !== true) return;
  if (data.kind === 'close') document.querySelector('iframe').remove();
  if (data.kind !== 'run') return;
  source.postMessage({ usher: true, call: data.call, ...(await callScript(data.functionName, data.values)) }, '*');
});</script>`;

/** Whether there is a browser to test in. */
export const hasBrowser = existsSync(CHROMIUM);

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

export interface OpenPage {
  readonly page: FrameLocator;
  readonly keyboard: Page['keyboard'];
  /** The whole window, for pictures. */
  readonly screen: Page;
  /** Errors that the page's own script threw. */
  readonly errors: string[];
}

/** Opens what the world's script showed last; its calls run in the world. */
export async function openShown(browser: Browser, world: World, dark = false): Promise<OpenPage> {
  const shown = world.ui.shown.at(-1);
  if (!shown) throw new Error('The script has shown no page.');
  const context = await browser.newContext({
    viewport: { width: shown.width ?? 300, height: shown.height ?? 700 },
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS_MAX);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.exposeFunction('callScript', (functionName: string, values: readonly unknown[]) => {
    const { value, error } = world.call(functionName, values, { entry: 'html' });
    return { value: value ?? null, error: error?.message ?? null };
  });
  const html = { contentType: 'text/html; charset=utf-8' };
  await page.route(ADDRESS, (route) => route.fulfill({ ...html, body: SHELL }));
  await page.route(FRAME, (route) => route.fulfill({ ...html, body: framePage(shown.html) }));
  await page.goto(ADDRESS);
  return { page: page.frameLocator('iframe'), keyboard: page.keyboard, screen: page, errors };
}
