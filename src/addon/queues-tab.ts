// The `Usher queues` tab: the lead's list of labels. Cells hold names, hidden columns hold ids and former names, so that a queue can be
// renamed, merged into another or retired without losing its history; how the promise stands is written beside each.
import { type Mode, Problem } from '../core/contract.ts';
import {
  DESCRIPTION_CHARACTERS_MAX,
  FORMER_NAMES_MAX,
  KEYWORDS_MAX,
  NAME_CHARACTERS_MAX,
} from '../core/limits.ts';
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { cellText, textOfCell } from './cell-text.ts';
import { headersOf } from './columns.ts';
import { foldName, freeSlug, isSlug, type LabelLists, type ListedLabel } from './label-names.ts';
import { messages } from './messages.ts';
import type { CellValue, SheetInfo, SheetsPort, Table } from './ports.ts';

export const QUEUES_TAB = 'Usher queues';
/** The field of the rows that name none. */
export const QUEUE_FIELD = 'queue';

const NAME = 'Queue';
const DESCRIPTION = 'What belongs here';
const KEYWORDS = 'Keywords (comma between)';
export const MODE = 'Mode';
export const PROMISE = 'Promise';
const MERGE = 'Merge into';
export const NEVER_MISSED = 'Never missed';
export const FIELD = 'Field';
const FORMER = 'Former names';
export const ID = 'Usher queue id';
const HEADER = [
  ...([NAME, DESCRIPTION, KEYWORDS, MODE, PROMISE, MERGE] as const),
  ...([NEVER_MISSED, FIELD, FORMER, ID] as const),
] as const;
type Column = (typeof HEADER)[number];

const MODES: readonly Mode[] = ['off', 'monitor', 'suggest', 'auto'];
export const STANDARD_MODE: Mode = 'suggest';
/** What stands under `Never missed`. */
export const YES = 'yes';
const NO = 'no';
/** What stands in the mode of a queue that no ticket gets any more. */
const RETIRED = 'retired';

interface ReadRow {
  readonly field: string;
  readonly label: ListedLabel;
  /** The name in `Merge into`, empty for none. */
  readonly mergeInto: string;
}

/**
 * The labels in the tab by field, merged and retired ones included; null when the spreadsheet has no such tab. Gives an id to each
 * label that has none. Throws a `Problem` for a name that stands twice and for a merge into a queue that is not there.
 */
export function readQueues(sheets: SheetsPort): LabelLists | null {
  const tab = findTab(sheets);
  if (!tab) return null;
  const list = openList(sheets, tab);
  const ids: RowWrite[] = [];
  const taken = new Set(list.rows.map((row) => list.text(row, ID)).filter(isSlug));
  const names = new Set<string>();
  const seen = new Set<string>();
  const rows: ReadRow[] = [];
  list.rows.forEach((row, i) => {
    const name = list.text(row, NAME).slice(0, NAME_CHARACTERS_MAX);
    if (name === '') return;
    const field = fieldOf(list.text(row, FIELD));
    if (names.has(`${field} ${foldName(name)}`))
      throw new Problem('bad_request', messages.queueNameTwice(name));
    names.add(`${field} ${foldName(name)}`);
    let id = list.text(row, ID);
    if (!isSlug(id) || seen.has(id)) {
      id = freeSlug(name, taken);
      taken.add(id);
      ids.push({ row: i + 2, cells: new Map([[list.columnOf(ID), cellText(id)]]) });
    }
    seen.add(id);
    const isRetired = list.text(row, MODE).toLowerCase() === RETIRED;
    const formerNames = linesOf(list.text(row, FORMER));
    const isNeverMissed = neverMissedOf(list.text(row, NEVER_MISSED));
    const label: ListedLabel = {
      id,
      name,
      description: list.text(row, DESCRIPTION).slice(0, DESCRIPTION_CHARACTERS_MAX),
      keywords: keywordsOf(list.text(row, KEYWORDS)),
      mode: isRetired ? 'off' : modeOf(list.text(row, MODE)),
      ...(formerNames.length > 0 ? { formerNames } : {}),
      ...(isRetired ? { isRetired } : {}),
      ...(isNeverMissed === undefined ? {} : { isNeverMissed }),
    };
    rows.push({ field, label, mergeInto: list.text(row, MERGE) });
  });
  sheets.write(tab.id, cellBlocks([...list.headerWrites, ...ids]));
  return listsOf(rows);
}

function listsOf(rows: readonly ReadRow[]): LabelLists {
  const lists: Record<string, ListedLabel[]> = {};
  for (const { field, label, mergeInto } of rows) {
    lists[field] ??= [];
    lists[field].push(
      mergeInto === '' ? label : { ...label, mergedInto: mergeTarget(rows, field, label, mergeInto) },
    );
  }
  return lists;
}

function mergeTarget(
  rows: readonly ReadRow[],
  field: string,
  { id, name }: ListedLabel,
  mergeInto: string,
): string {
  const target = rows.find((row) => row.field === field && foldName(row.label.name) === foldName(mergeInto));
  if (!target || target.label.id === id)
    throw new Problem('bad_request', messages.mergeUnknown(name, mergeInto));
  return target.label.id;
}

