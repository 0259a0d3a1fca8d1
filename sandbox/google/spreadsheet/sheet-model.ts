// One sheet's contents: values, styles, notes, rules, and what is hidden, merged, protected or filtered. It knows
// nothing of scripts, users or costs. Rows and columns count from 0.
import { type Area, contains, type Span, shiftedArea, shiftedIndex } from './area.ts';
import { type Cell, Formula, type Plain, Spilled } from './cell.ts';
import type { ChartModel } from './chart-specification.ts';
import { afterChange } from './references.ts';
import type { ConditionalRule, RichText, Style, ValidationRule } from './rules.ts';
import { type Change, Table } from './table.ts';

/** A protected part of the sheet; `editors` are those who may still write. */
export interface ProtectedArea {
  area: Area;
  readonly kind: 'RANGE' | 'SHEET';
  description: string;
  warningOnly: boolean;
  editors: string[];
  isRemoved: boolean;
}

/** Sheets' filter: the area it covers, and rows that its criteria hide. */
export interface FilterModel {
  area: Area;
}

/** Where computed values come from. */
export type Compute = (formula: Formula, sheet: SheetModel, row: number, column: number) => Plain;

export class SheetModel {
  readonly id: number;
  name: string;
  rowCount: number;
  columnCount: number;
  readonly values = new Table<Cell>();
  readonly styles = new Table<Style>();
  readonly validations = new Table<ValidationRule>();
  readonly notes = new Table<string>();
  readonly richTexts = new Table<RichText>();
  conditionalRules: ConditionalRule[] = [];
  protections: ProtectedArea[] = [];
  merges: Area[] = [];
  charts: ChartModel[] = [];
  filter: FilterModel | undefined;
  hiddenRows = new Set<number>();
  filteredRows = new Set<number>();
  hiddenColumns = new Set<number>();
  columnWidths = new Map<number, number>();
  frozenRows = 0;
  frozenColumns = 0;
  isHidden = false;
  tabColor: string | null = null;
  /** Whether an array formula ever stood here; most sheets need no second look for them. */
  hasSpills = false;
  /** Whether a formula ever stood here; without one, nothing has to be rewritten when rows move. */
  hasFormulas = false;

  constructor(id: number, name: string, rowCount: number, columnCount: number) {
    this.id = id;
    this.name = name;
    this.rowCount = rowCount;
    this.columnCount = columnCount;
  }

  /** The value that a reader sees; '' for a blank cell. */
  read(row: number, column: number, compute: Compute): Plain {
    const cell = this.values.get(row, column);
    return cell === undefined ? '' : this.#seen(cell, row, column, compute);
  }

  /** Rows of values as a reader sees them. */
  readArea(area: Area, compute: Compute): Plain[][] {
    const rows: Plain[][] = [];
    for (let row = area.row; row < area.row + area.rows; row += 1) {
      const cells = this.values.row(row);
      const out: Plain[] = [];
      for (let column = area.column; column < area.column + area.columns; column += 1) {
        const cell = cells[column];
        out.push(
          cell === undefined ? '' : typeof cell === 'object' ? this.#seen(cell, row, column, compute) : cell,
        );
      }
      rows.push(out);
    }
    return rows;
  }

  /** Puts a cell, unless it lies under a merged one, where Sheets keeps nothing. */
  write(row: number, column: number, cell: Cell | undefined): void {
    if (
      this.merges.some((area) => contains(area, row, column) && (area.row !== row || area.column !== column))
    )
      return;
    if (cell instanceof Formula) this.hasFormulas = true;
    this.values.set(row, column, cell);
    this.richTexts.set(row, column, undefined);
  }

  /** The part of `area` that lies inside the grid. */
  clip(area: Area): Area {
    return {
      row: area.row,
      column: area.column,
      rows: Math.min(area.rows, this.rowCount - area.row),
      columns: Math.min(area.columns, this.columnCount - area.column),
    };
  }

