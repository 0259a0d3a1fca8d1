import { describe, expect, it } from '@jest/globals';
import { createId, pooled } from '../../../../server/store/ids.ts';

describe('createId', () => {
  it('writes the time, version and variant where RFC 9562 puts them', () => {
    const id = createId(Date.UTC(2022, 1, 22, 19, 22, 22), () => new Uint8Array(10).fill(0xff));
    expect(id).toBe('017f22e2-79b0-7fff-bfff-ffffffffffff');
  });

  it('sorts by time', () => {
    const zero = () => new Uint8Array(10);
    const ids = [3, 1_000, 2, 2 ** 40].map((now) => createId(now, zero));
    expect(ids.toSorted()).toEqual([2, 3, 1_000, 2 ** 40].map((now) => createId(now, zero)));
  });
});

describe('pooled', () => {
  it('gives every byte of the source once', () => {
    let next = 0;
    const source = (count: number) => Uint8Array.from({ length: count }, () => next++ % 251);
    const bytes = pooled(source);
    const given = Array.from({ length: 600 }, () => [...bytes(10)]).flat();
    const kept = [...source(0), ...Array.from({ length: 4_090 }, (_, i) => i % 251)];
    expect(given.slice(0, 4_090)).toEqual(kept);
    expect(given[4_090]).toBe(4_096 % 251);
  });
});
