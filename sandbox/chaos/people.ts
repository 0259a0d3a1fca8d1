// People at work on a ticket sheet while Usher is: they sort, insert, delete, type, correct, copy, paste, move and protect. What they
// meant is noted, so that it can be held against the sheet in the end.
import { ticketText } from '../../src/core/ticket.ts';
import type { WorkbookSheet } from '../google/person.ts';
import { COLUMNS, HARSH_COLUMNS, PARTS, WHOLE_ROWS } from './deeds.ts';
import type { TicketFacts } from './facts.ts';
import { TicketLook } from './ticket-look.ts';
import { HEADERS, pick, QUEUES, type Random, type TicketMill } from './tickets.ts';

/** What people write into columns of their own and Usher into its. */
const LIKE_USHERS = [...QUEUES, 'needs review', 'confirmed'] as const;
/** Columns that people add in one history at most. */
const NOTES_MAX = 2;

export class People {
  /** By ticket number. */
  readonly facts = new Map<string, TicketFacts>();
  /** How often each text has stood in the sheet, as a ticket of its own. */
  readonly texts = new Map<string, number>();
  /** True while nobody sorts some of the columns only: what they part the next run puts together, and none follows the last undo. */
  isTidy = false;
  /** True once somebody closed or merged a cell, which then takes no value. */
  hasClosed = false;
  /** Hears of each deed before it is done. */
  tell: ((deed: string) => void) | undefined;
  readonly #sheet: WorkbookSheet;
  readonly #look: TicketLook;
  readonly #random: Random;
  readonly #mill: TicketMill;
  readonly #isHarsh: boolean;
  #notes = 0;

  /** Harsh people also make tickets out of others, and bring queues along with new ones. */
  constructor(sheet: WorkbookSheet, random: Random, mill: TicketMill, isHarsh: boolean) {
    this.#isHarsh = isHarsh;
    this.#sheet = sheet;
    this.#look = new TicketLook(sheet);
    this.#random = random;
    this.#mill = mill;
  }

