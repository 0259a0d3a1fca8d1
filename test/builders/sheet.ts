// A ticket sheet as the add-on reads it, built row by row; names only what matters to the case.
import { type Columns, locateColumns } from '../../src/addon/columns.ts';
import type { CellValue, Table } from '../../src/addon/ports.ts';
import { restDigest } from '../../src/addon/row-identity.ts';
import { encodeRowState, shortDigest } from '../../src/addon/row-state.ts';
import { type TicketRow, ticketRows } from '../../src/addon/rows.ts';
import { type Settings, STANDARD_AGREEMENT } from '../../src/addon/settings.ts';
import type { SheetView } from '../../src/addon/sheet-view.ts';
import { textHash } from '../../src/core/text-hash.ts';
import { ticketText } from '../../src/core/ticket.ts';

export const SETTINGS: Settings = {
  desk: 'it-desk',
  sheetId: 7,
  source: { subject: 'Subject', body: 'Body' },
  fields: [{ field: 'queue', header: 'Queue', confidenceHeader: 'Queue confidence' }],
  own: { status: 'Status', reason: 'Reason', state: 'Usher state', id: 'Usher ID' },
  agreement: STANDARD_AGREEMENT,
};

const HEADERS = [
  'Subject',
  'Body',
  'Queue',
  'Queue confidence',
  'Status',
  'Reason',
  'Usher state',
  'Usher ID',
] as const;
/** Columns of people's that a sheet may have in front of the others. */
type OwnHeader = 'Ticket' | 'Site' | 'Note';
type Header = (typeof HEADERS)[number] | OwnHeader;
type Cells = Partial<Record<Header, CellValue>>;

/** An Usher ID that tells the row it was given for. */
export function idOf(row: number): string {
  return String(row).padStart(16, '0');
}

export interface SheetBuilder {
  row(cells: Cells): SheetBuilder;
  /** A row as Usher leaves it after a run: a suggestion in the queue's cell, or none when `label` is empty. */
  suggestion(cells: Cells, label: string): SheetBuilder;
  edit(row: number, header: Header, value: CellValue): SheetBuilder;
  /** Adds a copy of a row, in which `cells` are other ones. */
  copy(row: number, cells: Cells): SheetBuilder;
  /** A sort of some columns: their cells of row `order[i]` come to stand in row `i + 2`. */
  sort(headers: readonly Header[], order: readonly number[]): SheetBuilder;
  table(): Table;
  columns(): Columns;
  view(): SheetView;
  tickets(): TicketRow[];
}

/** A sheet whose people keep the columns `own` besides. */
export function aSheet(own: readonly OwnHeader[] = []): SheetBuilder {
  const headers: readonly Header[] = [...own, ...HEADERS];
  const rows: CellValue[][] = [[...headers]];
  const append = (cells: Cells) => rows.push(headers.map((header) => cells[header] ?? ''));
  const builder: SheetBuilder = {
    row(cells) {
      append(cells);
      return builder;
    },
    suggestion(cells, label) {
      const hash = textHash(
        ticketText({ subject: String(cells.Subject ?? ''), body: String(cells.Body ?? '') }),
      );
      const written = label === '' ? {} : { queue: label };
      const id = String(cells['Usher ID'] ?? idOf(rows.length));
      append({
        Queue: label,
        'Queue confidence': 0.8,
        Status: 'needs review',
        'Usher ID': id,
        ...cells,
      });
      const rest = restDigest(builder.view(), rows.length);
      const state = encodeRowState({
        ...{ id, run: 'run-1', hash, models: { queue: 'model-1' }, status: 'needs review', written },
        ...(cells.Reason === undefined ? {} : { why: shortDigest(String(cells.Reason)) }),
        ...(rest === '' ? {} : { rest }),
      });
      return cells['Usher state'] === undefined ? builder.edit(rows.length, 'Usher state', state) : builder;
    },
    edit(row, header, value) {
      const cells = rows[row - 1];
      if (cells) cells[headers.indexOf(header)] = value;
      return builder;
    },
    copy(row, cells) {
      rows.push(headers.map((header, column) => cells[header] ?? rows[row - 1]?.[column] ?? ''));
      return builder;
    },
    sort(sorted, order) {
      const before = rows.map((cells) => [...cells]);
      for (const header of sorted) {
        const column = headers.indexOf(header);
        order.forEach((row, i) => {
          builder.edit(i + 2, header, before[row - 1]?.[column] ?? '');
        });
      }
      return builder;
    },
    // As it is now: a look does not change with what comes after it.
    table: () => ({
      ...{ sheet: { id: SETTINGS.sheetId, name: 'Tickets' }, firstRow: 2 },
      rows: rows.map((cells) => [...cells]),
    }),
    columns: () => locateColumns(headers, SETTINGS, () => ({})),
    view: () => ({ at: 0, table: builder.table(), columns: builder.columns(), rows: builder.tickets() }),
    tickets: () => ticketRows(builder.table(), builder.columns()),
  };
  return builder;
}
