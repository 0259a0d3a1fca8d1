// From a table to the tickets in it: one record a row, with what a run needs to decide.
import { textHash } from '../core/text-hash.ts';
import { ticketText } from '../core/ticket.ts';
import { textOfCell } from './cell-text.ts';
import type { Columns } from './columns.ts';
import type { CellValue, RowRange, Table } from './ports.ts';
import { type LabelOrigin, labelOrigin, parseRowState, type RowState } from './row-state.ts';

export interface TicketRow {
  /** Row number in the sheet, from 1; true only for the instant of the read. */
  readonly row: number;
  /** The `Usher ID`, empty where the row has none yet. */
  readonly id: string;
  /** False where nothing but Usher's own cells is filled: not a ticket, whatever stands in them. */
  readonly isTicket: boolean;
  readonly subject: string;
  readonly body: string;
  readonly channel: string;
  /** `textHash` of what is classified; empty when there is no text. */
  readonly hash: string;
  readonly status: string;
  readonly state: RowState | null;
  /** By field. */
  readonly origins: Readonly<Record<string, LabelOrigin>>;
}

/** Every row below the header that holds anything at all. */
export function ticketRows(table: Table, columns: Columns): TicketRow[] {
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
    if (cells.some((cell) => textOfCell(cell) !== ''))
      rows.push(ticketRow(cells, table.firstRow + i - 1, columns, usherColumns));
  }
  return rows;
}

function ticketRow(
  cells: readonly CellValue[],
  row: number,
  columns: Columns,
  usherColumns: ReadonlySet<number>,
): TicketRow {
  const text = (column: number | null): string => (column === null ? '' : textOfCell(cells[column]));
  const subject = text(columns.subject);
  const body = text(columns.body);
  const id = text(columns.id);
  const state = parseRowState(text(columns.state));
  const status = text(columns.status);
  const origins: Record<string, LabelOrigin> = {};
  for (const { field, label } of columns.fields) {
    origins[field] = labelOrigin(text(label), status, state?.written[field]);
  }
  const classified = ticketText({ subject, body });
  return {
    row,
    id,
    isTicket: cells.some((cell, column) => !usherColumns.has(column) && textOfCell(cell) !== ''),
    subject,
    body,
    channel: text(columns.channel),
    hash: classified === '' ? '' : textHash(classified),
    status,
    state,
    origins,
  };
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

export function isWithin(row: number, ranges: readonly RowRange[]): boolean {
  return ranges.some((range) => row >= range.first && row <= range.last);
}
