import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTriageMemory } from '../../../../server/triage/memory.ts';
import { readTickets } from '../../../../server/triage/read-ticket.ts';
import { BODY_CHARACTERS_MAX } from '../../../../src/core/limits.ts';
import { aTicket } from '../../../builders/proxy.ts';

const read = (sent: readonly unknown[], texts = createTriageMemory(() => 0).texts) =>
  readTickets(sent, { textKey: 'key', texts, detectLanguage: () => 'en' });

describe('readTickets', () => {
  it('puts subject and body together, without what was quoted', () => {
    const body = 'It is broken.\n\n> an earlier mail';
    const [ticket] = read([aTicket({ subject: 'Re: Printer', body })]).tickets;
    expect(ticket?.text()).toBe('Printer\nIt is broken.');
    expect(ticket?.facts).toEqual({ language: 'en', length: 21 });
  });

  it('tells the same of a text that it has seen before', () => {
    const { texts } = createTriageMemory(() => 0);
    const [first] = read([aTicket()], texts).tickets;
    const [again] = read([aTicket({ id: 'T-2' })], texts).tickets;
    expect({ ...again, text: again?.text() }).toEqual({
      ...first,
      id: 'T-2',
      text: first?.text(),
      sent: aTicket({ id: 'T-2' }),
    });
  });

  it.each<[string, unknown, string]>([
    ['a body that is too long', aTicket({ body: 'x'.repeat(BODY_CHARACTERS_MAX + 1) }), "The ticket's body"],
    ['a body that is a number', { ...aTicket(), body: 7 }, "The ticket's body"],
    ['a time before 1970', aTicket({ receivedAt: -1 }), "The ticket's receivedAt"],
    ['a key that it does not know', { ...aTicket(), secretKey: 1 }, 'The ticket '],
    ['null', null, 'The ticket '],
    ['a list', [], 'The ticket '],
  ])('names the part that is wrong with %s', (_case, ticket, start) => {
    const [problem] = read([ticket]).problems;
    expect(problem).toMatchObject({ code: 'ticket_invalid' });
    expect(problem?.message.startsWith(start)).toBe(true);
    expect(problem?.message).not.toContain('secretKey');
  });

  it('takes own keys named __proto__ for what they are', () => {
    const sent = JSON.parse('{"id":"a","subject":"s","body":"b","__proto__":{"polluted":true}}') as unknown;
    expect(read([sent]).problems).toMatchObject([{ id: 'a', code: 'ticket_invalid' }]);
    const attributes = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
    expect(read([aTicket({ attributes })]).tickets).toHaveLength(1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('answers for every value that is sent: a ticket or a problem with an id', () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { maxLength: 20 }), (sent) => {
        const { tickets, problems } = read(sent);
        expect(tickets.length + problems.length).toBe(sent.length);
        expect(problems.every(({ id }) => id.length > 0)).toBe(true);
      }),
    );
  });
});
