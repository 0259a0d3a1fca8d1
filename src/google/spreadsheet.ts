// SheetsPort over SpreadsheetApp: translates, and nothing more.
import type {
  CellArea,
  CellBlock,
  CellValue,
  CellWorld,
  RowRange,
  SheetInfo,
  SheetLook,
  SheetsPort,
  Table,
} from '../addon/ports.ts';
import { addCharts, writeTexts } from './charts.ts';

/** Reads of a sheet that grows under them. */
const READS_MAX = 3;

type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Prefix of the keys that mark our columns as developer metadata. */
const MARK_PREFIX = 'usher.column.';

export function googleSheets(): SheetsPort {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  const known = new Map<number, GoogleSheet>();
  let listed: SheetInfo[] | null = null;
  const remember = (sheet: GoogleSheet): SheetInfo => {
    const info = { id: sheet.getSheetId(), name: sheet.getName() };
    known.set(info.id, sheet);
    return info;
  };
  const list = (): SheetInfo[] => {
    listed ??= spreadsheet.getSheets().map(remember);
    return listed;
  };
  let zone: string | null = null;
  const timeZone = (): string => {
    zone ??= spreadsheet.getSpreadsheetTimeZone();
    return zone;
  };
  const sheetOf = (id: number): GoogleSheet => {
    if (!known.has(id)) list();
    const sheet = known.get(id);
    if (!sheet) throw new Error(`The spreadsheet has no sheet with id ${id}.`);
    return sheet;
  };
  return {
    spreadsheetName: spreadsheet.getName(),
    timeZone,
    localTime: (at) => Utilities.formatDate(new Date(at), timeZone(), 'yyyy-MM-dd HH:mm'),
    spreadsheetUrl: () => spreadsheet.getUrl(),
    sheets: list,
    activeSheet: () => remember(spreadsheet.getActiveSheet()),
    selectedRows: () => selectedRows(spreadsheet),
    read: (sheetId) => readTable(sheetOf(sheetId)),
    readRows: (sheetId, range) => readRows(sheetOf(sheetId), range),
    reread: (earlier) => rereadTable(sheetOf(earlier.sheet.id), earlier),
    formulas: (sheetId, { row, column, rows, columns }: CellArea) =>
      sheetOf(sheetId).getRange(row, column, rows, columns).getFormulas(),
    closedAreas: (sheetId) => closedAreas(sheetOf(sheetId)),
    isBeyond: (sheetId, blocks) => isBeyond(sheetOf(sheetId), blocks),
    write: (sheetId, blocks) => writeBlocks(sheetOf(sheetId), blocks),
    appendRow: (sheetId, row) => {
      sheetOf(sheetId).appendRow([...row]);
    },
    addSheet: (name) => {
      const active = spreadsheet.getActiveSheet();
      const info = remember(spreadsheet.insertSheet(name, list().length));
      spreadsheet.setActiveSheet(active);
      listed = null;
      return info;
    },
    growColumns: (sheetId, columns) => {
      const sheet = sheetOf(sheetId);
      const present = sheet.getMaxColumns();
      if (columns > present) sheet.insertColumnsAfter(present, columns - present);
    },
    applyLook: (sheetId, look) => applyLook(sheetOf(sheetId), look),
    writeTexts: (sheetId, texts) => writeTexts(sheetOf(sheetId), texts),
    addCharts: (sheetId, charts) => addCharts(sheetOf(sheetId), charts),
    markedColumns: (sheetId) => markedColumns(sheetOf(sheetId)),
    flush: () => SpreadsheetApp.flush(),
  };
}

/** What custom functions may use: they run without consent, and each call of a service counts against their 30 seconds. */
export function googleCells(): CellWorld {
  return {
    readSheet: (name) =>
      SpreadsheetApp.getActiveSpreadsheet().getSheetByName(name)?.getDataRange().getValues() ?? null,
    locale: () => SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetLocale(),
  };
}

/** Reads once more while people insert rows or columns between the look for the last ones and the read. */
function readTable(sheet: GoogleSheet): Table {
  const info = { id: sheet.getSheetId(), name: sheet.getName() };
  for (let read = 1; ; read++) {
    const range = sheet.getDataRange();
    if (read === 1) addSpareRow(sheet, range.getNumRows());
    const rows = readWhole(sheet, range.getNumRows(), range.getNumColumns(), read >= READS_MAX);
    if (rows !== null) return { sheet: info, firstRow: 2, rows };
  }
}

