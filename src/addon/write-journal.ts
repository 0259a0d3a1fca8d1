// What every ticket's cells must hold, put down in a hidden tab just before Usher writes. An execution that is killed between its write
// and its check may leave values in the wrong rows: the next one goes on with the same check from here. It is also what a ticket is
// known by when people have parted its text from Usher's cells, or deleted the row in which those had stayed behind.
import { textOfCell } from './cell-text.ts';
import { type ColumnKey, isManagedKey, managedKeys } from './column-keys.ts';
import { headersOf } from './columns.ts';
import type { CellValue, SheetInfo, SheetWorld, WrittenValue } from './ports.ts';
import { namelessMarks, restDigest } from './row-identity.ts';
import { openHolder } from './run-lease.ts';
import { isRecord } from './settings.ts';
import { columnKeys, rowValues, type SheetView } from './sheet-view.ts';
import type { Stood } from './typed-edits.ts';

const JOURNAL_TAB = 'Usher journal';
/** How many rows of the tab may be filled: they are then read in one call, and in none while nothing was ever put down. */
const LENGTH_KEY = 'usher.journal';
/** Sheets takes 50,000 characters a cell. */
const CHUNK_CHARACTERS = 45_000;
/** A new tab has a thousand rows of 26 cells, and the journal of 100,000 tickets fills some two thousand cells. */
const CHUNKS_A_ROW = 20;
const BLANK_ROW: readonly string[] = Array.from({ length: CHUNKS_A_ROW }, () => '');
/** The journal of a larger sheet leaves out what stands in people's own columns, which would double the sheet at every write. */
const ROWS_IN_FULL_MAX = 10_000;
/** Rows that are prepared alike share one mark. */
const NAMELESS_MAX = 500;
/** A cell that begins with it keeps all that follows, blanks and apostrophes included. */
const CHUNK_MARK = '#';

export type Wanted = ReadonlyMap<string, ReadonlyMap<ColumnKey, WrittenValue>>;

/** A ticket as a write found it and was to leave it. */
export interface JournalTicket {
  readonly hash: string;
  /** `restDigest` of its row. */
  readonly rest: string;
  /** Number of its row in the look that the write was planned on. */
  readonly row: number;
  /** Its cells before the write, blank ones left out. */
  readonly held: ReadonlyMap<ColumnKey, CellValue>;
  /** What the write was to bring. */
  readonly wanted: ReadonlyMap<ColumnKey, WrittenValue>;
}

export interface Journal {
  /** The execution that wrote. */
  readonly holder: string;
  /** Epoch milliseconds of the look that the write was planned on. */
  readonly at: number;
  /** The headers, as `layoutOf` has them. */
  readonly layout: string;
  /** False for the journal of a large sheet, which leaves out what stands in people's own columns. */
  readonly isFull: boolean;
  /** `namelessMarks` of the rows without an id, as many as a head takes. */
  readonly nameless: readonly string[];
  /** By Usher ID. */
  readonly tickets: ReadonlyMap<string, JournalTicket>;
}

/** Adds the hidden tab when it is missing. */
export function addJournalTab(world: SheetWorld): void {
  if (findTab(world)) return;
  const tab = world.sheets.addSheet(JOURNAL_TAB);
  world.sheets.applyLook(tab.id, { textColumns: [1], isHidden: true });
}

/** The headers as one text, which tells whether columns were moved, added or taken away. */
export function layoutOf(view: SheetView): string {
  return headersOf(view.table.rows[0]).join('\n');
}

/**
 * Puts down `view` and what is `wanted` of it; one call, and none while nobody holds the lease.
 */
