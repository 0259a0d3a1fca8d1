import { describe, expect, it } from '@jest/globals';
import { ticketOfThread } from '../../../../src/addon/mail/thread-ticket.ts';
import { goldenMails, OWNER, readAsText } from '../../../builders/golden-mails.ts';

const mails = goldenMails();
const CUSTOMER = 'Ana Silva <ana@customer.example>';
const DESK = 'IT service desk <service@fennmark.example>';

function aMessage(changes: { from?: string; subject?: string; body?: string; headers?: string } = {}) {
  const { from = CUSTOMER, subject = 'Printer', body = 'No toner.', headers = '' } = changes;
  const source = `From: ${from}\nTo: ${DESK}\nSubject: ${subject}\n${headers}\n${body}\n`;
  return { id: 'm', source: () => source, plainBody: () => 'decoded by Gmail' };
}
const bodyOf = (...messages: ReturnType<typeof aMessage>[]) => {
  const ticket = ticketOfThread(messages, OWNER);
  return ticket.kind === 'ticket' ? ticket.body : `left: ${ticket.why}`;
};

describe('the corpus of mails', () => {
  it.each(mails.map(({ name, source, golden }) => [name, source, golden] as const))(
    'is read as a person agreed: %s',
    (_, source, golden) => {
      expect(readAsText(source)).toBe(golden);
    },
  );

  it('has sixty mails with the one of 2 MB, of which the beginning is read, in less than a second of CPU', () => {
    const line = 'The export stops at row 4000 with error 17, again and again.\n';
    const body = Buffer.from(line.repeat(25_000))
      .toString('base64')
      .replace(/(.{76})/g, '$1\n');
    const source = `From: ${CUSTOMER}\nSubject: Export\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n${body}`;
    const before = process.cpuUsage();
    const read = readAsText(source);
    const { user, system } = process.cpuUsage(before);
    expect(mails.length + 1).toBe(60);
    expect(source.length).toBeGreaterThan(2_000_000);
    expect(read).toContain('row 4000 with error 17');
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  it.each([
    [
      'nested parts',
      `Content-Type: multipart/mixed; boundary=a\n\n${'--a\nContent-Type: multipart/mixed; boundary=a\n\n'.repeat(5_000)}`,
    ],
    ['unclosed tags', `Content-Type: text/html\n\n${'<div class="gmail_quote">'.repeat(15_000)}`],
    [
      'forwards in forwards',
      `Content-Type: text/html\n\n${'<div class="gmail_quote">Forwarded message'.repeat(9_000)}`,
    ],
    ['endless introductions', `\n\n${'On Monday somebody\n'.repeat(20_000)}`],
    ['encoded words', `Subject: ${'=?utf-8?q?a?= '.repeat(10_000)}\n\nx`],
    ['a boundary on every line', `Content-Type: multipart/mixed; boundary=a\n\n${'--a\n'.repeat(50_000)}`],
  ])('is not slowed down by hostile mails: %s', (_, source) => {
    const before = process.cpuUsage();
    readAsText(`From: ${CUSTOMER}\n${source}`);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(1.5);
  });
});

describe('a thread', () => {
  it('is the newest message of the customer, whoever wrote after it', () => {
    const first = aMessage({ body: 'No toner.' });
    const second = aMessage({ body: 'Now it jams as well.' });
    const answer = aMessage({ from: DESK, body: 'We are on our way.' });
    expect(bodyOf(first, answer, second)).toBe('Now it jams as well.');
    expect(bodyOf(first, second, answer)).toBe('Now it jams as well.');
  });

  it('goes past an automatic reply to what the customer wrote before', () => {
    expect(bodyOf(aMessage(), aMessage({ headers: 'Auto-Submitted: auto-replied\n', body: 'Away.' }))).toBe(
      'No toner.',
    );
  });

  it('is left alone when only the desk has written', () => {
    expect(bodyOf(aMessage({ from: DESK }))).toBe('left: own');
  });

  it('is read by Gmail where a character set is not spoken here', () => {
    const headers = 'Content-Type: text/plain; charset=iso-2022-jp\n';
    expect(bodyOf(aMessage({ headers, body: '\u00a4\u00a2' }))).toBe('decoded by Gmail');
  });

  it('reads at most eight messages of a long thread', () => {
    let read = 0;
    const long = Array.from({ length: 50 }, () => {
      const message = aMessage({ from: DESK });
      return {
        ...message,
        source: () => {
          read += 1;
          return message.source();
        },
      };
    });
    ticketOfThread(long, OWNER);
    expect(read).toBe(8);
  });
});
