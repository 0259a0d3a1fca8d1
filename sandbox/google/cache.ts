// CacheService: texts kept for a while, which may be gone at any time.
import { COST, Emulated, NAME } from './emulated.ts';
import { GoogleError } from './errors.ts';
import type { Cost } from './latency.ts';
import { record, text, textList, whole } from './parameters.ts';
import type { Run } from './run.ts';

const KEY_CHARACTERS_MAX = 250;
const VALUE_BYTES_MAX = 100 * 1024;
const TTL_SECONDS_DEFAULT = 600;
const TTL_SECONDS_MAX = 21_600;
/** Beyond this many entries, a tenth of the oldest is dropped at once, as people have observed. */
const ENTRIES_MAX = 1_000;
const ENTRIES_DROPPED = 100;

interface Entry {
  readonly value: string;
  readonly until: number;
}

/** All caches of a world, by the names that properties use too. */
export class CacheStores {
  readonly #stores = new Map<string, Map<string, Entry>>();

  store(name: string): Map<string, Entry> {
    const known = this.#stores.get(name) ?? new Map<string, Entry>();
    this.#stores.set(name, known);
    return known;
  }
}

export class EmulatedCacheService extends Emulated {
  readonly [NAME] = 'CacheService';
  readonly #run: Run;
  readonly #stores: CacheStores;
  readonly #hasDocument: boolean;

  constructor(run: Run, stores: CacheStores, hasDocument: boolean) {
    super();
    this.#run = run;
    this.#stores = stores;
    this.#hasDocument = hasDocument;
  }

  [COST](): Cost {
    return { kind: 'local' };
  }

  getScriptCache(): EmulatedCache {
    return new EmulatedCache(this.#run, this.#stores.store('script'));
  }

  getUserCache(): EmulatedCache {
    return new EmulatedCache(this.#run, this.#stores.store(`user:${this.#run.user.email}`));
  }

  /** Null for a script without a document. */
  getDocumentCache(): EmulatedCache | null {
    return this.#hasDocument ? new EmulatedCache(this.#run, this.#stores.store('document')) : null;
  }
}

export class EmulatedCache extends Emulated {
  readonly [NAME] = 'Cache';
  readonly #run: Run;
  readonly #store: Map<string, Entry>;

  constructor(run: Run, store: Map<string, Entry>) {
    super();
    this.#run = run;
    this.#store = store;
  }

  [COST](): Cost {
    return { kind: 'store' };
  }

  get(key: unknown): string | null {
    return this.#read(keyOf(key)) ?? null;
  }

  /** Keys that are not there are missing from the answer. */
  getAll(keys: unknown): Record<string, string> {
    const found: Record<string, string> = {};
    for (const key of textList(keys, 'keys').map(keyOf)) {
      const value = this.#read(key);
      if (value !== undefined) found[key] = value;
    }
    return found;
  }

  put(key: unknown, value: unknown, seconds?: unknown): void {
    this.#write(keyOf(key), value, seconds);
  }

  putAll(values: unknown, seconds?: unknown): void {
    for (const [key, value] of Object.entries(record(values, 'values')))
      this.#write(keyOf(key), value, seconds);
  }

  remove(key: unknown): void {
    this.#store.delete(keyOf(key));
  }

  removeAll(keys: unknown): void {
    for (const key of textList(keys, 'keys')) this.#store.delete(key);
  }

  #read(key: string): string | undefined {
    const entry = this.#store.get(key);
    if (entry === undefined) return undefined;
    if (entry.until > this.#run.ground.clock.now) return entry.value;
    this.#store.delete(key);
    return undefined;
  }

  #write(key: string, value: unknown, seconds: unknown): void {
    const content = text(value, 'value');
    if (Buffer.byteLength(content) > VALUE_BYTES_MAX) {
      throw new GoogleError(`The value is too large for the cache: at most ${VALUE_BYTES_MAX} bytes.`);
    }
    const ttl = seconds === undefined ? TTL_SECONDS_DEFAULT : whole(seconds, 'expirationInSeconds');
    if (ttl < 1 || ttl > TTL_SECONDS_MAX) {
      throw new GoogleError(`The cache keeps values for 1 to ${TTL_SECONDS_MAX} seconds; found ${ttl}.`);
    }
    this.#store.delete(key);
    this.#store.set(key, { value: content, until: this.#run.ground.clock.now + ttl * 1_000 });
    if (this.#store.size <= ENTRIES_MAX) return;
    for (const oldest of [...this.#store.keys()].slice(0, ENTRIES_DROPPED)) this.#store.delete(oldest);
  }
}

function keyOf(value: unknown): string {
  const key = text(value, 'key');
  if (key.length > KEY_CHARACTERS_MAX)
    throw new GoogleError(`A cache key has at most ${KEY_CHARACTERS_MAX} characters.`);
  return key;
}