  /** The whole grid. */
  get area(): Area {
    return { row: 0, column: 0, rows: this.rowCount, columns: this.columnCount };
  }

  /** Carries out a change of rows or columns on everything that the sheet holds. */
  apply(change: Change): void {
    const isRows = change.axis === 'rows';
    const size = change.kind === 'insert' ? change.count : change.kind === 'delete' ? -change.count : 0;
    if (isRows) this.rowCount += size;
    else this.columnCount += size;
    for (const table of [this.values, this.styles, this.validations, this.notes, this.richTexts])
      table.apply(change);
    if (change.kind === 'insert') this.#inheritLook(change);
    const shift = (areas: readonly Area[]): Area[] =>
      areas.map((area) => shiftedArea(area, change)).filter(isPresent);
    this.merges = shift(this.merges).filter((area) => area.rows > 1 || area.columns > 1);
    this.conditionalRules = this.conditionalRules
      .map((rule) => ({ ...rule, areas: shift(rule.areas) }))
      .filter((rule) => rule.areas.length > 0);
    for (const protection of this.protections) {
      const area = protection.kind === 'SHEET' ? protection.area : shiftedArea(protection.area, change);
      if (area === undefined) protection.isRemoved = true;
      else protection.area = area;
    }
    this.protections = this.protections.filter((protection) => !protection.isRemoved);
    if (this.filter !== undefined) {
      const area = shiftedArea(this.filter.area, change);
      this.filter = area && { area };
    }
    if (isRows) {
      this.hiddenRows = shiftedSet(this.hiddenRows, change);
      this.filteredRows = shiftedSet(this.filteredRows, change);
      this.frozenRows = Math.min(this.frozenRows, this.rowCount);
      return;
    }
    this.hiddenColumns = shiftedSet(this.hiddenColumns, change);
    const widths = new Map<number, number>();
    for (const [column, width] of this.columnWidths) {
      const shifted = shiftedIndex(column, change);
      if (shifted !== undefined) widths.set(shifted, width);
    }
    this.columnWidths = widths;
  }

  /** Rewrites this sheet's formulas after a change on the sheet called `changed`. */
  follow(changed: string, change: Change): void {
    if (!this.hasFormulas) return;
    this.values.forEach((cell) => {
      if (cell instanceof Formula) cell.text = afterChange(cell.text, this.name, changed, change);
    });
  }

  #seen(cell: Cell, row: number, column: number, compute: Compute): Plain {
    if (cell instanceof Spilled) return cell.value;
    return cell instanceof Formula ? compute(cell, this, row, column) : cell;
  }

  /** New rows look like the one above them, new columns like the one to their left, as in Sheets. */
  #inheritLook(change: Change): void {
    const { axis, at, count } = change;
    const across: Span = { start: 0, count: axis === 'rows' ? this.columnCount : this.rowCount };
    if (at === 0) return;
    inheritEntries(this.styles, axis, at, count, across.count);
    inheritEntries(this.validations, axis, at, count, across.count);
  }
}

function inheritEntries<T>(
  table: Table<T>,
  axis: 'rows' | 'columns',
  at: number,
  count: number,
  across: number,
): void {
  const reach = axis === 'rows' ? table.row(at - 1).length : Math.min(across, table.height);
  for (let i = 0; i < reach; i += 1) {
    const entry = axis === 'rows' ? table.get(at - 1, i) : table.get(i, at - 1);
    if (entry === undefined) continue;
    for (let j = 0; j < count; j += 1) {
      if (axis === 'rows') table.set(at + j, i, entry);
      else table.set(i, at + j, entry);
    }
  }
}

function shiftedSet(indices: ReadonlySet<number>, change: Change): Set<number> {
  const shifted = new Set<number>();
  for (const index of indices) {
    const now = shiftedIndex(index, change);
    if (now !== undefined) shifted.add(now);
  }
  return shifted;
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
