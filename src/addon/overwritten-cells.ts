// What a cut-off write may have left in people's own columns of a large sheet, where columns were moved just before it: the journal of such
// a sheet does not have what stood there, so these cells are named for a look and left as they are.
import { shownText, textOfCell } from './cell-text.ts';
import { isManagedKey, managedKeys } from './column-keys.ts';
import { headersOf } from './columns.ts';
import type { NamedCell } from './crossed-edits.ts';
import { columnKeys, rowValues, type SheetView } from './sheet-view.ts';
import type { Journal } from './write-journal.ts';

/** The cells in people's columns, where Usher's stood when the write was planned, that hold a value of this write. */
export function overwrittenCells(view: SheetView, journal: Journal): NamedCell[] {
  const headers = headersOf(view.table.rows[0]);
  const then = journal.layout.split('\n');
  if (journal.isFull || headers.join('\n') === journal.layout) return [];
  const ushers = new Set([...managedKeys(view.columns).keys()].map((column) => headers[column] ?? ''));
  const reached = [...columnKeys(view)].flatMap(([column, key]) =>
    !isManagedKey(key) && ushers.has(then[column] ?? '') ? [column] : [],
  );
  if (reached.length === 0) return [];
  const put = new Set<string>();
  for (const { wanted } of journal.tickets.values())
    for (const value of wanted.values()) put.add(shownText(value));
  put.delete('');
  return view.rows.flatMap(({ row, id }) => {
    const values = rowValues(view, row);
    return reached.flatMap((column) =>
      put.has(textOfCell(values[column])) ? [{ row, id, header: headers[column] ?? '' }] : [],
    );
  });
}
