import { describe, expect, it } from '@jest/globals';
import { guessHeader, guessTextColumn } from '../../../src/addon/header-guess.ts';

describe('guessHeader', () => {
  it.each([
    ['subject', ['Nr', 'Betreff', 'Beschreibung'], 'Betreff'],
    ['subject', ['Ticket subject', 'Text'], 'Ticket subject'],
    ['body', ['Asunto', 'Descripción'], 'Descripción'],
    ['body', ['Objet', 'Message'], 'Message'],
    ['body', ['Oggetto', 'Descrizione'], 'Descrizione'],
    ['body', ['Assunto', 'Descrição'], 'Descrição'],
    ['body', ['Onderwerp', 'Omschrijving'], 'Omschrijving'],
    ['body', ['Temat', 'Treść'], 'Treść'],
    ['queue', ['Subject', 'Assignment group'], 'Assignment group'],
    ['queue', ['Thema', 'Warteschlange'], 'Warteschlange'],
    ['queue', ['Objet', 'Catégorie'], 'Catégorie'],
    ['queue', ['Temat', 'Zespół'], 'Zespół'],
    ['subject', ['a', 'b'], null],
  ] as const)('finds the %s among %j', (name, candidates, expected) => {
    expect(guessHeader(candidates, name)).toBe(expected);
  });
});

describe('guessTextColumn', () => {
  const table = (rows: string[][]) => ({ sheet: { id: 1, name: 'Tickets' }, firstRow: 2, rows });

  it('finds the column with the longest sentences where no header tells', () => {
    const rows = [
      ['#', 'Who', 'What they wrote'],
      ['1', 'anna@example.com', 'The printer on the third floor does not print any more'],
      ['2', 'ben@example.com', 'My connection drops whenever I am in a call'],
    ];
    expect(guessTextColumn(table(rows), [])).toBe('What they wrote');
  });

  it.each([
    [
      [
        ['#', 'Who'],
        ['1', 'Anna Meier'],
      ],
    ],
    [
      [
        ['#', 'Key'],
        ['1', 'x'.repeat(80)],
      ],
    ],
    [[[]]],
  ])('finds none in %j, where nobody wrote a sentence', (rows) => {
    expect(guessTextColumn(table(rows), [])).toBeNull();
  });
});
