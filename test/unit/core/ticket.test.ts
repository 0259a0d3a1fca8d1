import { describe, expect, it } from '@jest/globals';
import { plainFromHtml } from '../../../src/core/plain-from-html.ts';
import { textHash } from '../../../src/core/text-hash.ts';
import { ticketText } from '../../../src/core/ticket.ts';

const textOf = (body: string, subject = 'Printer') => ticketText({ subject, body });

describe('ticketText', () => {
  it('joins subject and body', () => {
    expect(textOf('It prints blank pages.')).toBe('Printer\nIt prints blank pages.');
  });

  it.each([
    ['Re: AW: [2]', 'Re: AW: Printer', 'Printer'],
    ['Fwd', 'Fwd: WG: Printer', 'Printer'],
    ['nothing', 'Reprinted: Printer', 'Reprinted: Printer'],
  ])('takes reply marks off the subject: %s', (_name, subject, expected) => {
    expect(ticketText({ subject, body: '' })).toBe(expected);
  });

  it.each([
    ['English', 'It jams.\n\nOn Mon, 2 Nov 2026 at 09:12, Ana Roe <ana@example.com> wrote:\n> Does it work?'],
    [
      'wrapped over two lines',
      'It jams.\nOn Mon, 2 Nov 2026 at 09:12, Ana Roe <ana@example.com>\nwrote:\n> Well?',
    ],
    ['German', 'It jams.\n\nAm 2. November 2026 um 09:12 schrieb Ana Roe:\n> Geht es?'],
    ['French', 'It jams.\n\nLe 2 nov. 2026 à 09:12, Ana Roe a écrit :\n> Ça marche ?'],
    ['Outlook', 'It jams.\n\nFrom: Ana Roe\nSent: Monday\nTo: Help\nSubject: Printer\nDoes it work?'],
    ['original message', 'It jams.\n-----Original Message-----\nFrom: Ana'],
    ['signature', 'It jams.\n-- \nBo Lind\nSite North'],
    ['sign-off', 'It jams.\n\nKind regards,\nBo Lind\nFinance'],
    ['telephone footer', 'It jams.\nSent from my phone'],
    [
      'disclaimer',
      'It jams.\nThis e-mail and any attachments are confidential and intended only for the addressee.',
    ],
    ['external warning', 'CAUTION: this message came from outside of the company.\nIt jams.'],
  ])('cuts what the sender did not write: %s', (_name, body) => {
    expect(textOf(body)).toBe('Printer\nIt jams.');
  });

  it('keeps a forwarded message, without its header lines', () => {
    const body =
      'See below.\n---------- Forwarded message ----------\nFrom: Ana\nSubject: x\n\nThe tray is stuck.';
    expect(textOf(body)).toContain('The tray is stuck.');
  });

  it('keeps the whole body when the cuts would leave nothing', () => {
    expect(ticketText({ subject: '', body: '> the tray is stuck' })).toBe('> the tray is stuck');
  });

  it('keeps a sign-off that is followed by more than a signature', () => {
    const lines = Array.from({ length: 12 }, (_, i) => `line ${i}`).join('\n');
    expect(textOf(`Thanks\n${lines}`)).toContain('line 11');
  });

  it('is empty for a ticket without any text', () => {
    expect(ticketText({ subject: ' ', body: '\n\n' })).toBe('');
  });
});

describe('plainFromHtml', () => {
  it('turns blocks into lines, entities into characters, and drops what is not seen', () => {
    const html =
      '<html><head><title>x</title></head><body><p>Gr&uuml;&szlig;e&nbsp;&amp; more</p><script>evil()</script>two<br>three</body></html>';
    expect(plainFromHtml(html)).toBe('Grüße & more\ntwo\nthree');
  });

  it('leaves plain text with angle brackets as it is', () => {
    expect(plainFromHtml('if a < b then <unknown> happens')).toBe('if a < b then <unknown> happens');
  });

  it.each([['<p>open <b'], ['<script>never closed'], ['<!-- never closed <p>'], ['<p>&#x110000;&bogus;']])(
    'ends on broken mark-up: %s',
    (html) => {
      expect(typeof plainFromHtml(html)).toBe('string');
    },
  );
});

describe('textHash', () => {
  it('is 16 hexadecimal digits that depend on every character and on their order', () => {
    const hashes = ['', 'a', 'b', 'ab', 'ba', 'ab ', 'äb'].map(textHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.every((hash) => /^[0-9a-f]{16}$/.test(hash))).toBe(true);
  });
});
