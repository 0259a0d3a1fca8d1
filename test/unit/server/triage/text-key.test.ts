import { describe, expect, it } from '@jest/globals';
import { keyedTextHash } from '../../../../server/triage/text-key.ts';

describe('keyedTextHash', () => {
  it('is the start of HMAC-SHA256 (RFC 4231, test case 2)', () => {
    const key = Buffer.from('Jefe').toString('hex');
    const expected = Buffer.from('5bdcc146bf60754e6a042426089575c7', 'hex').toString('base64url');
    expect(keyedTextHash('what do ya want for nothing?', key)).toBe(expected);
  });

  it('differs between desks for one text', () => {
    expect(keyedTextHash('a', '00')).not.toBe(keyedTextHash('a', '01'));
  });
});
