// Holds a sheet at rest against what people meant and what the proxy would answer.
import { ticketText } from '../../src/core/ticket.ts';
import type { WorkbookSheet } from '../google/person.ts';
import type { People } from './people.ts';

/** A ticket's own label by its text, as the proxy answers it now; '' where it suggests none. */
export type LabelOf = (subject: string, body: string) => string;

export interface RowAtRest {
  readonly ticket: string;
  readonly subject: string;
  readonly body: string;
  readonly queue: string;
  readonly status: string;
  readonly id: string;
}

/** The rows of the ticket sheet. */
export function rowsAtRest(sheet: WorkbookSheet): RowAtRest[] {
  const [header = [], ...rows] = sheet.displayValues();
  const cell = (row: readonly string[], name: string): string => (row[header.indexOf(name)] ?? '').trim();
  return rows.map((row) => ({
    ticket: cell(row, 'Ticket'),
    subject: cell(row, 'Subject'),
    body: cell(row, 'Description'),
    queue: cell(row, 'Queue'),
    status: cell(row, 'Status'),
    id: cell(row, 'Usher ID'),
  }));
}

/** Every rule that the sheet breaks, in words; empty when it is as it must be. */
export function brokenRules(rows: readonly RowAtRest[], people: People, labelOf: LabelOf): string[] {
  const broken: string[] = [];
  const seen = new Set<string>();
  const ids = new Set<string>();
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
    seen.add(ticket);
    if (id !== '' && ids.has(id)) broken.push(`${ticket} shares its id with another row`);
    ids.add(id);
    if (facts.queue !== undefined) {
      if (queue !== facts.queue)
        broken.push(`${ticket}: a person chose “${facts.queue}”, the sheet says “${queue}”`);
      continue;
    }
    if (ticketText(row) === '') continue;
    const own = labelOf(row.subject, row.body);
    if (queue !== own)
      broken.push(`${ticket}: its own label is “${own}”, the sheet says “${queue}” (${status})`);
    if (status !== 'needs review') broken.push(`${ticket}: its status is “${status}”`);
  }
  for (const ticket of people.facts.keys()) if (!seen.has(ticket)) broken.push(`${ticket} is lost`);
  return broken;
}
