import { describe, expect, it } from '@jest/globals';
import { aWorld, evaluated, valueFrom } from './a-world.ts';

describe('PropertiesService', () => {
  it('keeps texts between runs, apart for script, user and document', () => {
    const world = aWorld(`function main() {
      PropertiesService.getScriptProperties().setProperty('a', 1);
      PropertiesService.getUserProperties().setProperties({ b: true });
      PropertiesService.getDocumentProperties().setProperty('c', 'x'); }`);
    valueFrom(world);
    expect(world.snapshot()['properties']).toEqual({
      script: { a: '1' },
      'user:ana@example.com': { b: 'true' },
      document: { c: 'x' },
    });
  });

  it('answers null for what is not there', () => {
    expect(evaluated("return PropertiesService.getScriptProperties().getProperty('none');")).toBeNull();
  });

  it.each([
    ['a value over 9 KB', "setProperty('a', 'x'.repeat(9217))", 'at most 9216 bytes'],
    [
      'a store over 500 KB',
      "setProperties(Object.fromEntries(Array.from({length: 60}, (_, i) => ['k' + i, 'x'.repeat(9000)])))",
      'is full',
    ],
  ])('refuses %s', (_name, code, message) => {
    expect(() => evaluated(`PropertiesService.getScriptProperties().${code};`)).toThrow(message);
  });

  it('stops at the daily quota', () => {
    expect(() =>
      evaluated(
        'const p = PropertiesService.getScriptProperties(); for (let i = 0; i < 4; i += 1) p.getKeys();',
        {
          quotas: { properties: 3 },
        },
      ),
    ).toThrow('too often for one day');
  });
});

describe('CacheService', () => {
  it('forgets when the time is over', () => {
    const world = aWorld(`function put() { CacheService.getUserCache().put('a', 'x', 60); }
      function main() { return CacheService.getUserCache().get('a'); }`);
    world.call('put', [], { entry: 'menu' });
    const early = valueFrom(world);
    world.clock.advance(60_000);
    expect([early, valueFrom(world)]).toEqual(['x', null]);
  });

  it('leaves out of getAll what is not there', () => {
    expect(
      evaluated(
        "const c = CacheService.getScriptCache(); c.putAll({ a: '1', b: '2' }); return c.getAll(['a', 'z']);",
      ),
    ).toEqual({
      a: '1',
    });
  });

  it('drops a tenth of the oldest beyond a thousand entries', () => {
    expect(
      evaluated(
        `const cache = CacheService.getScriptCache();
        for (let i = 0; i <= 1000; i += 1) cache.put('k' + i, 'x');
        return [cache.get('k99'), cache.get('k100')];`,
        { latency: { storeMs: 0 } },
      ),
    ).toEqual([null, 'x']);
  });

  it.each([
    ['a value over 100 KB', "put('a', 'x'.repeat(102401))", 'at most 102400 bytes'],
    ['a key over 250 characters', "put('k'.repeat(251), 'x')", 'at most 250 characters'],
    ['more than six hours', "put('a', 'x', 21601)", '1 to 21600 seconds'],
  ])('refuses %s', (_name, code, message) => {
    expect(() => evaluated(`CacheService.getScriptCache().${code};`)).toThrow(message);
  });
});
