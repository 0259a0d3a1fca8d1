import { afterEach, describe, expect, it } from '@jest/globals';
import { menuItems } from '../../../src/addon/menu.ts';
import { messages, speakFor } from '../../../src/addon/messages.ts';
import { english, type Messages } from '../../../src/addon/texts/english.ts';
import { german } from '../../../src/addon/texts/german.ts';
import { languageOf, numbersIn } from '../../../src/addon/texts/number-text.ts';
import { PROBLEM_CODES } from '../../../src/core/contract.ts';

type Failure = keyof typeof FAILURES;

/** Every text that tells a failure, with what it is given. */
const FAILURES = {
  nothingToUndo: (text: Messages) => text.nothingToUndo,
  nothingSelected: (text: Messages) => text.nothingSelected,
  emptySheet: (text: Messages) => text.emptySheet('Tickets'),
  noTextColumns: (text: Messages) => text.noTextColumns(['Number']),
  noQueues: (text: Messages) => text.noQueues,
  queueNameTwice: (text: Messages) => text.queueNameTwice('Network'),
  busy: (text: Messages) => text.busy,
  notSent: (text: Messages) => text.notSent(3, text.unreachable),
  outOfTime: (text: Messages) => text.outOfTime(3),
  unsettled: (text: Messages) => text.unsettled(3),
  displaced: (text: Messages) => text.displaced(3),
  noExamples: (text: Messages) => text.noExamples,
  unknownLabels: (text: Messages) => text.unknownLabels(['Network'], 3),
  noDesk: (text: Messages) => text.noDesk,
  severalDesks: (text: Messages) => text.severalDesks(['A', 'B']),
  unexpected: (text: Messages) => text.unexpected('12345678'),
  unreachable: (text: Messages) => text.unreachable,
  unexpectedAnswer: (text: Messages) => text.unexpectedAnswer,
  signedOut: (text: Messages) => text.signedOut,
  forbidden: (text: Messages) => text.forbidden,
  tooLarge: (text: Messages) => text.tooLarge,
  tooMany: (text: Messages) => text.tooMany,
  serverFailed: (text: Messages) => text.serverFailed(500),
  settingsUnreadable: (text: Messages) => text.settingsUnreadable,
  notSetUp: (text: Messages) => text.notSetUp,
  functionsWait: (text: Messages) => text.functionsWait('The server is away.'),
  badChoice: (text: Messages) => text.badChoice,
  stopped: (text: Messages) => text.stopped(3),
  reviewGone: (text: Messages) => text.reviewGone,
  reviewUnknown: (text: Messages) => text.reviewUnknown('Network'),
  columnsGone: (text: Messages) => text.columnsGone(['Subject']),
  mergeUnknown: (text: Messages) => text.mergeUnknown('Network', 'Net'),
  noValues: (text: Messages) => text.noValues('Priority'),
  copied: (text: Messages) => text.copied,
  notArmed: (text: Messages) => text.notArmed('Network', 'Too few audits.'),
  selectToArm: (text: Messages) => text.selectToArm(['Network', 'Printing']),
  daySpent: (text: Messages) => text.daySpent,
  consentGone: (text: Messages) => text.consentGone,
  failureMail: (text: Messages) => text.failureMail(text.unreachable, 3, 'https://sheet.example/'),
} as const;

/** Texts that tell no failure of a deed: outcomes, labels, notes, and what stands in a row. */
const NO_FAILURES: readonly (keyof Messages)[] = [
  'title',
  'modeNote',
  'modesPutBack',
  'modesRefused',
  'neverMissedNote',
  'promiseNote',
  'promiseKept',
  'promiseNotYet',
  'promiseTripped',
  'signal',
  'howFound',
  'health',
  'queuesEdited',
  'queuesSent',
  'mergeNote',
  'nothingToArm',
  'armed',
  'cellsRenamed',
  'undone',
  'nothingNew',
  'setUpDone',
  'noText',
  'lostRows',
  'paid',
  'runDone',
  'skippedRows',
  'failedRows',
  'learned',
  'weakLabels',
  'ignoredSuggestions',
  'scheduleSaved',
  'slowedDown',
  'failureMailSubject',
  'triggersRepaired',
  'triggersFine',
  'backTest',
  'goals',
  'learnedAlone',
  'topicsProposed',
  'menu',
  'starter',
  'doctor',
  'targetSaved',
  'statusNote',
  'listOf',
  'refused',
  'mail',
  'cells',
  'troubles',
];

