// One look at the ticket sheet: the table, where its columns are, and the tickets in it.
import { type Columns, headersOf, locateColumns } from './columns.ts';
import type { CellValue, RowRange, SheetWorld, Table } from './ports.ts';
import { type TicketRow, ticketRows } from './rows.ts';
import type { Settings } from './settings.ts';

export interface SheetView {
  /** Epoch milliseconds of the look: what people typed from then on is not in it. */
  readonly at: number;
  readonly table: Table;
  readonly columns: Columns;
  readonly rows: readonly TicketRow[];
}

/** Reads the whole sheet in one call. Throws a `Problem` when a column that Usher needs is gone. */
export function lookAtSheet(world: SheetWorld, settings: Settings): SheetView {
  const at = world.now();
  return viewOf(world, settings, at, world.sheets.read(settings.sheetId));
}

/** Reads some rows only, for the sake of an edit. */
export function lookAtRows(world: SheetWorld, settings: Settings, range: RowRange): SheetView {
  const at = world.now();
  return viewOf(world, settings, at, world.sheets.readRows(settings.sheetId, range));
}

/** The cells of row `row`, counted as in the sheet. */
export function rowValues(view: SheetView, row: number): readonly CellValue[] {
  return view.table.rows[row - view.table.firstRow + 1] ?? [];
}

function viewOf(world: SheetWorld, settings: Settings, at: number, table: Table): SheetView {
  const columns = locateColumns(headersOf(table.rows[0]), settings, () =>
    world.sheets.markedColumns(settings.sheetId),
  );
  return { at, table, columns, rows: ticketRows(table, columns) };
}
