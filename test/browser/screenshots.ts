// `npm run screenshots`: takes the pictures of the README anew, from the running product and nothing else.
import { mkdir } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium, NO_CHROMIUM } from './chromium.ts';

const FOLDER = new URL('../../docs/screenshots/', import.meta.url);
const VIEWPORT = { width: 1360, height: 840 };

const PICTURES: readonly {
  readonly name: string;
  readonly path: string;
  readonly prepare: (page: Page) => Promise<void>;
}[] = [
  {
    name: 'sheet',
    path: '/',
    prepare: async (page) => {
      await page.getByRole('gridcell', { name: 'needs review' }).first().waitFor();
    },
  },
];

if (!hasChromium()) {
  process.stdout.write(`${NO_CHROMIUM}\n`);
} else {
  const bench = await startBenchPage(true);
  const browser = await launchChromium();
  try {
    await mkdir(FOLDER, { recursive: true });
    const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: 1.5, colorScheme: 'light' });
    for (const { name, path, prepare } of PICTURES) {
      await page.goto(bench.address + path);
      await prepare(page);
      const file = fileURLToPath(new URL(`${name}.png`, FOLDER));
      await page.screenshot({ path: file });
      process.stdout.write(`${file}\n`);
    }
  } finally {
    await browser.close();
    await bench.close();
  }
}
