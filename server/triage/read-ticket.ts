// The door for tickets: each is checked alone, so that a bad one becomes a problem of its own and the others are answered.
import { Compile } from 'typebox/compile';
import type { TicketProblem, WireTicket } from '../../src/core/contract.ts';
import { TicketSchema } from '../../src/core/contract-schemas.ts';
import { ID_CHARACTERS_MAX } from '../../src/core/limits.ts';
import { ticketText } from '../../src/core/ticket.ts';

/** A ticket that can be asked about, with the text that is classified. */
export interface ReadableTicket {
  readonly id: string;
  readonly text: string;
}

const ticketCheck = Compile(TicketSchema);

/** Sorts what was sent into readable tickets and problems, both in the order in which they came. */
export function readTickets(sent: readonly unknown[]): {
  tickets: readonly ReadableTicket[];
  problems: readonly TicketProblem[];
} {
  const tickets: ReadableTicket[] = [];
  const problems: TicketProblem[] = [];
  const seen = new Set<string>();
  sent.forEach((value, index) => {
    const id = idOf(value) ?? `#${index + 1}`;
    const refuse = (code: 'ticket_invalid' | 'ticket_empty', message: string) =>
      problems.push({ id, code, message });
    if (!ticketCheck.Check(value)) {
      refuse('ticket_invalid', describeFault(value));
      return;
    }
    if (seen.has(id)) {
      refuse(
        'ticket_invalid',
        `Ticket ${index + 1} of the batch has the id of an earlier one. Give each its own id.`,
      );
      return;
    }
    seen.add(id);
    const text = ticketText(value);
    if (text === '') {
      refuse('ticket_empty', 'The ticket has no text, so there is nothing to go by. Decide it by hand.');
      return;
    }
    tickets.push({ id, text });
  });
  return { tickets, problems };
}

function idOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'id')) return undefined;
  const { id } = value as Partial<WireTicket>;
  return typeof id === 'string' && id !== '' && id.length <= ID_CHARACTERS_MAX ? id : undefined;
}

/** Says which part is wrong. The value and the name of an unknown key are left out: they may be ticket text. */
function describeFault(value: unknown): string {
  const [fault] = ticketCheck.Errors(value);
  const part = fault?.instancePath.split('/')[1] ?? '';
  const message = fault?.message ?? 'is not as it should be';
  if (part === '') return `The ticket ${message}. Correct the row and try again.`;
  if (!Object.hasOwn(TicketSchema.properties, part)) {
    return 'The ticket has a part that tickets do not have. Leave it out and try again.';
  }
  return `The ticket's ${part} ${message}. Correct the row and try again.`;
}
