// Gmail, desk, own tickets and gallery in a real browser, over a desk that is set up and taught.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { applyQueue } from './apply-queue.ts';
import { type BenchPage, startBenchPage } from './bench-page.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { NARROW, type OpenPage, openPage, seriousViolations, untilHolds } from './open-page.ts';

const describeInBrowser = hasChromium() ? describe : describe.skip;
/** Runs in the page, which is why it is text. */
const DROP_100_MB = `(() => {
  const input = document.querySelector('#own-file');
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(100 * 1024 * 1024)], 'large.csv'));
  input.files = transfer.files;
  input.dispatchEvent(new Event('change'));
})()`;
const OWN = `Subject,Description,Team
${Array.from({ length: 30 }, (_, n) => (n % 2 === 0 ? `vpn tunnel ${n},the router fails at site ${n},Network` : `printer toner ${n},paper tray ${n} is empty,Printing`)).join('\n')}
"=HYPERLINK(""https://elsewhere.example"") vpn",the tunnel to the router fails,
`;

const MARK_UP = `<img src=x onerror="document.title='taken over'"> <script>document.title='taken over'</script>`;
const RIGHT_TO_LEFT = 'الطابعة \u202e لا تعمل';
/** As a spreadsheet in much of Europe writes it, with the worst that a sender can put into a ticket. */
const HOSTILE = `Betreff;Beschreibung;Team
${OWN.split('\n').slice(1, 31).join('\n').replaceAll(',', ';')}
"${MARK_UP.replaceAll('"', '""')}";"${'paper jam '.repeat(5_000)}";
${RIGHT_TO_LEFT};the printer does not print;
`;

let bench: BenchPage;
let browser: Browser;
let open: OpenPage;

const csvFile = (text: string | Buffer, name = 'mine.csv') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
});