/** A range that reaches beyond the grid cannot be read, which Google tells by throwing. */
function rereadTable(sheet: GoogleSheet, earlier: Table): Table | null {
  const rows = earlier.rows.length;
  const columns = earlier.rows[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return null;
  try {
    const values = readWhole(sheet, rows, columns, false);
    return values && { ...earlier, rows: values };
  } catch {
    return null;
  }
}

/**
 * The cells of the first rows and columns; null where more stands below or beside them, unless anything will do: what somebody inserts
 * pushes the last ones out.
 */
function readWhole(
  sheet: GoogleSheet,
  rows: number,
  columns: number,
  isAnyEnough: boolean,
): CellValue[][] | null {
  const values = withNext(sheet, rows, columns).getValues();
  const isThere = values.length >= rows && (values[0]?.length ?? 0) >= columns;
  const isAlone = isBlank(values[rows]?.slice(0, columns)) && isBlank(values[0]?.slice(columns));
  if (!(isThere && isAlone) && !isAnyEnough) return null;
  return values.slice(0, rows).map((row) => (row.length > columns ? row.slice(0, columns) : row));
}

/**
 * Adds a row below a sheet that ends with its last one, once: what people insert in the midst of a look would push that one out of sight.
 * Goes without where this person may add none. Costs no call where there is a row to spare.
 */
function addSpareRow(sheet: GoogleSheet, rows: number): void {
  try {
    sheet.getRange(rows + 1, 1);
  } catch {
    try {
      if (sheet.getMaxRows() === rows) sheet.insertRowsAfter(rows, 1);
    } catch {
      // A closed sheet keeps its length.
    }
  }
}

/** The first rows and columns and one more of each; without it where the sheet ends there. */
function withNext(sheet: GoogleSheet, rows: number, columns: number): GoogleAppsScript.Spreadsheet.Range {
  for (const [moreRows, moreColumns] of [
    [1, 1],
    [1, 0],
    [0, 1],
  ] as const) {
    try {
      return sheet.getRange(1, 1, rows + moreRows, columns + moreColumns);
    } catch {
      // Tried with less.
    }
  }
  return sheet.getRange(1, 1, rows, columns);
}

function isBlank(row: readonly CellValue[] = []): boolean {
  return row.every((cell) => cell === '');
}

function readRows(sheet: GoogleSheet, range: RowRange): Table {
  const columns = sheet.getLastColumn();
  const header = sheet.getRange(1, 1, 1, columns).getValues();
  const rows = sheet.getRange(range.first, 1, range.last - range.first + 1, columns).getValues();
  return {
    sheet: { id: sheet.getSheetId(), name: sheet.getName() },
    firstRow: range.first,
    rows: [...header, ...rows],
  };
}

function closedAreas(sheet: GoogleSheet): CellArea[] {
  const { RANGE, SHEET } = SpreadsheetApp.ProtectionType;
  return [...sheet.getProtections(RANGE), ...sheet.getProtections(SHEET)]
    .filter((protection) => !protection.canEdit())
    .map((protection) => {
      const range = protection.getRange();
      return {
        row: range.getRow(),
        column: range.getColumn(),
        rows: range.getNumRows(),
        columns: range.getNumColumns(),
      };
    });
}

function writeBlocks(sheet: GoogleSheet, blocks: readonly CellBlock[]): void {
  for (const { row, column, values } of blocks) {
    const first = values[0];
    if (!first) continue;
    sheet.getRange(row, column, values.length, first.length).setValues(values.map((cells) => [...cells]));
  }
}

function isBeyond(sheet: GoogleSheet, blocks: readonly CellBlock[]): boolean {
  const rows = sheet.getMaxRows();
  const columns = sheet.getMaxColumns();
  return blocks.some(
    ({ row, column, values }) =>
      row + values.length - 1 > rows || column + (values[0]?.length ?? 0) - 1 > columns,
  );
}

function selectedRows(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): RowRange[] {
  const ranges = spreadsheet.getActiveRangeList()?.getRanges() ?? [];
  return ranges
    .map((range) => ({ first: Math.max(2, range.getRow()), last: range.getRow() + range.getNumRows() - 1 }))
    .filter((range) => range.last >= range.first);
}

function applyLook(sheet: GoogleSheet, look: SheetLook): void {
  if (look.isHidden) sheet.hideSheet();
  if (look.frozenRows !== undefined) sheet.setFrozenRows(look.frozenRows);
  const rows = sheet.getMaxRows() - 1;
  const below = (column: number, columns = 1) => sheet.getRange(2, column, rows, columns);
  for (const { column, columns } of spansOf(look.textColumns)) below(column, columns).setNumberFormat('@');
  for (const { column, columns } of spansOf(look.percentColumns))
    below(column, columns).setNumberFormat('0%');
  for (const { column, columns } of spansOf(look.wrappedColumns)) {
    below(column, columns).setWrap(true).setVerticalAlignment('top');
  }
  for (const { column, columns } of spansOf(look.hiddenColumns)) sheet.hideColumns(column, columns);
  for (const { column, pixels } of look.widths ?? []) sheet.setColumnWidth(column, pixels);
  for (const { column, note } of look.headerNotes ?? []) sheet.getRange(1, column).setNote(note);
  for (const { column, values, strict } of look.dropDowns ?? []) {
    const rule = SpreadsheetApp.newDataValidation()
      .requireValueInList([...values], true)
      .setAllowInvalid(!strict)
      .build();
    below(column).setDataValidation(rule);
  }
  applyRowStyles(sheet, look, below);
  applyMarks(sheet, look, rows + 1);
}

/** Columns that stand side by side, together: each call takes Google the better part of a second, however many columns it is for. */
function spansOf(columns: readonly number[] = []): { column: number; columns: number }[] {
  const spans: { column: number; columns: number }[] = [];
  for (const column of [...columns].sort((a, b) => a - b)) {
    const last = spans[spans.length - 1];
    if (last && last.column + last.columns === column) last.columns += 1;
    else spans.push({ column, columns: 1 });
  }
  return spans;
}

/** A rule's formula without the letters of its columns, which Sheets rewrites when columns move. */
function ruleShape(formula: string): string {
  return formula.replace(/\$[A-Z]+(?=\$?\d)/g, '$');
}

/** Our rules replace our earlier ones (told by their formulas); rules that people made stay. */
function applyRowStyles(
  sheet: GoogleSheet,
  look: SheetLook,
  below: (column: number) => GoogleAppsScript.Spreadsheet.Range,
): void {
  if (!look.rowStyles) return;
  const ours = new Set(look.rowStyles.map((rule) => ruleShape(rule.formula)));
  const kept = sheet.getConditionalFormatRules().filter((rule) => {
    const formula = rule.getBooleanCondition()?.getCriteriaValues()[0];
    return typeof formula !== 'string' || !ours.has(ruleShape(formula));
  });
  const added = look.rowStyles.map(({ columns, formula, style }) => {
    const rule = SpreadsheetApp.newConditionalFormatRule()
      .setRanges(columns.map((column) => below(column)))
      .whenFormulaSatisfied(formula);
    if (style.italic !== undefined) rule.setItalic(style.italic);
    if (style.color !== undefined) rule.setFontColor(style.color);
    if (style.background !== undefined) rule.setBackground(style.background);
    return rule.build();
  });
  sheet.setConditionalFormatRules([...kept, ...added]);
}

/** Each key ends up on its column and on no other: a mark that was left elsewhere is taken away. */
function applyMarks(sheet: GoogleSheet, look: SheetLook, rows: number): void {
  if (!look.columnMarks) return;
  const present = columnMarks(sheet);
  for (const { column, key } of look.columnMarks) {
    const own = present.filter((mark) => mark.key === key);
    for (const mark of own) if (mark.column !== column) mark.metadata.remove();
    if (own.some((mark) => mark.column === column)) continue;
    sheet
      .getRange(1, column, rows, 1)
      .addDeveloperMetadata(MARK_PREFIX + key, '', SpreadsheetApp.DeveloperMetadataVisibility.DOCUMENT);
  }
}

function markedColumns(sheet: GoogleSheet): Record<string, number> {
  return Object.fromEntries(columnMarks(sheet).map(({ key, column }) => [key, column]));
}

interface ColumnMark {
  readonly key: string;
  readonly column: number;
  readonly metadata: GoogleAppsScript.Spreadsheet.DeveloperMetadata;
}

function columnMarks(sheet: GoogleSheet): ColumnMark[] {
  return sheet
    .createDeveloperMetadataFinder()
    .find()
    .flatMap((metadata) => {
      const key = metadata.getKey();
      const range = metadata.getLocation().getColumn();
      if (!key?.startsWith(MARK_PREFIX) || !range) return [];
      return [{ key: key.slice(MARK_PREFIX.length), column: range.getColumn(), metadata }];
    });
}
