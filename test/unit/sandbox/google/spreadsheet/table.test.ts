import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shiftedIndex } from '../../../../../sandbox/google/spreadsheet/area.ts';
import { type Change, Table } from '../../../../../sandbox/google/spreadsheet/table.ts';

const SIZE = 8;

/** Changes that fit a grid of at least SIZE rows and columns, whatever came before. */
const aChange: fc.Arbitrary<Change> = fc.record({
  axis: fc.constantFrom('rows', 'columns'),
  kind: fc.constantFrom('insert', 'delete', 'move'),
  at: fc.integer({ min: 0, max: SIZE - 3 }),
  count: fc.integer({ min: 1, max: 3 }),
  to: fc.integer({ min: 0, max: SIZE }),
});

describe('Table', () => {
  it('holds every entry where the change says that its row and column went, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(aChange, { maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1))),
        (changes, places) => {
          const table = new Table<string>();
          for (const [row, column] of places) table.set(row, column, `${row},${column}`);
          const expected = new Map<string, string>();
          for (const [row, column] of places) {
            let place: [number, number] | undefined = [row, column];
            for (const change of changes) place = place && after(place, change);
            if (place !== undefined) expected.set(place.join(), `${row},${column}`);
          }
          for (const change of changes) table.apply(isNoMove(change) ? { ...change, to: change.at } : change);
          const found = new Map<string, string>();
          table.forEach((entry, row, column) => {
            found.set([row, column].join(), entry);
          });
          expect(found).toEqual(expected);
        },
      ),
    );
  });

  it('is as high and wide as its last entries', () => {
    const table = new Table<number>();
    table.set(4, 2, 1);
    table.set(1, 6, 1);
    table.set(1, 6, undefined);
    expect([table.height, table.width]).toEqual([5, 3]);
  });
});

/** A move into the block itself leaves it where it is. */
function isNoMove({ kind, at, count, to = at }: Change): boolean {
  return kind === 'move' && to >= at && to <= at + count;
}

function after([row, column]: [number, number], change: Change): [number, number] | undefined {
  if (isNoMove(change)) return [row, column];
  const index = shiftedIndex(change.axis === 'rows' ? row : column, change);
  if (index === undefined) return undefined;
  return change.axis === 'rows' ? [index, column] : [row, index];
}
