// The browser of the browser tests: Debian's Chromium, started so that it talks to nobody but the page.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian and Ubuntu put it; nothing is downloaded. */
export const CHROMIUM = '/usr/bin/chromium';

/** The line that stands for every browser test where there is no browser. */
export const NO_CHROMIUM = `LEFT OUT: the browser tests, since ${CHROMIUM} is not installed (apt-get install chromium).`;

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

export function hasChromium(): boolean {
  return existsSync(CHROMIUM);
}

/** A browser with a profile of its own that is thrown away. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}
