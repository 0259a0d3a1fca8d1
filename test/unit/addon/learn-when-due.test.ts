import { describe, expect, it } from '@jest/globals';
import { causeOf } from '../../../src/addon/learn-when-due.ts';
import type { LessonCall } from '../../../src/core/contract.ts';

const NOW = Date.UTC(2026, 10, 30);

function aCall(changes: Partial<LessonCall> = {}): LessonCall {
  return {
    ...{ mayLearn: true, newLabelsMin: 50, notBefore: NOW - 1, topicsDays: 7 },
    fields: [{ field: 'queue', rows: 100, causes: [] }],
    ...changes,
  };
}
const watchdog: LessonCall['fields'] = [
  { field: 'queue', rows: 100, causes: [{ cause: 'watchdog', sentence: '8 of 20 were wrong.' }] },
];
const untaught: LessonCall['fields'] = [{ field: 'queue', rows: 0, causes: [] }];
const learned = { learnedAt: NOW - 1_000, labels: 120 };
const never = { learnedAt: 0, labels: 0 };

describe('a lesson by itself', () => {
  it.each([
    ['is due with as many new labels as asked for', learned, 170, {}, 'labels'],
    ['is not due with one fewer', learned, 169, {}, null],
    ['counts from what the desk has learned where this sheet never has', never, 150, {}, 'labels'],
    ['is the first of a desk that has labels and no model', never, 50, { fields: untaught }, 'labels'],
    [
      'is due without new labels where a promise was taken back',
      learned,
      120,
      { fields: watchdog },
      'watchdog',
    ],
    [
      'keeps away from the last one, whatever calls for it',
      learned,
      900,
      { fields: watchdog, notBefore: NOW + 1 },
      null,
    ],
    ['never comes without a label', never, 0, { fields: watchdog }, null],
  ] as const)('%s', (_, note, labelled, changes, cause) => {
    expect(causeOf(aCall(changes), note, labelled, NOW)).toBe(cause);
  });
});
