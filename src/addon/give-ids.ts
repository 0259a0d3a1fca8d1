// Gives an `Usher ID` to every ticket that has none of its own, so that each row can be told from every other from then on.
import { cellBlocks, type RowWrite } from './cell-blocks.ts';
import { cellText, textOfCell } from './cell-text.ts';
import { managedKeys } from './column-keys.ts';
import type { SheetWorld } from './ports.ts';
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
  look: () => SheetView,
): SheetView {
  let view = first;
  let before = first;
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const writes = [...restoredIds(before, view), ...newIds(world, view)];
    if (writes.length === 0) return view;
    world.sheets.write(sheetId, cellBlocks(writes));
    before = looks === 0 ? first : before;
    view = look();
  }
  return view;
}

/** Tickets without an id, and copies: every row after the first that bears the same one. */
function newIds(world: SheetWorld, view: SheetView): RowWrite[] {
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
