// Changes cells of the ticket sheet on a person's word, row by row as the rows stand by then, and never beside a run.
import { Problem } from '../core/contract.ts';
import { keepTogether, writeChecked } from './checked-write.ts';
import type { ColumnKey } from './column-keys.ts';
import { lookAgain } from './look-again.ts';
import { messages } from './messages.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { readySheet } from './ready-sheet.ts';
import type { TicketRow } from './rows.ts';
import { holdRun } from './run-lease.ts';
import type { Settings } from './settings.ts';
import { lookAtSheet, type SheetView } from './sheet-view.ts';
import { settled } from './write-result.ts';

/** Writes take seconds; a longer wait helps nobody. */
const LOCK_WAIT_MS = 5_000;

/**
 * Writes what `cellsOf` wants into the rows for which it wants anything, wherever they stand by then; answers how many rows changed.
 * Throws a `Problem` while a run is at work.
 */
export function changeCells(
  world: SheetWorld,
  settings: Settings,
  cellsOf: (row: TicketRow) => ReadonlyMap<ColumnKey, WrittenValue>,
): number {
  const first = lookAtSheet(world, settings);
  if (first.rows.every((row) => cellsOf(row).size === 0)) return 0;
  const held = holdRun(world);
  if (!held) throw new Problem('conflict', messages.busy);
  try {
    const ready = readySheet(world, settings, held);
    const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
    const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
      const { view } = settled(keepTogether(world, settings.sheetId, ready, look(ready), look));
      const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
      for (const row of view.rows) {
        const cells = cellsOf(row);
        if (cells.size > 0 && row.id !== '' && !wanted.has(row.id)) wanted.set(row.id, cells);
      }
      settled(writeChecked(world, settings.sheetId, { view, wanted }, look));
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
