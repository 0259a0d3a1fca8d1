import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesFromBase64 } from '../../../src/core/base64.ts';

describe('bytesFromBase64', () => {
  it('reads what Node writes, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect([...(bytesFromBase64(text) ?? [])]).toEqual([...bytes]);
        expect([...(bytesFromBase64(text.replace(/=+$/, '')) ?? [])]).toEqual([...bytes]);
      }),
    );
  });

  it.each(['A', 'AAAAA', 'AA A', 'AA=A', 'AAä=', 'AA\n'])('refuses %j', (text) => {
    expect(bytesFromBase64(text)).toBeNull();
  });
});
