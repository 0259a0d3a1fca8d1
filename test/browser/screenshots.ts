// `npm run screenshots`: takes the pictures of the README anew from the running product, and writes the golden states of
// cards, dialogs and sheets with their pictures. Look at the difference before it is committed.
import { mkdir, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { applyQueue } from './apply-queue.ts';
import { type BenchPage, GOLDEN_FOLDER, startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium, NO_CHROMIUM } from './chromium.ts';
import { goldenStates } from './golden-states.ts';
import { goldenDialogs, goldenSheets } from './golden-views.ts';

const FOLDER = new URL('../../docs/screenshots/', import.meta.url);
const VIEWPORT = { width: 1440, height: 860 };

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly prepare: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  {
    name: 'sheet',
    path: '/',
    prepare: async (page) => {
      await page.getByRole('gridcell', { name: 'needs review' }).first().waitFor();
      // The reason of the first row: the whole of it stands in the formula bar.
      await page
        .locator('.grid-body [data-index="0"] [data-column="10"]')
        .click({ position: { x: 20, y: 8 } });
    },
  },
  {
    name: 'gmail',
    path: '/gmail',
    prepare: async (page) => {
      await page.getByRole('button', { name: /Ines Duarte/ }).click();
      await applyQueue(page);
      await page.locator('.mail .mail-label').waitFor();
      await page.locator('.toast').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /Tomasz Wrona/ }).click();
      await page.getByRole('button', { name: 'Show queue' }).click();
      await page
        .getByText(/% confidence|Checked blind/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'desk',
    path: '/desk',
    prepare: async (page) => {
      await page.getByRole('heading', { name: /What Usher knows/ }).waitFor();
    },
  },
];

if (!hasChromium()) {
  process.stdout.write(`${NO_CHROMIUM}\n`);
} else {
  const bench = await startBenchPage(true);
  const browser = await launchChromium();
  try {
    await Promise.all([FOLDER, GOLDEN_FOLDER].map((folder) => mkdir(folder, { recursive: true })));
    await takePictures(browser, bench);
    await writeGolden(browser, bench);
  } finally {
    await browser.close();
    await bench.close();
  }
}

async function takePictures(browser: Browser, bench: BenchPage): Promise<void> {
  const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: 1.5, colorScheme: 'light' });
  for (const { name, path, prepare } of PICTURES) {
    await page.goto(bench.address + path);
    await prepare(page);
    await page.mouse.move(0, 0);
    await save(page, new URL(`${name}.png`, FOLDER));
  }
  await page.close();
}

async function writeGolden(browser: Browser, bench: BenchPage): Promise<void> {
  for (const { name, state } of await goldenStates()) await writeState(name, state);
  const page = await browser.newPage({ viewport: { width: 1000, height: 640 }, colorScheme: 'light' });
  // A whole card on the screen at once, or the page's head would lie over it.
  await page.setViewportSize({ width: 1000, height: 1600 });
  await page.goto(`${bench.address}/gallery`);
  await page.locator('.golden').first().waitFor();
  for (const golden of await page.locator('.golden:has(.card)').all()) {
    const name = (await golden.getAttribute('aria-label')) ?? '';
    await golden.locator('.card').screenshot({ path: fileURLToPath(new URL(`${name}.png`, GOLDEN_FOLDER)) });
  }
  await page.setViewportSize({ width: 1000, height: 640 });
  await page.goto(bench.address);
  await page.locator('.grid-frozen').first().waitFor();
  const picture = async (name: string, element: Locator): Promise<void> => {
    await element.screenshot({ path: fileURLToPath(new URL(`${name}.png`, GOLDEN_FOLDER)) });
  };
  const sheets = await goldenSheets(page, bench, picture);
  for (const { name, state } of [...(await goldenDialogs(page, picture)), ...sheets])
    await writeState(name, state);
  await page.close();
}

async function writeState(name: string, state: unknown): Promise<void> {
  await writeFile(new URL(`${name}.json`, GOLDEN_FOLDER), `${JSON.stringify(state, null, 2)}\n`);
}

async function save(page: Page, file: URL): Promise<void> {
  await page.screenshot({ path: fileURLToPath(file) });
  process.stdout.write(`${fileURLToPath(file)}\n`);
}
