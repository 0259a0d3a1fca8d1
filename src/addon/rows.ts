// From a table to the tickets in it: one record a row, with what a run needs to decide.
import { textHash } from '../core/text-hash.ts';
import { ticketText } from '../core/ticket.ts';
import { textOfCell } from './cell-text.ts';
import type { Columns } from './columns.ts';
import type { CellValue, RowRange, Table } from './ports.ts';
import { isUsherId, type LabelOrigin, labelOrigin, parseRowState, type RowState } from './row-state.ts';

export interface TicketRow {
  /** Row number in the sheet, from 1; true only for the instant of the read. */
  readonly row: number;
  /** The `Usher ID`, empty where the row has none yet. */
  readonly id: string;
  /** False where there is neither text nor anything of the row's own, such as in a row of boxes and drop-downs prepared for later. */
  readonly isTicket: boolean;
  readonly subject: string;
  readonly body: string;
  readonly channel: string;
  /** When it came in, in epoch milliseconds; null where the sheet does not say. */
  readonly receivedAt: number | null;
  /** `textHash` of what is classified; empty when there is no text. */
  readonly hash: string;
  readonly status: string;
  readonly state: RowState | null;
  /** By field. */
  readonly origins: Readonly<Record<string, LabelOrigin>>;
}

/** The formulas of a sheet by row, counted from 1, and by zero-based column; rows without any are absent. */
export type FormulaCells = ReadonlyMap<number, ReadonlyMap<number, string>>;

const NO_FORMULAS: ReadonlyMap<number, string> = new Map();

/**
 * Every row below the header that holds anything at all. Without `formulas` every cell counts as typed. A text that `earlier` has in the
 * same row is not fingerprinted again: that is most of the work of a look.
 */
export function ticketRows(
  table: Table,
  columns: Columns,
  formulas?: FormulaCells,
  earlier: readonly TicketRow[] = [],
): TicketRow[] {
  const before = new Map(earlier.map((row) => [row.row, row]));
  const usherColumns = new Set([
    ...columns.fields.flatMap((field) => [field.label, field.confidence]),
    columns.status,
    columns.reason,
    columns.state,
    columns.id,
  ]);
  const rows: TicketRow[] = [];
  for (let i = 1; i < table.rows.length; i++) {
    const cells = table.rows[i];
    if (!cells) continue;
    if (!cells.some((cell) => textOfCell(cell) !== '')) continue;
    const row = table.firstRow + i - 1;
    rows.push(ticketRow(cells, row, columns, formulas?.get(row) ?? NO_FORMULAS, before.get(row)));
  }
  return withTextless(rows, (row) => {
    const cells = table.rows[row.row - table.firstRow + 1] ?? [];
    const computed = formulas?.get(row.row) ?? NO_FORMULAS;
    return cells.flatMap((cell, column) => {
      const isOwn = !usherColumns.has(column) && !computed.has(column) && typeof cell !== 'boolean';
      return isOwn && textOfCell(cell) !== '' ? [`${column}\n${textOfCell(cell)}`] : [];
    });
  });
}

/**
 * A row without text is a ticket only where something in it is its own: boxes, and values that other such rows have too, are what
 * people fill in beforehand, down to the end of the sheet. `cellsOf` gives a row's cells as texts that differ by column.
 */
function withTextless(
  rows: readonly TicketRow[],
  cellsOf: (row: TicketRow) => readonly string[],
): TicketRow[] {
  const times = new Map<string, number>();
  for (const row of rows) {
    if (row.isTicket) continue;
    for (const cell of cellsOf(row)) times.set(cell, (times.get(cell) ?? 0) + 1);
  }
  if (times.size === 0) return [...rows];
  return rows.map((row) =>
    row.isTicket || !cellsOf(row).some((cell) => times.get(cell) === 1) ? row : { ...row, isTicket: true },
  );
}

function ticketRow(
  cells: readonly CellValue[],
  row: number,
  columns: Columns,
  formulas: ReadonlyMap<number, string>,
  before: TicketRow | undefined,
): TicketRow {
  const text = (column: number | null): string => (column === null ? '' : textOfCell(cells[column]));
  const subject = text(columns.subject);
  const body = text(columns.body);
  // Anything else is what columns on the move have left there.
  const id = isUsherId(text(columns.id)) ? text(columns.id) : '';
  const state = parseRowState(text(columns.state));
  const status = text(columns.status);
  const origins: Record<string, LabelOrigin> = {};
  for (const { field, label } of columns.fields) {
    origins[field] = formulas.has(label)
      ? { kind: 'formula', label: text(label) }
      : labelOrigin(text(label), status, field, state);
  }
  const isSameText = before?.subject === subject && before.body === body;
  const hash = isSameText ? before.hash : fingerprint(subject, body);
  return {
    row,
    id,
    isTicket: hash !== '',
    subject,
    body,
    channel: text(columns.channel),
    receivedAt: columns.receivedAt === null ? null : instantOf(cells[columns.receivedAt]),
    hash,
    status,
    state,
    origins,
  };
}

/** A date as Sheets keeps it, or a text in ISO form, of which alone it is clear which number is the month. */
function instantOf(cell: CellValue | undefined): number | null {
  const isIso = typeof cell === 'string' && /^\d{4}-\d{2}-\d{2}([T ]|$)/.test(cell);
  const at = isIso ? Date.parse(cell) : cell instanceof Date ? cell.getTime() : Number.NaN;
  return Number.isFinite(at) && at >= 0 ? at : null;
}

function fingerprint(subject: string, body: string): string {
  const classified = ticketText({ subject, body });
  return classified === '' ? '' : textHash(classified);
}

/** True while Usher may fill or refresh this field of this row: no person has decided it. */
export function isOpen(origin: LabelOrigin | undefined): boolean {
  return origin?.kind === 'blank' || origin?.kind === 'usher';
}

/** True when a run over new rows should take this row: never triaged, failed before, or its text changed since. */
export function isNew(row: TicketRow): boolean {
  if (!row.isTicket || !Object.values(row.origins).some(isOpen)) return false;
  if (row.state === null) return true;
  return row.state.hash !== row.hash || row.status === 'failed';
}

/** True when Usher's state in the row is about the text that stands there: neither misplaced nor out of date. */
export function isStateCurrent(row: TicketRow): boolean {
  return row.state !== null && row.state.hash === row.hash;
}

export function isWithin(row: number, ranges: readonly RowRange[]): boolean {
  return ranges.some((range) => row >= range.first && row <= range.last);
}
