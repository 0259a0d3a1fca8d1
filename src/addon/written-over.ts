// What people typed just before Usher wrote, and what it heard of only afterwards: Google runs triggers seconds after the edits that they are
// about. What was typed stands again.
import { cellBlocks } from './cell-blocks.ts';
import { shownText, textOfCell, unchangedText } from './cell-text.ts';
import { writeChecked } from './checked-write.ts';
import { type ColumnKey, labelKey, STATUS_KEY } from './column-keys.ts';
import { headersOf } from './columns.ts';
import type { NamedCell } from './crossed-edits.ts';
import { lookAgain } from './look-again.ts';
import { messages } from './messages.ts';
import type { RowRange, SheetEdit, SheetWorld, WrittenValue } from './ports.ts';
import { seenRows } from './row-identity.ts';
import type { TicketRow } from './rows.ts';
import type { Settings } from './settings.ts';
import { columnKeys, lookAtRows, rowValues, type SheetView } from './sheet-view.ts';
import { type PersonEdit, placedEdits, typedBy } from './typed-edits.ts';
import { type Journal, readJournal, stoodIn } from './write-journal.ts';
import type { WriteResult } from './write-result.ts';

/** People wait for their word to come back. */
const LOCK_WAIT_MS = 5_000;

/** True where something else stands in the cell than what was typed, and than what stood there before: whoever takes it back has decided. */
export function isWrittenOver({ typed, before }: SheetEdit, now: string): boolean {
  return typed !== null && typed.trim() !== now && before?.trim() !== now;
}

/** The cells that bring back the label that was typed into a row, where the last write has put its own there since; null where not. */
function broughtBack(
  edit: PersonEdit,
  now: string,
  journal: Journal,
): ReadonlyMap<ColumnKey, WrittenValue> | null {
  const put = journal.tickets.get(edit.id)?.wanted.get(edit.column);
  if (put === undefined || shownText(put) !== now || now === edit.value.trim()) return null;
  const label: [ColumnKey, WrittenValue] = [edit.column, unchangedText(edit.value)];
  return new Map(edit.value.trim() === '' ? [label] : [label, [STATUS_KEY, 'corrected']]);
}

/** Brings back what the run at work wrote over; answers the cells, by where they are in `view`. */
export function bringBack(
  world: SheetWorld,
  settings: Settings,
  view: SheetView,
  edits: readonly PersonEdit[],
  journal: Journal | null,
): WriteResult {
  const typed = typedBy(edits, seenRows(view));
  const { wanted, cells } = backIn(view, typed, journal);
  const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
  const result = writeChecked(world, settings.sheetId, { view, wanted }, look);
  return { ...result, putBack: cells.filter(({ id }) => !result.stuck.has(id)) };
}

/** Brings back what the last run wrote over, between runs, and says so; false where that could not be done now. */
export function bringBackNow(
  world: SheetWorld,
  settings: Settings,
  edits: readonly PersonEdit[],
  range: RowRange,
): boolean {
  const journal = readJournal(world);
  const placed = placedEdits(edits, stoodIn(journal));
  if (placed.length === 0) return true;
  const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
    const view = lookAtRows(world, settings, range);
    const typed = (row: TicketRow, column: ColumnKey): PersonEdit | undefined =>
      placed.find((edit) => edit.id === row.id && edit.hash === row.hash && edit.column === column);
    const { wanted, cells } = backIn(view, typed, journal);
    if (cells.length === 0) return;
    const columnOf = new Map([...columnKeys(view)].map(([column, key]) => [key, column]));
    const writes = view.rows.flatMap(({ id, row }) => {
      const put = [...(wanted.get(id) ?? [])].flatMap(([key, value]): [number, WrittenValue][] => {
        const column = columnOf.get(key);
        return column === undefined ? [] : [[column, value]];
      });
      return put.length === 0 ? [] : [{ row, cells: new Map(put) }];
    });
    world.sheets.write(settings.sheetId, cellBlocks(writes));
    const names = cells.map(({ header, row }) => messages.troubles.cellInRow(header, row));
    world.ui.toast(messages.troubles.putBack(names), messages.title, 15);
  });
  return locked !== null;
}

function backIn(
  view: SheetView,
  typed: (row: TicketRow, column: ColumnKey) => PersonEdit | undefined,
  journal: Journal | null,
): {
  readonly wanted: ReadonlyMap<string, ReadonlyMap<ColumnKey, WrittenValue>>;
  readonly cells: NamedCell[];
} {
  const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
  const cells: NamedCell[] = [];
  if (journal === null) return { wanted, cells };
  const headers = headersOf(view.table.rows[0]);
  for (const row of view.rows) {
    if (row.id === '' || wanted.has(row.id)) continue;
    for (const { field, label: column } of view.columns.fields) {
      const edit = typed(row, labelKey(field));
      if (edit?.before === undefined) continue;
      const back = broughtBack(edit, textOfCell(rowValues(view, row.row)[column]), journal);
      if (back === null) continue;
      wanted.set(row.id, new Map([...(wanted.get(row.id) ?? []), ...back]));
      cells.push({ row: row.row, header: headers[column] ?? field, id: row.id });
    }
  }
  return { wanted, cells };
}
