// The `Usher queues` tab: the lead's list of labels. Cells hold names, a hidden column holds ids, so that a queue can be
// renamed without losing its history; how the promise stands is written beside each.
import { type FieldPromise, type Label, type Mode, Problem } from '../core/contract.ts';
import { DESCRIPTION_CHARACTERS_MAX, KEYWORDS_MAX, NAME_CHARACTERS_MAX } from '../core/limits.ts';
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { cellText, textOfCell } from './cell-text.ts';
import { headersOf } from './columns.ts';
import { messages } from './messages.ts';
import type { CellValue, SheetInfo, SheetsPort, Table, WrittenValue } from './ports.ts';

export const QUEUES_TAB = 'Usher queues';

const NAME = 'Queue';
const DESCRIPTION = 'What belongs here';
const KEYWORDS = 'Keywords (comma between)';
const MODE = 'Mode';
const PROMISE = 'Promise';
const ID = 'Usher queue id';
const HEADER = [NAME, DESCRIPTION, KEYWORDS, MODE, PROMISE, ID] as const;
type Column = (typeof HEADER)[number];

const MODES: readonly Mode[] = ['off', 'monitor', 'suggest', 'auto'];
const STANDARD_MODE: Mode = 'suggest';

/** The labels in the tab; null when the spreadsheet has no such tab. Throws a `Problem` for a name that stands twice. */
export function readQueues(sheets: SheetsPort): readonly Label[] | null {
  const tab = findTab(sheets);
  if (!tab) return null;
  const list = openList(sheets, tab);
  const labels: Label[] = [];
  const ids: RowWrite[] = [];
  const taken = new Set(list.rows.map((row) => list.text(row, ID)).filter(isSlug));
  const names = new Set<string>();
  const seen = new Set<string>();
  list.rows.forEach((row, i) => {
    const name = list.text(row, NAME).slice(0, NAME_CHARACTERS_MAX);
    if (name === '') return;
    if (names.has(foldName(name))) throw new Problem('bad_request', messages.queueNameTwice(name));
    names.add(foldName(name));
    let id = list.text(row, ID);
    if (!isSlug(id) || seen.has(id)) {
      id = freeSlug(name, taken);
      taken.add(id);
      ids.push({ row: i + 2, cells: new Map([[list.columnOf(ID), cellText(id)]]) });
    }
    seen.add(id);
    labels.push({
      id,
      name,
      description: list.text(row, DESCRIPTION).slice(0, DESCRIPTION_CHARACTERS_MAX),
      keywords: keywordsOf(list.text(row, KEYWORDS)),
      mode: modeOf(list.text(row, MODE)),
    });
  });
  sheets.write(tab.id, cellBlocks([...list.headerWrites, ...ids]));
  return labels;
}

/** Adds these labels below those in the tab, which is made when it is missing; a name that stands there already stays as it is. */
export function addQueues(sheets: SheetsPort, names: readonly string[]): void {
  const known = findTab(sheets);
  const tab = known ?? sheets.addSheet(QUEUES_TAB);
  if (!known) sheets.write(tab.id, [{ row: 1, column: 1, values: [[...HEADER]] }]);
  const list = openList(sheets, tab);
  const listed = new Set(list.rows.map((row) => foldName(list.text(row, NAME))));
  const taken = new Set(list.rows.map((row) => list.text(row, ID)));
  const fresh = names.filter((name) => !listed.has(foldName(name)));
  const writes = fresh.map((name, i): RowWrite => {
    const id = freeSlug(name, taken);
    taken.add(id);
    const cells: [Column, string][] = [
      [NAME, cellText(name)],
      [MODE, STANDARD_MODE],
      [ID, cellText(id)],
    ];
    return {
      row: list.rows.length + 2 + i,
      cells: new Map(cells.map(([column, text]) => [list.columnOf(column), text])),
    };
  });
  sheets.write(tab.id, cellBlocks([...list.headerWrites, ...writes]));
}

