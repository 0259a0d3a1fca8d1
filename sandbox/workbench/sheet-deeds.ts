// What a person does to a sheet from the page, carried out through the person's own interface, so that real triggers fire.
import type { WorkbookSheet } from '../google/person.ts';
import type { World } from '../world.ts';
import type { Command, CommandOf } from './commands.ts';
import type { CellDetail, EditReport } from './wire.ts';

const DONE: EditReport = { refusal: null };

type EditKind =
  | 'set'
  | 'paste'
  | 'clear'
  | 'sort'
  | 'insertRows'
  | 'deleteRows'
  | 'insertColumns'
  | 'deleteColumns'
  | 'moveColumn'
  | 'hideColumn'
  | 'showColumns';
export type EditCommand = Extract<Command, { kind: EditKind }>;

/** Carries out one edit as `email`. A refusal is said in words; anything else that goes wrong throws. */
export function editSheet(world: World, command: EditCommand, email: string): EditReport {
  const sheet = world.spreadsheet.sheet(command.sheet);
  switch (command.kind) {
    case 'set':
      return setText(sheet, command, email);
    case 'paste': {
      const width = Math.max(...command.cells.map((cells) => cells.length));
      if (isClosed(sheet, command.column, width, email)) return closedRefusal();
      sheet.paste(command.row, command.column, command.cells);
      return DONE;
    }
    case 'clear': {
      if (isClosed(sheet, command.column, command.columns, email)) return closedRefusal();
      const rows = Math.min(command.rows, sheet.model.rowCount - command.row + 1);
      const columns = Math.min(command.columns, sheet.model.columnCount - command.column + 1);
      sheet.clear(command.row, command.column, rows, columns);
      return DONE;
    }
    case 'sort': {
      const first = sheet.model.frozenRows + 1;
      const rows = sheet.lastRow - first + 1;
      if (rows > 1) sheet.sortRange(first, 1, rows, sheet.lastColumn, command.column, command.isAscending);
      return DONE;
    }
    case 'insertRows':
      sheet.insertRows(command.row, command.count);
      return DONE;
    case 'deleteRows':
      sheet.deleteRows(command.row, command.count);
      return DONE;
    case 'insertColumns':
      sheet.insertColumns(command.column, command.count);
      return DONE;
    case 'deleteColumns':
      sheet.deleteColumns(command.column, command.count);
      return DONE;
    case 'moveColumn':
      sheet.moveColumn(command.column, command.to);
      return DONE;
    case 'hideColumn':
      sheet.hideColumns(command.column);
      return DONE;
    case 'showColumns':
      for (const column of [...sheet.model.hiddenColumns]) sheet.showColumns(column + 1);
      return DONE;
    default:
      return command satisfies never;
  }
}

/** Everything about one cell. */
export function describeCell(sheet: WorkbookSheet, row: number, column: number): CellDetail {
  const rule = sheet.validation(row, column);
  const isList = rule?.criteria === 'VALUE_IN_LIST';
  return {
    text: sheet.display(row, column),
    formula: sheet.formula(row, column),
    note: sheet.note(row, column),
    list: isList ? rule.values.map(String) : [],
    allowsOther: rule?.allowInvalid ?? true,
  };
}

/** The first cell after row `after` that contains the text, in any case; from the top again where none follows. */
export function findText(
  sheet: WorkbookSheet,
  { text, after }: CommandOf<'find'>,
): { row: number; column: number } | null {
  const wanted = text.toLowerCase();
  const { lastRow, lastColumn } = sheet;
  for (let step = 1; step <= lastRow; step += 1) {
    const row = ((after + step - 1) % lastRow) + 1;
    for (let column = 1; column <= lastColumn; column += 1) {
      if (sheet.model.hiddenColumns.has(column - 1)) continue;
      if (sheet.display(row, column).toLowerCase().includes(wanted)) return { row, column };
    }
  }
  return null;
}

function setText(sheet: WorkbookSheet, command: CommandOf<'set'>, email: string): EditReport {
  if (isClosed(sheet, command.column, 1, email)) return closedRefusal();
  if (sheet.setCell(command.row, command.column, command.text)) return DONE;
  const allowed = sheet.validation(command.row, command.column)?.values.map(String).join(', ');
  return { refusal: `This cell takes only values of its list: ${allowed}.` };
}

function isClosed(sheet: WorkbookSheet, column: number, columns: number, email: string): boolean {
  return sheet.model.protections.some(
    ({ warningOnly, editors, kind, area }) =>
      !warningOnly &&
      !editors.includes(email) &&
      (kind === 'SHEET' || (column - 1 < area.column + area.columns && column - 2 + columns >= area.column)),
  );
}

function closedRefusal(): EditReport {
  return { refusal: 'These cells are protected. Ask the owner of the spreadsheet to lift the protection.' };
}
