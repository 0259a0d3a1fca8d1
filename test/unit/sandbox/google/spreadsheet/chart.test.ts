// The record of a script's charts, and the figures that the workbench takes from their ranges.
import { describe, expect, it } from '@jest/globals';
import { chartPicture } from '../../../../../sandbox/workbench/chart-table.ts';
import type { ChartPicture } from '../../../../../sandbox/workbench/wire.ts';
import type { World } from '../../../../../sandbox/world.ts';
import { aWorld, valueFrom } from '../a-world.ts';

const SHEET = 'const sheet = SpreadsheetApp.getActiveSpreadsheet().getActiveSheet();';
const ROWS = [
  ['Week', 'Tickets', 'Right'],
  ['40', 120, 0.97],
  ['41', 90, 0.93],
  ['42', 143, 0.98],
];

/** A world with figures in A1:C4 whose script inserts what `builder` makes. */
function charted(builder: string): World {
  const world = aWorld(`function main() { ${SHEET} sheet.insertChart(${builder}.build()); }`);
  world.spreadsheet.active.load(ROWS);
  return world;
}

function pictured(world: World): ChartPicture | undefined {
  const [chart] = world.spreadsheet.active.model.charts;
  return chart && chartPicture(chart, (name) => world.spreadsheet.sheet(name));
}

describe('a chart of a script', () => {
  it('is recorded with its kind, ranges and options', () => {
    const world = charted(
      `sheet.newChart().asLineChart().addRange(sheet.getRange('A1:B4')).setTitle('Coverage').setYAxisTitle('Share')
        .setRange(0, 1).setPosition(2, 5, 10, 0)`,
    );
    valueFrom(world);
    expect(world.spreadsheet.active.model.charts).toMatchObject([
      {
        id: 1,
        specification: {
          type: 'LINE',
          ranges: [{ sheet: 'Sheet1', range: 'A1:B4' }],
          options: { title: 'Coverage', vAxis: { title: 'Share', viewWindow: { min: 0, max: 1 } } },
          position: { row: 2, column: 5, offsetX: 10, offsetY: 0 },
        },
      },
    ]);
  });

  it('takes an option by its path as it takes it in an object', () => {
    const byPath = charted(
      `sheet.newChart().setOption('hAxis.title', 'Week').setOption('hAxis.format', '0')`,
    );
    const asObject = charted(`sheet.newChart().setOption('hAxis', { title: 'Week', format: '0' })`);
    valueFrom(byPath);
    valueFrom(asObject);
    expect(pictured(byPath)?.options).toEqual(pictured(asObject)?.options);
  });

  it('is changed in its place by what modify built', () => {
    const world = aWorld(`function main() { ${SHEET}
      sheet.insertChart(sheet.newChart().asColumnChart().setTitle('Before').build());
      const [chart] = sheet.getCharts();
      sheet.updateChart(chart.modify().setOption('title', 'After').build());
      return sheet.getCharts().map((one) => [one.getChartId(), one.getOptions().get('title')]); }`);
    expect(valueFrom(world)).toEqual([[1, 'After']]);
  });

  it('has no title call before it is of a kind, as at Google', () => {
    expect(() => valueFrom(charted(`sheet.newChart().setTitle('Too early')`))).toThrow(
      /EmbeddedChartBuilder.setTitle/,
    );
  });

  it('stands side by side with further ranges, named by the header row', () => {
    const world = charted(
      `sheet.newChart().asColumnChart().addRange(sheet.getRange('A1:A9')).addRange(sheet.getRange('C1:C9')).setNumHeaders(1)`,
    );
    valueFrom(world);
    expect(pictured(world)).toMatchObject({
      header: ['Week', 'Right'],
      rows: [
        ['40', 0.97],
        ['41', 0.93],
        ['42', 0.98],
      ],
    });
  });

  it.each([
    [
      '',
      [
        ['40', 120],
        ['42', 143],
      ],
    ],
    [
      '.setHiddenDimensionStrategy(Charts.ChartHiddenDimensionStrategy.SHOW_BOTH)',
      ROWS.slice(1).map((row) => row.slice(0, 2)),
    ],
  ])('leaves hidden rows out unless told otherwise: %s', (strategy, rows) => {
    const world = charted(`sheet.newChart().asColumnChart().addRange(sheet.getRange('A1:B4'))${strategy}`);
    world.spreadsheet.active.hideRows(3);
    valueFrom(world);
    expect(pictured(world)?.rows).toEqual(rows);
  });
});
