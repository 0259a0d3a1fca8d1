// What people typed while a run was at work, as the edit events told it: a write of Usher's that came just after is taken
// back for the person's sake. Entries are short-lived, one property each, since two events may come at once.
import type { StorePort } from './ports.ts';
import type { PersonEdit } from './reconcile.ts';
import { isRecord } from './settings.ts';

const PREFIX = 'usher.edit.';

/** Files an edit; `at` is epoch milliseconds and orders edits of the same cell. */
export function fileEdit(store: StorePort, edit: PersonEdit, at: number, newId: string): void {
  store.write(`${PREFIX}${String(at).padStart(15, '0')}.${newId.slice(0, 8)}`, JSON.stringify(edit));
}

/** The edits filed at `since` (epoch milliseconds) or later, oldest first. */
export function readEdits(store: StorePort, since: number): PersonEdit[] {
  const entries = store.entries(PREFIX);
  return Object.keys(entries)
    .filter((key) => Number(key.slice(PREFIX.length).split('.')[0]) >= since)
    .sort()
    .flatMap((key) => parseEdit(entries[key] ?? ''));
}

/** Forgets edits, once the run that they might have crossed is over. */
export function clearEdits(store: StorePort): void {
  for (const key of Object.keys(store.entries(PREFIX))) store.remove(key);
}

function parseEdit(text: string): PersonEdit[] {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return [];
    const { key, column, value: typed } = value;
    if (typeof key !== 'string' || typeof column !== 'string' || typeof typed !== 'string') return [];
    return [{ key, column, value: typed }];
  } catch {
    return [];
  }
}
