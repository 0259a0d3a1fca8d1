// Edits of people that met a write of Usher's: those whose value is known stand again, and the others are named for a look.
import type { ColumnKey } from './column-keys.ts';
import { headersOf } from './columns.ts';
import { seenRows } from './row-identity.ts';
import { columnKeys, type SheetView } from './sheet-view.ts';
import { type PersonEdit, typedBy } from './typed-edits.ts';

/** A cell by where it was when this was said, and by what stays true when rows move. */
export interface NamedCell {
  readonly row: number;
  readonly header: string;
  readonly id: string;
}

export interface CrossedEdits {
  /** Values that people typed while this was written, and that stand again because the edit event told them. */
  readonly putBack: readonly NamedCell[];
  /** Cells that a person should look at: several were pasted at once just then, and Sheets does not tell what. */
  readonly toCheck: readonly NamedCell[];
}

/** The edits that met this write, told apart by whether their value is known. */
export function crossedEdits(
  view: SheetView,
  edits: readonly PersonEdit[],
  touched: (id: string, key: ColumnKey) => 'repaired' | 'wanted' | null,
): CrossedEdits {
  if (edits.length === 0) return { putBack: [], toCheck: [] };
  const putBack = new Map<string, NamedCell>();
  const toCheck = new Map<string, NamedCell>();
  const columnOf = new Map([...columnKeys(view)].map(([column, key]) => [key, column]));
  const headers = headersOf(view.table.rows[0]);
  const typed = typedBy(edits, seenRows(view));
  const keys = new Set(edits.map((edit) => edit.column));
  for (const row of view.rows) {
    for (const key of keys) {
      const edit = typed(row, key);
      const how = edit ? touched(row.id, key) : null;
      if (!edit || how === null) continue;
      const header = headers[columnOf.get(key) ?? -1] ?? key;
      const cell: NamedCell = { row: row.row, header, id: row.id };
      if (!edit.isTold) toCheck.set(`${row.id}\n${key}`, cell);
      else if (how === 'repaired') putBack.set(`${row.id}\n${key}`, cell);
    }
  }
  return { putBack: [...putBack.values()], toCheck: [...toCheck.values()] };
}
