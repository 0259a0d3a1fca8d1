// PropertiesService: small texts kept for a script, a user or a document.
import { COST, Emulated, NAME } from './emulated.ts';
import { GoogleError } from './errors.ts';
import type { Cost } from './latency.ts';
import { flag, record, text } from './parameters.ts';
import type { Run } from './run.ts';

/** Bytes of one value. */
const VALUE_BYTES_MAX = 9 * 1024;
/** Bytes of all keys and values of one store. */
const STORE_BYTES_MAX = 500 * 1024;

/** One store's contents. */
export type PropertyStore = Map<string, string>;

/** All stores of a world: `script`, `document`, and `user:EMAIL`. */
export class PropertyStores {
  readonly #stores = new Map<string, PropertyStore>();

  store(name: string): PropertyStore {
    const known = this.#stores.get(name) ?? new Map<string, string>();
    this.#stores.set(name, known);
    return known;
  }

  snapshot(): Record<string, Record<string, string>> {
    return Object.fromEntries([...this.#stores].map(([name, store]) => [name, Object.fromEntries(store)]));
  }
}

export class EmulatedPropertiesService extends Emulated {
  readonly [NAME] = 'PropertiesService';
  readonly #run: Run;
  readonly #stores: PropertyStores;
  readonly #hasDocument: boolean;

  constructor(run: Run, stores: PropertyStores, hasDocument: boolean) {
    super();
    this.#run = run;
    this.#stores = stores;
    this.#hasDocument = hasDocument;
  }

  [COST](): Cost {
    return { kind: 'local' };
  }

  getScriptProperties(): EmulatedProperties {
    return new EmulatedProperties(this.#run, this.#stores.store('script'));
  }

  getUserProperties(): EmulatedProperties {
    return new EmulatedProperties(this.#run, this.#stores.store(`user:${this.#run.user.email}`));
  }

  /** Null for a script without a document. */
  getDocumentProperties(): EmulatedProperties | null {
    return this.#hasDocument ? new EmulatedProperties(this.#run, this.#stores.store('document')) : null;
  }
}

export class EmulatedProperties extends Emulated {
  readonly [NAME] = 'Properties';
  readonly #run: Run;
  readonly #store: PropertyStore;

  constructor(run: Run, store: PropertyStore) {
    super();
    this.#run = run;
    this.#store = store;
  }

  [COST](): Cost {
    return { kind: 'store' };
  }

  getProperty(key: unknown): string | null {
    this.#spend();
    return this.#store.get(text(key, 'key')) ?? null;
  }

  getProperties(): Record<string, string> {
    this.#spend();
    return Object.fromEntries(this.#store);
  }

  getKeys(): string[] {
    this.#spend();
    return [...this.#store.keys()];
  }

  setProperty(key: unknown, value: unknown): this {
    return this.setProperties({ [text(key, 'key')]: text(value, 'value') });
  }

  setProperties(properties: unknown, deleteOthers: unknown = false): this {
    this.#spend();
    const given = Object.entries(record(properties, 'properties')).map(
      ([key, value]) => [key, text(value, key)] as const,
    );
    const next: PropertyStore = new Map(flag(deleteOthers, 'deleteAllOthers') ? [] : this.#store);
    for (const [key, value] of given) {
      if (Buffer.byteLength(value) > VALUE_BYTES_MAX) {
        throw new GoogleError(
          `The property ${key} is too large: a value has at most ${VALUE_BYTES_MAX} bytes.`,
        );
      }
      next.set(key, value);
    }
    const bytes = [...next].reduce(
      (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
      0,
    );
    if (bytes > STORE_BYTES_MAX)
      throw new GoogleError(`The property store is full: it holds at most ${STORE_BYTES_MAX} bytes.`);
    this.#store.clear();
    for (const [key, value] of next) this.#store.set(key, value);
    return this;
  }

  deleteProperty(key: unknown): this {
    this.#spend();
    this.#store.delete(text(key, 'key'));
    return this;
  }

  deleteAllProperties(): this {
    this.#spend();
    this.#store.clear();
    return this;
  }

  #spend(): void {
    this.#run.ground.quotas.spend(this.#run.user.email, 'properties', 1);
  }
}
