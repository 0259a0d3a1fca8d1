// Developer metadata: named values that stick to a spreadsheet, a sheet, a row or a column, and go where it goes.
import { shiftedSpan } from './area.ts';
import type { Change } from './table.ts';

export type MetadataPlace =
  | { readonly type: 'SPREADSHEET' }
  | { readonly type: 'SHEET'; readonly sheetId: number }
  | {
      readonly type: 'ROW' | 'COLUMN';
      readonly sheetId: number;
      readonly start: number;
      readonly count: number;
    };

export interface MetadataEntry {
  readonly id: number;
  key: string;
  value: string | null;
  visibility: string;
  place: MetadataPlace;
  isRemoved: boolean;
}

/** All metadata of one spreadsheet. */
export class MetadataStore {
  #entries: MetadataEntry[] = [];
  #nextId = 1;

  add(key: string, value: string | null, visibility: string, place: MetadataPlace): MetadataEntry {
    const entry = { id: this.#nextId, key, value, visibility, place, isRemoved: false };
    this.#nextId += 1;
    this.#entries.push(entry);
    return entry;
  }

  remove(entry: MetadataEntry): void {
    entry.isRemoved = true;
    this.#entries = this.#entries.filter((other) => other !== entry);
  }

  /** Gives back what is there now, as `put` takes it. */
  copy(): readonly MetadataEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  /** Puts copied entries in the place of all. */
  put(entries: readonly MetadataEntry[]): void {
    this.#entries = entries.map((entry) => ({ ...entry }));
  }

  get entries(): readonly MetadataEntry[] {
    return this.#entries;
  }

  /** Moves what sticks to rows or columns of the sheet; what stood on deleted ones is gone. */
  apply(sheetId: number, change: Change): void {
    const type = change.axis === 'rows' ? 'ROW' : 'COLUMN';
    for (const entry of this.#entries) {
      const place = entry.place;
      if (place.type !== type || place.sheetId !== sheetId) continue;
      const span = shiftedSpan({ start: place.start, count: place.count }, change);
      if (span === undefined) entry.isRemoved = true;
      else entry.place = { ...place, ...span };
    }
    this.#entries = this.#entries.filter((entry) => !entry.isRemoved);
  }

  removeSheet(sheetId: number): void {
    this.#entries = this.#entries.filter(
      (entry) => entry.place.type === 'SPREADSHEET' || entry.place.sheetId !== sheetId,
    );
  }
}
