import { startBenchPage } from './bench-page.ts';
import { launchChromium } from './chromium.ts';
import { openPage } from './open-page.ts';
const bench = await startBenchPage(true);
const browser = await launchChromium();
const out = process.argv[2] ?? '/tmp/c-shots';
const { mkdirSync } = await import('node:fs'); mkdirSync(out, { recursive: true });
for (const [scheme, viewport, tag] of [['light', { width: 1280, height: 800 }, 'l'], ['dark', { width: 1280, height: 800 }, 'd'], ['light', { width: 300, height: 700 }, 'n']] as const) {
  for (const path of ['/', '/gmail', '/desk', '/own', '/gallery']) {
    const { page, errors } = await openPage(browser, bench.address + path, { scheme, viewport });
    await page.locator('main').first().waitFor();
    await page.waitForTimeout(800);
    await page.screenshot({ path: `${out}/${tag}${path.replace('/', '-')}.png` });
    if (errors.length) console.log(path, tag, errors);
    await page.context().close();
  }
}
await browser.close(); await bench.close();
