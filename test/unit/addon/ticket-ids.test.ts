import { describe, expect, it } from '@jest/globals';
import { aSheet } from '../../builders/sheet.ts';

const idIn = (text: string) => aSheet().row({ Subject: 'VPN drops', 'Usher ID': text }).tickets()[0]?.id;

describe('the id of a row', () => {
  it.each([
    ['a fingerprint', '0123456789abcdef'],
    ['a UUID', 'b874c5fe-3dc1-4752-a93f-26b99320430c'],
  ])('is %s', (_, text) => {
    expect(idIn(text)).toBe(text);
  });

  it.each([
    ['a confidence', '0.812'],
    ['a status', 'needs review'],
    ['a reason', '“vpn”. Nothing is proven yet.'],
    ['a state', '{"id":"0123456789abcdef"}'],
    ['a fingerprint with more behind it', '0123456789abcdef, Bern'],
    ['capital letters', '0123456789ABCDEF'],
    ['a person’s own number', '20261130'],
  ])('is not %s, which columns on the move may have left there', (_, text) => {
    expect(idIn(text)).toBe('');
  });
});