export function saveJournal(world: SheetWorld, view: SheetView, wanted: Wanted): void {
  const tab = findTab(world);
  const holder = openHolder(world);
  if (!tab || holder === null) return;
  const isFull = view.rows.length <= ROWS_IN_FULL_MAX;
  const columns = [...(isFull ? columnKeys(view) : managedKeys(view.columns))];
  const tickets: Record<string, unknown> = {};
  for (const row of view.rows) {
    if (row.id === '' || tickets[row.id] !== undefined) continue;
    const values = rowValues(view, row.row);
    const held: Record<string, unknown> = {};
    for (const [column, key] of columns) {
      const value = values[column] ?? '';
      if (value !== '') held[key] = packed(value);
    }
    const cells = wanted.get(row.id);
    const ticket = [row.hash, restDigest(view, row.row), row.row, held];
    tickets[row.id] = cells
      ? [...ticket, Object.fromEntries([...cells].map(([key, value]) => [key, packed(value)]))]
      : ticket;
  }
  const text = JSON.stringify(tickets);
  const chunks: string[] = [];
  for (let at = 0; at < text.length; at += CHUNK_CHARACTERS)
    chunks.push(CHUNK_MARK + text.slice(at, at + CHUNK_CHARACTERS));
  const owner = world.settings.owner();
  const nameless = [...new Set(namelessMarks(view))].slice(0, NAMELESS_MAX);
  const head = {
    holder,
    owner,
    at: view.at,
    chunks: chunks.length,
    layout: layoutOf(view),
    isFull,
    nameless,
  };
  const cells = [CHUNK_MARK + JSON.stringify(head), ...chunks];
  const rows: string[][] = [];
  for (let at = 0; at < cells.length; at += CHUNKS_A_ROW)
    rows.push(Array.from({ length: CHUNKS_A_ROW }, (_, i) => cells[at + i] ?? ''));
  // Told before they are written: a row too many is read as blank, and one too few would spoil the rest.
  if (rows.length > lengthOf(world)) world.settings.write(LENGTH_KEY, String(rows.length));
  world.sheets.write(tab.id, [{ row: 1, column: 1, values: rows }]);
}

function lengthOf(world: SheetWorld): number {
  return Number(world.settings.read(LENGTH_KEY) ?? 0);
}

/** What was last put down in this spreadsheet; null where there is nothing, or what there is came along with a copy. */
export function readJournal(world: SheetWorld): Journal | null {
  const tab = findTab(world);
  const length = lengthOf(world);
  if (!tab || length === 0) return null;
  const filled = { sheet: tab, firstRow: 2, rows: Array.from({ length }, () => BLANK_ROW) };
  const { rows } = world.sheets.reread(filled) ?? world.sheets.read(tab.id);
  const cells = rows.flatMap((row) => row.map((cell) => String(cell).slice(CHUNK_MARK.length)));
  const head = parsed(cells[0] ?? '');
  if (!isRecord(head)) return null;
  const { holder, owner, at, chunks, layout, isFull, nameless } = head;
  if (owner !== world.settings.owner() || typeof holder !== 'string') return null;
  if (typeof at !== 'number' || typeof chunks !== 'number' || typeof layout !== 'string') return null;
  const tickets = parsed(cells.slice(1, 1 + chunks).join(''));
  if (!isRecord(tickets)) return null;
  const entries = Object.entries(tickets).flatMap(([id, ticket]) => {
    const known = parseTicket(ticket);
    return known ? [[id, known] as const] : [];
  });
  return {
    holder,
    at,
    layout,
    isFull: isFull !== false,
    nameless: textsIn(nameless),
    tickets: new Map(entries),
  };
}

/** How a ticket stood before the write of a journal, by its id. */
export function stoodIn(journal: Journal | null): (id: string) => Stood | undefined {
  return (id) => {
    const ticket = journal?.tickets.get(id);
    return ticket && { row: ticket.row, held: (key) => textOfCell(ticket.held.get(key)) };
  };
}

/** What people had in their own cells of a ticket, as far as the journal has it. */
export function heldByPeople(held: ReadonlyMap<ColumnKey, CellValue>): string[] {
  return [...held].flatMap(([key, value]) => (isManagedKey(key) ? [] : [textOfCell(value)]));
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function parseTicket(value: unknown): JournalTicket | null {
  if (!Array.isArray(value)) return null;
  const [hash, rest, row, held, wanted]: unknown[] = value;
  if (typeof hash !== 'string' || typeof rest !== 'string' || typeof row !== 'number') return null;
  return { hash, rest, row, held: unpackedCells(held), wanted: unpackedCells(wanted) };
}

/** Dates have no form of their own in JSON. */
function packed(value: CellValue): unknown {
  return value instanceof Date ? { date: value.getTime() } : value;
}

function unpackedCells(value: unknown): Map<ColumnKey, CellValue> {
  const cells = new Map<ColumnKey, CellValue>();
  if (!isRecord(value)) return cells;
  for (const [key, cell] of Object.entries(value)) {
    if (typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean')
      cells.set(key, cell);
    else if (isRecord(cell) && typeof cell['date'] === 'number') cells.set(key, new Date(cell['date']));
  }
  return cells;
}

function findTab(world: SheetWorld): SheetInfo | undefined {
  return world.sheets.sheets().find((sheet) => sheet.name === JOURNAL_TAB);
}
