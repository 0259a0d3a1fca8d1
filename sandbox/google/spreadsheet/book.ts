// One spreadsheet: its sheets, settings and metadata, and the rules that hold for all writing into it.
import { isDate } from 'node:util/types';
import type { Clock } from '../clock.ts';
import { GoogleError } from '../errors.ts';
import { parseA1 } from './address.ts';
import { type Area, intersects } from './area.ts';
import { type Cell, Formula, type Plain, Spilled } from './cell.ts';
import { computeFormula, type Surroundings } from './formula-value.ts';
import { MetadataStore } from './metadata.ts';
import { type Compute, SheetModel } from './sheet-model.ts';
import type { Change } from './table.ts';
import { readTyped } from './typed.ts';

/** Cells of one spreadsheet, blank ones included. */
export const BOOK_CELLS_MAX = 10_000_000;
/** Columns of one sheet. */
const SHEET_COLUMNS_MAX = 18_278;
/** Sheets of one spreadsheet. */
const SHEETS_MAX = 200;
/** UTF-16 units in one cell. */
export const CELL_CHARACTERS_MAX = 50_000;
/** The grid that a new sheet has. */
const NEW_ROWS = 1_000;
const NEW_COLUMNS = 26;

export interface BookSettings {
  /** Changes when the world becomes a copy. */
  id: string;
  name: string;
  readonly locale: string;
  readonly timeZone: string;
}

export class Book {
  readonly settings: BookSettings;
  readonly clock: Clock;
  readonly metadata = new MetadataStore();
  sheets: SheetModel[] = [];
  active: SheetModel;
  /** What the person at the screen has selected on the active sheet. */
  selection: Area[] = [{ row: 0, column: 0, rows: 1, columns: 1 }];
  /** Set by the world: runs a function of the script for a formula. */
  callCustom: Surroundings['callCustom'] = () => undefined;
  #revision = 0;
  #nextSheetId = 0;

  constructor(settings: BookSettings, clock: Clock) {
    this.settings = settings;
    this.clock = clock;
    this.active = this.addSheet('Sheet1');
  }

  sheetNamed(name: string): SheetModel | undefined {
    return this.sheets.find((sheet) => sheet.name === name);
  }

