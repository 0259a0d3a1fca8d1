// After a write: did every value land in its own row? People sort, insert and delete between our last look and our write,
// and Sheets has no compare-and-swap. So we look again, and this decides from the two looks which cells to put right.
import { cellText, shownText, textOfCell } from './cell-text.ts';
import type { ColumnKey } from './column-keys.ts';
import type { CellValue, WrittenValue } from './ports.ts';

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
  /** `Usher ID`, or empty. */
  readonly id: string;
  /** Whom a person's edit is filed under when the row has no id: the fingerprint of its text. */
  readonly hash: string;
  readonly cells: ReadonlyMap<ColumnKey, CellValue>;
}

/** A value that a person typed while a run was going on, as the edit event told it. */
export interface PersonEdit {
  /** The `Usher ID` of the row, or `#` and the fingerprint of its text where it has none. */
  readonly key: string;
  readonly column: ColumnKey;
  readonly value: string;
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
  const typed = new Map(edits.map((edit) => [`${edit.key}\n${edit.column}`, edit.value]));
  const evidence = { intent, before, footprint, typed };
  const moved = haveRowsMoved(intent.before, after);
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
  readonly typed: ReadonlyMap<string, string>;
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
  const personTyped = typed.get(`${row.id === '' ? `#${row.hash}` : row.id}\n${column}`);
  if (personTyped !== undefined) return cellText(personTyped);
  const wanted = intent.wanted.get(row.id)?.get(column);
  const past = before.get(row.id)?.cells.get(column);
  const held = past === undefined ? null : restored(past);
  const right = wanted ?? held ?? '';
  if (got === shownText(right)) return null;
  const isOurs = footprint.has(got);
  const isShared = !intent.machineColumns.has(column);
  const neverArrived = wanted !== undefined && held !== null && got === shownText(held);
  if (neverArrived) return right;
  if (!isOurs) return isShared || wanted === undefined ? null : right;
  return isShared && !moved ? null : right;
}

/** A value that was read, as it must be written to stand there again. */
export function restored(value: CellValue): WrittenValue {
  return typeof value === 'number' ? value : cellText(textOfCell(value));
}

/** True unless the same ids stand in the same rows, in which case no value can have landed in another row. */
function haveRowsMoved(before: readonly ManagedRow[], after: readonly ManagedRow[]): boolean {
  if (before.length !== after.length) return true;
  return before.some((row, i) => {
    const now = after[i];
    return row.row !== now?.row || row.id !== now.id || row.cells.size !== now.cells.size;
  });
}
