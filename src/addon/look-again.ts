// Looks at the ticket sheet again, and knows each ticket from the look before.
import { headersOf } from './columns.ts';
import type { SheetWorld, Table } from './ports.ts';
import { knownTickets, partedRows, seenRows } from './row-identity.ts';
import { ticketRows } from './rows.ts';
import type { Settings } from './settings.ts';
import { lookAtFormulas, lookAtSheet, type SheetView } from './sheet-view.ts';

/**
 * Reads the part of the sheet that `earlier` saw, which takes half the calls; the whole sheet where rows or columns are no longer as
 * they were, or rows came below. A row goes by the id of its own ticket as `earlier` knew it, whatever stands in
 * its id cell: people sort some of the columns only.
 */
export function lookAgain(world: SheetWorld, settings: Settings, earlier: SheetView): SheetView {
  const at = world.now();
  const table = world.sheets.reread(earlier.table);
  const isComputed = (earlier.formulas?.size ?? 0) > 0;
  const whole = () => (isComputed ? lookAtFormulas(world, settings) : lookAtSheet(world, settings));
  if (table === null || !isSameHeader(table, earlier.table)) return underOwnIds(whole(), earlier);
  const view: SheetView = {
    ...earlier,
    at,
    table,
    rows: ticketRows(table, earlier.columns, earlier.formulas, earlier.rows),
  };
  return underOwnIds(isSameOrder(view, earlier) ? view : whole(), earlier);
}

function isSameHeader(a: Table, b: Table): boolean {
  return headersOf(a.rows[0]).join('\n') === headersOf(b.rows[0]).join('\n');
}

/** True while the same texts stand in the same rows. */
function isSameOrder(a: SheetView, b: SheetView): boolean {
  const texts = b.rows.filter((row) => row.hash !== '');
  const now = a.rows.filter((row) => row.hash !== '');
  return (
    texts.length === now.length &&
    texts.every((row, i) => row.row === now[i]?.row && row.hash === now[i]?.hash)
  );
}

function underOwnIds(view: SheetView, earlier: SheetView): SheetView {
  const ids = partedRows(seenRows(view), knownTickets(earlier));
  if (ids === null) return view;
  return { ...view, rows: view.rows.map((row) => ({ ...row, id: ids.get(row.row) ?? row.id })) };
}
