import { describe, expect, it } from '@jest/globals';
import { keyedTextHash } from '../../../../server/triage/text-key.ts';

const ticket = { subject: 'Printer', body: 'It is broken.' };

describe('keyedTextHash', () => {
  it('is 128 bits of SHA-256 over key, length of the subject, subject and body (computed with sha256sum)', () => {
    expect(keyedTextHash(ticket, '00')).toBe('8MYlYSwau0HqhT7MCPYbww');
  });

  it('differs between pictures, and between one and none', () => {
    const withPicture = (data: string) =>
      keyedTextHash({ ...ticket, images: [{ mimeType: 'image/png', data }] }, '00');
    const hashes = [keyedTextHash(ticket, '00'), withPicture('AAAA'), withPicture('BBBB')];
    expect(new Set(hashes).size).toBe(3);
  });

  it.each([
    ['desks', ticket, '01'],
    ['bodies', { ...ticket, body: 'It is broken!' }, '00'],
    ['the place where the subject ends', { subject: 'PrinterI', body: 't is broken.' }, '00'],
  ])('differs between %s', (_what, other, key) => {
    expect(keyedTextHash(other, key)).not.toBe(keyedTextHash(ticket, '00'));
  });
});
