import { describe, expect, it } from '@jest/globals';
import { type SampleDesk, type SampleTicket, sampleDesk } from '../../../sandbox/sample/generate.ts';

const SEEDS = [1, 2, 3];
const DESKS = new Map(SEEDS.map((seed) => [seed, sampleDesk(seed)]));

function deskOf(seed: number): SampleDesk {
  const desk = DESKS.get(seed);
  if (desk === undefined) throw new Error(`Seed ${seed} is not among the seeds tried here.`);
  return desk;
}

function allTickets(seed: number): SampleTicket[] {
  const { history, fresh } = deskOf(seed);
  return [...history, ...fresh];
}

function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

function shareWhere(tickets: SampleTicket[], holds: (ticket: SampleTicket) => boolean): number {
  return tickets.filter(holds).length / tickets.length;
}

function trigrams(text: string): Set<string> {
  const words = text.toLowerCase().split(/\s+/);
  return new Set(words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`));
}

/** Pairs of tickets with most of their word trigrams in common; only tickets that share one are compared. */
function nearTwins(tickets: SampleTicket[]): [string, string][] {
  const seen = new Map<string, number[]>();
  return tickets.flatMap((ticket, number) => {
    const shared = new Map<number, number>();
    const grams = trigrams(ticket.body);
    for (const gram of grams) {
      const holders = seen.get(gram) ?? [];
      for (const other of holders) shared.set(other, (shared.get(other) ?? 0) + 1);
      seen.set(gram, [...holders, number]);
    }
    return [...shared].flatMap(([other, count]): [string, string][] => {
      const twin = tickets[other];
      const union = grams.size + trigrams(twin?.body ?? '').size - count;
      return twin && count / union > 0.6 ? [[twin.reference, ticket.reference]] : [];
    });
  });
}

describe('sampleDesk', () => {
  it('gives the same desk for the same seed', () => {
    expect(sampleDesk(5)).toEqual(sampleDesk(5));
  });

  it('gives other tickets for another seed', () => {
    expect(sampleDesk(6).history[0]?.body).not.toBe(sampleDesk(5).history[0]?.body);
  });

  it('describes eight queues with six to twelve keywords each', () => {
    const { queues } = deskOf(1);
    expect(queues).toHaveLength(8);
    expect(queues.filter((queue) => queue.keywords.length < 6 || queue.keywords.length > 12)).toEqual([]);
    expect(new Set(queues.flatMap((queue) => [queue.id, queue.name])).size).toBe(16);
  });

  it.each(SEEDS)('holds 1,500 past tickets, each with a typed queue, and 120 new ones (seed %i)', (seed) => {
    const { history, fresh, queues } = deskOf(seed);
    const names: (string | null)[] = queues.map((queue) => queue.name);
    expect(history).toHaveLength(1_500);
    expect(fresh).toHaveLength(120);
    expect(
      history.filter((ticket) => !names.includes(ticket.queue) || !names.includes(ticket.truth)),
    ).toEqual([]);
  });

  it.each(SEEDS)('has past tickets of every queue, at least 40 each (seed %i)', (seed) => {
    const { history, queues } = deskOf(seed);
    const counts = queues.map((queue) => history.filter((ticket) => ticket.truth === queue.name).length);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(40);
  });

  it.each(SEEDS)('labels one of a hundred past tickets wrongly, as a careful desk does (seed %i)', (seed) => {
    const { history } = deskOf(seed);
    expect(history.filter((ticket) => ticket.queue !== ticket.truth)).toHaveLength(15);
  });

  it.each(SEEDS)('is three quarters English, the rest German, Spanish and French (seed %i)', (seed) => {
    const tickets = allTickets(seed);
    const english = shareWhere(tickets, (ticket) => ticket.language === 'en');
    expect(english).toBeGreaterThan(0.7);
    expect(english).toBeLessThan(0.8);
    const others = ['de', 'es', 'fr'].map((code) =>
      shareWhere(tickets, (ticket) => ticket.language === code),
    );
    expect(Math.min(...others)).toBeGreaterThan(0.07);
  });

  it.each(SEEDS)('keeps nine tenths of the bodies within 20 to 150 words (seed %i)', (seed) => {
    const share = shareWhere(allTickets(seed), ({ body }) => wordCount(body) >= 20 && wordCount(body) <= 150);
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it.each(SEEDS)('uses every reference and every body once (seed %i)', (seed) => {
    const tickets = allTickets(seed);
    expect(new Set(tickets.map((ticket) => ticket.reference)).size).toBe(1_620);
    const bodies = tickets.map((ticket) => ticket.body).filter((body) => body !== '');
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  it.each(SEEDS)('has near twins of no more than two tickets in a hundred (seed %i)', (seed) => {
    expect(nearTwins(allTickets(seed)).length).toBeLessThanOrEqual(32);
  });

  it.each(SEEDS)('numbers tickets in the order in which they came, within the 23 weeks (seed %i)', (seed) => {
    const tickets = allTickets(seed);
    const times = tickets.map((ticket) => ticket.receivedAt);
    expect(times).toEqual([...times].sort());
    expect(tickets.map((ticket) => ticket.reference)).toEqual(
      tickets.map((ticket) => ticket.reference).sort(),
    );
    expect(times.at(0)?.slice(0, 10)).toMatch(/^2026-06-1[5-9]$/);
    expect(times.at(-1)?.slice(0, 10)).toMatch(/^2026-11-(19|20)$/);
  });

  it.each(SEEDS)('receives most tickets on weekdays in office hours (seed %i)', (seed) => {
    const share = shareWhere(allTickets(seed), ({ receivedAt }) => {
      const at = new Date(receivedAt);
      return at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 5 && at.getUTCHours() < 18;
    });
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(1);
  });

  it.each(SEEDS)('names no mail or web address outside reserved domains (seed %i)', (seed) => {
    const text = allTickets(seed)
      .map((ticket) => `${ticket.sender} ${ticket.subject} ${ticket.body}`)
      .join('\n');
    const hosts = [...text.matchAll(/(?:[\w.+-]@|https?:\/\/)([\w.-]+\w)/g)].map((match) => match[1] ?? '');
    expect(hosts.length).toBeGreaterThan(1_620);
    expect(hosts.filter((host) => !/\.example$|^example\.com$/.test(host))).toEqual([]);
  });

  it.each(SEEDS)('leaves no place of a phrasing unfilled (seed %i)', (seed) => {
    const written = allTickets(seed).filter((ticket) => !ticket.body.includes('<html>'));
    expect(
      written.filter(({ subject, body }) => /\{\w+\}|\[[^\]\n]*\||undefined/.test(subject + body)),
    ).toEqual([]);
  });

  it.each(['mail', 'form', 'chat', 'phone'])('brings tickets by %s', (channel) => {
    const count = allTickets(1).filter((ticket) => ticket.channel === channel).length;
    expect(count).toBeGreaterThan(30);
  });

  it.each([
    ['an empty body under a subject', (t: SampleTicket) => t.subject !== '' && t.body === ''],
    ['neither subject nor body', (t: SampleTicket) => t.subject === '' && t.body === '' && t.truth === null],
    ['a subject that begins with an equals sign', (t: SampleTicket) => t.subject.startsWith('=HYPERLINK(')],
    ['a subject that begins with a plus sign', (t: SampleTicket) => t.subject.startsWith('+49 ')],
    ['a subject that begins with dashes', (t: SampleTicket) => t.subject.startsWith('-- ')],
    ['a subject that begins with an at sign', (t: SampleTicket) => t.subject.startsWith('@here ')],
    ['a subject of emoji', (t: SampleTicket) => /^\p{Extended_Pictographic}/u.test(t.subject)],
    ['a body of 20,000 characters', (t: SampleTicket) => t.body.length === 20_000],
    ['a body in HTML', (t: SampleTicket) => t.body.startsWith('<html>')],
    ['text that runs from right to left', (t: SampleTicket) => /\p{Script=Arabic}/u.test(t.subject + t.body)],
  ])('has one new ticket with %s', (_, isSo) => {
    expect(deskOf(1).fresh.filter(isSo)).toHaveLength(1);
  });

  it.each(SEEDS)('has more than ten new tickets that belong to no queue (seed %i)', (seed) => {
    const { fresh } = deskOf(seed);
    expect(fresh.filter((ticket) => ticket.truth === null).length).toBeGreaterThan(10);
  });

  it.each(SEEDS)('has new tickets that a person triaged already, one of them debatably (seed %i)', (seed) => {
    const typed = deskOf(seed).fresh.filter((ticket) => ticket.queue !== null);
    expect(typed).toHaveLength(4);
    expect(typed.filter((ticket) => ticket.queue !== ticket.truth)).toHaveLength(1);
  });
});
