// People at work on a ticket sheet while Usher is: they sort, insert, delete, type, correct and paste. What they meant is
// noted, so that it can be held against the sheet in the end.
import type { WorkbookSheet } from '../google/person.ts';
import { HEADERS, pick, QUEUES, type Random, type TicketMill } from './tickets.ts';

/** What must be true of one ticket in the end, as far as people said. */
export interface TicketFacts {
  /** The queue that a person typed last; '' where a person emptied the cell; undefined where nobody touched it. */
  queue: string | undefined;
  /** How often the ticket's present and past texts may be charged: once a text, and once more for each copy of the row. */
  copies: number;
}

const QUEUE_COLUMN = HEADERS.indexOf('Queue') + 1;
const SUBJECT_COLUMN = HEADERS.indexOf('Subject') + 1;

export class People {
  /** By ticket number. */
  readonly facts = new Map<string, TicketFacts>();
  readonly done: string[] = [];
  readonly #sheet: WorkbookSheet;
  readonly #random: Random;
  readonly #mill: TicketMill;

  constructor(sheet: WorkbookSheet, random: Random, mill: TicketMill) {
    this.#sheet = sheet;
    this.#random = random;
    this.#mill = mill;
  }

  /** Does one thing that people do. */
  act(): void {
    const deed = pick(this.#random, DEEDS);
    this.done.push(deed);
    this[deed]();
  }

  sort(): void {
    const { lastRow, lastColumn } = this.#sheet;
    if (lastRow < 3) return;
    const column = 1 + Math.floor(this.#random() * HEADERS.length);
    this.#sheet.sortRange(2, 1, lastRow - 1, lastColumn, column, this.#random() < 0.5);
  }

  insertBlank(): void {
    this.#sheet.insertRows(this.#anyRow(), 1 + Math.floor(this.#random() * 3));
  }

  insertTicket(): void {
    const row = this.#anyRow();
    this.#sheet.insertRows(row);
    this.#type(row);
  }

  appendTickets(): void {
    const rows = Array.from({ length: 1 + Math.floor(this.#random() * 4) }, () => this.#mill.row());
    for (const [ticket = ''] of rows) this.facts.set(ticket, { queue: undefined, copies: 1 });
    this.#sheet.paste(this.#sheet.lastRow + 1, 1, rows);
  }

  remove(): void {
    const row = this.#anyRow();
    this.facts.delete(this.#ticketAt(row));
    this.#sheet.deleteRows(row);
  }

  decide(): void {
    const row = this.#anyRow();
    const facts = this.facts.get(this.#ticketAt(row));
    if (!facts) return;
    facts.queue = pick(this.#random, QUEUES);
    this.#sheet.setCell(row, this.#queueColumn(), facts.queue);
  }

  empty(): void {
    const row = this.#anyRow();
    const facts = this.facts.get(this.#ticketAt(row));
    if (!facts || String(this.#sheet.cell(row, this.#queueColumn())) === '') return;
    // Emptying a label that Usher never touched leaves an open ticket; emptying Usher's own is a decision.
    facts.queue = this.#hasState(row) ? '' : undefined;
    this.#sheet.setCell(row, this.#queueColumn(), '');
  }

  pasteDecisions(): void {
    const row = this.#anyRow();
    const count = Math.min(3, this.#sheet.lastRow - row + 1);
    const queues = Array.from({ length: count }, () => pick(this.#random, QUEUES));
    const tickets = queues.map((_, i) => this.facts.get(this.#ticketAt(row + i)));
    if (tickets.some((facts) => facts === undefined)) return;
    tickets.forEach((facts, i) => {
      if (facts) facts.queue = queues[i];
    });
    this.#sheet.paste(
      row,
      this.#queueColumn(),
      queues.map((queue) => [queue]),
    );
  }

  rewrite(): void {
    const row = this.#anyRow();
    if (!this.facts.has(this.#ticketAt(row))) return;
    const [, subject = '', body = ''] = this.#mill.row();
    this.#sheet.setCell(row, SUBJECT_COLUMN, `${subject} ${body}`);
  }

  #type(row: number): void {
    const cells = this.#mill.row();
    this.facts.set(cells[0] ?? '', { queue: undefined, copies: 1 });
    cells.forEach((text, i) => {
      this.#sheet.setCell(row, i + 1, text);
    });
  }

  #anyRow(): number {
    return 2 + Math.floor(this.#random() * Math.max(1, this.#sheet.lastRow - 1));
  }

  #ticketAt(row: number): string {
    return String(this.#sheet.cell(row, 1));
  }

  #hasState(row: number): boolean {
    const header = this.#sheet.displayValues()[0] ?? [];
    return String(this.#sheet.cell(row, header.indexOf('Usher state') + 1)).includes('"written":{"');
  }

  #queueColumn(): number {
    return QUEUE_COLUMN;
  }
}

/** Sorting and typing are what people do most. */
const DEEDS = [
  ...(['sort', 'sort', 'sort', 'decide', 'decide', 'decide'] as const),
  ...(['insertBlank', 'insertTicket', 'appendTickets', 'remove'] as const),
  ...(['empty', 'pasteDecisions', 'rewrite'] as const),
] as const;
