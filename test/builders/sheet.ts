// A ticket sheet as the add-on reads it, built row by row; names only what matters to the case.
import { type Columns, locateColumns } from '../../src/addon/columns.ts';
import type { CellValue, Table } from '../../src/addon/ports.ts';
import { encodeRowState } from '../../src/addon/row-state.ts';
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
type Cells = Partial<Record<(typeof HEADERS)[number], CellValue>>;

/** An Usher ID that tells the row it was given for. */
export function idOf(row: number): string {
  return String(row).padStart(16, '0');
}

export interface SheetBuilder {
  row(cells: Cells): SheetBuilder;
  /** A row as Usher leaves it after a run: a suggestion in the queue's cell, or none when `label` is empty. */
  suggestion(cells: Cells, label: string): SheetBuilder;
  edit(row: number, header: (typeof HEADERS)[number], value: CellValue): SheetBuilder;
  table(): Table;
  columns(): Columns;
  view(): SheetView;
  tickets(): TicketRow[];
}

export function aSheet(): SheetBuilder {
  const rows: CellValue[][] = [[...HEADERS]];
  const append = (cells: Cells) => rows.push(HEADERS.map((header) => cells[header] ?? ''));
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
      const state = encodeRowState({
        id: String(cells['Usher ID'] ?? idOf(rows.length)),
        run: 'run-1',
        hash,
        models: { queue: 'model-1' },
        status: 'needs review',
        written,
      });
      append({
        Queue: label,
        'Queue confidence': 0.8,
        Status: 'needs review',
        'Usher state': state,
        'Usher ID': idOf(rows.length),
        ...cells,
      });
      return builder;
    },
    edit(row, header, value) {
      const cells = rows[row - 1];
      if (cells) cells[HEADERS.indexOf(header)] = value;
      return builder;
    },
    table: () => ({ sheet: { id: SETTINGS.sheetId, name: 'Tickets' }, firstRow: 2, rows }),
    columns: () => locateColumns(HEADERS, SETTINGS, () => ({})),
    view: () => ({ at: 0, table: builder.table(), columns: builder.columns(), rows: builder.tickets() }),
    tickets: () => ticketRows(builder.table(), builder.columns()),
  };
  return builder;
}