/** Gives the tab its look: drop-downs for the mode, the id hidden. Doing it twice changes nothing. */
export function dressQueuesTab(sheets: SheetsPort): void {
  const tab = findTab(sheets);
  if (!tab) return;
  const list = openList(sheets, tab);
  const at = (column: Column): number => list.columnOf(column) + 1;
  sheets.growColumns(tab.id, Math.max(...HEADER.map(at)));
  sheets.write(tab.id, cellBlocks(list.headerWrites));
  sheets.applyLook(tab.id, {
    frozenRows: 1,
    hiddenColumns: [at(ID)],
    textColumns: [NAME, DESCRIPTION, KEYWORDS, PROMISE, ID].map((column) => at(column as Column)),
    dropDowns: [{ column: at(MODE), values: MODES, strict: true }],
    widths: [
      { column: at(NAME), pixels: 180 },
      { column: at(DESCRIPTION), pixels: 380 },
      { column: at(KEYWORDS), pixels: 280 },
      { column: at(MODE), pixels: 90 },
      { column: at(PROMISE), pixels: 420 },
    ],
    headerNotes: [
      { column: at(MODE), note: messages.modeNote },
      { column: at(PROMISE), note: messages.promiseNote },
    ],
  });
}

/** Writes how the promise stands beside each queue, and the mode in force where it is not the one that was asked for. */
export function writePromises(sheets: SheetsPort, promise: FieldPromise): void {
  const tab = findTab(sheets);
  if (!tab) return;
  const list = openList(sheets, tab);
  const byId = new Map(promise.labels.map((label) => [label.label, label]));
  const writes = list.rows.flatMap((row, i): RowWrite[] => {
    const stands = byId.get(list.text(row, ID));
    if (!stands) return [];
    const cells = new Map<number, WrittenValue>([[list.columnOf(PROMISE), cellText(stands.sentence)]]);
    if (modeOf(list.text(row, MODE)) !== stands.mode) cells.set(list.columnOf(MODE), stands.mode);
    return [{ row: i + 2, cells }];
  });
  sheets.write(tab.id, cellBlocks(writes));
}

/** Names compare without case and outer or doubled spaces, as people type them. */
export function foldName(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}

interface QueueList {
  readonly rows: readonly (readonly CellValue[])[];
  /** Headers that the tab lacks so far, placed at its right end. */
  readonly headerWrites: readonly RowWrite[];
  /** Zero-based. */
  columnOf(column: Column): number;
  text(row: readonly CellValue[], column: Column): string;
}

/** The tab with its columns found by header, so that people may move them; missing ones get a place at the right. */
function openList(sheets: SheetsPort, tab: SheetInfo): QueueList {
  const table: Table = sheets.read(tab.id);
  const headers = headersOf(table.rows[0]);
  const missing = HEADER.filter((column) => !headers.includes(column));
  const places = new Map<Column, number>();
  for (const column of HEADER) {
    const at = headers.indexOf(column);
    places.set(column, at >= 0 ? at : headers.length + missing.indexOf(column));
  }
  const columnOf = (column: Column): number => places.get(column) ?? 0;
  return {
    rows: table.rows.slice(1),
    headerWrites:
      missing.length === 0
        ? []
        : [{ row: 1, cells: new Map(missing.map((column) => [columnOf(column), cellText(column)])) }],
    columnOf,
    text: (row, column) => textOfCell(row[columnOf(column)]),
  };
}

/** True for the tab itself. */
export function isQueuesTab(sheets: SheetsPort, sheetId: number): boolean {
  return findTab(sheets)?.id === sheetId;
}

function findTab(sheets: SheetsPort): SheetInfo | undefined {
  return sheets.sheets().find((sheet) => sheet.name === QUEUES_TAB);
}

function modeOf(text: string): Mode {
  return MODES.find((mode) => mode === text.toLowerCase()) ?? STANDARD_MODE;
}

function keywordsOf(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((keyword) => keyword.trim().slice(0, NAME_CHARACTERS_MAX))
    .filter((keyword) => keyword !== '')
    .slice(0, KEYWORDS_MAX);
}

function isSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,63}$/.test(text);
}

/** A machine name made from `name` that is not among `taken`. */
export function freeSlug(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  const base = plain === '' ? 'queue' : plain;
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  return slug;
}
