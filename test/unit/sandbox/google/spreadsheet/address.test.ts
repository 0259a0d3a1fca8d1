import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { a1Of, columnIndex, columnName, parseA1 } from '../../../../../sandbox/google/spreadsheet/address.ts';

const END = Number.POSITIVE_INFINITY;

describe('A1 notation', () => {
  it.each([
    ['B2', undefined, { row: 1, column: 1, rows: 1, columns: 1 }],
    ['B2:C9', undefined, { row: 1, column: 1, rows: 8, columns: 2 }],
    ['$C$9:B2', undefined, { row: 1, column: 1, rows: 8, columns: 2 }],
    ['C:C', undefined, { row: 0, column: 2, rows: END, columns: 1 }],
    ['2:3', undefined, { row: 1, column: 0, rows: 2, columns: END }],
    ['A2:A', undefined, { row: 1, column: 0, rows: END, columns: 1 }],
    ["'It''s'!A1", "It's", { row: 0, column: 0, rows: 1, columns: 1 }],
    ['Tickets!A1:B2', 'Tickets', { row: 0, column: 0, rows: 2, columns: 2 }],
  ])('reads %s', (notation, sheet, area) => {
    expect(parseA1(notation)).toEqual({ sheet, area });
  });

  it.each(['', 'A', '1', 'A0x', 'Tickets'])('refuses "%s"', (notation) => {
    expect(() => parseA1(notation)).toThrow('No range is called');
  });

  it('names columns so that the name leads back', () => {
    fc.assert(fc.property(fc.nat(18_277), (column) => columnIndex(columnName(column)) === column));
  });

  it('writes areas as Sheets does', () => {
    const notations = ['B2', 'B2:C9', 'C:C', '2:3'];
    expect(notations.map((notation) => a1Of(parseA1(notation).area))).toEqual(notations);
  });
});
