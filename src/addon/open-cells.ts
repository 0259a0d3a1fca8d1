// Writes cells where people let us: protected ranges that are closed to this person are found out when a write is refused, and the
// cells outside of them are written without them.
import { Problem } from '../core/contract.ts';
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { messages } from './messages.ts';
import type { CellArea, SheetWorld } from './ports.ts';

/** So few rows may well be closed one by one, and are told one by one. */
const FEW_ROWS = 10;

/** What came of a write beside closed cells. */
export interface OpenWrite {
  /** Numbers of the rows that were left out. */
  readonly closed: ReadonlySet<number>;
  /** True when closed cells moved meanwhile, or rows went from the sheet's end, so that not all of the others may have been written. */
  readonly isCutShort: boolean;
}

/**
 * Writes all rows but those in which a cell is closed, of these or of `columnsOf` the write, since half a row would be told as somebody
 * else's. Costs no call more while nothing is closed. Throws a `Problem` when every row has a closed cell.
 */
export function writeOpenCells(
  world: SheetWorld,
  sheetId: number,
  writes: readonly RowWrite[],
  columnsOf: (write: RowWrite) => readonly number[],
): OpenWrite {
  const blocks = cellBlocks(writes);
  try {
    world.sheets.write(sheetId, blocks);
    return { closed: new Set(), isCutShort: false };
  } catch (error) {
    // Of a sheet without spare rows people deleted some since; the look that follows tells where the others are.
    if (world.sheets.isBeyond(sheetId, blocks)) return { closed: new Set(), isCutShort: true };
    const areas = world.sheets.closedAreas(sheetId);
    if (areas.length === 0) throw error;
    const isClosed = within(areas);
    const open = writes.filter(
      (write) => ![...write.cells.keys(), ...columnsOf(write)].some((column) => isClosed(write.row, column)),
    );
    const isOpen = new Set(open);
    const closed = new Set(writes.flatMap((write) => (isOpen.has(write) ? [] : [write.row])));
    if (open.length === 0 && writes.length > FEW_ROWS) {
      const sheet = world.sheets.sheets().find(({ id }) => id === sheetId);
      throw new Problem('forbidden', messages.troubles.protectedCells(sheet?.name ?? ''));
    }
    let isCutShort = false;
    const openBlocks = cellBlocks(open);
    try {
      world.sheets.write(sheetId, openBlocks);
    } catch (again) {
      // People moved rows, and their closed cells with them, since we asked where those are; the look that follows tells what to write.
      const isMoved =
        world.sheets.isBeyond(sheetId, openBlocks) || !isSameAreas(areas, world.sheets.closedAreas(sheetId));
      if (!isMoved) throw again;
      isCutShort = true;
    }
    return { closed, isCutShort };
  }
}

function isSameAreas(a: readonly CellArea[], b: readonly CellArea[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function within(areas: readonly CellArea[]): (row: number, column: number) => boolean {
  return (row, column) =>
    areas.some(
      (area) =>
        row >= area.row &&
        row < area.row + area.rows &&
        column + 1 >= area.column &&
        column + 1 < area.column + area.columns,
    );
}
