// Labels that people typed just before Usher wrote, and that it heard of only afterwards: Google runs triggers seconds after the edits that
// they are about. What was typed stands again.
import { unchangedText } from './cell-text.ts';
import { writeChecked } from './checked-write.ts';
import { type ColumnKey, labelKey, STATUS_KEY } from './column-keys.ts';
import { headersOf } from './columns.ts';
import type { NamedCell } from './crossed-edits.ts';
import { lookAgain } from './look-again.ts';
import type { SheetEdit, SheetWorld, WrittenValue } from './ports.ts';
import { seenRows } from './row-identity.ts';
import { isStateCurrent, type TicketRow } from './rows.ts';
import { lastEnd } from './run-lease.ts';
import type { Settings } from './settings.ts';
import type { SheetView } from './sheet-view.ts';
import { type PersonEdit, typedBy } from './typed-edits.ts';
import type { WriteResult } from './write-result.ts';

/** Longer than events are late: what is typed over a run's word after that was typed after the run. */
const LATE_MS = 60_000;

/** True where something else stands in the cell than what was typed, and than what stood there before: whoever takes it back has decided. */
export function isWrittenOver({ typed, before }: SheetEdit, now: string): boolean {
  return typed !== null && typed.trim() !== now && before?.trim() !== now;
}

/** The run that ended so lately that events of before its end may still come; null where there is none. */
export function runJustEnded(world: SheetWorld): string | null {
  const ended = lastEnd(world);
  return ended !== null && world.now() - ended.at < LATE_MS ? ended.runId : null;
}

/**
 * The cells that bring a label back which the last run wrote over before it was heard of; null where it stands. Events come seconds after
 * what they tell.
 */
export function labelWrittenOver(
  edit: SheetEdit,
  view: SheetView,
  row: TicketRow,
  lastRun: string | null,
): ReadonlyMap<number, WrittenValue> | null {
  if (edit.typed === null || lastRun === null || row.state?.run !== lastRun) return null;
  if (row.state.id !== row.id || !isStateCurrent(row)) return null;
  const typed = edit.typed.trim();
  const bound = view.columns.fields.find(({ label }) => label === edit.firstColumn - 1);
  const origin = bound && row.origins[bound.field];
  if (!bound || origin?.kind !== 'usher' || !isWrittenOver(edit, origin.label)) return null;
  const label: [number, WrittenValue] = [bound.label, unchangedText(edit.typed)];
  return new Map(typed === '' ? [label] : [label, [view.columns.status, 'corrected']]);
}

/** Brings labels back that a run wrote over before they were heard of: events come seconds after what they tell. */
export function bringLabelsBack(
  world: SheetWorld,
  settings: Settings,
  view: SheetView,
  edits: readonly PersonEdit[],
): WriteResult {
  const typed = typedBy(edits, seenRows(view));
  const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
  const putBack: NamedCell[] = [];
  for (const row of view.rows) {
    if (row.state?.id !== row.id || !isStateCurrent(row)) continue;
    const cells = new Map<ColumnKey, WrittenValue>();
    for (const { field, label } of view.columns.fields) {
      const origin = row.origins[field];
      const edit = typed(row, labelKey(field));
      if (edit?.isLate !== true || origin?.kind !== 'usher' || origin.label === edit.value.trim()) continue;
      cells.set(labelKey(field), unchangedText(edit.value));
      if (edit.value !== '') cells.set(STATUS_KEY, 'corrected');
      putBack.push({ row: row.row, header: headersOf(view.table.rows[0])[label] ?? field, id: row.id });
    }
    if (cells.size > 0) wanted.set(row.id, cells);
  }
  const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
  const result = writeChecked(world, settings.sheetId, { view, wanted }, look);
  return { ...result, putBack };
}