  /** Adds a blank sheet at `index`, last when left out. Throws when the name is taken or the spreadsheet full. */
  addSheet(name: string, index = this.sheets.length, rows = NEW_ROWS, columns = NEW_COLUMNS): SheetModel {
    if (this.sheetNamed(name) !== undefined)
      throw new GoogleError(`A sheet called "${name}" exists already.`);
    if (this.sheets.length >= SHEETS_MAX)
      throw new GoogleError(`A spreadsheet has at most ${SHEETS_MAX} sheets.`);
    this.assertRoom(rows * columns);
    const sheet = new SheetModel(this.#nextSheetId, name, rows, columns);
    // Google gives its first sheet the id 0 and later ones large numbers; small steps keep snapshots readable.
    this.#nextSheetId += 1_001;
    this.sheets.splice(index, 0, sheet);
    return sheet;
  }

  removeSheet(sheet: SheetModel): void {
    if (this.sheets.length === 1) throw new GoogleError('The last sheet of a spreadsheet cannot be deleted.');
    this.sheets = this.sheets.filter((other) => other !== sheet);
    this.metadata.removeSheet(sheet.id);
    if (this.active === sheet) this.active = this.sheets[0] ?? this.active;
    this.touch();
  }

  /** Throws when `more` cells would not fit. */
  assertRoom(more: number): void {
    const used = this.sheets.reduce((sum, sheet) => sum + sheet.rowCount * sheet.columnCount, 0);
    if (used + more <= BOOK_CELLS_MAX) return;
    throw new GoogleError(
      `This would take the spreadsheet over its limit of ${BOOK_CELLS_MAX} cells: it has ${used}, ${more} more are asked for.`,
    );
  }

  /** Inserts, deletes or moves rows or columns; rules, metadata and formulas follow. */
  change(sheet: SheetModel, change: Change): void {
    const size = change.axis === 'rows' ? sheet.rowCount : sheet.columnCount;
    if (
      change.at < 0 ||
      change.count < 1 ||
      change.at + (change.kind === 'insert' ? 0 : change.count) > size
    ) {
      throw new GoogleError(`The ${change.axis} to ${change.kind} lie outside the sheet.`);
    }
    if (change.kind === 'insert') {
      this.assertRoom(change.count * (change.axis === 'rows' ? sheet.columnCount : sheet.rowCount));
      if (change.axis === 'columns' && size + change.count > SHEET_COLUMNS_MAX) {
        throw new GoogleError(`A sheet has at most ${SHEET_COLUMNS_MAX} columns.`);
      }
    }
    if (change.kind === 'delete' && change.count >= size) {
      throw new GoogleError(`A sheet must keep one of its ${change.axis}.`);
    }
    sheet.apply(change);
    this.metadata.apply(sheet.id, change);
    for (const other of this.sheets) other.follow(sheet.name, change);
    this.touch();
  }

  /**
   * What a value becomes in a cell: text is read as if typed (so `=…` is a formula and a leading `'` keeps it text),
   * null and undefined blank the cell. Throws for text over the limit. A number format that comes with the reading is
   * set on the cell.
   */
  put(sheet: SheetModel, row: number, column: number, value: unknown): void {
    if (typeof value !== 'string') {
      sheet.write(row, column, cellOf(value));
      return;
    }
    if (value.length > CELL_CHARACTERS_MAX) {
      throw new GoogleError(
        `The input has ${value.length} characters; one cell holds at most ${CELL_CHARACTERS_MAX}.`,
      );
    }
    const style = sheet.styles.get(row, column);
    const read = readTyped(value, style?.numberFormat, {
      locale: this.settings.locale,
      timeZone: this.settings.timeZone,
      now: this.clock.now,
    });
    sheet.write(row, column, read.cell);
    if (read.format !== undefined && style?.numberFormat === undefined) {
      sheet.styles.set(row, column, { ...style, numberFormat: read.format });
    }
  }

  /** Marks the document as changed, so that formulas are computed anew when they are next read. */
  touch(): void {
    this.#revision += 1;
    for (const sheet of this.sheets) if (sheet.hasSpills) this.#spill(sheet);
  }

  /** Throws when `email` may not write into the area. */
  assertMayWrite(sheet: SheetModel, area: Area, email: string): void {
    const closed = sheet.protections.find(
      (protection) =>
        !protection.warningOnly &&
        !protection.editors.includes(email) &&
        (protection.kind === 'SHEET' || intersects(protection.area, area)),
    );
    if (closed === undefined) return;
    throw new GoogleError(
      'This would change a protected cell. Ask the owner of the spreadsheet to lift the protection.',
    );
  }

  /** Computes a formula, once for each state of the document. */
  readonly compute: Compute = (formula, sheet, row, column) => {
    if (formula.computedFor === this.#revision) return formula.computed;
    // A formula that reads itself, directly or not, finds this value.
    formula.computedFor = this.#revision;
    formula.computed = '#REF!';
    const value =
      formula.rows !== undefined ? formula.rows() : computeFormula(formula.text, this.around(sheet));
    if (typeof value !== 'object' || isDate(value)) formula.computed = value;
    else formula.computed = this.#spillFrom(formula, sheet, row, column, value);
    return formula.computed;
  };

  /** Where a formula that stands on the sheet `own` looks things up. */
  around(own: SheetModel): Surroundings {
    return {
      now: this.clock.now,
      callCustom: (name, values) => this.callCustom(name, values),
      valuesAt: (notation) => {
        const address = parseA1(notation);
        const sheet = address.sheet === undefined ? own : this.sheetNamed(address.sheet);
        if (sheet === undefined) return undefined;
        const area = sheet.clip(address.area);
        return area.rows < 1 || area.columns < 1 ? undefined : sheet.readArea(area, this.compute);
      },
    };
  }

  #spill(sheet: SheetModel): void {
    const sources: [Formula, number, number][] = [];
    sheet.values.forEach((cell, row, column) => {
      if (cell instanceof Spilled) sheet.values.set(row, column, undefined);
      if (cell instanceof Formula) sources.push([cell, row, column]);
    });
    for (const [formula, row, column] of sources) this.compute(formula, sheet, row, column);
  }

  #spillFrom(
    formula: Formula,
    sheet: SheetModel,
    row: number,
    column: number,
    rows: readonly (readonly Plain[])[],
  ): Plain {
    const places = rows.flatMap((values, i) =>
      values.map((value, j) => ({ value, row: row + i, column: column + j })),
    );
    const others = places.slice(1);
    // Sheets shows nothing of an array that would cover something.
    const isBlocked = others.some((place) => {
      const cell = sheet.values.get(place.row, place.column);
      return cell !== undefined && !(cell instanceof Spilled && cell.source === formula);
    });
    if (isBlocked) return '#REF!';
    if (others.length > 0) sheet.hasSpills = true;
    for (const place of others) {
      if (place.row >= sheet.rowCount)
        this.change(sheet, { axis: 'rows', kind: 'insert', at: sheet.rowCount, count: 1 });
      const cell: Cell | undefined = place.value === '' ? undefined : new Spilled(place.value, formula);
      sheet.values.set(place.row, place.column, cell);
    }
    return places[0]?.value ?? '';
  }
}

function cellOf(value: unknown): Cell | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (isDate(value)) return new Date(value.getTime());
  return String(value);
}
