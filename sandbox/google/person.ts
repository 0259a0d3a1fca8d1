// People at work in the spreadsheet: what they do goes straight into the document, costs the script nothing, and fires
// triggers as it would at Google. Rows and columns count from 1, as on the screen.
import type { Events } from './events.ts';
import type { User } from './run.ts';
import { rememberSheet } from './sheet-memento.ts';
import { SheetReading } from './sheet-reading.ts';
import type { Area } from './spreadsheet/area.ts';
import type { Book } from './spreadsheet/book.ts';
import { Formula, type Plain } from './spreadsheet/cell.ts';
import type { SheetModel } from './spreadsheet/sheet-model.ts';
import { reorderRows, sortArea } from './spreadsheet/sort.ts';
import type { Change } from './spreadsheet/table.ts';

/** One sheet in the hands of a person. */
export class WorkbookSheet extends SheetReading {
  readonly #events: Events;
  readonly #user: User;

  constructor(book: Book, model: SheetModel, events: Events, user: User) {
    super(book, model);
    this.#events = events;
    this.#user = user;
  }

  /** Fills the sheet without typing: values are stored as they are, no trigger fires. The grid grows where needed. */
  load(rows: readonly (readonly Plain[])[]): this {
    this.#grow(
      rows.length,
      rows.reduce((width, row) => Math.max(width, row.length), 0),
    );
    rows.forEach((row, i) => {
      row.forEach((value, j) => {
        this.model.values.set(i, j, value === '' ? undefined : value);
      });
    });
    this.book.touch();
    return this;
  }

  /** Types text into a cell. False when a drop-down refuses it. */
  setCell(row: number, column: number, text: string): boolean {
    const rule = this.model.validations.get(row - 1, column - 1);
    if (
      rule?.criteria === 'VALUE_IN_LIST' &&
      !rule.allowInvalid &&
      text !== '' &&
      !rule.values.includes(text)
    )
      return false;
    const before = this.cell(row, column);
    this.#grow(row, column);
    this.book.put(this.model, row - 1, column - 1, text);
    this.book.touch();
    this.#edited(areaOf(row, column, 1, 1), before);
    return true;
  }

  /** Pastes rows of text, read as if typed. */
  paste(row: number, column: number, rows: readonly (readonly string[])[]): void {
    const width = Math.max(1, ...rows.map((cells) => cells.length));
    this.#grow(row + rows.length - 1, column + width - 1);
    rows.forEach((cells, i) => {
      cells.forEach((text, j) => {
        this.book.put(this.model, row - 1 + i, column - 1 + j, text);
      });
    });
    this.book.touch();
    this.#edited(areaOf(row, column, rows.length, width), undefined);
  }

  clear(row: number, column: number, rows = 1, columns = 1): void {
    const before = this.cell(row, column);
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) this.model.write(row - 1 + i, column - 1 + j, undefined);
    }
    this.book.touch();
    this.#edited(areaOf(row, column, rows, columns), before);
  }

  /** Sorts a range by one of its columns. Sheets reports a sort as a change, not as an edit. */
  sortRange(
    row: number,
    column: number,
    rows: number,
    columns: number,
    by: number,
    isAscending = true,
  ): void {
    sortArea(this.book, this.model, areaOf(row, column, rows, columns), [{ column: by - 1, isAscending }]);
    this.#events.changed(this.#user, 'OTHER');
  }

  /** Puts row `order[i]` (from 0) of a range where row `i` was: a sort in any order. */
  reorder(row: number, column: number, columns: number, order: readonly number[]): void {
    reorderRows(this.book, this.model, areaOf(row, column, order.length, columns), order);
    this.#events.changed(this.#user, 'OTHER');
  }

  /** Inserts blank rows before `row`. */
  insertRows(row: number, count = 1): void {
    this.#change({ axis: 'rows', kind: 'insert', at: row - 1, count });
    this.#events.changed(this.#user, 'INSERT_ROW');
  }

  deleteRows(row: number, count = 1): void {
    this.#change({ axis: 'rows', kind: 'delete', at: row - 1, count });
    this.#events.changed(this.#user, 'REMOVE_ROW');
  }

  insertColumns(column: number, count = 1): void {
    this.#change({ axis: 'columns', kind: 'insert', at: column - 1, count });
    this.#events.changed(this.#user, 'INSERT_COLUMN');
  }

  deleteColumns(column: number, count = 1): void {
    this.#change({ axis: 'columns', kind: 'delete', at: column - 1, count });
    this.#events.changed(this.#user, 'REMOVE_COLUMN');
  }

  /** Drags a column before the one that is at `to` now; `to` may be one past the last. */
  moveColumn(column: number, to: number): void {
    this.#change({ axis: 'columns', kind: 'move', at: column - 1, count: 1, to: to - 1 });
    this.#events.changed(this.#user, 'OTHER');
  }

  moveRows(row: number, count: number, to: number): void {
    this.#change({ axis: 'rows', kind: 'move', at: row - 1, count, to: to - 1 });
    this.#events.changed(this.#user, 'OTHER');
  }

  hideColumns(column: number, count = 1): void {
    for (let i = 0; i < count; i += 1) this.model.hiddenColumns.add(column - 1 + i);
    this.#events.changed(this.#user, 'OTHER');
  }

  showColumns(column: number, count = 1): void {
    for (let i = 0; i < count; i += 1) this.model.hiddenColumns.delete(column - 1 + i);
    this.#events.changed(this.#user, 'OTHER');
  }

  hideRows(row: number, count = 1): void {
    for (let i = 0; i < count; i += 1) this.model.hiddenRows.add(row - 1 + i);
    this.#events.changed(this.#user, 'OTHER');
  }

  /** Sets a filter over all content that hides the given rows. */
  filter(hiddenRows: readonly number[]): void {
    this.model.filter = { area: this.used };
    this.model.filteredRows = new Set(hiddenRows.map((row) => row - 1));
    this.#events.changed(this.#user, 'OTHER');
  }

  clearFilter(): void {
    this.model.filter = undefined;
    this.model.filteredRows.clear();
    this.#events.changed(this.#user, 'OTHER');
  }

  merge(row: number, column: number, rows: number, columns: number): void {
    const area = areaOf(row, column, rows, columns);
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) {
        if (i > 0 || j > 0) this.model.values.set(area.row + i, area.column + j, undefined);
      }
    }
    this.model.merges.push(area);
    this.book.touch();
    this.#events.changed(this.#user, 'OTHER');
  }

  /** Parts every merged cell again; what it held stays in its first one. */
  unmerge(): void {
    this.model.merges = [];
    this.book.touch();
    this.#events.changed(this.#user, 'OTHER');
  }

  /** Closes a range to all but `editors`. */
  protect(row: number, column: number, rows: number, columns: number, editors: readonly string[] = []): void {
    const area = areaOf(row, column, rows, columns);
    const rest = { description: '', warningOnly: false, isRemoved: false };
    this.model.protections.push({ area, kind: 'RANGE', editors: [...editors], ...rest });
    this.#events.changed(this.#user, 'OTHER');
  }

  unprotect(): void {
    this.model.protections = [];
    this.#events.changed(this.#user, 'OTHER');
  }

  /** A formula such as IMPORTRANGE or QUERY, whose rows come from `rows` and are asked for at each recalculation. */
  setArrayFormula(
    row: number,
    column: number,
    formula: string,
    rows: () => readonly (readonly Plain[])[],
  ): void {
    const before = this.cell(row, column);
    this.model.hasSpills = true;
    this.model.write(row - 1, column - 1, new Formula(formula, rows));
    this.book.touch();
    this.#edited(areaOf(row, column, 1, 1), before);
  }

  /** A form's answer arrives as a new last row. */
  submitForm(values: readonly string[]): void {
    const row = this.lastRow + 1;
    this.#grow(row, values.length);
    values.forEach((value, j) => {
      this.book.put(this.model, row - 1, j, value);
    });
    this.book.touch();
    this.#events.submitted(this.#user, this.model, areaOf(row, 1, 1, values.length), values);
    this.#events.changed(this.#user, 'INSERT_ROW');
  }

  /** Remembers the sheet as it is; calling the answer puts it back, as undo does. No trigger fires then. */
  remember(): () => void {
    return rememberSheet(this.book, this.model);
  }

  rename(name: string): void {
    this.model.name = name;
    this.#events.changed(this.#user, 'OTHER');
  }

  #grow(rows: number, columns: number): void {
    const { rowCount, columnCount } = this.model;
    if (rows > rowCount) this.#change({ axis: 'rows', kind: 'insert', at: rowCount, count: rows - rowCount });
    if (columns > columnCount) {
      this.#change({ axis: 'columns', kind: 'insert', at: columnCount, count: columns - columnCount });
    }
  }

  #change(change: Change): void {
    this.book.change(this.model, change);
  }

  /** Only an edit of one cell says what was and what is there, and both as text; a paste says nothing, so that it has no `before`. */
  #edited(area: Area, before: Plain | undefined): void {
    const isOne = area.rows === 1 && area.columns === 1 && before !== undefined;
    const after = this.cell(area.row + 1, area.column + 1);
    const detail = {
      value: eventText(after),
      oldValue: before === undefined ? undefined : eventText(before),
    };
    this.#events.edited(this.#user, this.model, area, isOne ? detail : undefined);
  }
}

function areaOf(row: number, column: number, rows: number, columns: number): Area {
  return { row: row - 1, column: column - 1, rows, columns };
}

/** A date appears in events as the day number that Sheets keeps, counted from 30 December 1899. */
function eventText(value: Plain): string | undefined {
  if (value === '') return undefined;
  if (value instanceof Date) return String(value.getTime() / 86_400_000 + 25_569);
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}
