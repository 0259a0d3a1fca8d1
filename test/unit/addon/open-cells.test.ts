import { describe, expect, it } from '@jest/globals';
import type { RowWrite } from '../../../src/addon/cell-blocks.ts';
import { writeOpenCells } from '../../../src/addon/open-cells.ts';
import type { CellArea, CellBlock, SheetWorld } from '../../../src/addon/ports.ts';

const SHEET = 7;
const QUEUE = 3;
const STATUS = 5;

/** A sheet in which some cells are closed: it refuses a rectangle that reaches one, as Sheets does, and keeps those before. */
class ClosedSheet {
  readonly written: number[] = [];
  attempts = 0;
  #closed: readonly CellArea[] = [];
  readonly #onceAsked: () => void;

  /** Closes the queue of `rows`; `onceAsked` is what people do each time that we have just asked which cells are closed. */
  constructor(rows: readonly number[], onceAsked: (sheet: ClosedSheet) => void = () => undefined) {
    this.close(rows);
    this.#onceAsked = () => onceAsked(this);
  }

  /** These rows are closed from now on, and no others. */
  close(rows: readonly number[]): void {
    this.#closed = rows.map((row) => ({ row, column: QUEUE + 1, rows: 1, columns: 1 }));
  }

  get world(): SheetWorld {
    const sheets = {
      sheets: () => [{ id: SHEET, name: 'Tickets' }],
      write: (_: number, blocks: readonly CellBlock[]) => this.#write(blocks),
      isBeyond: () => false,
      closedAreas: () => {
        const areas = this.#closed;
        this.#onceAsked();
        return areas;
      },
    };
    return { sheets } as unknown as SheetWorld;
  }

  #write(blocks: readonly CellBlock[]): void {
    this.attempts += 1;
    for (const { row, column, values } of blocks) {
      const reaches = (area: CellArea) =>
        area.row >= row &&
        area.row < row + values.length &&
        area.column >= column &&
        area.column < column + (values[0]?.length ?? 0);
      if (this.#closed.some(reaches)) throw new Error('You are trying to edit a protected cell or object.');
      values.forEach((_, i) => {
        this.written.push(row + i);
      });
    }
  }
}

const writesTo = (rows: readonly number[], column = QUEUE): RowWrite[] =>
  rows.map((row) => ({ row, cells: new Map([[column, 'Network']]) }));
const noOther = () => [];

/** Writes into `rows` of the sheet; the numbers of the rows that were left out. */
function leftOut(sheet: ClosedSheet, rows: readonly number[]) {
  const { closed, isCutShort } = writeOpenCells(sheet.world, SHEET, writesTo(rows), noOther);
  return { rows: [...closed], isCutShort };
}

describe('writeOpenCells', () => {
  it('writes all in one attempt where nothing is closed', () => {
    const sheet = new ClosedSheet([]);
    expect(leftOut(sheet, [2, 3, 4])).toEqual({ rows: [], isCutShort: false });
    expect([sheet.written, sheet.attempts]).toEqual([[2, 3, 4], 1]);
  });

  it('leaves out rows of which a cell is closed and writes the others', () => {
    const sheet = new ClosedSheet([3]);
    expect(leftOut(sheet, [2, 3, 4])).toEqual({ rows: [3], isCutShort: false });
    expect(sheet.written).toEqual([2, 4]);
  });

  it('leaves out a row of which a cell is closed that it is to get besides, once a write was refused', () => {
    const sheet = new ClosedSheet([3, 4]);
    const writes = [...writesTo([2, 3], STATUS), ...writesTo([4])];
    const { closed } = writeOpenCells(sheet.world, SHEET, writes, () => [QUEUE]);
    expect([...closed]).toEqual([3, 4]);
  });

  it('is no error where closed cells move into its way meanwhile: it tells that it was cut short', () => {
    const sheet = new ClosedSheet([3], (moving) => moving.close([4]));
    expect(leftOut(sheet, [2, 3, 4])).toEqual({ rows: [3], isCutShort: true });
  });

  it('writes the rest where closed cells move meanwhile and not into its way', () => {
    const sheet = new ClosedSheet([3], (moving) => moving.close([9]));
    expect(leftOut(sheet, [2, 3, 4])).toEqual({ rows: [3], isCutShort: false });
    expect(sheet.written).toEqual([2, 4]);
  });

  it.each([
    ['that has nothing to do with closed cells', []],
    ['that closed cells, which stand where they stood, do not explain', [9]],
  ])('passes on a failure %s', (_, closed) => {
    const world = new ClosedSheet(closed).world;
    const write = () => {
      throw new Error('Service Spreadsheets failed while accessing document.');
    };
    const failing = { ...world, sheets: { ...world.sheets, write } };
    expect(() => writeOpenCells(failing, SHEET, writesTo([2, 3]), noOther)).toThrow(
      'Service Spreadsheets failed',
    );
  });

  it('says in whose hands it is where every one of many rows has a closed cell', () => {
    const rows = Array.from({ length: 11 }, (_, i) => 2 + i);
    expect(() => leftOut(new ClosedSheet(rows), rows)).toThrow(/Tickets/);
  });

  it('tells the rows one by one where all of a few are closed', () => {
    expect(leftOut(new ClosedSheet([2, 3]), [2, 3])).toEqual({ rows: [2, 3], isCutShort: false });
  });
});
