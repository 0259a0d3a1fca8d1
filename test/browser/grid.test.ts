// The grid as people use it, over a small sheet: typing, pasting, rows and columns that come, go, move and hide, undo,
// protection, the frozen header, hidden sheets.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { World } from '../../sandbox/world.ts';
import { aWorld } from '../unit/sandbox/google/a-world.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { type OpenPage, openPage, seriousViolations, untilHolds } from './open-page.ts';
import { type StagePage, startStagePage } from './stage-page.ts';

const describeInBrowser = hasChromium() ? describe : describe.skip;

const ROWS = [
  ['Ticket', 'Subject', 'Queue', 'State'],
  ['T-1', 'one', 'Network', 'kept'],
  ['T-2', 'two', 'Network', 'kept'],
  ['T-3', 'three', 'Printing', 'kept'],
];
/** A frozen header, drop-downs in C, a warning on D, a hidden sheet; edits leave a note of what their trigger saw. */
const BUNDLE = `function main() {
  const book = SpreadsheetApp.getActiveSpreadsheet();
  const sheet = book.getActiveSheet();
  sheet.setFrozenRows(1);
  const rule = SpreadsheetApp.newDataValidation().requireValueInList(['Network', 'Printing'], true).setAllowInvalid(false).build();
  sheet.getRange('C2:C60').setDataValidation(rule);
  sheet.getRange('D:D').protect().setWarningOnly(true);
  book.insertSheet('Backstage').hideSheet();
}
function onEdit(event) { event.range.getSheet().getRange('F1').setValue(event.range.getA1Notation()); }`;

let browser: Browser;
let stage: StagePage;
let open: OpenPage;
let world: World;

const LOOK_EVERY_MS = 20;

const cell = (row: number, column: number) =>
  open.page.locator(`.grid-row:has(.grid-number:text-is("${row}")) [data-column="${column}"]`);
const shown = () =>
  world.spreadsheet
    .sheet('Sheet1')
    .displayValues()
    .map((row) => row.slice(0, 4).join('|'));
/** Waits until row `row` of the sandbox's sheet is this: an edit goes there and its trigger runs before it comes back. */
async function untilRow(row: number, text: string): Promise<void> {
  while (shown()[row - 1] !== text) await open.page.waitForTimeout(LOOK_EVERY_MS);
}

async function fromMenu(row: number, column: number, item: RegExp): Promise<void> {
  await cell(row, column).click({ button: 'right' });
  await open.page.getByRole('menuitem', { name: item }).click();
}

async function fromColumnMenu(column: number, item: RegExp): Promise<void> {
  await open.page.locator(`[data-letter="${column}"]`).click({ button: 'right' });
  await open.page.getByRole('menuitem', { name: item }).click();
}

