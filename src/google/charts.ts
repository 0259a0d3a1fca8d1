// Charts and links in cells over SpreadsheetApp: translates, and nothing more.
import type { ChartPlan, LinkedTexts } from '../addon/ports.ts';

type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;
type Builder = GoogleAppsScript.Spreadsheet.EmbeddedChartBuilder;

/** Puts charts onto a sheet, each over its own cells. */
export function addCharts(sheet: GoogleSheet, charts: readonly ChartPlan[]): void {
  for (const plan of charts) sheet.insertChart(options(ofKind(sheet.newChart(), plan), sheet, plan).build());
}

function ofKind(builder: Builder, { kind }: ChartPlan): Builder {
  switch (kind) {
    case 'line':
      return builder.setChartType(Charts.ChartType.LINE);
    case 'stacked':
      return builder.setChartType(Charts.ChartType.COLUMN).setOption('isStacked', true);
    case 'bar':
      return builder.setChartType(Charts.ChartType.BAR).setOption('legend.position', 'none');
    default:
      return kind satisfies never;
  }
}

function options(builder: Builder, sheet: GoogleSheet, plan: ChartPlan): Builder {
  const { title, area, place, width, height, colors, isPercent, pointsOf } = plan;
  const made = builder
    .addRange(sheet.getRange(area.row, area.column, area.rows, area.columns))
    .setNumHeaders(1)
    .setPosition(place.row, place.column, 0, 0)
    .setOption('title', title)
    .setOption('width', width)
    .setOption('height', height)
    .setOption('colors', [...colors]);
  if (isPercent) made.setOption('vAxis.format', 'percent').setOption('pointSize', 4);
  if (pointsOf !== undefined)
    made.setOption(`series.${pointsOf}.lineWidth`, 0).setOption(`series.${pointsOf}.pointSize`, 9);
  return made;
}

/** Writes a column of texts of which parts are links, in one call. */
export function writeTexts(sheet: GoogleSheet, { row, column, texts }: LinkedTexts): void {
  const values = texts.map(({ text, links }) => {
    const builder = SpreadsheetApp.newRichTextValue().setText(text);
    for (const { start, end, target } of links) builder.setLinkUrl(start, end, target);
    return [builder.build()];
  });
  sheet.getRange(row, column, values.length, 1).setRichTextValues(values);
}
