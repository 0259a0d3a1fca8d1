// A cache of recent entries that takes its memory with its first entry: the library's own reserves room for all of them at once,
// which an instance that only starts would wait for.
import { LRUCache } from 'lru-cache';

/** The part of a cache that the proxy uses. */
export type LazyCache<V extends object> = Pick<LRUCache<string, V>, 'get' | 'set' | 'delete' | 'clear'>;

/** A cache under the library's options. */
export function createLazyCache<V extends object>(
  options: LRUCache.Options<string, V, unknown>,
): LazyCache<V> {
  let cache: LRUCache<string, V> | undefined;
  const made = () => {
    cache ??= new LRUCache<string, V>(options);
    return cache;
  };
  return {
    get: (key) => cache?.get(key),
    set: (key, value) => made().set(key, value),
    delete: (key) => made().delete(key),
    clear: () => cache?.clear(),
  };
}