  /** Does one thing that people do. */
  act(): void {
    const whole = [...WHOLE_ROWS, ...(this.#isHarsh ? HARSH_COLUMNS : COLUMNS)];
    const deeds = this.isTidy ? whole : [...whole, ...PARTS];
    const deed = pick(this.#random, deeds);
    this.tell?.(deed);
    this[deed]();
  }

  /** Notes a ticket that stands in the sheet from now on; `cells` follow the headers. */
  meet(cells: readonly string[], queue?: string, isCopy = false): void {
    const own = Object.fromEntries(HEADERS.map((header, i) => [header, cells[i] ?? '']));
    const { Queue: _queue, ...written } = own;
    this.facts.set(cells[0] ?? '', { queue, confirmed: undefined, isCopy, cells: written });
    this.#meetText(cells[1] ?? '', cells[2] ?? '');
  }

  sort(): void {
    this.#sortColumns(1, this.#sheet.lastColumn);
  }

  /** Sorts what can be seen: hidden columns at the right end stay behind. */
  sortVisible(): void {
    const hidden = [...this.#sheet.model.hiddenColumns].map((column) => column + 1);
    const right = Math.min(this.#sheet.lastColumn, ...hidden.map((column) => column - 1));
    if (this.#areWithin(right)) this.#sortColumns(1, right);
  }

  /** Sorts the people's own columns; all of Usher's stay behind. */
  sortOwn(): void {
    const headers = this.#look.headers();
    const own = new Set([...HEADERS, ...this.#noteHeaders()]);
    const foreign = headers.findIndex((header) => !own.has(header));
    const right = foreign < 0 ? headers.length : foreign;
    if (this.#areWithin(right)) this.#sortColumns(1, right);
  }

  /** Whether all columns that people write into are among the first `count`: nobody sorts a ticket away from its own notes. */
  #areWithin(count: number): boolean {
    const headers = this.#look.headers();
    return [...HEADERS, ...this.#noteHeaders()].every((header) => headers.indexOf(header) < count);
  }

  insertBlank(): void {
    const row = this.#anyRow();
    if (!this.#look.isUnderMerge(row)) this.#sheet.insertRows(row, 1 + Math.floor(this.#random() * 3));
  }

  insertTicket(): void {
    const row = this.#anyRow();
    if (this.#look.isUnderMerge(row)) return;
    this.#sheet.insertRows(row);
    const cells = this.#mill.row();
    this.meet(cells);
    cells.forEach((text, i) => {
      this.#sheet.setCell(row, this.#look.column(HEADERS[i] ?? ''), text);
    });
  }

  appendTickets(): void {
    const at = this.#sheet.lastRow + 1;
    const rows = Array.from({ length: 1 + Math.floor(this.#random() * 4) }, () => this.#mill.row());
    const queues = rows.map(() => this.#broughtQueue(0.2));
    for (const [i, cells] of rows.entries()) this.meet(cells, queues[i]);
    // People paste into neighbouring columns; where columns were moved apart they type.
    const inOrder = HEADERS.slice(0, 4).every((header, i) => this.#look.column(header) === i + 1);
    if (inOrder) this.#sheet.paste(at, 1, rows);
    else for (const [n, cells] of rows.entries()) this.#typeInto(at + n, cells);
    for (const [n, queue] of queues.entries())
      if (queue !== undefined) this.#sheet.setCell(at + n, this.#look.column('Queue'), queue);
  }

  submitForm(): void {
    const queue = this.#broughtQueue(0.3);
    const cells = [...this.#mill.row(), queue ?? ''];
    this.meet(cells, queue);
    const headers = this.#look.headers();
    const asked = queue === undefined ? HEADERS.slice(0, 4) : HEADERS;
    const width = Math.max(...asked.map((header) => headers.indexOf(header))) + 1;
    const own: readonly string[] = HEADERS;
    const values = headers.slice(0, width).map((header) => cells[own.indexOf(header)] ?? '');
    this.#sheet.submitForm(values);
  }

  copyRow(row = this.#anyRow()): void {
    const facts = this.facts.get(this.#look.ticketAt(row));
    if (!facts || this.#look.isUnderMerge(row + 1)) return;
    const width = this.#sheet.lastColumn;
    const texts = Array.from({ length: width }, (_, i) => String(this.#sheet.cell(row, i + 1)));
    this.#sheet.insertRows(row + 1);
    const [number = ''] = this.#mill.row();
    const own = HEADERS.map((header) => (header === 'Ticket' ? number : (facts.cells[header] ?? '')));
    this.meet(own, facts.queue, true);
    const copy = this.facts.get(number);
    if (copy) copy.confirmed = facts.confirmed;
    for (const header of this.#noteHeaders()) if (copy) copy.cells[header] = facts.cells[header] ?? '';
    texts[this.#look.column('Ticket') - 1] = number;
    this.#sheet.paste(row + 1, 1, [texts]);
  }

  /** Copies a row as the pattern of another ticket, decides that one and gives it its text. */
  copyAsPattern(): void {
    const from = this.#anyRow();
    const before = new Set(this.facts.keys());
    this.copyRow(from);
    const [number] = [...this.facts.keys()].filter((one) => !before.has(one));
    const row = number === undefined ? undefined : this.#look.rowOf(number);
    const facts = number === undefined ? undefined : this.facts.get(number);
    if (row === undefined || !facts || this.#look.isUnderMerge(row)) return;
    Object.assign(facts, { queue: pick(this.#random, QUEUES), confirmed: undefined, isPasted: false });
    this.#sheet.setCell(row, this.#look.column('Queue'), facts.queue ?? '');
    this.rewrite(row);
  }

  /** Pastes another export over rows that stand there: other tickets, with no queue yet. */
  pasteOver(): void {
    const row = this.#anyRow();
    const count = Math.min(3, this.#sheet.lastRow - row + 1);
    const isUnder = Array.from({ length: count }, (_, i) => this.#look.isUnderMerge(row + i)).includes(true);
    const inOrder = HEADERS.every((header, i) => this.#look.column(header) === i + 1);
    if (isUnder || !inOrder) return;
    for (let i = 0; i < count; i++) this.facts.delete(this.#look.ticketAt(row + i));
    const rows = Array.from({ length: count }, () => [...this.#mill.row(), '']);
    for (const cells of rows) this.meet(cells);
    this.#sheet.paste(row, 1, rows);
  }

  remove(): void {
    const row = this.#anyRow();
    this.facts.delete(this.#look.ticketAt(row));
    this.#sheet.deleteRows(row);
  }

  dragRows(): void {
    const row = this.#anyRow();
    const count = Math.min(3, this.#sheet.lastRow - row + 1);
    const to = this.#anyRow();
    // Sheets moves and sorts no part of a merged cell.
    if (this.#sheet.model.merges.length > 0) return;
    if (to < row || to > row + count) this.#sheet.moveRows(row, count, to);
  }

  decide(): void {
    const row = this.#anyRow();
    const facts = this.facts.get(this.#look.ticketAt(row));
    if (!facts || this.#look.isUnderMerge(row)) return;
    facts.queue = pick(this.#random, QUEUES);
    facts.isPasted = false;
    facts.confirmed = undefined;
    this.#sheet.setCell(row, this.#look.column('Queue'), facts.queue);
  }

  confirm(): void {
    const row = this.#anyRow();
    const facts = this.facts.get(this.#look.ticketAt(row));
    const label = String(this.#sheet.cell(row, this.#look.column('Queue')));
    if (!facts || facts.queue !== undefined || label === '' || !this.#look.hasState(row)) return;
    facts.confirmed = label;
    this.#sheet.setCell(row, this.#look.column('Status'), 'confirmed');
  }

  empty(): void {
    const row = this.#anyRow();
    const facts = this.facts.get(this.#look.ticketAt(row));
    if (!facts || String(this.#sheet.cell(row, this.#look.column('Queue'))) === '') return;
    // Emptying a label that Usher never touched leaves an open ticket; emptying Usher's own is a decision. Which it is nobody could
    // tell here while the state of this text stands elsewhere.
    const isUshers = this.#look.hasState(row);
    if (!this.#look.isOwnState(row) && (isUshers || this.#look.hasStateElsewhere(row))) return;
    facts.queue = isUshers ? '' : undefined;
    facts.confirmed = undefined;
    this.#sheet.setCell(row, this.#look.column('Queue'), '');
  }

  pasteDecisions(): void {
    const row = this.#anyRow();
    const count = Math.min(3, this.#sheet.lastRow - row + 1);
    const queues = Array.from({ length: count }, () => pick(this.#random, QUEUES));
    const tickets = queues.map((_, i) => this.facts.get(this.#look.ticketAt(row + i)));
    if (tickets.some((facts, i) => facts === undefined || this.#look.isUnderMerge(row + i))) return;
    tickets.forEach((facts, i) => {
      if (facts) Object.assign(facts, { queue: queues[i], confirmed: undefined, isPasted: true });
    });
    this.#sheet.paste(
      row,
      this.#look.column('Queue'),
      queues.map((queue) => [queue]),
    );
  }

  rewrite(row = this.#anyRow()): void {
    const facts = this.facts.get(this.#look.ticketAt(row));
    if (!facts) return;
    const [, subject = '', body = ''] = this.#mill.row();
    facts.cells['Subject'] = `${subject} ${body}`;
    this.#meetText(facts.cells['Subject'], facts.cells['Description'] ?? '');
    this.#sheet.setCell(row, this.#look.column('Subject'), facts.cells['Subject']);
  }

  insertColumn(): void {
    if (this.#notes >= NOTES_MAX) return;
    this.#notes += 1;
    const header = `Note ${this.#notes}`;
    const column = 1 + Math.floor(this.#random() * this.#sheet.lastColumn);
    this.#sheet.insertColumns(column);
    this.#sheet.setCell(1, column, header);
    for (let i = 0; i < 3; i++) {
      const row = this.#anyRow();
      const facts = this.facts.get(this.#look.ticketAt(row));
      if (!facts) continue;
      facts.cells[header] = pick(this.#random, [`note ${row}`, `заметка ${row}`, ...LIKE_USHERS]);
      this.#sheet.setCell(row, column, facts.cells[header]);
    }
  }

  moveColumn(): void {
    const { lastColumn } = this.#sheet;
    const from = 1 + Math.floor(this.#random() * lastColumn);
    const to = 1 + Math.floor(this.#random() * (lastColumn + 1));
    if (to < from || to > from + 1) this.#sheet.moveColumn(from, to);
  }

  filter(): void {
    const rows = Array.from({ length: 5 }, () => this.#anyRow());
    this.#sheet.filter(rows);
    if (this.#random() < 0.5) this.#sheet.clearFilter();
  }

  /** Closes a few rows of the queue to everybody but their author. */
  protect(): void {
    this.hasClosed = true;
    this.#sheet.protect(this.#anyRow(), this.#look.column('Queue'), 1 + Math.floor(this.#random() * 3), 1);
  }

  /** Merges the queues of two rows of which the lower one has none yet. */
  merge(): void {
    const row = this.#anyRow();
    const column = this.#look.column('Queue');
    const isTaken = String(this.#sheet.cell(row + 1, column)) !== '' || this.#look.ticketAt(row + 1) === '';
    if (isTaken || [row, row + 1, row + 2].some((one) => this.#look.isUnderMerge(one))) return;
    this.hasClosed = true;
    this.#sheet.merge(row, column, 2, 1);
  }

  /** Hides a column, or shows a hidden one. */
  hideColumn(): void {
    const column = 1 + Math.floor(this.#random() * this.#sheet.lastColumn);
    if (this.#sheet.model.hiddenColumns.has(column - 1)) this.#sheet.showColumns(column);
    else this.#sheet.hideColumns(column);
  }

  /** Things calm down: what was closed is open again. */
  relent(): void {
    this.#sheet.unprotect();
    this.#sheet.unmerge();
    this.#sheet.clearFilter();
  }

  #sortColumns(first: number, last: number): void {
    const { lastRow } = this.#sheet;
    if (lastRow < 3 || last < first || this.#sheet.model.merges.length > 0) return;
    const by = first + Math.floor(this.#random() * (last - first + 1));
    this.#sheet.sortRange(2, first, lastRow - 1, last - first + 1, by, this.#random() < 0.5);
  }

  #typeInto(row: number, cells: readonly string[]): void {
    cells.forEach((text, i) => {
      this.#sheet.setCell(row, this.#look.column(HEADERS[i] ?? ''), text);
    });
  }

  #meetText(subject: string, body: string): void {
    const text = ticketText({ subject, body });
    this.texts.set(text, (this.texts.get(text) ?? 0) + 1);
  }

  #anyRow(): number {
    return 2 + Math.floor(this.#random() * Math.max(1, this.#sheet.lastRow - 1));
  }

  /** The queue that a new ticket has from the start, as in a form that asks for it. */
  #broughtQueue(share: number): string | undefined {
    return this.#isHarsh && this.#random() < share ? pick(this.#random, QUEUES) : undefined;
  }

  #noteHeaders(): string[] {
    return Array.from({ length: this.#notes }, (_, i) => `Note ${i + 1}`);
  }
}
