import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DocumentBytesError,
  decodeDocuments,
  documentFromText,
  encodeDocuments,
} from '../../../../src/core/classifier/document.ts';

describe('documentFromText', () => {
  it('gives the same grams for texts that differ in case and accents only', () => {
    expect(documentFromText('Çafé NAÏVE', 1)).toEqual(documentFromText('cafe naive', 1));
  });

  it('gives the same grams for composed and decomposed accents', () => {
    expect(documentFromText('Müller'.normalize('NFD'), 1)).toEqual(documentFromText('Müller', 1));
  });

  it('gives other grams under another seed', () => {
    const one = new Set(documentFromText('the printer is broken', 1).grams);
    const other = documentFromText('the printer is broken', 2).grams;
    expect([...other].filter((gram) => one.has(gram))).toEqual([]);
  });

  it('counts a repeated word once, with its occurrences', () => {
    const { grams, wordGrams } = documentFromText('no no no', 1);
    expect(wordGrams).toBe(2);
    expect([...grams.subarray(0, 2)].map((gram) => gram & 15)).toEqual([3, 2]);
  });

  it.each([
    ['', 'nothing'],
    ['... --- !!!', 'separators'],
  ])('gives no grams for %j (%s)', (text) => {
    expect(documentFromText(text, 1).grams).toHaveLength(0);
  });

  it.each([
    ['密码重置', '请重置密码谢谢'],
    ['パスワードを忘れました', 'パスワードがわかりません'],
    ['รหัสผ่านหมดอายุ', 'ลืมรหัสผ่านแล้ว'],
    ['كلمة المرور', 'نسيت كلمة السر'],
    ['Passwortrücksetzung', 'Bitte um Rücksetzung des Kennworts'],
  ])('finds what %s and %s have in common', (one, other) => {
    const first = new Set([...documentFromText(one, 1).grams].map((gram) => gram >>> 4));
    const shared = [...documentFromText(other, 1).grams].filter((gram) => first.has(gram >>> 4));
    expect(shared.length).toBeGreaterThan(2);
  });

  it('reads 100,000 characters without a space within its limits', () => {
    expect(documentFromText('ab'.repeat(50_000), 1).grams.length).toBeLessThan(20);
  });
});

describe('encodeDocuments', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => {
        const documents = texts.map((text) => documentFromText(text, 3));
        expect(decodeDocuments(encodeDocuments(documents))).toEqual(documents);
      }),
    );
  });

  it('refuses bytes that are cut off, wherever the cut is', () => {
    const bytes = encodeDocuments([documentFromText('the printer is broken', 1)]);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodeDocuments(bytes.slice(0, length))).toThrow(DocumentBytesError);
      }),
    );
  });

  it('refuses another version by number', () => {
    const bytes = encodeDocuments([]);
    bytes[4] = 9;
    expect(() => decodeDocuments(bytes)).toThrow('version 9, this build reads 1');
  });
});
