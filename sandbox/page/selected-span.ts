// The selection as rows of the sheet. In a filtered view the rows of a selection may have others between them, which
// nobody sees: what would touch those is refused.
import type { Grid } from './grid.ts';
import { showToast } from './notices.ts';

/** Rows and columns count from 1. */
export interface Span {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** The selected cells; null when rows are not loaded or do not stand together. */
export function selectedSpan(grid: Grid): Span | null {
  const { first, last } = grid.selection;
  const row = grid.rowAt(first.index)?.picture.row;
  const lastRow = grid.rowAt(last.index)?.picture.row;
  if (row === undefined || lastRow === undefined) return null;
  const rows = last.index - first.index + 1;
  if (lastRow - row + 1 !== rows) return null;
  return { row, rows, column: first.column + 1, columns: last.column - first.column + 1 };
}

/** As `selectedSpan`, for a deed: says why it is not done. */
export function spanForDeed(grid: Grid): Span | null {
  const span = selectedSpan(grid);
  if (span === null) {
    showToast(
      'Not changed',
      'The selected rows have others between them that this view hides. Choose “All rows” first.',
      8,
    );
  }
  return span;
}
