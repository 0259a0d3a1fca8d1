// After a write: did every value land in its own row? People sort, insert and delete between our last look and our write,
// and Sheets has no compare-and-swap. So we look again, and this decides from the two looks which cells to put right.
import { shownText, textOfCell, unchangedText } from './cell-text.ts';
import { type ColumnKey, isLabelKey, STATUS_KEY } from './column-keys.ts';
import type { CellValue, WrittenValue } from './ports.ts';
import type { Status } from './row-state.ts';
import { type PersonEdit, type Typed, typedBy } from './typed-edits.ts';

/** Cells to write into one row. */
export interface KeyedWrite {
  /** Row number in the sheet, from 1. */
  readonly row: number;
  readonly cells: ReadonlyMap<ColumnKey, WrittenValue>;
}

/** The cells of one row that a write may have reached, as they were read. */
export interface ManagedRow {
  /** Row number in the sheet, from 1, at the instant of the read. */
  readonly row: number;
  /** The `Usher ID` of the ticket that stands here, or empty. */
  readonly id: string;
  /** The id in the row's cell: another one where people sorted only some of the columns. */
  readonly idBeside: string;
  /** The fingerprint of its text. */
  readonly hash: string;
  readonly cells: ReadonlyMap<ColumnKey, CellValue>;
}

/** What a write is about, and how the sheet was just before it. */
export interface Intent {
  /** Cells that shall hold these values at the end, by Usher ID. */
  readonly wanted: ReadonlyMap<string, ReadonlyMap<ColumnKey, WrittenValue>>;
  readonly before: readonly ManagedRow[];
  /** Columns in which nothing but Usher's values belongs. */
  readonly machineColumns: ReadonlySet<ColumnKey>;
}

/**
 * Every value that this write has put anywhere so far, as the sheet shows it. Not by column, since columns move too: a
 * label written into the wrong column is still Usher's.
 */
export type Footprint = Set<string>;

/** Notes that `writes` went out. */
export function leaveFootprint(footprint: Footprint, writes: readonly KeyedWrite[]): void {
  for (const { cells } of writes) {
    for (const value of cells.values()) footprint.add(shownText(value));
  }
}

/**
 * The cells to put right, given how the sheet looks `after` the write. An empty list means that every row holds its own:
 * what was wanted, else what it held before, else what a person typed meanwhile.
 */
export function findRepairs(
  intent: Intent,
  footprint: Footprint,
  after: readonly ManagedRow[],
  edits: readonly PersonEdit[],
): KeyedWrite[] {
  const before = new Map<string, ManagedRow>();
  for (const row of intent.before) if (row.id !== '' && !before.has(row.id)) before.set(row.id, row);
  const isParted = after.some((row) => row.id !== row.idBeside);
  const evidence = { intent, before, footprint, typed: typedBy(edits, after) };
  const moved = isParted || haveRowsMoved(intent.before, after);
  const repairs = wrongCells(after, { ...evidence, moved });
  // Rows that moved and came back look as if they never had; a machine's value in a wrong row gives them away.
  const gaveAway = repairs.some(({ cells }) =>
    [...cells.keys()].some((key) => intent.machineColumns.has(key)),
  );
  return moved || !gaveAway ? repairs : wrongCells(after, { ...evidence, moved: true });
}

function wrongCells(after: readonly ManagedRow[], evidence: Evidence): KeyedWrite[] {
  const seen = new Set<string>();
  const repairs: KeyedWrite[] = [];
  for (const row of after) {
    if (row.id !== '' && seen.has(row.id)) continue;
    seen.add(row.id);
    const cells = new Map<ColumnKey, WrittenValue>();
    for (const [column, value] of row.cells) {
      const got = textOfCell(value);
      const right = rightValue(row, column, got, evidence);
      if (right !== null && shownText(right) !== got) cells.set(column, right);
    }
    if (cells.size > 0) repairs.push({ row: row.row, cells });
  }
  return repairs;
}

interface Evidence {
  readonly intent: Intent;
  readonly before: ReadonlyMap<string, ManagedRow>;
  readonly footprint: Footprint;
  readonly typed: Typed;
  readonly moved: boolean;
}

/** What the cell must hold, or null when it is right as it is or not ours to judge. */
function rightValue(
  row: ManagedRow,
  column: ColumnKey,
  got: string,
  evidence: Evidence,
): WrittenValue | null {
  const { intent, before, footprint, typed, moved } = evidence;
  const edit = typed(row, column);
  if (edit !== undefined) return unchangedText(edit.value);
  const decided = column === STATUS_KEY ? decidedStatus(row, evidence) : null;
  if (decided !== null) return decided;
  const wanted = intent.wanted.get(row.id)?.get(column);
  const past = before.get(row.id)?.cells.get(column);
  const held = past === undefined ? null : restored(past);
  const right = wanted ?? held ?? '';
  if (got === shownText(right)) return null;
  const isShared = !intent.machineColumns.has(column);
  if (row.id !== row.idBeside) {
    // What stood beside this id before stayed behind when the text moved on; anything else came along with the text.
    const stayed = got === textOfCell(before.get(row.idBeside)?.cells.get(column));
    return !isShared || stayed || footprint.has(got) ? right : null;
  }
  const neverArrived = wanted !== undefined && held !== null && got === shownText(held);
  if (neverArrived) return right;
  if (!footprint.has(got)) return isShared || wanted === undefined ? null : right;
  return isShared && !moved ? null : right;
}

/** The status of a row whose label a person typed while this write put another, or the same, into it. */
function decidedStatus(row: ManagedRow, { intent, typed }: Evidence): Status | null {
  const wanted = intent.wanted.get(row.id);
  if (!wanted?.has(STATUS_KEY)) return null;
  for (const [key, value] of wanted) {
    const edit = isLabelKey(key) ? typed(row, key) : undefined;
    if (edit === undefined || edit.value === '' || !edit.isSure) continue;
    return edit.value.trim() === shownText(value) ? 'confirmed' : 'corrected';
  }
  return null;
}

/** A value that was read, as it must be written to stand there again: its kind and its blanks are kept. */
export function restored(value: CellValue): WrittenValue {
  return typeof value === 'string' ? unchangedText(value) : value;
}

/** True unless the same ids stand in the same rows, in which case no value can have landed in another row. */
function haveRowsMoved(before: readonly ManagedRow[], after: readonly ManagedRow[]): boolean {
  if (before.length !== after.length) return true;
  return before.some((row, i) => {
    const now = after[i];
    return row.row !== now?.row || row.id !== now.id || row.cells.size !== now.cells.size;
  });
}
