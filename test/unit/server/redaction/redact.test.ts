import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { prepareOutgoing } from '../../../../server/redaction/outgoing.ts';
import { redact, redactTogether } from '../../../../server/redaction/redact.ts';
import { readMarkedSentences, scoreRedaction } from './marked-sentences.ts';

describe('redact', () => {
  it.each([
    ['an address', 'write to ida@desk.example.', 'write to [EMAIL_1].'],
    ['a number with its plus', 'call +49 (0)30 23125 418 now', 'call [PHONE_1] now'],
    ['a number in parentheses', 'my cell (415) 555-0132', 'my cell [PHONE_1]'],
    ['a number at the very beginning', '0171/1234567 is mine', '[PHONE_1] is mine'],
    ['a card that is split by spaces', 'card 4111 1111 1111 1111 12/27', 'card [CARD_1] 12/27'],
    ['an IBAN before a word', 'to DE89 3704 0044 0532 0130 00 please', 'to [IBAN_1] please'],
    ['an IBAN with a blank after its country', 'IBAN DE 89 3704 0044 0532 0130 00', 'IBAN [IBAN_1]'],
    ['an IPv4 address of short numbers', 'ssh root@10.0.0.5:8080', 'ssh root@[IP_1]:8080'],
    [
      'the whole name after titles',
      'Dear Prof. Dr. Eva-Maria Meier and all',
      'Dear Prof. Dr. [NAME_1] and all',
    ],
    ['an IPv6 address', 'ping 2001:db8::8a2e:7334 fails', 'ping [IP_1] fails'],
    [
      'what a URL carries before its host',
      'ssh://ida:s3cret@host.example/x',
      'ssh://[SECRET_1]@host.example/x',
    ],
    [
      'a token in a URL',
      'https://x.example/?a=1&token=abc123&b=2',
      'https://x.example/?a=1&token=[SECRET_1]&b=2',
    ],
    ['a key in a shell line', 'DB_PASSWORD=hunter2x', 'DB_PASSWORD=[SECRET_1]'],
    ['a key in JSON', '{"api_key": "a1b2c3d4e5f6"}', '{"api_key": "[SECRET_1]"}'],
    ['a key block that is cut off', 'x -----BEGIN PRIVATE KEY-----\nMIIE\nab', 'x [SECRET_1]'],
    ['the name and nothing of the next sentence', 'Hi Anna My printer died', 'Hi [NAME_1] My printer died'],
  ])('masks %s', (_, text, masked) => {
    expect(redact(text).text).toBe(masked);
  });

  it.each([
    ['Spanish DNI', '12345678Z'],
    ['Spanish NIE', 'X1234567L'],
    ['German tax id', '86095742719'],
    ['French NIR', '255081416802538'],
    ['NHS number in its groups', '943 476 5919'],
    ['Brazilian CPF', '529.982.247-25'],
    ['Polish PESEL', '44051401359'],
    ['Italian codice fiscale', 'RSSMRA85T10A562S'],
    ['Swedish personnummer', '811218-9876'],
    ['Belgian national number', '85.07.30-033.28'],
    ['Swiss AHV number', '756.9217.0769.85'],
    ['US social security number', '536-22-8714'],
    ['British National Insurance number', 'AB123456C'],
  ])('masks a %s and leaves it where its last place is off', (_, id) => {
    const last = id.slice(-1);
    const off = /\d/.test(last) ? `${id.slice(0, -1)}${(Number(last) + 1) % 10}` : `${id.slice(0, -1)}E`;
    const hasCheckDigit = !/^\d{3}-/.test(id);
    expect([redact(`see ${id}, ok`).text, redact(`see ${off}, ok`).found.length === 0]).toEqual([
      'see [NATIONAL_ID_1], ok',
      hasCheckDigit,
    ]);
  });

  it('gives the same value the same placeholder however it is written', () => {
    const texts = ['Ida@desk.example, +49 30 23125418', 'ida@DESK.example bob@desk.example +49-30-23125418'];
    expect(redactTogether(texts).map(({ text }) => text)).toEqual([
      '[EMAIL_1], [PHONE_1]',
      '[EMAIL_1] [EMAIL_2] [PHONE_1]',
    ]);
  });

  it('reports places of the original text', () => {
    const text = 'Dear Ida, mail bob@desk.example';
    expect(redact(text).found.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['name', 'Ida'],
      ['email', 'bob@desk.example'],
    ]);
  });

  it('masks only the kinds that are asked for', () => {
    expect(redact('Dear Ida, mail bob@desk.example', { kinds: ['name'] }).text).toBe(
      'Dear [NAME_1], mail bob@desk.example',
    );
  });

  it('masks nothing more in a text that is already masked', () => {
    const once = [...readMarkedSentences('tuning'), ...readMarkedSentences('held-out')].map(
      ({ text }) => redact(text).text,
    );
    expect(once.map((text) => redact(text).text)).toEqual(once);
  });

  it('reports places in order, apart and inside the text, whatever the text', () => {
    const pieces = fc.constantFrom(
      ...'@ : :: :// = ? & + - . / ( ) # _ [ ] \n é ß 😀 Dear Hi Regards password is key name my AKIA eyJ sk- DE89 4111 1111 06 a@b.co 1.2.3.4 -----BEGIN'.split(
        ' ',
      ),
      ' ',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 }),
        (parts) => {
          const text = parts.join('');
          const places = redact(text).found.flatMap(({ start, end }) => [start, end]);
          expect(places).toEqual([...places].sort((a, b) => a - b));
          expect(places.every((place) => place >= 0 && place <= text.length)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('recall and precision', () => {
  // The second half was written before the first line of the searches and was not looked at while they were tuned. Both were
  // written by one hand with the searches, so tickets of others will do worse.
  it.each([
    ['tuning', 0.99, 0.98],
    ['held-out', 0.99, 0.98],
  ] as const)('on the %s sentences are at least %d and %d', (name, recallMin, precisionMin) => {
    const sentences = readMarkedSentences(name);
    const { recall, precision, masked } = scoreRedaction(sentences);
    expect([sentences.length, recall >= recallMin, precision >= precisionMin, masked >= 0.99]).toEqual([
      150,
      true,
      true,
      true,
    ]);
  });
});

/** What an attacker may repeat: each piece leads a search on and lets it down. */
const PIECES = [
  ...[
    'a',
    '1',
    '1 ',
    '11 ',
    '06 ',
    '123456789 ',
    '+49 30 123456 ',
    'a@',
    'a@b.co ',
    '@',
    'a.',
    'a.a@',
    '::',
    '1::1 ',
    '1:',
  ],
  ...[
    '://',
    '://a',
    'a:b@',
    '-----',
    '-----BEGIN RSA PRIVATE KEY-----',
    'sk-',
    'eyJa.',
    'Dear ',
    'Dear A',
    'Regards\n',
  ],
  ...[
    'my name is ',
    'My name is Ann ',
    'password: ',
    'password is x1y2 ',
    'key=',
    '?token=',
    '?token=a&',
    'a=',
    'é',
    'A-',
  ],
  ...[
    '4111 1111 1111 1112 ',
    'DE22279119896224639077 ',
    'DE22 ',
    '1.1.1.1.',
    '(1',
    '+1',
    'X1234567Z ',
    '12-12-12 ',
  ],
  ...[
    'AB 12 34 56 C ',
    'Mr. von ',
    'Hi von von von ',
    'Dear A-A-A-A-A-A-',
    'name: ',
    'Regards          ',
    'call 1234567 ',
  ],
];

/** Those of them that took longest a character. */
const WORST_PIECES = ['11 ', '12-12-12 ', 'A-', '1::1 '];

/** How often redaction of `text` reads a character, a cut-out counting as its length. */
function countReads(text: string): number {
  let reads = 0;
  const { charCodeAt, charAt, slice } = String.prototype;
  const spies = [
    jest.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, index: number) {
      reads += 1;
      return charCodeAt.call(this, index);
    }),
    jest.spyOn(String.prototype, 'charAt').mockImplementation(function (this: string, index: number) {
      reads += 1;
      return charAt.call(this, index);
    }),
    jest.spyOn(String.prototype, 'slice').mockImplementation(function (
      this: string,
      from?: number,
      to?: number,
    ) {
      const part = slice.call(this, from, to);
      reads += part.length;
      return part;
    }),
  ];
  try {
    redact(text);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return reads;
}

describe('the work of redaction', () => {
  it.each(PIECES)('grows with the text and no faster when it is made of %j', (piece) => {
    const text = piece.repeat(Math.ceil(9_000 / piece.length));
    const half = countReads(text.slice(0, 4_500));
    const whole = countReads(text.slice(0, 9_000));
    expect([whole < 2.5 * half + 2_000, whole < 150 * 9_000]).toEqual([true, true]);
  });

  it.each(WORST_PIECES)('is bounded for a megabyte of %j', (piece) => {
    expect(countReads(piece.repeat(Math.ceil(1_000_000 / piece.length)))).toBeLessThan(8_000_000);
  });

  it('masks unread what follows in a text with more places to look at than a ticket can have', () => {
    const { text } = redact(`${'@ '.repeat(20_000)}bob@desk.example`);
    expect(text.endsWith('@ [SECRET_1]')).toBe(true);
  });
});

describe('prepareOutgoing', () => {
  const texts = ['Login', 'Dear Ida, mail bob@desk.example or eve@desk.example'];

  it('sends the texts as written when redaction is off', () => {
    expect(prepareOutgoing(texts, 'off')).toEqual({ outcome: 'send', texts, counts: {} });
  });

  it('sends masked texts and counts what was masked', () => {
    expect(prepareOutgoing(texts, 'redact')).toEqual({
      outcome: 'send',
      texts: ['Login', 'Dear [NAME_1], mail [EMAIL_1] or [EMAIL_2]'],
      counts: { email: 2, name: 1 },
    });
  });

  it('sends nothing of a ticket with private data when told to block, and says what kinds it holds', () => {
    expect(prepareOutgoing(texts, 'block')).toEqual({ outcome: 'blocked', counts: { email: 2, name: 1 } });
  });

  it('sends a ticket without private data though told to block', () => {
    expect(prepareOutgoing(['Login', 'It fails'], 'block')).toMatchObject({
      outcome: 'send',
      texts: ['Login', 'It fails'],
    });
  });
});
