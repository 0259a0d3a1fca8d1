// After a write: did every value land in its own row? People sort, insert and delete between our last look and our write,
// and Sheets has no compare-and-swap. So we look again, and this decides from the two looks which cells to put right.
import { shownText, textOfCell, unchangedText } from './cell-text.ts';
import { type ColumnKey, isLabelKey, isManagedKey, STATUS_KEY } from './column-keys.ts';
import type { CellValue, WrittenValue } from './ports.ts';
import type { Status } from './row-state.ts';
import type { PersonEdit, Typed } from './typed-edits.ts';
import type { Wanted } from './write-journal.ts';

/** Cells to write into one row. */
export interface KeyedWrite {
  /** Row number in the sheet, from 1. */
  readonly row: number;
  readonly cells: ReadonlyMap<ColumnKey, WrittenValue>;
}

/** A row as it was read after a write. */
export interface ReadRow {
  /** Row number in the sheet, from 1, at the instant of the read. */
  readonly row: number;
  /** The `Usher ID` of the ticket that stands here, or empty. */
  readonly id: string;
  /** The id in the row's cell: another one where people sorted only some of the columns. */
  readonly idBeside: string;
  /** Whose cells it shall have: its own, or of the ticket that it is a copy of. */
  readonly likeId: string;
  /** True for a row that has come as a copy of another: what people wrote in it is its own. */
  readonly isCopy: boolean;
  readonly cell: (key: ColumnKey) => CellValue;
  /** True for a cell that a formula of a person's fills. */
  readonly isComputed: (key: ColumnKey) => boolean;
  /** What people wrote in the row, cell by cell. */
  readonly theirs: () => readonly string[];
}

/** What a write is about, and how the sheet was just before it. */
export interface Intent {
  /** Cells that shall hold these values at the end, by Usher ID. */
  readonly wanted: Wanted;
  /** What a cell held before; undefined for a ticket that was not there. */
  readonly held: (id: string, key: ColumnKey) => CellValue | undefined;
  /** Where the tickets stood; null when that was another execution's look. */
  readonly places: readonly Place[] | null;
  /** False where nothing is known of what stood in people's own columns, which are then left alone. */
  readonly knowsOthers: boolean;
  /** Whether a row without an id stood there before with just these texts, its labels counted or not: prepared, and not left by a write. */
  readonly hadNameless: (texts: readonly string[]) => boolean;
  /** Columns in which nothing but Usher's values belongs. */
  readonly machineColumns: ReadonlySet<ColumnKey>;
}

export interface Place {
  readonly row: number;
  readonly id: string;
}

/** How the sheet looks after a write, in the columns that it may have reached. */
export interface Aftermath {
  readonly rows: readonly ReadRow[];
  readonly keys: readonly ColumnKey[];
  /** True when the columns are no longer where they were. */
  readonly isRearranged: boolean;
}

/**
 * Every value that this write has put anywhere so far, as the sheet shows it. Not by column, since columns move too: a
 * label written into the wrong column is still Usher's.
 */
export interface Footprint {
  readonly all: Set<string>;
  /** Those that went into columns of Usher's. The others are people's own, put back, and new rows may well hold the same. */
  readonly ushers: Set<string>;
}

/** Notes that `writes` went out. */
export function leaveFootprint(footprint: Footprint, writes: readonly KeyedWrite[]): void {
  for (const { cells } of writes) {
    for (const [key, value] of cells) {
      footprint.all.add(shownText(value));
      if (isManagedKey(key)) footprint.ushers.add(shownText(value));
    }
  }
}

/**
 * The cells to put right, given how the sheet looks `after` the write. An empty list means that every row holds its own:
 * what was wanted, else what it held before, else what a person typed meanwhile.
 */
export function findRepairs(
  intent: Intent,
  footprint: Footprint,
  after: Aftermath,
  typed: Typed,
): KeyedWrite[] {
  const isParted = after.rows.some((row) => row.id !== row.idBeside);
  const moved = isParted || after.isRearranged || haveRowsMoved(intent.places, after.rows);
  const evidence = { intent, footprint, typed };
  const repairs = wrongCells(after, { ...evidence, moved });
  // Rows that moved and came back look as if they never had; a machine's value in a wrong row gives them away.
  const gaveAway = repairs.some(({ cells }) =>
    [...cells.keys()].some((key) => intent.machineColumns.has(key)),
  );
  return moved || !gaveAway ? repairs : wrongCells(after, { ...evidence, moved: true });
}

function wrongCells({ rows, keys }: Aftermath, looks: Looks): KeyedWrite[] {
  const originals = new Map(rows.flatMap((row) => (row.isCopy || row.id === '' ? [] : [[row.id, row]])));
  const lastKnown = rows.reduce((last, { row, id }) => (id === '' ? last : Math.max(last, row)), 0);
  const evidence: Evidence = {
    ...looks,
    lastKnown,
    typed: (row, column) => editOf(row, column, originals.get(row.likeId), looks),
  };
  const repairs: KeyedWrite[] = [];
  for (const row of rows) {
    const cells = new Map<ColumnKey, WrittenValue>();
    const scrap = isScrap(row, keys, evidence);
    for (const key of keys) {
      if (!isManagedKey(key) && row.isComputed(key)) continue;
      const got = textOfCell(row.cell(key));
      const right = scrap ? '' : rightValue(row, key, got, evidence);
      if (right !== null && shownText(right) !== got) cells.set(key, right);
    }
    if (cells.size > 0) repairs.push({ row: row.row, cells });
  }
  return repairs;
}

