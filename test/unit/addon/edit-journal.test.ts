import { describe, expect, it } from '@jest/globals';
import { fileEdits, mayFile, readEdits } from '../../../src/addon/edit-journal.ts';
import type { StorePort } from '../../../src/addon/ports.ts';
import type { PersonEdit } from '../../../src/addon/typed-edits.ts';

/** What Google takes in one property. */
const PROPERTY_BYTES_MAX = 9 * 1024;

/** A store that refuses what Google refuses. */
function aStore(): StorePort {
  const kept = new Map<string, string>();
  return {
    read: (key) => kept.get(key) ?? null,
    write: (key, value) => {
      if (Buffer.byteLength(value) > PROPERTY_BYTES_MAX) throw new Error('Argument too large: value');
      kept.set(key, value);
    },
    remove: (key) => void kept.delete(key),
    entries: (prefix) => Object.fromEntries([...kept].filter(([key]) => key.startsWith(prefix))),
    owner: () => 'sheet',
  };
}

function editsOf(value: string, count: number): PersonEdit[] {
  return Array.from({ length: count }, (_, row) => ({
    ...{ id: '', hash: `hash ${row}`, rest: '', row, column: 'label.queue', value },
    ...{ isTold: false, isSure: true, isRow: false },
  }));
}

describe('the journal of edits', () => {
  it.each([
    ['Latin', 'Network outage in the hall '],
    ['Cyrillic', 'Сбой сети в зале '],
    ['Japanese', '会議室のネットワーク障害'],
    ['emoji', '🖨️🔥'],
  ])('takes a paste of many rows in %s letters', (_name, word) => {
    const store = aStore();
    const edits = editsOf(word.repeat(20), 60);
    let next = 0;
    fileEdits(store, edits, 1_000, () => String(next++).padStart(8, '0'));
    expect(readEdits(store).edits.map(({ row }) => row)).toEqual(edits.map(({ row }) => row));
  });

  it('has room for edits that are only good to have, until they fill a third of what a document may keep', () => {
    const store = aStore();
    let next = 0;
    const file = () =>
      fileEdits(store, editsOf('Сбой сети '.repeat(100), 50), next, () => String(next++).padStart(8, '0'));
    expect(mayFile(store)).toBe(true);
    file();
    expect(mayFile(store)).toBe(true);
    file();
    expect(mayFile(store)).toBe(false);
  });
});
