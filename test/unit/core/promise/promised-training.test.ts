import { describe, expect, it } from '@jest/globals';
import { documentFromText } from '../../../../src/core/classifier/document.ts';
import type { TrainingSet } from '../../../../src/core/classifier/train.ts';
import { trainUnderPromise } from '../../../../src/core/promise/promised-training.ts';
import { createRandom } from '../../../../src/core/statistics/random.ts';

const WORDS = [
  ['invoice', 'payment', 'refund', 'charge', 'billing'],
  ['printer', 'toner', 'paper', 'jam', 'tray'],
  ['password', 'login', 'account', 'locked', 'reset'],
];
const COMMON = ['please', 'help', 'today', 'problem', 'urgent', 'office', 'again', 'since', 'monday', 'team'];

/** Tickets of three queues that share many words; every text has a number of its own. */
function aTrainingSet(rows: number, changes: Partial<TrainingSet> = {}): TrainingSet {
  const random = createRandom(11);
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? '';
  const targets = Array.from({ length: rows }, (_, row) => row % 3);
  const texts = targets.map((label, row) => {
    const own = Array.from({ length: 2 }, () => pick(WORDS[random() < 0.9 ? label : (label + 1) % 3] ?? []));
    return [...own, pick(COMMON), pick(COMMON), pick(COMMON), `number${row}`].join(' ');
  });
  return {
    labels: ['billing', 'printing', 'access'],
    documents: texts.map((text) => documentFromText(text, 1)),
    targets,
    ...changes,
  };
}

const PROMISE = { seed: 1, target: 0.9, delta: 0.1 };

describe('training under a promise', () => {
  it('proves queues on a quarter of the tickets that the model has not seen', () => {
    const { training, table, checkedRows } = trainUnderPromise(aTrainingSet(480), PROMISE);
    expect(table).toMatchObject({ kind: 'strict', checked: 120 });
    expect(table.groups.some(({ state }) => state === 'proven')).toBe(true);
    expect(checkedRows.length).toBe(120);
    expect(training.report.rows).toBe(360);
  });

  it('gives the same table for the same seed', () => {
    const table = () => trainUnderPromise(aTrainingSet(90), PROMISE).table;
    expect(table()).toEqual(table());
  });

  it('leaves tickets without a label out of both parts', () => {
    const set = aTrainingSet(160);
    const targets = [...(set.targets as number[])].map((target, row) => (row < 40 ? -1 : target));
    const { training, checkedRows } = trainUnderPromise({ ...set, targets }, PROMISE);
    expect(checkedRows.every((row) => row >= 40)).toBe(true);
    expect(training.report.rows + checkedRows.length).toBe(120);
  });

  it('keeps copies of one text on one side', () => {
    const set = aTrainingSet(120);
    const documents = set.documents.map((_, row) => set.documents[row % 30] ?? documentFromText('', 1));
    const { checkedRows } = trainUnderPromise({ ...set, documents }, PROMISE);
    const texts = new Set([...checkedRows].map((row) => row % 30));
    expect(checkedRows.length).toBe(4 * texts.size);
  });

  it('takes copies of one text for one piece of evidence, also where they are told by groups', () => {
    const set = aTrainingSet(480);
    const { checkedRows, table } = trainUnderPromise(set, PROMISE);
    const [copied = 0] = checkedRows;
    const more = (one: number) => [one, ...Array.from({ length: 80 }, () => copied)];
    const rows = set.documents.flatMap((_, row) => (row === copied ? more(row) : [row]));
    const isHeldOut = new Set(checkedRows);
    const copies = {
      ...set,
      documents: rows.map((row) => set.documents[row] ?? documentFromText('', 1)),
      targets: rows.map((row) => set.targets[row] ?? -1),
    };
    const isChecked = rows.map((row) => (isHeldOut.has(row) ? 1 : 0));
    const again = trainUnderPromise(copies, { ...PROMISE, isChecked });
    expect(again.checkedRows.length).toBe(checkedRows.length + 80);
    expect(again.table).toEqual(table);
    const apart = trainUnderPromise(copies, { ...PROMISE, isChecked, groups: rows.map((_, at) => at) });
    expect(apart.table.checked).toBe(table.checked + 80);
  });

  it('proves nothing on labels that were dealt out at random', () => {
    const random = createRandom(3);
    const targets = Array.from({ length: 300 }, () => Math.floor(random() * 3));
    const { table } = trainUnderPromise(aTrainingSet(300, { targets }), PROMISE);
    expect(table.groups.every(({ state }) => state === 'unproven')).toBe(true);
  });

  it('trains on everything and proves nothing when no hold-out is possible', () => {
    const { documents } = aTrainingSet(2);
    const one = { labels: ['billing', 'printing'], documents, targets: [0, 1] };
    const { training, table } = trainUnderPromise(one, { ...PROMISE, holdOutShare: 0.5 });
    expect(training.report.rows).toBe(2);
    expect(table.groups.map((group) => group.state === 'unproven' && group.reason)).toEqual([
      'no-hold-out',
      'no-hold-out',
    ]);
  });
});
