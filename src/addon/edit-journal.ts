// What people typed while a run was at work, as the edit events told it: a write of Usher's that came just after is taken
// back for the person's sake. Entries are short-lived, one property each, since two events may come at once.
import type { StorePort } from './ports.ts';
import { isRecord } from './settings.ts';
import type { PersonEdit } from './typed-edits.ts';

const PREFIX = 'usher.edit.';

/** All properties of a document share half a megabyte; edits that are only good to have may fill so much of it. */
const SPARE_BYTES_MAX = 150_000;
/** A property takes 9 KB; a paste of 2,000 rows is some 50 properties and not 2,000. */
const PROPERTY_BYTES = 8_000;

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
  let bytes = 0;
  for (const edit of edits) {
    const text = JSON.stringify(edit);
    const size = bytesOf(text);
    if (size > PROPERTY_BYTES) continue;
    if (bytes + size > PROPERTY_BYTES) {
      file(part);
      part = [];
      bytes = 0;
    }
    part.push(text);
    bytes += size + 1;
  }
  file(part);
}

/** Whether the store has room for edits that are only good to have. */
export function mayFile(store: StorePort): boolean {
  const filed = Object.values(store.entries(PREFIX));
  return filed.reduce((sum, text) => sum + bytesOf(text), 0) < SPARE_BYTES_MAX;
}

/** As UTF-8, by which Google counts. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a pair counts two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

/** Edits that were filed, oldest first, and under which keys: others may be filed at any moment. */
export interface FiledEdits {
  readonly edits: readonly PersonEdit[];
  readonly keys: readonly string[];
}

/** The edits of `since` (epoch milliseconds) or later. */
export function readEdits(store: StorePort, since = 0): FiledEdits {
  const entries = store.entries(PREFIX);
  const keys = Object.keys(entries)
    .filter((key) => filedAt(key) >= since)
    .sort();
  return { keys, edits: keys.flatMap((key) => parseEdits(entries[key] ?? '')) };
}

/** Forgets edits that were attended to. */
export function clearEdits(store: StorePort, keys: readonly string[]): void {
  for (const key of keys) store.remove(key);
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
  const { id, hash, rest, row, column, value: typed, isTold, isSure, isRow, isNew, before } = value;
  if (typeof id !== 'string' || typeof hash !== 'string' || typeof rest !== 'string') return [];
  if (typeof column !== 'string' || typeof typed !== 'string') return [];
  const marks = { isTold: isTold !== false, isSure: isSure !== false, isRow: isRow === true };
  const place = { id, hash, rest, row: typeof row === 'number' ? row : 0, column };
  const more = {
    ...(isNew === true ? { isNew: true as const } : {}),
    ...(typeof before === 'string' ? { before } : {}),
  };
  return [{ ...place, value: typed, ...marks, ...more }];
}
