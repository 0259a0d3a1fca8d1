// What people typed while a run was at work, as the edit events told it: a write of Usher's that came just after is taken
// back for the person's sake. Entries are short-lived, one property each, since two events may come at once.
import type { StorePort } from './ports.ts';
import { isRecord } from './settings.ts';
import type { PersonEdit } from './typed-edits.ts';

const PREFIX = 'usher.edit.';

const SPARE_EDITS_MAX = 300;
/** A property takes 9 KB; a paste of 2,000 rows is some 50 properties and not 2,000. */
const PROPERTY_CHARACTERS = 8_000;

/** Files the cells of one edit; `at` is epoch milliseconds and orders edits of the same cell. A text that fits no property is left out. */
export function fileEdits(
  store: StorePort,
  edits: readonly PersonEdit[],
  at: number,
  newId: () => string,
): void {
  const file = (part: readonly string[]): void => {
    if (part.length === 0) return;
    const key = `${PREFIX}${String(at).padStart(15, '0')}.${newId().slice(0, 8)}`;
    store.write(key, `[${part.join(',')}]`);
  };
  let part: string[] = [];
  let characters = 0;
  for (const edit of edits) {
    const text = JSON.stringify(edit);
    if (text.length > PROPERTY_CHARACTERS) continue;
    if (characters + text.length > PROPERTY_CHARACTERS) {
      file(part);
      part = [];
      characters = 0;
    }
    part.push(text);
    characters += text.length + 1;
  }
  file(part);
}

/** Whether the store has room for edits that are good to have; all properties of a document share half a megabyte. */
export function mayFile(store: StorePort): boolean {
  return Object.keys(store.entries(PREFIX)).length < SPARE_EDITS_MAX;
}

/** The edits filed at `since` (epoch milliseconds) or later, oldest first. */
export function readEdits(store: StorePort, since: number): PersonEdit[] {
  const entries = store.entries(PREFIX);
  return Object.keys(entries)
    .filter((key) => filedAt(key) >= since)
    .sort()
    .flatMap((key) => parseEdits(entries[key] ?? ''));
}

/** Forgets edits from before `until` (epoch milliseconds), once the run that they might have crossed is over: later ones nobody has read. */
export function clearEdits(store: StorePort, until: number): void {
  for (const key of Object.keys(store.entries(PREFIX))) if (filedAt(key) < until) store.remove(key);
}

function filedAt(key: string): number {
  return Number(key.slice(PREFIX.length).split('.')[0]);
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
  const { id, hash, rest, column, value: typed, isTold, isSure, isRow } = value;
  if (typeof id !== 'string' || typeof hash !== 'string' || typeof rest !== 'string') return [];
  if (typeof column !== 'string' || typeof typed !== 'string') return [];
  const marks = { isTold: isTold !== false, isSure: isSure !== false, isRow: isRow === true };
  return [{ id, hash, rest, column, value: typed, ...marks }];
}
