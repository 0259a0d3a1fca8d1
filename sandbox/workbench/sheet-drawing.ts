// Draws rows of a sandboxed sheet as data: what each cell shows and how it looks, rules included.
import type { WorkbookSheet } from '../google/person.ts';
import { columnName } from '../google/spreadsheet/address.ts';
import type { Plain } from '../google/spreadsheet/cell.ts';
import type { ConditionalRule, Style } from '../google/spreadsheet/rules.ts';
import { chartSize } from './chart-table.ts';
import { conditionalLook } from './conditional-looks.ts';
import type { CellPicture, ColumnPicture, LookPicture, RowPicture } from './wire.ts';

/** A grid's cell is one line high; the whole text is a question of its own, so that a long ticket costs a page nothing. */
export const CELL_SHOWN_CHARACTERS = 300;
/** Sheets' own width of a column that nobody changed. */
const DEFAULT_WIDTH = 100;
/** The height of a row, which nobody changes here. */
const DEFAULT_HEIGHT = 26;
/** Blank columns that are drawn right of the content. */
const SPARE_COLUMNS = 2;
/** Columns a page draws at most. */
const COLUMNS_MAX = 300;

/** Collects the different looks of an answer, each once. */
export class LookTable {
  readonly looks: LookPicture[] = [];
  readonly #known = new Map<string, number>();

  /** The index of a look; undefined for the default. */
  indexOf(look: LookPicture): number | undefined {
    const key = JSON.stringify(look);
    if (key === '{}') return undefined;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.looks.push(look);
    this.#known.set(key, this.looks.length - 1);
    return this.looks.length - 1;
  }
}

/** How many columns of a sheet the page draws. */
export function drawnColumns(sheet: WorkbookSheet): number {
  const wanted = Math.max(sheet.lastColumn + SPARE_COLUMNS, chartReach(sheet).columns, 8);
  return Math.min(wanted, sheet.model.columnCount, COLUMNS_MAX);
}

/** How many rows and columns the charts of a sheet cover, counted in cells of the usual size. */
export function chartReach({ model }: WorkbookSheet): { readonly rows: number; readonly columns: number } {
  const reach = { rows: 0, columns: 0 };
  for (const { specification } of model.charts) {
    const { row, column } = specification.position;
    const { width, height } = chartSize(specification);
    reach.rows = Math.max(reach.rows, row + Math.ceil(height / DEFAULT_HEIGHT));
    reach.columns = Math.max(reach.columns, column + Math.ceil(width / DEFAULT_WIDTH));
  }
  return reach;
}

/** The columns as `email` meets them. */
export function drawColumns(sheet: WorkbookSheet, email: string): ColumnPicture[] {
  const { model } = sheet;
  return Array.from({ length: drawnColumns(sheet) }, (_, column) => {
    const closed = model.protections.filter(
      ({ area, kind }) => kind === 'SHEET' || (column >= area.column && column < area.column + area.columns),
    );
    const isClosed = closed.some(({ warningOnly, editors }) => !warningOnly && !editors.includes(email));
    return {
      letter: columnName(column),
      title: sheet.display(1, column + 1),
      width: model.columnWidths.get(column) ?? DEFAULT_WIDTH,
      isHidden: model.hiddenColumns.has(column),
      protection: isClosed ? 'closed' : closed.some(({ warningOnly }) => warningOnly) ? 'warning' : 'none',
    };
  });
}

/** One row, `row` from 1. */
export function drawRow(sheet: WorkbookSheet, row: number, columns: number, looks: LookTable): RowPicture {
  const cells: CellPicture[] = [];
  for (let column = 1; column <= columns; column += 1) cells.push(drawCell(sheet, row, column, looks));
  return { row, cells };
}

function drawCell(sheet: WorkbookSheet, row: number, column: number, looks: LookTable): CellPicture {
  const { model } = sheet;
  const value = sheet.cell(row, column);
  const whole = sheet.display(row, column);
  const text = whole.length > CELL_SHOWN_CHARACTERS ? `${cutAt(whole, CELL_SHOWN_CHARACTERS)}…` : whole;
  const byRule =
    model.conditionalRules.length === 0
      ? {}
      : conditionalLook(model.conditionalRules, row - 1, column - 1, value, (formula) =>
          sheet.evaluate(formula),
        );
  const look = looks.indexOf(lookOf(sheet.style(row, column), byRule, value));
  const rule = sheet.validation(row, column);
  const hasList = rule?.criteria === 'VALUE_IN_LIST' && rule.showDropdown;
  const note = sheet.note(row, column);
  return {
    text,
    ...(look === undefined ? {} : { look }),
    ...(hasList ? { hasList } : {}),
    ...(note === '' ? {} : { note }),
  };
}

function lookOf(style: Style, rule: ConditionalRule['look'], value: Plain): LookPicture {
  const background = rule.background ?? style.background;
  const color = rule.fontColor ?? style.fontColor;
  const isBold = rule.bold ?? style.fontWeight === 'bold';
  const isItalic = rule.italic ?? style.fontStyle === 'italic';
  const line = rule.underline === true ? 'underline' : style.fontLine;
  const align = style.horizontalAlignment ?? (typeof value === 'string' ? 'left' : 'right');
  return {
    ...(background === undefined ? {} : { background }),
    ...(color === undefined ? {} : { color }),
    ...(isBold ? { bold: true } : {}),
    ...(isItalic ? { italic: true } : {}),
    ...(line === 'underline' || line === 'line-through' ? { line } : {}),
    ...(align === 'right' || align === 'center' ? { align } : {}),
    ...(style.wrap === true || style.wrapStrategy === 'WRAP' ? { wrap: true } : {}),
  };
}

/** Cuts without leaving half of a surrogate pair. */
function cutAt(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
