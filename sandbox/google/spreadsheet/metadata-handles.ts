// Developer metadata as scripts see it: entries, places and the finder.
import { COST, Emulated, LocalEmulated, NAME } from '../emulated.ts';
import { GoogleError } from '../errors.ts';
import type { Cost } from '../latency.ts';
import { text, whole } from '../parameters.ts';
import { type Area, intersects } from './area.ts';
import type { Book } from './book.ts';
import type { MetadataEntry, MetadataPlace } from './metadata.ts';
import type { OpenDocument } from './open-document.ts';
import type { SheetModel } from './sheet-model.ts';

const NO_END = Number.POSITIVE_INFINITY;

function areaOf(place: MetadataPlace): Area {
  if (place.type === 'ROW') return { row: place.start, rows: place.count, column: 0, columns: NO_END };
  if (place.type === 'COLUMN') return { row: 0, rows: NO_END, column: place.start, columns: place.count };
  return { row: 0, rows: NO_END, column: 0, columns: NO_END };
}

/** Entries that stand exactly at a place. */
export function entriesAt(book: Book, place: MetadataPlace): MetadataEntry[] {
  const key = JSON.stringify(place, Object.keys(place).sort());
  return book.metadata.entries.filter(
    (entry) => JSON.stringify(entry.place, Object.keys(entry.place).sort()) === key,
  );
}

export class EmulatedMetadata extends Emulated {
  readonly [NAME] = 'DeveloperMetadata';
  readonly #document: OpenDocument;
  readonly #entry: MetadataEntry;

  constructor(document: OpenDocument, entry: MetadataEntry) {
    super();
    this.#document = document;
    this.#entry = entry;
  }

  /** The finder hands over what an entry holds; only changes ask the document again. */
  [COST](method: string): Cost {
    return { kind: method.startsWith('get') ? 'navigation' : 'cells' };
  }

  getId(): number {
    return this.#entry.id;
  }

  getKey(): string {
    return this.#entry.key;
  }

  getValue(): string | null {
    return this.#entry.value;
  }

  getVisibility(): string {
    return this.#entry.visibility;
  }

  getLocation(): EmulatedMetadataLocation {
    return new EmulatedMetadataLocation(this.#document, this.#entry.place);
  }

  setKey(key: unknown): this {
    this.#live().key = text(key, 'key');
    return this;
  }

  setValue(value: unknown): this {
    this.#live().value = text(value, 'value');
    return this;
  }

  remove(): void {
    this.#document.book.metadata.remove(this.#live());
  }

  #live(): MetadataEntry {
    if (this.#entry.isRemoved)
      throw new GoogleError(`The developer metadata ${this.#entry.id} no longer exists.`);
    return this.#entry;
  }
}

export class EmulatedMetadataLocation extends LocalEmulated {
  readonly [NAME] = 'DeveloperMetadataLocation';
  readonly #document: OpenDocument;
  readonly #place: MetadataPlace;

  constructor(document: OpenDocument, place: MetadataPlace) {
    super();
    this.#document = document;
    this.#place = place;
  }

  getLocationType(): string {
    return this.#place.type;
  }

  getColumn(): Emulated | null {
    return this.#place.type === 'COLUMN' ? this.#range() : null;
  }

  getRow(): Emulated | null {
    return this.#place.type === 'ROW' ? this.#range() : null;
  }

  getSheet(): Emulated | null {
    const sheet = this.#sheet();
    return sheet === undefined ? null : this.#document.sheetHandle(sheet);
  }

  getSpreadsheet(): Emulated | null {
    return this.#place.type === 'SPREADSHEET' ? this.#document.spreadsheetHandle() : null;
  }

  #sheet(): SheetModel | undefined {
    const place = this.#place;
    return place.type === 'SPREADSHEET'
      ? undefined
      : this.#document.book.sheets.find((sheet) => sheet.id === place.sheetId);
  }

  #range(): Emulated | null {
    const sheet = this.#sheet();
    return sheet === undefined ? null : this.#document.rangeHandle(sheet, areaOf(this.#place));
  }
}

/** Where a finder looks: everywhere, on a sheet, or in a part of one. */
interface Scope {
  readonly sheet: SheetModel;
  readonly area: Area | undefined;
}

export class EmulatedMetadataFinder extends Emulated {
  readonly [NAME] = 'DeveloperMetadataFinder';
  readonly #document: OpenDocument;
  readonly #scope: Scope | undefined;
  readonly #conditions: ((entry: MetadataEntry) => boolean)[] = [];

  constructor(document: OpenDocument, scope: Scope | undefined) {
    super();
    this.#document = document;
    this.#scope = scope;
  }

  [COST](method: string): Cost {
    return { kind: method === 'find' ? 'cells' : 'local' };
  }

  withKey(key: unknown): this {
    return this.#where((entry, wanted) => entry.key === wanted, text(key, 'key'));
  }

  withValue(value: unknown): this {
    return this.#where((entry, wanted) => entry.value === wanted, text(value, 'value'));
  }

  withId(id: unknown): this {
    return this.#where((entry, wanted) => entry.id === wanted, whole(id, 'id'));
  }

  withLocationType(type: unknown): this {
    return this.#where((entry, wanted) => entry.place.type === wanted, text(type, 'locationType'));
  }

  withVisibility(visibility: unknown): this {
    return this.#where((entry, wanted) => entry.visibility === wanted, text(visibility, 'visibility'));
  }

  onIntersectingLocations(): this {
    return this;
  }

  find(): EmulatedMetadata[] {
    const found = this.#document.book.metadata.entries.filter(
      (entry) => this.#isInScope(entry.place) && this.#conditions.every((holds) => holds(entry)),
    );
    return found.map((entry) => new EmulatedMetadata(this.#document, entry));
  }

  #where<T>(holds: (entry: MetadataEntry, wanted: T) => boolean, wanted: T): this {
    this.#conditions.push((entry) => holds(entry, wanted));
    return this;
  }

  #isInScope(place: MetadataPlace): boolean {
    if (this.#scope === undefined) return true;
    if (place.type === 'SPREADSHEET' || place.sheetId !== this.#scope.sheet.id) return false;
    return this.#scope.area === undefined || intersects(areaOf(place), this.#scope.area);
  }
}
