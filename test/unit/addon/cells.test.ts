import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cellBlocks, type RowWrite } from '../../../src/addon/cell-blocks.ts';
import { cellText, textOfCell } from '../../../src/addon/cell-text.ts';

describe('cellText', () => {
  it.each([
    '=1+1',
    '+49 30 1234',
    '-- urgent',
    '@here',
    "'quoted",
    '1/2',
    '2026-11-24',
    '50 %',
    '€ 5',
    'TRUE',
    ' =x',
    'March 3',
    '3 März',
    'Wahr',
    'Level 2',
  ])('marks %s as text', (text) => {
    expect(cellText(text)).toBe(`'${text}`);
  });

  it.each(['Network & VPN', 'Access', 'true story', ''])('leaves %p alone', (text) => {
    expect(cellText(text)).toBe(text);
  });

  it('cuts what would not fit a cell', () => {
    expect(cellText('x'.repeat(60_000))).toHaveLength(49_000);
  });
});

describe('textOfCell', () => {
  it.each([
    ['a date', new Date(Date.UTC(2026, 10, 24, 9)), '2026-11-24T09:00:00.000Z'],
    ['a broken date', new Date(Number.NaN), ''],
    ['a number', 4711, '4711'],
    ['a truth value', true, 'TRUE'],
    ['outer spaces', '  x ', 'x'],
    ['nothing', undefined, ''],
  ])('reads %s', (_name, value, expected) => {
    expect(textOfCell(value)).toBe(expected);
  });
});

describe('cellBlocks', () => {
  const row = (number: number, cells: Record<number, string>): RowWrite => ({
    row: number,
    cells: new Map(Object.entries(cells).map(([column, value]) => [Number(column), value])),
  });

  it('makes one block of consecutive rows with neighbouring columns', () => {
    expect(cellBlocks([row(2, { 4: 'a', 5: 'b' }), row(3, { 4: 'c', 5: 'd' })])).toEqual([
      {
        row: 2,
        column: 5,
        values: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      },
    ]);
  });

  it('writes exactly the given cells, each once, whatever rows and columns they are in', () => {
    const write = fc.record({
      row: fc.integer({ min: 2, max: 12 }),
      columns: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(write, { selector: (w) => w.row, maxLength: 11 }), (writes) => {
        const wanted = writes.flatMap((w) => w.columns.map((column) => `${w.row}:${column + 1}`)).sort();
        const blocks = cellBlocks(
          writes.map((w) => row(w.row, Object.fromEntries(w.columns.map((c) => [c, 'x'])))),
        );
        const got = blocks.flatMap((block) =>
          block.values.flatMap((values, i) => values.map((_, j) => `${block.row + i}:${block.column + j}`)),
        );
        expect(got.sort()).toEqual(wanted);
      }),
    );
  });
});
