// Charts that a script puts on a sheet, in a real browser: drawn where they hang, from the figures of their ranges.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { aWorld } from '../unit/sandbox/google/a-world.ts';
import { hasChromium, launchChromium } from './chromium.ts';
import { type OpenPage, openPage, seriousViolations } from './open-page.ts';
import { type StagePage, startStagePage } from './stage-page.ts';

const describeInBrowser = hasChromium() ? describe : describe.skip;

const BUNDLE = `function main() {
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getActiveSheet();
  sheet.getRange('A1:D5').setValues([
    ['Week', 'Tickets', 'Right', 'Asked for'],
    ['Week 40', 120, 0.97, 0.95],
    ['Week 41', 90, 0.93, 0.95],
    ['Week 42', 143, 0.98, 0.95],
    ['Week 43', 131, 0.96, 0.95],
  ]);
  sheet.getRange('C2:D5').setNumberFormat('0.0%');
  sheet.insertChart(sheet.newChart().asColumnChart().addRange(sheet.getRange('A1:B20')).setNumHeaders(1)
    .setTitle('Tickets a week').setColors(['#ff00ff']).setPosition(2, 6, 0, 0)
    .setOption('width', 420).setOption('height', 260).build());
  sheet.insertChart(sheet.newChart().setChartType(Charts.ChartType.LINE)
    .addRange(sheet.getRange('A1:A20')).addRange(sheet.getRange('C1:D20'))
    .setOption('title', 'How many were right').setOption('colors', ['#0000ff', '#00aa00'])
    .setOption('series', { 1: { lineDashStyle: [4, 4] } }).setOption('vAxis.viewWindow', { min: 0.9, max: 1 })
    .setOption('width', 420).setOption('height', 260).setPosition(13, 6, 0, 0).build());
  sheet.insertChart(sheet.newChart().asComboChart().addRange(sheet.getRange('A1:C20')).setTitle('Both')
    .setOption('series', { 0: { type: 'bars', color: '#00ffff' }, 1: { type: 'line', color: '#ff0000', targetAxisIndex: 1 } })
    .setOption('width', 420).setOption('height', 260).setPosition(2, 11, 20, 0).build());
}`;

/** How many pixels of a drawing have a colour, counted in the page, which is why it is text. */
const pixels = (chart: number, colour: readonly [number, number, number]) => `(() => {
  const canvas = document.querySelectorAll('.chart canvas')[${chart}];
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] === ${colour[0]} && data[i + 1] === ${colour[1]} && data[i + 2] === ${colour[2]}) count += 1;
  }
  return count;
})()`;
/** Bars of four weeks are areas, a line is a few pixels high. */
const AREA_PIXELS = 5_000;
const LINE_PIXELS = 100;

let stage: StagePage;
let browser: Browser;
let open: OpenPage;

describeInBrowser('charts on a sheet', () => {
  beforeAll(async () => {
    const world = aWorld(BUNDLE);
    const { error } = world.call('main', [], { entry: 'menu' });
    if (error !== undefined) throw new Error(error.message);
    [stage, browser] = await Promise.all([startStagePage(world), launchChromium()]);
    open = await openPage(browser, stage.address);
    await open.page.locator('.chart canvas').first().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });
  afterEach(() => {
    expect(open.errors.splice(0)).toEqual([]);
  });

  it.each([
    ['columns', 0, [255, 0, 255], AREA_PIXELS],
    ['a line', 1, [0, 0, 255], LINE_PIXELS],
    ['a second line', 1, [0, 170, 0], LINE_PIXELS],
    ['the columns of a combined chart', 2, [0, 255, 255], AREA_PIXELS],
    ['the line of a combined chart', 2, [255, 0, 0], LINE_PIXELS],
  ] as const)('draws %s in the colour that the script chose', async (_name, chart, colour, least) => {
    expect(await open.page.evaluate(pixels(chart, colour))).toBeGreaterThan(least);
  });

  it('hangs a chart on its cell, also when the sheet is scrolled', async () => {
    const { page } = open;
    const corner = async () => {
      const chart = await page.locator('.chart').first().boundingBox();
      const cell = await page.locator('.grid-row[data-index="1"] [data-column="5"]').boundingBox();
      return { across: (chart?.x ?? 0) - (cell?.x ?? 0), down: (chart?.y ?? 0) - (cell?.y ?? 0) };
    };
    const before = await corner();
    await page.evaluate(`document.querySelector('.grid').scrollTop = 60`);
    expect([before, await corner()]).toEqual([
      { across: 0, down: 0 },
      { across: 0, down: 0 },
    ]);
    await page.evaluate(`document.querySelector('.grid').scrollTop = 0`);
  });

  it('tells the figures to people who hear the page, in the format of their cells', async () => {
    const table = open.page.getByRole('table', { name: 'How many were right' });
    expect(await table.getByRole('row').nth(1).innerText()).toMatch(/Week 40\s+97\.0%\s+95\.0%/);
    expect(await seriousViolations(open.page)).toEqual([]);
  });

  it('draws anew when a figure changes', async () => {
    const { page } = open;
    const before = Number(await page.evaluate(pixels(0, [255, 0, 255])));
    stage.world.spreadsheet.active.setCell(2, 2, '10');
    await page.reload();
    await page.locator('.chart canvas').first().waitFor();
    expect(await page.evaluate(pixels(0, [255, 0, 255]))).toBeLessThan(before);
  });
});
