import { beforeAll, describe, expect, it } from '@jest/globals';
import { createLanguages } from '../../../../server/triage/language.ts';

const languages = createLanguages();

describe('languages', () => {
  beforeAll(languages.load);

  it.each([
    ['My laptop screen is broken since this morning, can I please get a new one?', 'en'],
    ['Mein Rechner startet seit heute morgen nicht mehr, können Sie mir bitte helfen?', 'de'],
    ['Bonjour, je ne peux plus me connecter au réseau depuis hier matin.', 'fr'],
    ['Hola, no puedo imprimir desde ayer por la tarde, necesito ayuda por favor.', 'es'],
    ['Non riesco a stampare da ieri e la stampante non è nella lista.', 'it'],
    ['Ik kan sinds gisteren niet meer inloggen op mijn computer.', 'nl'],
    ['Не могу войти в систему со вчерашнего дня, помогите пожалуйста.', 'ru'],
  ])('knows "%s" as %s', (text, language) => {
    expect(languages.detect(text)).toBe(language);
  });

  it.each([
    '',
    'VPN',
    'SAP login',
    '👍👍👍👍👍👍👍👍👍👍👍👍',
    '1234567890 1234567890 1234567890',
    'x'.repeat(8_000),
  ])('does not guess at "%.20s"', (text) => {
    expect(languages.detect(text)).toBe('und');
  });

  it('tells a text by its small words before anything is loaded, and says where it cannot', () => {
    const unloaded = createLanguages();
    expect(unloaded.detect('Mein Rechner startet seit heute nicht mehr, können Sie mir bitte helfen?')).toBe(
      'de',
    );
    expect(
      unloaded.detect('Не могу войти в систему со вчерашнего дня, помогите пожалуйста.'),
    ).toBeUndefined();
  });
});
