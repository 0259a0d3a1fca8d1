// What a person, a test or the workbench reads off a sheet. Rows and columns count from 1.
import { a1Of } from './spreadsheet/address.ts';
import type { Area } from './spreadsheet/area.ts';
import type { Book } from './spreadsheet/book.ts';
import { Formula, type Plain } from './spreadsheet/cell.ts';
import { displayOf } from './spreadsheet/display.ts';
import { computeFormula } from './spreadsheet/formula-value.ts';
import type { Style, ValidationRule } from './spreadsheet/rules.ts';
import type { SheetModel } from './spreadsheet/sheet-model.ts';
import type { Table } from './spreadsheet/table.ts';

export class SheetReading {
  protected readonly book: Book;
  /** The sheet itself, for the workbench to draw. */
  readonly model: SheetModel;

  constructor(book: Book, model: SheetModel) {
    this.book = book;
    this.model = model;
  }

  get name(): string {
    return this.model.name;
  }

  /** Rows with content. */
  get lastRow(): number {
    return this.model.values.height;
  }

  get lastColumn(): number {
    return this.model.values.width;
  }

  /** The value of a cell; '' for a blank one. */
  cell(row: number, column: number): Plain {
    return this.model.read(row - 1, column - 1, this.book.compute);
  }

  formula(row: number, column: number): string {
    const cell = this.model.values.get(row - 1, column - 1);
    return cell instanceof Formula ? cell.text : '';
  }

  style(row: number, column: number): Style {
    return this.model.styles.get(row - 1, column - 1) ?? {};
  }

  note(row: number, column: number): string {
    return this.model.notes.get(row - 1, column - 1) ?? '';
  }

  validation(row: number, column: number): ValidationRule | undefined {
    return this.model.validations.get(row - 1, column - 1);
  }

  /** All values up to the last row and column with content. */
  values(): Plain[][] {
    return this.model.readArea(this.used, this.book.compute);
  }

  /** All cells as they are shown. */
  displayValues(): string[][] {
    const { locale, timeZone } = this.book.settings;
    return this.values().map((row, i) =>
      row.map((value, j) => displayOf(value, this.model.styles.get(i, j)?.numberFormat, locale, timeZone)),
    );
  }

  /** The cell as it is shown. */
  display(row: number, column: number): string {
    const { locale, timeZone } = this.book.settings;
    const format = this.model.styles.get(row - 1, column - 1)?.numberFormat;
    return displayOf(this.cell(row, column), format, locale, timeZone);
  }

  /** What a formula would show in a cell of this sheet; of rows that would spill, the first value. */
  evaluate(formula: string): Plain {
    const value = computeFormula(formula, this.book.around(this.model));
    if (typeof value !== 'object' || value instanceof Date) return value;
    return value[0]?.[0] ?? '';
  }

  /** What the sheet holds, as JSON: values, formulas by place, styles and notes by place, and what is hidden. */
  snapshot(): Record<string, unknown> {
    const { values, styles, notes, hiddenColumns, isHidden, name } = this.model;
    const formulas: Record<string, string> = {};
    values.forEach((cell, row, column) => {
      if (cell instanceof Formula) formulas[a1Of({ row, column, rows: 1, columns: 1 })] = cell.text;
    });
    return {
      ...{ name, isHidden, formulas },
      values: this.values(),
      styles: byPlace(styles),
      notes: byPlace(notes),
      hiddenColumns: [...hiddenColumns].sort((a, b) => a - b),
    };
  }

  /** All rows and columns up to the last with content. */
  protected get used(): Area {
    return { row: 0, column: 0, rows: this.lastRow, columns: this.lastColumn };
  }
}

function byPlace<T>(table: Table<T>): Record<string, T> {
  const entries: Record<string, T> = {};
  table.forEach((entry, row, column) => {
    entries[a1Of({ row, column, rows: 1, columns: 1 })] = entry;
  });
  return entries;
}
