// How the sheet looks after a write: whose row each is by now, in the columns that the write may have reached.
import { textOfCell } from './cell-text.ts';
import { type ColumnKey, ID_KEY, managedKeys } from './column-keys.ts';
import { headersOf } from './columns.ts';
import type { Aftermath, Footprint, Intent } from './reconcile.ts';
import { type KnownTicket, peoplesCells, type SeenRow } from './row-identity.ts';
import { isStateCurrent, type TicketRow } from './rows.ts';
import { columnKeys, rowValues, type SheetView } from './sheet-view.ts';
import type { Stood } from './typed-edits.ts';

/** What a write is about, and by what its tickets are known again. */
export interface Matter {
  readonly intent: Intent;
  readonly tickets: ReadonlyMap<string, KnownTicket>;
  readonly layout: string;
  /** How a ticket stood before the write, by its id. */
  readonly stood: (id: string) => Stood | undefined;
  /** Edits of people count from this instant on, in epoch milliseconds. */
  readonly editsFrom: number;
  readonly footprint: Footprint;
}

/** A write can have reached other columns than ours only when the columns have moved. */
export function aftermathOf(
  view: SheetView,
  { layout, tickets, intent }: Matter,
  seen: readonly SeenRow[],
  ids: ReadonlyMap<number, string> | null,
): Aftermath {
  const ticketOf = new Map([...tickets].map(([id, { hash }]) => [hash, id]));
  const isRearranged = areUshersMoved(view, layout);
  const keys = [...(isRearranged && intent.knowsOthers ? columnKeys(view) : managedKeys(view.columns))];
  const reached = new Map(keys.flatMap(([column, key]) => (key === ID_KEY ? [] : [[key, column] as const])));
  const own = new Map<string, SeenRow>();
  for (const row of seen) {
    const id = ids?.get(row.row) ?? row.id;
    if (id !== '' && (!own.has(id) || row.rest() === tickets.get(id)?.rest())) own.set(id, row);
  }
  const strangers = new Set(view.rows.filter((row) => isWholeStranger(row, tickets)).map(({ row }) => row));
  const rows = seen.flatMap((one) => {
    if (strangers.has(one.row)) return [];
    const { row, hash } = one;
    const values = rowValues(view, row);
    const cell = (key: ColumnKey) => values[reached.get(key) ?? -1] ?? '';
    const computed = view.formulas?.get(row);
    const isComputed = (key: ColumnKey) => computed?.has(reached.get(key) ?? -1) === true;
    const id = ids?.get(row) ?? one.id;
    const isCopy = id === '' ? hash !== '' && !one.isBare && ticketOf.has(hash) : own.get(id) !== one;
    // A row that was copied meanwhile has of Usher's what the row has from which it was copied.
    const likeId = id === '' && isCopy ? (ticketOf.get(hash) ?? '') : id;
    return [
      {
        ...{ row, id, idBeside: idBeside(view, row), likeId, isCopy, cell, isComputed },
        theirs: () => peoplesCells(view, row),
      },
    ];
  });
  return { rows, keys: [...reached.keys()], isRearranged };
}

/**
 * True for a ticket that the write knows nothing of and that has its own state beside its own text: rows that people inserted in the
 * midst of a look push the last ones out of it.
 */
function isWholeStranger(row: TicketRow, tickets: ReadonlyMap<string, KnownTicket>): boolean {
  return row.id !== '' && !tickets.has(row.id) && row.state?.id === row.id && isStateCurrent(row);
}

/** Whether a column of Usher's stands elsewhere than it did, or under another header: else no write of its can have met people's. */
function areUshersMoved(view: SheetView, layout: string): boolean {
  const then = layout.split('\n');
  const now = headersOf(view.table.rows[0]);
  return [...managedKeys(view.columns).keys(), view.columns.id].some(
    (column) => then[column] !== now[column],
  );
}

/** The id in a row's cell, whichever ticket stands there. */
export function idBeside(view: SheetView, row: number): string {
  return textOfCell(rowValues(view, row)[view.columns.id]);
}
