import { describe, expect, it } from '@jest/globals';
import { afterChange, carried } from '../../../../../sandbox/google/spreadsheet/references.ts';

const insertRowAt3 = { axis: 'rows', kind: 'insert', at: 2, count: 1 } as const;
const deleteColumnB = { axis: 'columns', kind: 'delete', at: 1, count: 1 } as const;

describe('afterChange', () => {
  it.each([
    ['=A2+A3', '=A2+A4'],
    ['=SUM($A$3:B9)', '=SUM($A$4:B10)'],
    ['="A3 "&A3', '="A3 "&A4'],
    ["='My desk'!A3+A3", "='My desk'!A3+A4"],
    ['=Tickets!A3', '=Tickets!A4'],
    ['=LOG10(A3)', '=LOG10(A4)'],
  ])('lets %s follow an inserted row', (before, after) => {
    expect(afterChange(before, 'Tickets', 'Tickets', insertRowAt3)).toBe(after);
  });

  it.each([
    ['=C1', '=B1'],
    ['=B1', '=#REF!'],
    ['=COUNTA(C:D)', '=COUNTA(B:C)'],
  ])('lets %s follow a deleted column', (before, after) => {
    expect(afterChange(before, 'Tickets', 'Tickets', deleteColumnB)).toBe(after);
  });

  it('leaves formulas alone that look at another sheet', () => {
    expect(afterChange('=A3', 'Health', 'Tickets', insertRowAt3)).toBe('=A3');
  });
});

describe('carried', () => {
  it('takes along relative references and leaves fixed ones', () => {
    expect(carried('=A2&$A$1&A$1', 3)).toBe('=A5&$A$1&A$1');
  });
});
