import { describe, expect, it } from '@jest/globals';
import { createRecentCache } from '../../../../server/triage/recent-cache.ts';

const aValue = (name: string) => ({ name });

describe('a cache of recent entries', () => {
  it('keeps half of its bound of entries whatever comes', () => {
    const cache = createRecentCache<{ name: string }>({ entriesMax: 10 });
    for (let i = 0; i < 100; i++) cache.set(`key ${i}`, aValue(`${i}`));
    const kept = Array.from({ length: 100 }, (_, i) => cache.get(`key ${i}`)).filter(Boolean);
    expect(kept.length).toBeGreaterThanOrEqual(5);
    expect(kept.length).toBeLessThanOrEqual(10);
    expect(cache.get('key 99')).toEqual(aValue('99'));
  });

  it('keeps what is used while others come and go', () => {
    const cache = createRecentCache<{ name: string }>({ entriesMax: 10 });
    cache.set('used', aValue('used'));
    for (let i = 0; i < 100; i++) {
      cache.set(`key ${i}`, aValue(`${i}`));
      cache.get('used');
    }
    expect(cache.get('used')).toEqual(aValue('used'));
  });

  it('tells the newer of two values, and none that was deleted or cleared', () => {
    const cache = createRecentCache<{ name: string }>({ entriesMax: 4 });
    for (const key of ['one', 'two', 'three']) cache.set(key, aValue(key));
    cache.set('one', aValue('newer'));
    expect(cache.get('one')).toEqual(aValue('newer'));
    cache.delete('one');
    expect(cache.get('one')).toBeUndefined();
    cache.clear();
    expect(cache.get('three')).toBeUndefined();
  });

  it('tells an entry for a third of its age at least and never beyond, however often it is used', () => {
    let now = 1_000_000;
    const cache = createRecentCache<{ name: string }>({
      entriesMax: 10,
      age: { msMax: 300, now: () => now },
    });
    const livesMs = (startsAt: number, lookEveryMs: number) => {
      now = startsAt;
      cache.set('key', aValue('key'));
      while (cache.get('key') !== undefined) now += lookEveryMs;
      return now - startsAt;
    };
    const lives = Array.from({ length: 60 }, (_, i) => livesMs(2_000_000 + 1_007 * i, 1 + 13 * (i % 7)));
    expect(Math.min(...lives)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...lives)).toBeLessThanOrEqual(300 + 79);
  });

  it('forgets what nobody asked for until its age was over', () => {
    let now = 0;
    const cache = createRecentCache<{ name: string }>({
      entriesMax: 10,
      age: { msMax: 300, now: () => now },
    });
    cache.set('key', aValue('key'));
    now += 299 + 100;
    expect(cache.get('key')).toBeUndefined();
  });
});