/** True for a row in which nothing stands but what this write has put there: people took the row away that it was meant for. */
function isScrap(row: ReadRow, keys: readonly ColumnKey[], { intent, footprint, typed }: Evidence): boolean {
  if (row.id !== '' || row.isCopy || !intent.knowsOthers) return false;
  const filled = keys.filter((key) => textOfCell(row.cell(key)) !== '');
  const theirs = filled.filter((key) => !isManagedKey(key));
  return (
    theirs.length > 0 &&
    !intent.hadNameless(theirs.map((key) => textOfCell(row.cell(key)))) &&
    filled.every((key) => footprint.all.has(textOfCell(row.cell(key))) && typed(row, key) === undefined)
  );
}

interface Looks {
  readonly intent: Intent;
  readonly footprint: Footprint;
  readonly typed: Typed;
  readonly moved: boolean;
}

interface Evidence extends Omit<Looks, 'typed'> {
  /** Number of the last row that bears an id. */
  readonly lastKnown: number;
  readonly typed: (row: ReadRow, column: ColumnKey) => PersonEdit | undefined;
}

/**
 * What a person typed or pasted into a cell. A row that was copied in the midst of a write has brought values of this write along, and
 * may have them in the wrong columns: it has what the row has from which it was copied.
 */
function editOf(
  row: ReadRow,
  column: ColumnKey,
  original: ReadRow | undefined,
  { typed, footprint }: Looks,
): PersonEdit | undefined {
  const edit = typed(row, column);
  const isCopied = row.isCopy && edit?.isRow === true && isManagedKey(column);
  if (!isCopied || original === undefined) return edit;
  const isSure = edit.isSure && !footprint.all.has(edit.value.trim());
  return typed(original, column) ?? (isSure ? edit : undefined);
}

/** What the cell must hold, or null when it is right as it is or not ours to judge. */
function rightValue(row: ReadRow, column: ColumnKey, got: string, evidence: Evidence): WrittenValue | null {
  const { intent, footprint, typed, moved } = evidence;
  const edit = typed(row, column);
  if (row.isCopy && !isManagedKey(column)) {
    // A copy has what people put there, but not what this write had brought into a moved column, before or after the row was copied: the
    // event of such a paste tells no value.
    const isBrought = footprint.ushers.has(got);
    if (!isBrought || edit?.isTold === true) return edit === undefined ? null : unchangedText(edit.value);
  } else if (edit !== undefined) {
    // A column of people's shows a date or a formula otherwise than it was typed, and needs nothing put back that no write has met.
    return isManagedKey(column) || footprint.all.has(got) ? unchangedText(edit.value) : null;
  }
  const past = intent.held(row.likeId, column);
  if (past === undefined && !isManagedKey(column) && !footprint.ushers.has(got)) return null;
  if (past === undefined && isLabelKey(column) && cameWithRow(row, got, evidence)) return null;
  const decided = column === STATUS_KEY ? decidedStatus(row, evidence) : null;
  if (decided !== null) return decided;
  const wanted = intent.wanted.get(row.likeId)?.get(column);
  const held = past === undefined ? null : restored(past);
  const right = wanted ?? held ?? '';
  if (got === shownText(right)) return null;
  const isShared = !intent.machineColumns.has(column);
  if (row.id !== row.idBeside) {
    // What stood beside this id before stayed behind when the text moved on; anything else came along with the text.
    const stayed = got === textOfCell(intent.held(row.idBeside, column));
    return !isShared || stayed || footprint.all.has(got) ? right : null;
  }
  if (!isShared && moved) return right;
  const neverArrived = wanted !== undefined && held !== null && got === shownText(held);
  if (neverArrived) return right;
  if (!footprint.all.has(got)) return isShared || wanted === undefined ? null : right;
  return isShared && !moved ? null : right;
}

/**
 * True for the label of a row without an id that people brought along: it stood beside just these texts before, or the row is one of a
 * form, which come below all others and have nothing else of Usher's.
 */
function cameWithRow(row: ReadRow, got: string, { intent, lastKnown }: Evidence): boolean {
  const { id, idBeside, cell, theirs } = row;
  if (id !== '') return false;
  const texts = theirs();
  if (intent.hadNameless([...texts, got])) return true;
  const isPlain = idBeside === '' && [...intent.machineColumns].every((key) => textOfCell(cell(key)) === '');
  return isPlain && texts.length > 0 && row.row > lastKnown;
}

/** The status of a row whose label a person typed while this write put another, or the same, into it. */
function decidedStatus(row: ReadRow, { intent, typed }: Evidence): Status | null {
  const wanted = intent.wanted.get(row.likeId);
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
function haveRowsMoved(before: readonly Place[] | null, after: readonly ReadRow[]): boolean {
  if (before === null || before.length !== after.length) return true;
  return before.some((row, i) => row.row !== after[i]?.row || row.id !== after[i]?.id);
}
