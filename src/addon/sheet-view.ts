// One look at the ticket sheet: the table, where its columns are, and the tickets in it.
import { type ColumnKey, ID_KEY, managedKeys, othersKey } from './column-keys.ts';
import { type Columns, headersOf, locateColumns } from './columns.ts';
import type { CellValue, RowRange, SheetWorld, Table } from './ports.ts';
import { type FormulaCells, type TicketRow, ticketRows } from './rows.ts';
import type { Settings } from './settings.ts';

export interface SheetView {
  /** Epoch milliseconds of the look: what people typed from then on is not in it. */
  readonly at: number;
  readonly table: Table;
  readonly columns: Columns;
  readonly rows: readonly TicketRow[];
  /** The sheet's formulas, where they were read too. */
  readonly formulas?: FormulaCells;
}

/** Reads the whole sheet in one call. Throws a `Problem` when a column that Usher needs is gone. */
export function lookAtSheet(world: SheetWorld, settings: Settings): SheetView {
  const at = world.now();
  return viewOf(world, settings, at, world.sheets.read(settings.sheetId));
}

/** Reads the whole sheet and its formulas, in one call more. */
export function lookAtFormulas(world: SheetWorld, settings: Settings): SheetView {
  const at = world.now();
  const table = world.sheets.read(settings.sheetId);
  const area = { row: 1, column: 1, rows: table.rows.length, columns: table.rows[0]?.length ?? 1 };
  return viewOf(world, settings, at, table, formulaCells(world.sheets.formulas(settings.sheetId, area)));
}

function formulaCells(formulas: readonly (readonly string[])[]): FormulaCells {
  const cells = new Map<number, ReadonlyMap<number, string>>();
  formulas.forEach((row, i) => {
    const found = new Map<number, string>();
    row.forEach((formula, column) => {
      if (formula !== '') found.set(column, formula);
    });
    if (found.size > 0) cells.set(i + 1, found);
  });
  return cells;
}

/** Reads some rows only, for the sake of an edit. */
export function lookAtRows(world: SheetWorld, settings: Settings, range: RowRange): SheetView {
  const at = world.now();
  return viewOf(world, settings, at, world.sheets.readRows(settings.sheetId, range));
}

/** The key of every column, those that are not Usher's by their headers. */
export function columnKeys(view: SheetView): Map<number, ColumnKey> {
  const managed = managedKeys(view.columns);
  const keys = new Map<number, ColumnKey>();
  headersOf(view.table.rows[0]).forEach((header, column) => {
    keys.set(column, column === view.columns.id ? ID_KEY : (managed.get(column) ?? othersKey(header)));
  });
  return keys;
}

/** The cells of row `row`, counted as in the sheet. */
export function rowValues(view: SheetView, row: number): readonly CellValue[] {
  return view.table.rows[row - view.table.firstRow + 1] ?? [];
}

function viewOf(
  world: SheetWorld,
  settings: Settings,
  at: number,
  table: Table,
  formulas?: FormulaCells,
): SheetView {
  const columns = locateColumns(headersOf(table.rows[0]), settings, () =>
    world.sheets.markedColumns(settings.sheetId),
  );
  const rows = ticketRows(table, columns, formulas);
  return { at, table, columns, rows, ...(formulas ? { formulas } : {}) };
}