const KEPT = {
  english:
    /nothing (was|of it)|as (they|it) (are|were|was|is)|stays?\b|left (as|out)|is ready|finished are written|they had/i,
  german:
    /nichts (wurde|ging|davon)|unverändert|bleib(t|en)|blieben?, wie|wurden? (ausgelassen|nichts)|fertige zeilen|bisherigen/i,
};
const NEXT = {
  english: /\b(choose|try|add|ask|name|keep|write|fill|close|shorten|check|put|select|wait)\b/i,
  german:
    /\b(wählen|versuchen|tragen|bitten|nennen|behalten|ergänzen|schließen|kürzen|prüfen|setzen|markieren|berichtigen) sie\b|tragen sie|nächste lauf|oder wählen/i,
};

const TROUBLES = [
  (text: Messages) => text.troubles.rowsFromFormula('A2'),
  (text: Messages) => text.troubles.protectedCells('Tickets'),
  (text: Messages) => text.troubles.stuckRows(2),
  (text: Messages) => text.troubles.toCheck(['Queue in row 2']),
  (text: Messages) => text.troubles.overwritten(['Site in row 2']),
];

const names = Object.keys(FAILURES) as Failure[];

afterEach(() => speakFor('en'));

describe('the texts', () => {
  it('are each either a failure that is checked here or none', () => {
    expect([...names, ...NO_FAILURES].sort()).toEqual(Object.keys(english).sort());
  });

  it.each(names)('say what was kept and what to do next: %s', (name) => {
    expect(FAILURES[name](english)).toMatch(KEPT.english);
    expect(FAILURES[name](english)).toMatch(NEXT.english);
    expect(FAILURES[name](german)).toMatch(KEPT.german);
    expect(FAILURES[name](german)).toMatch(NEXT.german);
  });

  it.each(TROUBLES)('say what was kept and what to do next where the sheet stands in the way', (text) => {
    expect(text(english)).toMatch(KEPT.english);
    expect(text(english)).toMatch(NEXT.english);
    expect(text(german)).toMatch(KEPT.german);
    expect(text(german)).toMatch(NEXT.german);
  });

  it.each(names)('say it in whole sentences without missing values: %s', (name) => {
    for (const text of [FAILURES[name](english), FAILURES[name](german)]) {
      expect(text).toMatch(/^[\p{Lu}\d].*\.$/su);
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  it.each([
    ['en', english],
    ['de', german],
  ])('name only menu items that exist: %s', (locale, text) => {
    speakFor(locale);
    const labels = menuItems().flatMap((item) => (item ? [item.label] : []));
    const named = names.flatMap((name) =>
      [...FAILURES[name](text).matchAll(/Usher ▸ ([^.,;]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((after) => !labels.some((label) => after.startsWith(label)))).toEqual([]);
  });

  it.each([
    ['noModel', (text: Messages) => text.cells.noModel],
    ['brokenModel', (text: Messages) => text.cells.brokenModel],
    ['noField', (text: Messages) => text.cells.noField('mood', ['Queue'])],
    ['tooManyRows', (text: Messages) => text.cells.tooManyRows(20_000, 10_000)],
  ])('say in a cell what to do next: %s', (_name, text) => {
    expect(text(english)).toMatch(/\b(choose|use)\b/i);
    expect(text(german)).toMatch(/\b(wählen|nehmen) sie\b|möglich ist/i);
  });

  it('use other words in German than in English', () => {
    const same = names.filter((name) => FAILURES[name](english) === FAILURES[name](german));
    expect(same).toEqual([]);
  });

  it('are chosen by locale, English where Usher has no other', () => {
    const titles = ['de', 'de_AT', 'fr', 'den'].map((locale) => {
      speakFor(locale);
      return messages.menu.setUp;
    });
    expect(titles).toEqual(['Einrichten', 'Einrichten', 'Set up', 'Set up']);
  });

  it.each(PROBLEM_CODES)('keep what the proxy says of %s in English', (code) => {
    expect(english.refused(code, 'As it says.')).toBe('As it says.');
  });

  it('say in German what the proxy refused, and its own words where there is no other', () => {
    expect(german.refused('no_model', 'Train first.')).toMatch(/noch nichts gelernt/);
    expect(german.refused('bad_request', 'The name is too long.')).toBe('The name is too long.');
  });
});

describe('numbers', () => {
  it.each([
    ['en', 999, '999'],
    ['en', 1_234_567, '1,234,567'],
    ['de', 1_234_567, '1.234.567'],
  ] as const)('are grouped as in %s: %d', (language, value, text) => {
    expect(numbersIn(language).number(value)).toBe(text);
  });

  it.each([
    [1, '100 %'],
    [0.999, '99 %'],
    [0.946, '95 %'],
    [0, '0 %'],
  ])('show a share of %d as %s', (share, text) => {
    expect(numbersIn('en').percent(share)).toBe(text);
  });

  it.each([
    ['de-CH', 'de'],
    ['DE', 'de'],
    ['', 'en'],
  ])('take %s for %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});
