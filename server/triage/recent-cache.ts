// A cache of recent entries in two generations: when the young one has half of all that may be kept, it becomes the old one, and the
// old one goes. That keeps nearly what a list in the order of use would, without a list to mend at every look, and takes no memory
// before its first entries.

/** A cache that forgets what was not used for long. */
export interface RecentCache<V extends object> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): void;
  clear(): void;
}

/** What a cache keeps at most. */
export interface RecentBounds {
  readonly entriesMax: number;
  /** Set where entries must not be told after a time, however often they are used; `now` answers epoch milliseconds. */
  readonly age?: { readonly msMax: number; readonly now: () => number };
}

/** Generations turn after this share of the greatest age: an entry lives for one turn at least and three at most. */
const TURN_SHARE = 1 / 3;

/** An empty cache. */
export function createRecentCache<V extends object>({ entriesMax, age }: RecentBounds): RecentCache<V> {
  const youngMax = Math.ceil(entriesMax / 2);
  const turnMs = (age?.msMax ?? 0) * TURN_SHARE;
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  let youngSince = 0;

  function turn(): void {
    old = young;
    young = new Map();
    if (age !== undefined) youngSince = age.now();
  }

  function dropAged(): void {
    if (age === undefined) return;
    const ms = age.now() - youngSince;
    if (ms >= turnMs) turn();
    // Nobody came at the end of a turn or two, so what was young then is too old by now.
    if (ms >= 2 * turnMs) old = new Map();
  }

  function set(key: string, value: V): void {
    if (young.size >= youngMax && !young.has(key)) turn();
    young.set(key, value);
  }

  return {
    get: (key) => {
      dropAged();
      const known = young.get(key);
      if (known !== undefined) return known;
      const kept = old.get(key);
      // What is used stays, unless it would stay for good.
      if (kept !== undefined && age === undefined) set(key, kept);
      return kept;
    },
    set: (key, value) => {
      dropAged();
      set(key, value);
    },
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
    clear: () => {
      young = new Map();
      old = new Map();
    },
  };
}
