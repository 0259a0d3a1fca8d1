import { describe, expect, it } from '@jest/globals';
import { createId } from '../../../../server/store/ids.ts';

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
