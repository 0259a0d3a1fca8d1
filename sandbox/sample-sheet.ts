// The sample desk as the spreadsheet a team would have: one sheet of tickets, past ones with the queue that people typed.
import type { SampleDesk, SampleTicket } from './sample/generate.ts';

export const TICKETS_SHEET = 'Tickets';

export const TICKET_HEADERS = [
  'Ticket',
  'Received',
  'From',
  'Channel',
  'Site',
  'Subject',
  'Description',
  'Queue',
] as const;

/** The tab in which a lead describes the queues, as the add-on reads it. */
export const QUEUES_SHEET = 'Usher queues';

/** The rows of the ticket sheet, header first: history, then what came in since. */
export function ticketSheet(desk: SampleDesk): string[][] {
  return [[...TICKET_HEADERS], ...[...desk.history, ...desk.fresh].map(ticketCells)];
}

/** The rows of the queues tab, header first. */
export function queuesSheet(desk: SampleDesk): string[][] {
  const header = [
    'Queue',
    'What belongs here',
    'Keywords (comma between)',
    'Mode',
    'Promise',
    'Usher queue id',
  ];
  const rows = desk.queues.map(({ id, name, description, keywords }) => [
    ...[name, description, keywords.join(', ')],
    ...['suggest', '', id],
  ]);
  return [header, ...rows];
}

function ticketCells(ticket: SampleTicket): string[] {
  return [
    ticket.reference,
    ticket.receivedAt.slice(0, 16).replace('T', ' '),
    ticket.sender,
    ticket.channel,
    ticket.site,
    ticket.subject,
    ticket.body,
    ticket.queue ?? '',
  ];
}
