// The figures of a chart as Sheets would take them from its ranges: which row names the series, what is hidden, and how
// several ranges stand together.
import type { SheetReading } from '../google/sheet-reading.ts';
import { parseA1 } from '../google/spreadsheet/address.ts';
import type { ChartModel } from '../google/spreadsheet/chart-specification.ts';
import type { ChartPicture } from './wire.ts';

/** Points of one chart's data; more are no chart that anybody reads. */
const CHART_ROWS_MAX = 500;
/** The width and height of a chart that was given none, in pixels, as Sheets draws it. */
const CHART_WIDTH = 600;
const CHART_HEIGHT = 371;

interface ChartCell {
  readonly value: string | number | null;
  readonly format: string;
}

const BLANK: ChartCell = { value: null, format: '' };

/** The picture of a recorded chart; `sheetNamed` finds the sheets that its ranges are on. */
export function chartPicture(
  { id, specification }: ChartModel,
  sheetNamed: (name: string) => SheetReading | undefined,
): ChartPicture {
  const { ranges, merge, hidden, isTransposed, options, position } = specification;
  const parts = ranges.flatMap(({ sheet: name, range }) => {
    const sheet = sheetNamed(name);
    return sheet === undefined ? [] : [cellsOf(sheet, range, hidden)];
  });
  const joined = merge === 'MERGE_ROWS' ? parts.flat() : sideBySide(parts);
  const rows = isTransposed ? transposed(joined) : joined;
  const headers = Math.min(specification.headers ?? (hasHeader(rows) ? 1 : 0), rows.length);
  const body = rows.slice(headers, headers + CHART_ROWS_MAX);
  return {
    ...{ id, type: specification.type ?? 'COLUMN', options },
    ...{ row: position.row, column: position.column, left: position.offsetX, top: position.offsetY },
    ...chartSize(specification),
    header: (rows[headers - 1] ?? []).map(({ value }) => (value === null ? '' : String(value))),
    rows: body.map((row) => row.map(({ value }) => value)),
    formats: (body[0] ?? []).map(({ format }) => format),
  };
}

function cellsOf(
  sheet: SheetReading,
  range: string,
  hidden: ChartModel['specification']['hidden'],
): ChartCell[][] {
  const { model } = sheet;
  const area = model.clip(parseA1(range).area);
  const skipsRows = hidden === 'IGNORE_BOTH' || hidden === 'IGNORE_ROWS';
  const skipsColumns = hidden === 'IGNORE_BOTH' || hidden === 'IGNORE_COLUMNS';
  const last = Math.min(area.row + area.rows, sheet.lastRow);
  const cells: ChartCell[][] = [];
  for (let row = area.row; row < last; row += 1) {
    if (skipsRows && (model.hiddenRows.has(row) || model.filteredRows.has(row))) continue;
    const line: ChartCell[] = [];
    for (let column = area.column; column < area.column + area.columns; column += 1) {
      if (!skipsColumns || !model.hiddenColumns.has(column)) line.push(cellOf(sheet, row + 1, column + 1));
    }
    cells.push(line);
  }
  return cells;
}

function cellOf(sheet: SheetReading, row: number, column: number): ChartCell {
  const value = sheet.cell(row, column);
  if (value === '') return BLANK;
  const shown = typeof value === 'number' ? value : sheet.display(row, column);
  return { value: shown, format: sheet.style(row, column).numberFormat ?? '' };
}

function sideBySide(parts: readonly (readonly (readonly ChartCell[])[])[]): ChartCell[][] {
  const height = Math.max(0, ...parts.map((rows) => rows.length));
  return Array.from({ length: height }, (_, i) =>
    parts.flatMap((rows) => rows[i] ?? Array.from(rows[0] ?? [], () => BLANK)),
  );
}

function transposed(rows: readonly (readonly ChartCell[])[]): ChartCell[][] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, j) => rows.map((row) => row[j] ?? BLANK));
}

/** Whether the first row names the series: none of its cells is a number, and figures stand below. */
function hasHeader([first = [], second = []]: readonly (readonly ChartCell[])[]): boolean {
  return (
    first.every(({ value }) => typeof value !== 'number') &&
    second.some(({ value }) => typeof value === 'number')
  );
}

/** How large a chart is drawn, in pixels. */
export function chartSize({ options }: ChartModel['specification']): { width: number; height: number } {
  return {
    width: sizeOf(options['width'], CHART_WIDTH),
    height: sizeOf(options['height'], CHART_HEIGHT),
  };
}

function sizeOf(option: unknown, usual: number): number {
  return typeof option === 'number' && option > 0 ? option : usual;
}
