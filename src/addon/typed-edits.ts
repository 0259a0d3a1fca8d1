// What people typed while a run was at work, found again by row: by the row's text first, since ids and texts can part, and by its id
// where the text has changed or stands twice.
import type { ColumnKey } from './column-keys.ts';

/** A value that a person typed while a run was going on, as the edit event told it. */
export interface PersonEdit {
  /** The `Usher ID` of the row, or `#` and the fingerprint of its text where it has none. */
  readonly key: string;
  /** The fingerprint of the row's text. */
  readonly hash: string;
  readonly column: ColumnKey;
  readonly value: string;
  /** False for one cell of a paste, whose value the event does not tell: it was read afterwards. */
  readonly isTold: boolean;
  /** False where what was read may as well be Usher's own. */
  readonly isSure: boolean;
}

interface Identified {
  readonly id: string;
  readonly hash: string;
}

/** The last edit of a cell; undefined where nobody typed. */
export type Typed = (row: Identified, column: ColumnKey) => PersonEdit | undefined;

/** Finds edits by the rows of one look. */
export function typedBy(edits: readonly PersonEdit[], rows: readonly Identified[]): Typed {
  if (edits.length === 0) return () => undefined;
  const times = new Map<string, number>();
  for (const { hash } of rows) times.set(hash, (times.get(hash) ?? 0) + 1);
  const found = new Map<string, PersonEdit>();
  for (const edit of edits) {
    // A blank cell of a paste may have been blank before: nobody emptied it for certain.
    if (!edit.isTold && edit.value === '') continue;
    const isOneOfAKind = edit.hash !== '' && times.get(edit.hash) === 1;
    found.set(`${isOneOfAKind ? `#${edit.hash}` : edit.key}\n${edit.column}`, edit);
  }
  return (row, column) =>
    (row.hash === '' ? undefined : found.get(`#${row.hash}\n${column}`)) ??
    (row.id === '' ? undefined : found.get(`${row.id}\n${column}`));
}
