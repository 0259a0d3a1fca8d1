// After queues were renamed or merged: rows under an old name get the new one, and what the row remembers of Usher's own words
// follows, so that a suggestion stays a suggestion and a person's word stays a person's.
import { Problem } from '../core/contract.ts';
import { cellText } from './cell-text.ts';
import { writeChecked } from './checked-write.ts';
import { type ColumnKey, labelKey, STATE_KEY } from './column-keys.ts';
import { giveIds } from './give-ids.ts';
import { foldName } from './label-names.ts';
import { messages } from './messages.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { recoverRun } from './recover.ts';
import { encodeRowState, parseRowState, type RowState } from './row-state.ts';
import type { TicketRow } from './rows.ts';
import { holdRun } from './run-lease.ts';
import type { Settings } from './settings.ts';
import { lookAtSheet } from './sheet-view.ts';

/** New name by folded old name, by field. */
export type Renames = Readonly<Record<string, ReadonlyMap<string, string>>>;

/** Writes take seconds; a longer wait helps nobody. */
const LOCK_WAIT_MS = 5_000;

/** Renames cells of the ticket sheet wherever they stand by then; answers how many rows changed. Throws a `Problem` while a run is at work. */
export function renameCells(world: SheetWorld, settings: Settings, renames: Renames): number {
  if (Object.values(renames).every((names) => names.size === 0)) return 0;
  const look = () => lookAtSheet(world, settings);
  const first = look();
  if (first.rows.every((row) => renamedCells(row, renames).size === 0)) return 0;
  const held = holdRun(world);
  if (!held) throw new Problem('conflict', messages.busy);
  try {
    const identified = giveIds(world, settings.sheetId, first, look);
    if (held.cutOff !== null) recoverRun(world, settings, held.cutOff, identified);
    held.madeUp();
    const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
      const view = look();
      const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
      for (const row of view.rows) {
        const cells = renamedCells(row, renames);
        if (cells.size > 0 && row.id !== '' && !wanted.has(row.id)) wanted.set(row.id, cells);
      }
      const { unsettled } = writeChecked(world, settings.sheetId, { view, wanted }, look);
      if (unsettled > 0) throw new Problem('conflict', messages.unsettled(unsettled));
      return wanted.size;
    });
    if (!locked) throw new Problem('conflict', messages.busy);
    held.pause();
    return locked.value;
  } catch (error) {
    held.breakOff();
    throw error;
  }
}

function renamedCells(row: TicketRow, renames: Renames): Map<ColumnKey, WrittenValue> {
  const cells = new Map<ColumnKey, WrittenValue>();
  for (const [field, names] of Object.entries(renames)) {
    const origin = row.origins[field];
    const name = origin && 'label' in origin ? names.get(foldName(origin.label)) : undefined;
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
