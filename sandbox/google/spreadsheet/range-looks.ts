// The part of Range that concerns how cells look and what they accept: styles, notes, drop-downs, merges, protection.

import { COST, Emulated, MEMBER, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { emulated, matrix, optionalText } from '../parameters.ts';
import { type Area, intersects } from './area.ts';
import { DataValidation } from './data-validation.ts';
import type { OpenDocument } from './open-document.ts';
import { EmulatedProtection } from './protection.ts';
import type { Style } from './rules.ts';
import type { SheetModel } from './sheet-model.ts';
import type { Table } from './table.ts';

/** Facts that a handle knows without asking the document. */
const HANDLE_METHODS = new Set([
  ...['getRow', 'getColumn', 'getRowIndex', 'getColumnIndex', 'getLastRow', 'getLastColumn', 'getNumRows'],
  ...[
    'getNumColumns',
    'getHeight',
    'getWidth',
    'getA1Notation',
    'getSheet',
    'getGridId',
    'getCell',
    'offset',
  ],
  'createDeveloperMetadataFinder',
]);

/** Members that are ours, not Google's. */
const INTERNALS = new Set(['document', 'model', 'place', 'clipped', 'assertMayWrite', 'sameSize']);

/** Middle part of `setX`, `setXs`, `getX`, `getXs` → the style's property and Sheets' default for it. */
const STYLES: Record<string, readonly [keyof Style, unknown]> = {
  Background: ['background', '#ffffff'],
  FontColor: ['fontColor', '#000000'],
  FontLine: ['fontLine', 'none'],
  FontSize: ['fontSize', 10],
  FontStyle: ['fontStyle', 'normal'],
  FontWeight: ['fontWeight', 'normal'],
  HorizontalAlignment: ['horizontalAlignment', 'general'],
  NumberFormat: ['numberFormat', 'General'],
  VerticalAlignment: ['verticalAlignment', 'bottom'],
  Wrap: ['wrap', false],
  WrapStrategy: ['wrapStrategy', 'OVERFLOW'],
};

export abstract class RangeLooks extends Emulated {
  readonly [NAME] = 'Range';
  protected readonly document: OpenDocument;
  protected readonly model: SheetModel;
  protected readonly place: Area;

  constructor(document: OpenDocument, model: SheetModel, area: Area) {
    super();
    this.document = document;
    this.model = model;
    this.place = area;
  }

  [COST](method: string): Cost {
    if (HANDLE_METHODS.has(method)) return { kind: 'navigation' };
    const { rows, columns } = this.clipped;
    return { kind: 'cells', cells: Math.max(0, rows) * Math.max(0, columns) };
  }

  override [MEMBER](name: string): unknown {
    if (INTERNALS.has(name)) return undefined;
    const [, verb = '', style = ''] = /^(set|get)([A-Z]\w*?)$/.exec(name) ?? [];
    const known = STYLES[style] ?? STYLES[style.replace(/ies$/, 'y').replace(/s$/, '')];
    if (known === undefined) return super[MEMBER](name);
    const isOne = STYLES[style] !== undefined;
    const [property, fallback] = known;
    if (verb === 'get')
      return () => (isOne ? this.#looks(property, fallback)[0]?.[0] : this.#looks(property, fallback));
    if (isOne) return (value: unknown) => this.#paint(() => ({ [property]: value ?? undefined }));
    return (values: unknown) => {
      const rows = this.sameSize(matrix(values, name));
      return this.#paint((row, column) => ({ [property]: rows[row]?.[column] ?? undefined }));
    };
  }

  setNote(note: unknown): this {
    return this.#fill(this.model.notes, () => optionalText(note, 'note') || undefined);
  }

  setNotes(notes: unknown): this {
    const rows = this.sameSize(matrix(notes, 'notes'));
    return this.#fill(
      this.model.notes,
      (row, column) => optionalText(rows[row]?.[column], 'note') || undefined,
    );
  }

  clearNote(): this {
    return this.setNote('');
  }

  getNote(): string {
    return this.getNotes()[0]?.[0] ?? '';
  }

  getNotes(): string[][] {
    return this.#entries(this.model.notes, (note) => note ?? '');
  }

  setDataValidation(rule: unknown): this {
    const entry = rule === null ? undefined : DataValidation.ruleOf(emulated(rule, DataValidation, 'rule'));
    return this.#fill(this.model.validations, () => entry);
  }

  setDataValidations(rules: unknown): this {
    const rows = this.sameSize(matrix(rules, 'rules'));
    return this.#fill(this.model.validations, (row, column) => {
      const rule = rows[row]?.[column] ?? null;
      return rule === null ? undefined : DataValidation.ruleOf(emulated(rule, DataValidation, 'rule'));
    });
  }

  clearDataValidations(): this {
    return this.setDataValidation(null);
  }

  getDataValidation(): DataValidation | null {
    return this.getDataValidations()[0]?.[0] ?? null;
  }

  getDataValidations(): (DataValidation | null)[][] {
    return this.#entries(this.model.validations, (rule) =>
      rule === undefined ? null : new DataValidation(rule),
    );
  }

  insertCheckboxes(): this {
    const rule = {
      criteria: 'CHECKBOX',
      values: [],
      showDropdown: false,
      allowInvalid: false,
      helpText: null,
    } as const;
    this.#fill(this.model.validations, () => rule);
    const { row, column, rows, columns } = this.clipped;
    for (let i = row; i < row + rows; i += 1) {
      for (let j = column; j < column + columns; j += 1) {
        if (this.model.values.get(i, j) === undefined) this.model.write(i, j, false);
      }
    }
    this.document.book.touch();
    return this;
  }

  clearFormat(): this {
    return this.#fill(this.model.styles, () => undefined);
  }

  merge(): this {
    this.assertMayWrite();
    const { row, column, rows, columns } = this.clipped;
    for (let i = row; i < row + rows; i += 1) {
      for (let j = column; j < column + columns; j += 1) {
        if (i !== row || j !== column) this.model.values.set(i, j, undefined);
      }
    }
    this.model.merges.push(this.clipped);
    this.document.book.touch();
    return this;
  }

  breakApart(): this {
    this.model.merges = this.model.merges.filter((area) => !intersects(area, this.place));
    return this;
  }

  isPartOfMerge(): boolean {
    return this.model.merges.some((area) => intersects(area, this.place));
  }

  getMergedRanges(): Emulated[] {
    const found = this.model.merges.filter((area) => intersects(area, this.place));
    return found.map((area) => this.document.rangeHandle(this.model, area));
  }

  protect(): EmulatedProtection {
    const { email } = this.document.run.user;
    const protection = {
      area: this.place,
      kind: 'RANGE' as const,
      description: '',
      warningOnly: false,
      editors: [email],
      isRemoved: false,
    };
    this.model.protections.push(protection);
    return new EmulatedProtection(this.document, this.model, protection);
  }

  /** The range without what lies beyond the grid. */
  protected get clipped(): Area {
    return this.model.clip(this.place);
  }

  protected assertMayWrite(): void {
    this.document.book.assertMayWrite(this.model, this.clipped, this.document.run.user.email);
  }

  /** Rows as given, once their shape is that of the range. */
  protected sameSize(rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] {
    const { rows: height, columns: width } = this.clipped;
    if (rows.length !== height) {
      throw new GoogleError(`The number of rows differs: the data has ${rows.length}, the range ${height}.`);
    }
    const uneven = rows.find((row) => row.length !== width);
    if (uneven !== undefined) {
      throw new GoogleError(
        `The number of columns differs: a row of the data has ${uneven.length}, the range ${width}.`,
      );
    }
    return rows;
  }

  #looks(property: keyof Style, fallback: unknown): unknown[][] {
    return this.#entries(this.model.styles, (style) => style?.[property] ?? fallback);
  }

  #entries<T, R>(table: Table<T>, show: (entry: T | undefined) => R): R[][] {
    const { row, column, rows, columns } = this.clipped;
    return Array.from({ length: rows }, (_, i) =>
      Array.from({ length: columns }, (_unused, j) => show(table.get(row + i, column + j))),
    );
  }

  #fill<T>(table: Table<T>, entry: (row: number, column: number) => T | undefined): this {
    this.assertMayWrite();
    const { row, column, rows, columns } = this.clipped;
    for (let i = 0; i < rows; i += 1) {
      for (let j = 0; j < columns; j += 1) table.set(row + i, column + j, entry(i, j));
    }
    return this;
  }

  /** Changes styles; equal results of one call share one object, since a column may have a hundred thousand cells. */
  #paint(patch: (row: number, column: number) => Record<string, unknown>): this {
    const { row, column } = this.clipped;
    const made = new Map<string, Style>();
    const { styles } = this.model;
    return this.#fill(styles, (i, j) => {
      const merged = Object.entries({ ...styles.get(row + i, column + j), ...patch(i, j) });
      const kept = merged.filter(([, value]) => value !== undefined);
      if (kept.length === 0) return undefined;
      const key = JSON.stringify(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
      const known = made.get(key);
      if (known !== undefined) return known;
      const style: Style = Object.fromEntries(kept);
      made.set(key, style);
      return style;
    });
  }
}
