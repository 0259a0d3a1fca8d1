// Groups single cells to write into the fewest rectangles, since each rectangle is one call.
import type { CellBlock, WrittenValue } from './ports.ts';

/** The cells of one row that shall be written: zero-based column to value. */
export interface RowWrite {
  /** Row number in the sheet, from 1. */
  readonly row: number;
  readonly cells: ReadonlyMap<number, WrittenValue>;
}

interface Segment {
  readonly column: number;
  readonly values: readonly WrittenValue[];
}

/**
 * Rectangles that cover exactly the given cells and no other. Neighbouring columns of a row form a segment; segments
 * of the same columns in consecutive rows form a block.
 */
export function cellBlocks(writes: readonly RowWrite[]): CellBlock[] {
  const sorted = [...writes].sort((a, b) => a.row - b.row);
  const open = new Map<string, { row: number; column: number; values: (readonly WrittenValue[])[] }>();
  const blocks: CellBlock[] = [];
  for (const { row, cells } of sorted) {
    for (const { column, values } of segmentsOf(cells)) {
      const key = `${column}+${values.length}`;
      const block = open.get(key);
      if (block && block.row + block.values.length === row) {
        block.values.push(values);
        continue;
      }
      const fresh = { row, column: column + 1, values: [values] };
      open.set(key, fresh);
      blocks.push(fresh);
    }
  }
  return blocks;
}

function segmentsOf(cells: ReadonlyMap<number, WrittenValue>): Segment[] {
  const columns = [...cells.keys()].sort((a, b) => a - b);
  const segments: { column: number; values: WrittenValue[] }[] = [];
  for (const column of columns) {
    const value = cells.get(column);
    if (value === undefined) continue;
    const last = segments[segments.length - 1];
    if (last && last.column + last.values.length === column) last.values.push(value);
    else segments.push({ column, values: [value] });
  }
  return segments;
}