describeInBrowser('the grid', () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    world = aWorld(BUNDLE);
    world.spreadsheet.active.load(ROWS);
    world.call('main', [], { entry: 'menu' });
    world.spreadsheet.show('Sheet1');
    stage = await startStagePage(world);
    open = await openPage(browser, stage.address);
    await cell(2, 1).getByText('one').waitFor();
  });
  afterEach(async () => {
    expect(open.errors).toEqual([]);
    await open.page.context().close();
    await stage.close();
  });

  it('types into a cell, and fires the edit trigger', async () => {
    await cell(2, 1).click();
    await open.page.keyboard.type('changed');
    await open.page.keyboard.press('Enter');
    await untilRow(2, 'T-1|changed|Network|kept');
    await cell(1, 5).getByText('B2').waitFor();
  });

  it('shows in the bar what a script writes into the selected cell meanwhile', async () => {
    const { page } = open;
    await cell(1, 5).click();
    await page.evaluate(
      `fetch('/api/command', { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'set', sheet: 'Sheet1', row: 3, column: 2, text: 'new' }) }).then(() => true)`,
    );
    await untilHolds(page, `document.querySelector('.formula').value === 'B3'`);
    await untilRow(3, 'T-2|new|Network|kept');
  });

  it('copies a range and pastes it elsewhere', async () => {
    const { page } = open;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await cell(2, 0).click();
    await cell(3, 1).click({ modifiers: ['Shift'] });
    await page.keyboard.press('Control+c');
    await cell(6, 0).click();
    await page.keyboard.press('Control+v');
    await untilRow(7, 'T-2|two||');
    expect(shown()[5]).toBe('T-1|one||');
  });

  it('offers the values of a list, and refuses any other', async () => {
    const { page } = open;
    await cell(2, 2).locator('.cell-arrow').click();
    await page.getByRole('option', { name: 'Printing' }).click();
    await untilRow(2, 'T-1|one|Printing|kept');
    const refusal = await page.evaluate(
      `fetch('/api/command', { method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'set', sheet: 'Sheet1', row: 2, column: 3, text: 'Coffee' }) })
        .then((answer) => answer.json()).then(({ value }) => value.refusal)`,
    );
    expect([refusal, shown()[1]]).toEqual([
      expect.stringContaining('takes only values of its list: Network, Printing'),
      'T-1|one|Printing|kept',
    ]);
  });

  it.each([
    ['Insert row above', 2, ['|||', 'T-1|one|Network|kept']],
    ['Insert row below', 3, ['T-1|one|Network|kept', '|||']],
    ['Delete row', 2, ['T-2|two|Network|kept', 'T-3|three|Printing|kept']],
  ])('offers to %s, and takes it back', async (item, row, after) => {
    await fromMenu(2, 1, new RegExp(`^${item}$`));
    await untilRow(row, row === 3 ? '|||' : (after[0] ?? ''));
    const changed = shown().slice(1, 3);
    await open.page.keyboard.press('Control+z');
    const before = ROWS.map((cells) => cells.join('|')).join('\n');
    while (shown().join('\n') !== before) await open.page.waitForTimeout(LOOK_EVERY_MS);
    expect(changed).toEqual(after);
  });

  it('moves a column with its drop-downs, and takes it back and does it again', async () => {
    await fromColumnMenu(2, /^Move column left/);
    await untilRow(2, 'T-1|Network|one|kept');
    await cell(2, 1).locator('.cell-arrow').waitFor();
    await open.page.getByRole('button', { name: /^Undo/ }).click();
    await untilRow(2, 'T-1|one|Network|kept');
    await cell(2, 2).locator('.cell-arrow').waitFor();
    await open.page.getByRole('button', { name: /^Redo/ }).click();
    await untilRow(2, 'T-1|Network|one|kept');
  });

  it('moves a column that is dragged by its letter', async () => {
    const { page } = open;
    const letter = (column: number) => page.locator(`[data-letter="${column}"]`);
    await letter(3).hover();
    await page.mouse.down();
    const target = await letter(1).boundingBox();
    await page.mouse.move((target?.x ?? 0) + 30, (target?.y ?? 0) + 10);
    await page.mouse.move((target?.x ?? 0) + 10, (target?.y ?? 0) + 10);
    await page.locator('.drop-before').waitFor();
    await page.mouse.up();
    await untilRow(2, 'T-1|kept|one|Network');
  });

  it('sorts the rows below the header, and takes it back', async () => {
    await fromColumnMenu(1, /Z to A/);
    await untilRow(2, 'T-2|two|Network|kept');
    expect(shown()[0]).toBe('Ticket|Subject|Queue|State');
    await open.page.keyboard.press('Control+z');
    await untilRow(2, 'T-1|one|Network|kept');
  });

  it('hides a column, marks where, steps over it, and shows it again', async () => {
    const { page } = open;
    await fromColumnMenu(1, /^Hide column/);
    await page.locator('[data-letter="2"] .hidden-mark').waitFor();
    await cell(2, 0).click();
    await page.keyboard.press('ArrowRight');
    await page.getByLabel('Selected cell').getByText('C2').waitFor();
    await fromColumnMenu(2, /^Show the hidden column/);
    await cell(2, 1).getByText('one').waitFor();
  });

  it('asks before it changes what is protected with a warning', async () => {
    const { page } = open;
    await cell(2, 3).dblclick();
    await page
      .getByRole('dialog')
      .getByText(/should not be changed by accident/)
      .waitFor();
    await page.getByRole('button', { name: 'Edit anyway' }).click();
    await page.locator('.cell-editor').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('changed');
    await page.keyboard.press('Enter');
    await untilRow(2, 'T-1|one|Network|changed');
  });

  it('says that a column is closed when somebody else protected it', async () => {
    const { page } = open;
    world.spreadsheet.sheet('Sheet1').protect(1, 2, 50, 1);
    await page.reload();
    await cell(2, 1).dblclick();
    await page.getByText('This column is protected').waitFor();
    expect(shown()[1]).toBe('T-1|one|Network|kept');
  });

  it('keeps the header in view however far the sheet is scrolled', async () => {
    const { page } = open;
    const header = page.locator('.grid-frozen [data-column="1"]');
    const before = await header.boundingBox();
    await page.evaluate(`document.querySelector('.grid').scrollTop = 400`);
    await cell(20, 1).waitFor();
    expect(await header.boundingBox()).toEqual(before);
  });

  it('leaves hidden sheets out of the tabs, and shows one from the list of all sheets', async () => {
    const { page } = open;
    const tabs = page.locator('.tabs .tab');
    const before = await tabs.allInnerTexts();
    await page.getByRole('button', { name: 'All sheets' }).click();
    await page.getByRole('menuitem', { name: 'Backstage (hidden)' }).click();
    await page.locator('.tab[aria-current]', { hasText: 'Backstage (hidden)' }).waitFor();
    expect([before, await seriousViolations(page)]).toEqual([['Sheet1'], []]);
  });

  it('has no serious accessibility fault while a cell is edited, or a list or a menu is open', async () => {
    const { page } = open;
    await cell(2, 1).dblclick();
    await page.locator('.cell-editor').waitFor();
    const editing = await seriousViolations(page);
    await page.keyboard.press('Escape');
    await cell(2, 2).locator('.cell-arrow').click();
    await page.getByRole('option', { name: 'Printing' }).waitFor();
    const choosing = await seriousViolations(page);
    await page.keyboard.press('Escape');
    await cell(2, 1).click({ button: 'right' });
    await page.getByRole('menuitem', { name: /^Insert row above/ }).waitFor();
    expect([editing, choosing, await seriousViolations(page)]).toEqual([[], [], []]);
  });

  it('says so when there is nothing to take back', async () => {
    await cell(2, 0).click();
    await open.page.keyboard.press('Control+z');
    await open.page.getByText(/no edit of yours to take back/).waitFor();
  });
});
