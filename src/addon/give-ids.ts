// Gives an `Usher ID` to every ticket that has none of its own, so that each row can be told from every other from then on.
import type { RowWrite } from './cell-blocks.ts';
import { cellText, textOfCell } from './cell-text.ts';
import { managedKeys } from './column-keys.ts';
import { headersOf } from './columns.ts';
import { writeOpenCells } from './open-cells.ts';
import type { SheetWorld } from './ports.ts';
import { restored } from './reconcile.ts';
import type { TicketRow } from './rows.ts';
import { rowValues, type SheetView } from './sheet-view.ts';

/** Looks after which ids that people keep moving about are left for the next run. */
const LOOKS_MAX = 6;

/**
 * Writes ids and answers the sheet as it is afterwards, in which each ticket has an id and no id stands on two tickets.
 * Rows may move between look and write: then a new id can have overwritten an old one, which is put back, told by the
 * row's state or by the rest of the row. Costs nothing when every ticket has its id already.
 */
export function giveIds(
  world: SheetWorld,
  sheetId: number,
  first: SheetView,
  look: (earlier: SheetView) => SheetView,
): SheetView {
  let view = first;
  const given = new Set<string>();
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const writes = [
      ...strayedIds(first, view, given),
      ...restoredIds(first, view),
      ...newIds(world, view, given),
    ];
    if (writes.length === 0) return view;
    writeOpenCells(world, sheetId, writes);
    view = look(view);
  }
  return view;
}

/** New ids that went into another column, since columns were moved just before the write: what stood there is put back. */
function strayedIds(before: SheetView, now: SheetView, given: ReadonlySet<string>): RowWrite[] {
  if (before === now || given.size === 0) return [];
  const headers = headersOf(now.table.rows[0]);
  const columnsBefore = new Map(headersOf(before.table.rows[0]).map((header, column) => [header, column]));
  if (headers.every((header, column) => columnsBefore.get(header) === column)) return [];
  const writes: RowWrite[] = [];
  headers.forEach((header, column) => {
    if (column === now.columns.id) return;
    const strayed = now.table.rows.flatMap((cells, i) =>
      i > 0 && given.has(textOfCell(cells[column])) ? [now.table.firstRow + i - 1] : [],
    );
    if (strayed.length === 0) return;
    const from = columnsBefore.get(header);
    const owners = new Map(before.rows.map((row) => [othersOf(before, row.row, header), row.row]));
    for (const row of strayed) {
      const owner = owners.get(othersOf(now, row, header));
      const held = owner === undefined || from === undefined ? '' : (rowValues(before, owner)[from] ?? '');
      writes.push({ row, cells: new Map([[column, restored(held)]]) });
    }
  });
  return writes;
}

/** Everything in a row but its id and the column called `header`, in any order of columns, as one text. */
function othersOf(view: SheetView, row: number, header: string): string {
  const values = rowValues(view, row);
  return headersOf(view.table.rows[0])
    .flatMap((name, column) => {
      const text = textOfCell(values[column]);
      return name === header || column === view.columns.id || text === '' ? [] : [`${name}\u0002${text}`];
    })
    .sort()
    .join('\u0001');
}

/** Tickets without an id, and copies: every row after the first that bears the same one. */
function newIds(world: SheetWorld, view: SheetView, given: Set<string>): RowWrite[] {
  const taken = new Set<string>();
  const present = new Set(view.rows.map((row) => row.id));
  const writes: RowWrite[] = [];
  for (const row of view.rows) {
    const own = row.state?.id;
    if (own !== undefined && own !== row.id && !present.has(own) && isStateOf(row)) {
      // A run that was cut off has put a new id over the row's own, which its state still tells.
      present.add(own);
      taken.add(own);
      writes.push(idWrite(view, row.row, own));
      continue;
    }
    if (row.id !== '' && !taken.has(row.id)) {
      taken.add(row.id);
      continue;
    }
    if (!row.isTicket) continue;
    const kept = row.id === '' ? row.state?.id : undefined;
    const id = kept !== undefined && !taken.has(kept) ? kept : world.newId();
    taken.add(id);
    given.add(id);
    writes.push(idWrite(view, row.row, id));
  }
  return writes;
}

/** True when the state in the row is about the text that stands there, so that the state is not a misplaced one. */
function isStateOf(row: TicketRow): boolean {
  return row.state?.hash === row.hash;
}

/** Ids that were there before and are gone, although their row is still there under another id. */
function restoredIds(before: SheetView, now: SheetView): RowWrite[] {
  if (before === now) return [];
  const present = new Set(now.rows.map((row) => row.id));
  const old = new Set(before.rows.map((row) => row.id));
  const lost = before.rows.filter((row) => row.id !== '' && !present.has(row.id));
  if (lost.length === 0) return [];
  const byContent = new Map<string, TicketRow>();
  const byState = new Map<string, TicketRow>();
  for (const row of now.rows) {
    if (old.has(row.id)) continue;
    byContent.set(contentOf(now, row), row);
    if (row.state) byState.set(row.state.id, row);
  }
  return lost.flatMap((row) => {
    const found = byState.get(row.id) ?? byContent.get(contentOf(before, row));
    return found ? [idWrite(now, found.row, row.id)] : [];
  });
}

/** Everything in a row but its id, as one text. */
function contentOf(view: SheetView, row: TicketRow): string {
  const keys = managedKeys(view.columns);
  return rowValues(view, row.row)
    .map((cell, column) => (column === view.columns.id ? '' : `${keys.get(column) ?? ''}${textOfCell(cell)}`))
    .join('\u0001');
}

function idWrite(view: SheetView, row: number, id: string): RowWrite {
  return { row, cells: new Map([[view.columns.id, cellText(id)]]) };
}
