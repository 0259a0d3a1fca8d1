// Holds a sheet at rest against what people meant and what the proxy would answer, and again after every run was undone.
import { ticketText } from '../../src/core/ticket.ts';
import type { WorkbookSheet } from '../google/person.ts';
import type { TicketFacts } from './facts.ts';
import type { People } from './people.ts';

/** A ticket's own label by its text, as the proxy answers it now; '' where it suggests none. */
export type LabelOf = (subject: string, body: string) => string;

export interface RowAtRest {
  readonly ticket: string;
  readonly subject: string;
  readonly body: string;
  readonly queue: string;
  readonly status: string;
  readonly confidence: string;
  readonly reason: string;
  readonly id: string;
  readonly state: string;
  /** All cells by header. */
  readonly cells: Readonly<Record<string, string>>;
}

/** The rows of the ticket sheet. */
export function rowsAtRest(sheet: WorkbookSheet): RowAtRest[] {
  const [header = [], ...rows] = sheet.displayValues();
  return rows.map((row) => {
    const cells = Object.fromEntries(header.map((name, column) => [name, (row[column] ?? '').trim()]));
    const cell = (name: string): string => cells[name] ?? '';
    return {
      ...{ ticket: cell('Ticket'), subject: cell('Subject'), body: cell('Description'), cells },
      ...{ queue: cell('Queue'), status: cell('Status'), confidence: cell('Queue confidence') },
      ...{ reason: cell('Reason'), id: cell('Usher ID'), state: cell('Usher state') },
    };
  });
}

/** How things are once every run was undone. */
export interface Undone {
  /** Cells that the ledger names for a look. */
  readonly named: readonly string[];
}

/** What holds in any case: nothing lost, nothing back, each ticket under an id of its own, and people's values as they were. */
function brokenByPeople(rows: readonly RowAtRest[], people: People, undone?: Undone): string[] {
  const isUndone = undone !== undefined;
  const broken: string[] = [];
  const seen = new Set<string>();
  const ids = new Map<string, boolean>();
  for (const row of rows) {
    const { ticket, queue, status, id } = row;
    if (ticket === '' && row.subject === '' && row.body === '') {
      if (queue !== '' || status !== '') broken.push(`a blank row holds “${queue}” and “${status}”`);
      continue;
    }
    const facts = people.facts.get(ticket);
    if (!facts) {
      broken.push(`${ticket} was deleted and is back`);
      continue;
    }
    if (seen.has(ticket)) broken.push(`${ticket} is there twice`);
    seen.add(ticket);
    // A copied row gets its own id from the next run, and no run follows the last undo.
    const isFresh = isUndone && (facts.isCopy || ids.get(id) === true);
    if (id !== '' && ids.has(id) && !isFresh) broken.push(`${ticket} shares its id with another row`);
    ids.set(id, facts.isCopy);
    for (const [header, text] of Object.entries(facts.cells)) {
      const now = row.cells[header] ?? '';
      if (now !== text.trim())
        broken.push(`${ticket}: a person wrote “${text}” as ${header}, it is “${now}” now`);
    }
    // Usher's own word pasted over Usher's word while a run is open cannot be told from the run's, and undo takes it along. The ledger
    // says where that may be.
    const isNamed = undone?.named.some((name) => name.includes(`(id ${id.slice(0, 8)})`)) ?? false;
    const isTaken = facts.isPasted === true && queue === '' && isNamed;
    if (facts.queue !== undefined && queue !== facts.queue && !isTaken)
      broken.push(`${ticket}: a person chose “${facts.queue}”, the sheet says “${queue}” (${status})`);
  }
  for (const ticket of people.facts.keys()) if (!seen.has(ticket)) broken.push(`${ticket} is lost`);
  return broken;
}

/** A ticket that waits for Usher or has its word: no person has decided it. */
function isUndecided(facts: TicketFacts | undefined): boolean {
  return facts !== undefined && facts.queue === undefined && facts.confirmed === undefined;
}

const USHERS_STATUS: ReadonlySet<string> = new Set(['assigned', 'needs review', 'failed']);
const TAKES_NO_VALUE = /^A cell of this row takes no value/;

/** Every rule that the sheet breaks, in words; empty when it is as it must be. */
export function brokenRules(rows: readonly RowAtRest[], people: People, labelOf: LabelOf): string[] {
  const broken = brokenByPeople(rows, people);
  for (const row of rows) {
    const { ticket, queue, status, id } = row;
    const facts = people.facts.get(ticket);
    if (!facts || ticketText(row) === '') continue;
    const own = labelOf(row.subject, row.body);
    if (facts.queue === undefined && facts.confirmed !== undefined) {
      const isKept = status === 'confirmed' && (queue === facts.confirmed || queue === own);
      if (!isKept) broken.push(`${ticket}: “${facts.confirmed}” was confirmed, it is “${queue}” (${status})`);
      continue;
    }
    // A row shows that a person decided it: where Usher had suggested, its own status is gone.
    if (
      facts.queue !== undefined &&
      facts.queue !== '' &&
      facts.isPasted !== true &&
      USHERS_STATUS.has(status)
    )
      broken.push(`${ticket}: a person chose “${facts.queue}”, and its status is “${status}”`);
    if (!isUndecided(facts)) continue;
    // A cell that somebody had closed or merged is left out, and says so.
    if (people.hasClosed && status === 'skipped' && queue === '' && TAKES_NO_VALUE.test(row.reason)) continue;
    if (queue !== own)
      broken.push(`${ticket}: its own label is “${own}”, the sheet says “${queue}” (${status})`);
    if (status !== 'needs review') broken.push(`${ticket}: its status is “${status}”`);
    if (row.confidence === '' || row.reason === '')
      broken.push(`${ticket}: no confidence or reason beside “${queue}”`);
    if (!row.state.includes(`"id":"${id}"`))
      broken.push(`${ticket}: its state is another row's: ${id} ${row.state.slice(0, 60)}`);
  }
  return broken;
}

/** Every rule that the sheet breaks once all runs are undone: Usher's cells are empty where nobody acted on them. */
export function brokenByUndo(rows: readonly RowAtRest[], people: People, undone: Undone): string[] {
  const broken = brokenByPeople(rows, people, undone);
  for (const row of rows) {
    if (!isUndecided(people.facts.get(row.ticket))) continue;
    const left = [row.queue, row.confidence, row.status, row.reason, row.state].filter((cell) => cell !== '');
    if (left.length > 0)
      broken.push(`${row.ticket}: “${left.join('”, “').slice(0, 120)}” is left after undo`);
  }
  return broken;
}

/** Cells that the ledger names in one of its columns. */
export function namedInLedger(ledger: WorkbookSheet, header: string): string[] {
  const [headers = [], ...rows] = ledger.displayValues();
  const column = headers.indexOf(header);
  return rows.flatMap((row) => (row[column] ?? '').split('; ').filter((name) => name !== ''));
}
