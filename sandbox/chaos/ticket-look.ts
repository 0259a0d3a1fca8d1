// What people see in a ticket sheet: which ticket stands in a row, and whether what stands beside it is its own.
import { textHash } from '../../src/core/text-hash.ts';
import { ticketText } from '../../src/core/ticket.ts';
import type { WorkbookSheet } from '../google/person.ts';

export class TicketLook {
  readonly #sheet: WorkbookSheet;

  constructor(sheet: WorkbookSheet) {
    this.#sheet = sheet;
  }

  rowOf(ticket: string): number | undefined {
    const at = this.column('Ticket');
    for (let row = 2; row <= this.#sheet.lastRow; row++)
      if (String(this.#sheet.cell(row, at)) === ticket) return row;
    return undefined;
  }

  ticketAt(row: number): string {
    return String(this.#sheet.cell(row, this.column('Ticket')));
  }

  /** Whether the queue of `row` lies under the one above: it takes nothing, and rows inserted here would come to lie under it too. */
  isUnderMerge(row: number): boolean {
    return this.#sheet.model.merges.some((area) => row - 1 > area.row && row - 1 < area.row + area.rows);
  }

  hasState(row: number): boolean {
    return String(this.#sheet.cell(row, this.column('Usher state'))).includes('"written":{"');
  }

  /** Whether the state beside a text is about this text: a sort of some columns may have brought another's. */
  isOwnState(row: number): boolean {
    return String(this.#sheet.cell(row, this.column('Usher state'))).includes(this.#hashMark(row));
  }

  hasStateElsewhere(row: number): boolean {
    const mark = this.#hashMark(row);
    return this.#sheet.values().some((cells) => cells.some((cell) => String(cell).includes(mark)));
  }

  /** What a state about the text of a row has in it. */
  #hashMark(row: number): string {
    const subject = String(this.#sheet.cell(row, this.column('Subject')));
    const body = String(this.#sheet.cell(row, this.column('Description')));
    return `"hash":"${textHash(ticketText({ subject, body }))}"`;
  }

  headers(): string[] {
    return Array.from({ length: this.#sheet.lastColumn }, (_, i) => String(this.#sheet.cell(1, i + 1)));
  }

  column(header: string): number {
    const at = this.headers().indexOf(header);
    if (at < 0) throw new Error(`The sheet has no column called ${header}.`);
    return at + 1;
  }
}
