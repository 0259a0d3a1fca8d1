import { cellText } from './cell-text.ts';
import { changeCells } from './change-cells.ts';
import { type ColumnKey, labelKey, STATE_KEY } from './column-keys.ts';
import { foldName } from './label-names.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { encodeRowState, parseRowState, type RowState } from './row-state.ts';
import type { TicketRow } from './rows.ts';
import type { Settings } from './settings.ts';

/** New name by folded old name, by field. */
export type Renames = Readonly<Record<string, ReadonlyMap<string, string>>>;

/** Renames cells of the ticket sheet; answers how many rows changed. Throws a `Problem` while a run is at work. */
export function renameCells(world: SheetWorld, settings: Settings, renames: Renames): number {
  if (Object.values(renames).every((names) => names.size === 0)) return 0;
  return changeCells(world, settings, (row) => renamedCells(row, renames));
}

function renamedCells(row: TicketRow, renames: Renames): Map<ColumnKey, WrittenValue> {
  const cells = new Map<ColumnKey, WrittenValue>();
  for (const [field, names] of Object.entries(renames)) {
    const origin = row.origins[field];
    const name =
      origin && 'label' in origin && origin.kind !== 'formula'
        ? names.get(foldName(origin.label))
        : undefined;
    if (name !== undefined) cells.set(labelKey(field), cellText(name));
  }
  if (row.state) {
    const state = renamedState(row.state, renames);
    if (encodeRowState(state) !== encodeRowState(row.state))
      cells.set(STATE_KEY, cellText(encodeRowState(state)));
  }
  return cells;
}

/** What Usher last wrote, and what stood there before its run, under today's names. */
function renamedState(state: RowState, renames: Renames): RowState {
  const now = (field: string, name: string): string => renames[field]?.get(foldName(name)) ?? name;
  const written = Object.fromEntries(
    Object.entries(state.written).map(([field, name]) => [field, now(field, name)]),
  );
  if (!state.previous) return { ...state, written };
  const previous: Record<string, string | number> = { ...state.previous };
  for (const field of Object.keys(renames)) {
    const name = previous[labelKey(field)];
    if (typeof name === 'string') previous[labelKey(field)] = now(field, name);
  }
  const before = parseRowState(String(previous[STATE_KEY] ?? ''));
  if (before) previous[STATE_KEY] = encodeRowState(renamedState(before, renames));
  return { ...state, written, previous };
}
