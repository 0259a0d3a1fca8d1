// The spreadsheet as people see it: its sheets, what is selected, and opening it.
import type { ChangeType, Events } from './events.ts';
import { WorkbookSheet } from './person.ts';
import type { User } from './run.ts';
import type { Book } from './spreadsheet/book.ts';
import type { Plain } from './spreadsheet/cell.ts';

export class Workbook {
  readonly #book: Book;
  readonly #events: Events;
  readonly #user: User;
  readonly #forget: () => void;

  /** `user` is who acts; `forget` drops remembered results of custom functions. */
  constructor(book: Book, events: Events, user: User, forget: () => void) {
    this.#book = book;
    this.#events = events;
    this.#user = user;
    this.#forget = forget;
  }

  /** The same document in the hands of another person: edit events carry their name. */
  as(user: User): Workbook {
    return new Workbook(this.#book, this.#events, user, this.#forget);
  }

  /** Who acts. */
  get user(): User {
    return this.#user;
  }

  /** The document's name, as in its title bar. */
  get title(): string {
    return this.#book.settings.name;
  }

  get id(): string {
    return this.#book.settings.id;
  }

  get sheetNames(): string[] {
    return this.#book.sheets.map((sheet) => sheet.name);
  }

  /** The sheet that is shown. */
  get active(): WorkbookSheet {
    return new WorkbookSheet(this.#book, this.#book.active, this.#events, this.#user);
  }

  hasSheet(name: string): boolean {
    return this.#book.sheetNamed(name) !== undefined;
  }

  /** Throws when there is no sheet of that name. */
  sheet(name: string): WorkbookSheet {
    const model = this.#book.sheetNamed(name);
    if (model === undefined)
      throw new Error(`No sheet is called "${name}"; there are ${this.sheetNames.join(', ')}.`);
    return new WorkbookSheet(this.#book, model, this.#events, this.#user);
  }

  /** Adds a sheet with contents that are stored as they are, without triggers, and shows it. */
  addSheet(name: string, rows: readonly (readonly Plain[])[] = []): WorkbookSheet {
    this.#book.active = this.#book.addSheet(name);
    return this.active.load(rows);
  }

  removeSheet(name: string): void {
    this.#book.removeSheet(this.sheet(name).model);
    this.#changed('REMOVE_GRID');
  }

  /** Opens the document: menus appear. */
  open(): void {
    this.#events.opened(this.#user);
  }

  /** Shows a sheet. */
  show(name: string): void {
    this.#book.active = this.sheet(name).model;
  }

  /** Selects a range of the active sheet, counted from 1. */
  select(row: number, column: number, rows = 1, columns = 1): void {
    this.#book.selection = [{ row: row - 1, column: column - 1, rows, columns }];
  }

  /** Computes all formulas anew, custom functions and imported rows included. */
  recalculate(): void {
    this.#forget();
    this.#book.touch();
  }

  setCell(row: number, column: number, text: string): boolean {
    return this.active.setCell(row, column, text);
  }

  paste(row: number, column: number, rows: readonly (readonly string[])[]): void {
    this.active.paste(row, column, rows);
  }

  sortRange(
    row: number,
    column: number,
    rows: number,
    columns: number,
    by: number,
    isAscending = true,
  ): void {
    this.active.sortRange(row, column, rows, columns, by, isAscending);
  }

  insertRows(row: number, count = 1): void {
    this.active.insertRows(row, count);
  }

  deleteRows(row: number, count = 1): void {
    this.active.deleteRows(row, count);
  }

  moveColumn(column: number, to: number): void {
    this.active.moveColumn(column, to);
  }

  hide(column: number, count = 1): void {
    this.active.hideColumns(column, count);
  }

  protect(row: number, column: number, rows: number, columns: number, editors: readonly string[] = []): void {
    this.active.protect(row, column, rows, columns, editors);
  }

  #changed(type: ChangeType): void {
    this.#events.changed(this.#user, type);
  }
}
