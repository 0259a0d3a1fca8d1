// What people typed while a run was at work, as the edit events told it: a write of Usher's that came just after is taken
// back for the person's sake. Entries are short-lived, one property each, since two events may come at once.
import type { StorePort } from './ports.ts';
import { isRecord } from './settings.ts';
import type { PersonEdit } from './typed-edits.ts';

const PREFIX = 'usher.edit.';

/** A property takes 9 KB, and an entry some 150 characters; a paste of 2,000 rows is 50 properties and not 2,000. */
const ENTRIES_A_PROPERTY = 40;

/** Files the cells of one edit; `at` is epoch milliseconds and orders edits of the same cell. */
export function fileEdits(
  store: StorePort,
  edits: readonly PersonEdit[],
  at: number,
  newId: () => string,
): void {
  for (let first = 0; first < edits.length; first += ENTRIES_A_PROPERTY) {
    const part = edits.slice(first, first + ENTRIES_A_PROPERTY);
    store.write(`${PREFIX}${String(at).padStart(15, '0')}.${newId().slice(0, 8)}`, JSON.stringify(part));
  }
}

/** The edits filed at `since` (epoch milliseconds) or later, oldest first. */
export function readEdits(store: StorePort, since: number): PersonEdit[] {
  const entries = store.entries(PREFIX);
  return Object.keys(entries)
    .filter((key) => Number(key.slice(PREFIX.length).split('.')[0]) >= since)
    .sort()
    .flatMap((key) => parseEdits(entries[key] ?? ''));
}

/** Forgets edits, once the run that they might have crossed is over. */
export function clearEdits(store: StorePort): void {
  for (const key of Object.keys(store.entries(PREFIX))) store.remove(key);
}

function parseEdits(text: string): PersonEdit[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.flatMap(parseEdit) : [];
  } catch {
    return [];
  }
}

function parseEdit(value: unknown): PersonEdit[] {
  if (!isRecord(value)) return [];
  const { key, hash, column, value: typed, isTold, isSure } = value;
  if (typeof key !== 'string' || typeof column !== 'string' || typeof typed !== 'string') return [];
  const text = typeof hash === 'string' ? hash : '';
  return [{ key, hash: text, column, value: typed, isTold: isTold !== false, isSure: isSure !== false }];
}