/** Adds these labels of a field below those in the tab, which is made when it is missing; a name that stands there already stays as it is. */
export function addQueues(sheets: SheetsPort, names: readonly string[], field: string = QUEUE_FIELD): void {
  const known = findTab(sheets);
  const tab = known ?? sheets.addSheet(QUEUES_TAB);
  if (!known) sheets.write(tab.id, [{ row: 1, column: 1, values: [[...HEADER]] }]);
  const list = openList(sheets, tab);
  const own = list.rows.filter((row) => fieldOf(list.text(row, FIELD)) === field);
  const listed = new Set(
    own.flatMap((row) => [list.text(row, NAME), ...linesOf(list.text(row, FORMER))].map(foldName)),
  );
  const taken = new Set(list.rows.map((row) => list.text(row, ID)));
  const fresh = names.filter((name) => !listed.has(foldName(name)));
  const writes = fresh.map((name, i): RowWrite => {
    const id = freeSlug(name, taken);
    taken.add(id);
    const cells: [Column, string][] = [
      [NAME, cellText(name)],
      [MODE, STANDARD_MODE],
      [ID, cellText(id)],
      ...(field === QUEUE_FIELD ? [] : ([[FIELD, cellText(field)]] as [Column, string][])),
    ];
    return {
      row: list.rows.length + 2 + i,
      cells: new Map(cells.map(([column, text]) => [list.columnOf(column), text])),
    };
  });
  sheets.write(tab.id, cellBlocks([...list.headerWrites, ...writes]));
}

/** Keeps the former names of each label in the tab, so that rows under them are understood for good. */
export function noteFormerNames(sheets: SheetsPort, lists: LabelLists): void {
  const tab = findTab(sheets);
  if (!tab) return;
  const list = openList(sheets, tab);
  const writes = list.rows.flatMap((row, i): RowWrite[] => {
    const labels = lists[fieldOf(list.text(row, FIELD))] ?? [];
    const names = labels.find(({ id }) => id === list.text(row, ID))?.formerNames?.join('\n') ?? '';
    return names === '' || names === list.text(row, FORMER)
      ? []
      : [{ row: i + 2, cells: new Map([[list.columnOf(FORMER), cellText(names)]]) }];
  });
  sheets.write(tab.id, cellBlocks(writes.length > 0 ? [...list.headerWrites, ...writes] : []));
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
    // Most desks tell nothing but queues, and need no column that says so.
    hiddenColumns: [
      ...(list.rows.some((row) => list.text(row, FIELD) !== '') ? [] : [at(FIELD)]),
      at(FORMER),
      at(ID),
    ],
    textColumns: [NAME, DESCRIPTION, KEYWORDS, PROMISE, MERGE, FIELD, FORMER, ID].map((column) =>
      at(column as Column),
    ),
    dropDowns: [
      { column: at(MODE), values: [...MODES, RETIRED], strict: true },
      { column: at(NEVER_MISSED), values: [YES, NO], strict: true },
    ],
    widths: [
      { column: at(NAME), pixels: 180 },
      { column: at(DESCRIPTION), pixels: 380 },
      { column: at(KEYWORDS), pixels: 280 },
      { column: at(MODE), pixels: 90 },
      { column: at(PROMISE), pixels: 420 },
      { column: at(MERGE), pixels: 140 },
      { column: at(NEVER_MISSED), pixels: 100 },
    ],
    headerNotes: [
      { column: at(MODE), note: messages.modeNote },
      { column: at(PROMISE), note: messages.promiseNote },
      { column: at(MERGE), note: messages.mergeNote },
      { column: at(NEVER_MISSED), note: messages.neverMissedNote },
    ],
  });
}

/** Ids of the labels whose rows a person has selected; meant for when the tab is what people look at. */
export function selectedQueues(sheets: SheetsPort): string[] {
  const tab = findTab(sheets);
  if (!tab) return [];
  const list = openList(sheets, tab);
  const ranges = sheets.selectedRows();
  return list.rows.flatMap((row, i) =>
    ranges.some(({ first, last }) => i + 2 >= first && i + 2 <= last) ? [list.text(row, ID)] : [],
  );
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
export function openList(sheets: SheetsPort, tab: SheetInfo): QueueList {
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

export function findTab(sheets: SheetsPort): SheetInfo | undefined {
  return sheets.sheets().find((sheet) => sheet.name === QUEUES_TAB);
}

export function modeOf(text: string): Mode {
  return MODES.find((mode) => mode === text.toLowerCase()) ?? STANDARD_MODE;
}

/** Anything but a plain no is taken for a yes: what must never be missed is not to be missed for a slip of the pen. */
function neverMissedOf(text: string): boolean | undefined {
  return text === '' ? undefined : !/^(no|nein|false)$/i.test(text);
}

function keywordsOf(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((keyword) => keyword.trim().slice(0, NAME_CHARACTERS_MAX))
    .filter((keyword) => keyword !== '')
    .slice(0, KEYWORDS_MAX);
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().slice(0, NAME_CHARACTERS_MAX))
    .filter((line) => line !== '')
    .slice(0, FORMER_NAMES_MAX);
}

export function fieldOf(text: string): string {
  return isSlug(text) ? text : QUEUE_FIELD;
}
