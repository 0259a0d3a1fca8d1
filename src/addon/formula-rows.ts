// Tickets that a formula brings into the sheet (IMPORTRANGE, QUERY, an array from another tab) shift when their source changes, while
// Usher's cells beside them stand still: such a sheet is refused before anything is written.
import { Problem } from '../core/contract.ts';
import { messages } from './messages.ts';
import type { SheetView } from './sheet-view.ts';

/** Rows at the top in which a formula that fills the sheet stands: the header, or the first row below it. */
const TOP_ROWS = [1, 2] as const;
/** Functions whose result is rows of another place, in an order of their own. */
const BRINGS_ROWS =
  /\b(IMPORTRANGE|QUERY|FILTER|SORTN?|UNIQUE|IMPORTDATA|IMPORTFEED|IMPORTHTML|IMPORTXML)\s*\(/i;
/** An array is one too where it takes its cells from another sheet. */
const ARRAY = /\bARRAYFORMULA\s*\(|^=\s*\{/i;

/** Throws a `Problem` when the texts of the tickets come from a formula that stands above or beside them. */
export function assertRowsStandStill(view: SheetView): void {
  const { columns, formulas } = view;
  const texts = [columns.subject, columns.body].filter((column) => column !== null);
  const last = Math.max(...texts);
  for (const row of TOP_ROWS) {
    for (const [column, formula] of formulas?.get(row) ?? []) {
      const isBeside = column < last && !formulaBetween(view, row, column, texts);
      if (!texts.includes(column) && !isBeside) continue;
      // A formula of its own in the next row too is filled down by hand, and spills nowhere.
      if (row > 1 && formulas?.get(row + 1)?.has(column)) continue;
      const isArray = ARRAY.test(formula);
      const fills =
        BRINGS_ROWS.test(formula) || (isArray && (formula.includes('!') || texts.includes(column)));
      if (fills) throw new Problem('bad_request', messages.troubles.rowsFromFormula(cellName(row, column)));
    }
  }
}

/** A formula fills cells to its right up to the next cell that has content of its own, which only another formula shows for certain. */
function formulaBetween(view: SheetView, row: number, column: number, texts: readonly number[]): boolean {
  const next = Math.min(...texts.filter((text) => text > column));
  return [...(view.formulas?.get(row)?.keys() ?? [])].some((other) => other > column && other <= next);
}

/** The name of a cell as Sheets shows it, such as `AB2`; `column` counts from 0. */
function cellName(row: number, column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${row}`;
}
