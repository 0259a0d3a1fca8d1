import { afterEach, describe, expect, it } from '@jest/globals';
import { type HealthNames, healthParts, healthSentences } from '../../../src/addon/health-lines.ts';
import { speakFor } from '../../../src/addon/messages.ts';
import type { Health, HealthSignal } from '../../../src/core/health-schemas.ts';

const NAMES: HealthNames = {
  label: (id) => id.toUpperCase(),
  rowsOf: (tickets) => tickets.map((_, at) => at + 2),
  wordsOf: (tickets) => (tickets.length === 0 ? '' : 'barrier, garage'),
  localTime: (at) => new Date(at).toISOString().slice(0, 16).replace('T', ' '),
};
const NOW = Date.UTC(2026, 10, 30, 9, 10);

function aSignal(changes: Partial<HealthSignal>): HealthSignal {
  return {
    ...{ monitor: 'drift.label', level: 'ok', n: 400, effect: 0.2, facts: {}, alertSince: null, tickets: [] },
    ...changes,
  };
}

function aHealth(changes: Partial<Health> = {}): Health {
  return {
    ...{ field: 'queue', now: NOW, level: 'ok', window: null, signals: [], outbreaks: [], queues: [] },
    ...{ promised: [], volume: [] },
    audits: { target: 0.95, waiting: 0, weeks: [], confusions: [] },
    ...changes,
  };
}

const week = (checked: number, right: number) => ({ from: NOW, checked, right, low: 0.9, high: 0.99 });
const textsOf = (health: Health): string[] =>
  healthParts(health, NAMES).flatMap(({ lines }) => lines.map(({ text }) => text));

const MOVED = { name: 'network', before: 0.3, now: 0.15 };
const SLICE = { attribute: 'language', slice: 'de', value: 0.8, low: 0.7, high: 0.88, rest: 0.9, restN: 700 };
const FACTS: readonly (readonly [string, Readonly<Record<string, string | number>>])[] = [
  ['drift.label', MOVED],
  ['drift.language', { ...MOVED, name: 'de' }],
  ['drift.confidence', { before: 0.8, now: 0.7 }],
  ['drift.textLength', { before: 200, now: 90 }],
  ['drift.unknownRate', { before: 0.1, now: 0.3 }],
  ['drift.content', {}],
  ['accuracy.estimated', { accuracy: 0.8, reference: 0.9 }],
  ['accuracy.honesty', { right: 350, low: 0.84, high: 0.9 }],
  ['fairness.accuracy', SLICE],
  ['fairness.coverage', SLICE],
  ['fairness.correctionRate', SLICE],
  ['fairness.calibrationGap', SLICE],
  ['self.quota', { limit: 90 }],
  ['self.fallbacks', { count: 40 }],
  ['self.model-age', { labelledSince: 300 }],
  ['self.audits', { assigned: 500 }],
];
const CASES = ['en', 'de'].flatMap((language) =>
  (['ok', 'warn', 'critical', 'not-enough-data'] as const).flatMap((level) =>
    FACTS.map(([monitor, facts]) => [language, level, monitor, facts] as const),
  ),
);

describe('the sentences of health', () => {
  afterEach(() => speakFor('en'));

  it.each(CASES)('give every share its number: %s, %s, %s', (language, level, monitor, facts) => {
    speakFor(language);
    const health = aHealth({ signals: [aSignal({ monitor, level, facts, subject: 'requests' })] });
    const text = healthParts(health, NAMES).at(-1)?.lines[0]?.text ?? '';
    // The number of tickets, of answers, of requests, or the allowance that the share is of; money is no share of tickets.
    expect(text).toMatch(/%/.test(text) ? /\b(400|90)\b/ : /\d/);
    expect(text).not.toMatch(/NaN|undefined|\{/);
  });

  it('show counts, and no percentage, of fewer than thirty checks', () => {
    const health = aHealth({ audits: { target: 0.95, waiting: 0, weeks: [week(12, 11)], confusions: [] } });
    expect(textsOf(health)).toContain(
      'Of 12 checked tickets 11 were right; too few for a percentage. The promise is at least 95 %.',
    );
    expect(healthParts(health, NAMES)[0]?.lines[1]?.level).toBe('not-enough-data');
  });

  it('turn red where even the upper end of the range is below the promise', () => {
    const audits = { target: 0.95, waiting: 0, weeks: [week(200, 170)], confusions: [] };
    expect(healthParts(aHealth({ audits }), NAMES)[0]?.lines[1]).toMatchObject({ level: 'critical' });
  });

  it('tell a burst in words from the sheet, with what would be usual', () => {
    const outbreak = {
      ...{ id: 'o-1', state: 'proposed' as const, isVolumeOnly: false, label: 'network', seen: 12 },
      ...{ expected: 0.83, firstSeenAt: NOW, lastSeenAt: NOW, tickets: ['t1', 't2'] },
    };
    expect(textsOf(aHealth({ outbreaks: [outbreak] }))).toContain(
      '12 similar tickets about barrier, garage (mostly NETWORK) since 2026-11-30 09:10; 0.8 would be usual.',
    );
    speakFor('de');
    expect(textsOf(aHealth({ outbreaks: [outbreak] }))).toContain(
      '12 ähnliche Tickets zu barrier, garage (meist NETWORK) seit 2026-11-30 09:10; üblich wären 0,8.',
    );
  });

  it('say in the mail what is to do and what is wrong, and nothing that is fine', () => {
    const sentences = healthSentences(
      aHealth({
        signals: [
          aSignal({ monitor: 'drift.textLength', level: 'warn', facts: { before: 200, now: 90 } }),
          aSignal({ monitor: 'drift.language', level: 'ok' }),
        ],
        audits: { target: 0.95, waiting: 7, weeks: [], confusions: [] },
      }),
      NAMES,
    ).join('\n');
    expect(sentences).toContain('7 tickets wait for a blind check');
    expect(sentences).toContain('200 characters then, 90 now');
    expect(sentences).not.toContain('languages');
  });

  it('name what is wrong with the data', () => {
    const window = {
      at: NOW,
      from: NOW,
      tickets: 300,
      duplicates: 2,
      fromFuture: 1,
      longestGapMs: 5 * 86_400_000,
    };
    const texts = textsOf(aHealth({ window: { ...window, isOneLabel: true } })).join('\n');
    expect(texts).toContain('2 tickets came twice');
    expect(texts).toContain('1 ticket bears a time in the future');
    expect(texts).toContain('For 5 days no ticket came in');
    expect(texts).toContain('All 300 tickets got the same queue');
  });
});