describeInBrowser('the other views in a browser', () => {
  beforeAll(async () => {
    [bench, browser] = await Promise.all([startBenchPage(true), launchChromium()]);
    open = await openPage(browser, `${bench.address}/gmail`);
  });
  afterAll(async () => {
    await browser.close();
    await bench.close();
  });
  afterEach(() => {
    expect(open.errors.splice(0)).toEqual([]);
  });

  it('shows the card beside an open mail and puts the label on its thread', async () => {
    const { page } = open;
    await applyQueue(page);
    await page.getByText(/Label Usher\/.* applied/).waitFor();
    await page.locator('.mail .mail-label', { hasText: 'Usher/' }).waitFor();
    await page.locator('.mail-list .mail-label', { hasText: 'Usher/' }).waitFor();
  });

  it('takes a label off by hand and puts another one on, as a person does in Gmail', async () => {
    const { page } = open;
    await page
      .locator('.mail')
      .getByRole('button', { name: /^Remove label Usher/ })
      .click();
    await page.locator('.mail .mail-label').waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Add a label' }).selectOption('Usher/Hardware');
    await page.locator('.mail .mail-label', { hasText: 'Usher/Hardware' }).waitFor();
    await page.getByRole('button', { name: 'Choose another' }).waitFor();
  });

  it('triages the mailbox from the home card, applies a suggestion to its threads and takes that back', async () => {
    const { page } = open;
    await page.getByRole('button', { name: 'Usher’s home card' }).click();
    await page.getByRole('button', { name: 'Triage now' }).click();
    await page
      .locator('.card')
      .getByText(/labelled, .* to review/)
      .waitFor();
    await page.locator('.mail-list .mail-label', { hasText: 'Usher/Review' }).first().waitFor();
    await page
      .getByRole('button', { name: /^Apply to/ })
      .first()
      .click();
    await page.getByText(/Usher\/.*: \d+ threads?\./).waitFor();
    await page.getByRole('button', { name: 'Undo last run' }).click();
    await page.getByText(/as before the run/).waitFor();
  });

  it('switches the hourly run on, lets an hour pass, and shows the figures beside a sheet', async () => {
    const { page } = open;
    await page.locator('.card').getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Switch hourly triage on' }).click();
    await page.getByText('Usher triages this mailbox every hour.').waitFor();
    await page.getByRole('button', { name: 'An hour passes' }).click();
    await page.getByText('Every hour by itself').waitFor();
    await page.getByRole('button', { name: 'Beside a sheet' }).click();
    await page.getByText('Waiting for a review').waitFor();
  });

  it('shows what would leave, and adds the mail to the sheet, where the scopes allow it', async () => {
    const { page } = open;
    await page.getByRole('combobox', { name: 'What the add-on may do' }).selectOption('gmail-everything');
    await page.getByRole('button', { name: 'What would leave' }).click();
    await page.getByText('What would leave Usher’s server').waitFor();
    await page.getByRole('button', { name: 'Back to the card before' }).click();
    await page.getByRole('button', { name: 'Usher’s home card' }).click();
    await page.locator('.card').getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('textbox', { name: 'The desk’s spreadsheet' }).fill('sandbox-spreadsheet');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: /Tomasz Wrona/ }).click();
    await page.getByRole('button', { name: 'Add to sheet' }).click();
    await page.getByText(/Added to “Tickets”, row 2/).waitFor();
  });

  it('explains what more it could do with least scopes, in the reader’s language', async () => {
    const { page } = open;
    await page.getByRole('combobox', { name: 'What the add-on may do' }).selectOption('gmail');
    await page.getByRole('combobox', { name: 'Language of the reader' }).selectOption('de');
    await page.getByRole('button', { name: 'Warteschlange zeigen' }).waitFor();
    await page.getByText('Was Usher noch könnte').waitFor();
    await page.getByRole('combobox', { name: 'Language of the reader' }).selectOption('en');
    await page.getByRole('button', { name: 'Show queue' }).waitFor();
  });

  it('shows a hostile mail as text, and its card too', async () => {
    const { page } = open;
    await page.getByRole('button', { name: /Hostile sender/ }).click();
    await page.getByRole('heading', { name: /<img src=x onerror/ }).waitFor();
    await page.getByRole('button', { name: 'Show queue' }).click();
    await page
      .locator('.card')
      .getByText(/<img src=x|Checked blind/)
      .waitFor();
    expect([await page.title(), await page.locator('.gmail-view img').count()]).toEqual([
      expect.not.stringContaining('taken over'),
      0,
    ]);
  });

  it('shows what was learned, lets a day pass and switches a fault on', async () => {
    const { page } = open;
    await page.getByRole('link', { name: 'Desk' }).click();
    await page.getByRole('heading', { name: /What Usher knows/ }).waitFor();
    const clock = page.locator('.panel .figure');
    const before = await clock.innerText();
    await page.getByRole('button', { name: 'A day passes' }).click();
    await clock.filter({ hasNotText: before }).waitFor();
    await page.getByRole('switch', { name: /429/ }).check();
    await untilHolds(page, `document.querySelectorAll('.switch:checked').length === 1`);
    await page.getByRole('switch', { name: /429/ }).uncheck();
    await untilHolds(page, `document.querySelectorAll('.switch:checked').length === 0`);
  });

  it('tells a reason that queues share once, above them, and beside each queue what it does now', async () => {
    const { page } = open;
    await page.goto(`${bench.address}/desk`);
    await page.locator('.shared-reason').first().waitFor();
    const reasons = await page
      .locator('.report-table')
      .getByText(/(Proven|Not proven) together with/)
      .count();
    const shared = await page.locator('.shared-reason').count();
    const modes = await page.locator('.report-table .mode').allInnerTexts();
    expect([reasons, modes.length]).toEqual([shared, 8]);
    // Which of them is proven is the model's of the day.
    expect(modes.filter((mode) => mode !== 'routes alone' && mode !== 'suggests')).toEqual([]);
  });

  it.each([
    ['a file that is no CSV', csvFile('Subject,Team\n"open quote,Network\n'), /not well-formed CSV/],
    ['a file without rows', csvFile('Subject,Team\n'), /no row below its header/],
    ['a file in another encoding', csvFile(Buffer.from([0x53, 0xfc, 0x64, 0x0a, 0x61])), /not UTF-8/],
    ['a spreadsheet file', csvFile(Buffer.from('PK\u0003\u0004\0\0binary')), /not a text file/],
    [
      'a cell that no sheet takes',
      csvFile(`Subject,Team\n${'x'.repeat(50_001)},Network\n`),
      /more than 50,?000 characters/,
    ],
    ['an empty file', csvFile(''), /no row below its header/],
    ['a file without text columns', csvFile('Colour,Number\nred,1\n'), /No column of this sheet looks like/],
  ])('says what to do with %s', async (_name, file, message) => {
    const { page } = open;
    await page.goto(`${bench.address}/own`);
    await page.locator('#own-file').setInputFiles(file);
    await page.locator('.own-result').getByText(message).waitFor();
    // A refused request is a line in the browser's console, and no fault of the page.
    open.errors.splice(0);
  });

  it('refuses 100 MB before it is read', async () => {
    const { page } = open;
    await page.goto(`${bench.address}/own`);
    await page.evaluate(DROP_100_MB);
    await page.getByText(/has 100 MB; the page takes 20 MB/).waitFor();
  });

  it('learns from a dropped file, triages the rest and gives it back safe to open', async () => {
    const { page } = open;
    await page.goto(`${bench.address}/own`);
    await page.locator('#own-file').setInputFiles(csvFile(OWN));
    const link = page.getByRole('link', { name: /Download/ });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
    const last = Buffer.concat(chunks).toString('utf8').trim().split('\n').at(-1) ?? '';
    expect(last).toMatch(/'=HYPERLINK/);
    expect(last).toMatch(/,Network,/);
    await page.getByRole('button', { name: 'Back to the sample desk' }).click();
    await page.getByRole('heading', { name: /Fennmark/ }).waitFor();
    await page.getByText(/Usher read 116 tickets/).waitFor();
  });

  it('reads semicolons, and shows mark-up, script, long and right-to-left text as what they are', async () => {
    const { page } = open;
    await page.goto(`${bench.address}/own`);
    await page.locator('#own-file').setInputFiles(csvFile(HOSTILE));
    await page.getByRole('link', { name: /Download/ }).waitFor();
    await page.getByRole('button', { name: 'Show the sheet' }).click();
    await page.getByRole('button', { name: /^All rows/ }).click();
    const subject = page.getByRole('gridcell', { name: MARK_UP }).first();
    await subject.click();
    await untilHolds(page, `document.querySelector('.formula').value === ${JSON.stringify(MARK_UP)}`);
    await page.getByRole('gridcell', { name: RIGHT_TO_LEFT }).waitFor();
    expect([await page.title(), await page.locator('.grid img, .grid script').count()]).toEqual([
      expect.not.stringContaining('taken over'),
      0,
    ]);
    await page.goto(`${bench.address}/own`);
    await page.getByRole('button', { name: 'Back to the sample desk' }).click();
    await page.getByText(/Usher read 116 tickets/).waitFor();
  });

  it('lists the golden states', async () => {
    await open.page.goto(`${bench.address}/gallery`);
    await open.page.getByRole('heading', { name: 'card open mail' }).waitFor();
    expect(await open.page.locator('.golden').count()).toBeGreaterThanOrEqual(8);
    expect(await open.page.locator('.card-fault').count()).toBe(0);
  });

  it.each(['/gmail', '/desk', '/own', '/gallery'])('has no serious accessibility fault: %s', async (path) => {
    const dark = { scheme: 'dark' as const };
    for (const look of [{}, dark, { viewport: NARROW }, { ...dark, viewport: NARROW }]) {
      const { page, errors } = await openPage(browser, bench.address + path, look);
      await page.locator('main').getByRole('heading').first().waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    }
  });

  it.each([
    ['another host', { host: 'elsewhere.example' }],
    ['another origin', { origin: 'https://elsewhere.example' }],
    ['a page elsewhere', { 'sec-fetch-site': 'cross-site' }],
  ])('answers nobody who comes from %s', async (_name, headers) => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${bench.address}/api/report`, { headers }, (response) => resolve(response.statusCode)).end();
    });
    expect(status).toBe(403);
  });
});
