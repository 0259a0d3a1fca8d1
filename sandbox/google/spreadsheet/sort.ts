// Sorting rows of a range, by scripts and by people: values and looks move, rows do not, so metadata on rows stays.
import type { Area } from './area.ts';
import type { Book } from './book.ts';
import { Formula, type Plain } from './cell.ts';
import { carried } from './references.ts';
import type { SheetModel } from './sheet-model.ts';

/** `column` counts from 0 in the sheet. */
export interface SortKey {
  readonly column: number;
  readonly isAscending: boolean;
}

/** Sorts the rows of `area`, equal rows in their old order, blank cells last in either direction. */
export function sortArea(book: Book, sheet: SheetModel, area: Area, keys: readonly SortKey[]): void {
  const columns = keys.map((key) =>
    sheet
      .readArea({ row: area.row, column: key.column, rows: area.rows, columns: 1 }, book.compute)
      .map((row) => row[0] ?? ''),
  );
  const order = Array.from({ length: area.rows }, (_, i) => i).sort((a, b) => {
    for (let k = 0; k < keys.length; k += 1) {
      const result = inOrder(columns[k]?.[a] ?? '', columns[k]?.[b] ?? '', keys[k]?.isAscending ?? true);
      if (result !== 0) return result;
    }
    return a - b;
  });
  reorderRows(book, sheet, area, order);
}

/** Puts row `order[i]` of the area where row `i` was. Relative references of formulas go along with their row. */
export function reorderRows(book: Book, sheet: SheetModel, area: Area, order: readonly number[]): void {
  for (const table of [sheet.values, sheet.styles, sheet.notes, sheet.richTexts]) {
    table.reorder(area.row, area.column, area.columns, order);
  }
  if (sheet.hasFormulas) carryFormulas(sheet, area, order);
  book.touch();
}

function carryFormulas(sheet: SheetModel, area: Area, order: readonly number[]): void {
  order.forEach((from, to) => {
    for (let column = area.column; column < area.column + area.columns; column += 1) {
      const cell = sheet.values.get(area.row + to, column);
      if (cell instanceof Formula) cell.text = carried(cell.text, to - from);
    }
  });
}

/** Numbers and dates come before text, text before truth values. */
function rank(value: Plain): number {
  if (typeof value === 'boolean') return 2;
  return typeof value === 'string' ? 1 : 0;
}

function inOrder(a: Plain, b: Plain, isAscending: boolean): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  const byRank = rank(a) - rank(b);
  const result = byRank !== 0 ? byRank : compareAlike(a, b);
  return isAscending ? result : -result;
}

const collator = new Intl.Collator('en', { sensitivity: 'accent' });

function compareAlike(a: Plain, b: Plain): number {
  return typeof a === 'string' && typeof b === 'string' ? collator.compare(a, b) : Number(a) - Number(b);
}
