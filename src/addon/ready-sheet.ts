// The sheet made ready for a run: every ticket beside what Usher wrote for it and under an id of its own, nothing left over from a
// run that was cut off, and people's decisions shown.
import { Problem } from '../core/contract.ts';
import { cellText } from './cell-text.ts';
import { writeChecked } from './checked-write.ts';
import { type ColumnKey, labelKey, STATE_KEY, STATUS_KEY } from './column-keys.ts';
import { readEdits } from './edit-journal.ts';
import { assertRowsStandStill } from './formula-rows.ts';
import { giveIds } from './give-ids.ts';
import { healerOf } from './heal.ts';
import { messages } from './messages.ts';
import { keepsWholeRow, shownStatus } from './people-edit.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { realign } from './realign.ts';
import { recoverRun } from './recover.ts';
import { restDigest } from './row-identity.ts';
import { encodeRowState, type RowState } from './row-state.ts';
import { isOpen, isStateCurrent, type TicketRow } from './rows.ts';
import type { HeldRun } from './run-lease.ts';
import type { Settings } from './settings.ts';
import { lookAgain, lookAtFormulas, type SheetView } from './sheet-view.ts';
import { type Typed, typedBy } from './typed-edits.ts';
import { readDecisions } from './write-journal.ts';

/** Brings the sheet to order under the lease of `run`. Throws a `Problem` when it cannot be trusted or does not hold still. */
export function readySheet(world: SheetWorld, settings: Settings, run: HeldRun): SheetView {
  const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
  const first = lookAtFormulas(world, settings);
  assertRowsStandStill(first);
  const saved = run.earlier === null ? null : readDecisions(world, run.earlier);
  const together = realign(world, settings, first, saved, look);
  const identified = giveIds(world, settings.sheetId, together, look);
  const isOwed = run.cutOff !== null && saved?.isWriting === true;
  const whole = isOwed ? recoverRun(world, settings, saved, identified, look) : identified;
  if (run.cutOff !== null) run.madeUp();
  return showDecisions(world, settings, whole, look);
}

/** Brings status and state of rows to what people decided or copied while no trigger saw it; answers the sheet as it is then. */
export function showDecisions(
  world: SheetWorld,
  settings: Settings,
  view: SheetView,
  lookOnce: (earlier: SheetView) => SheetView,
): SheetView {
  const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
  const typed = typedBy(readEdits(world.settings, 0), view.rows);
  const heal = healerOf(view);
  for (const row of view.rows) {
    const cells = new Map<ColumnKey, WrittenValue>();
    const status = isTypedAgain(row, typed) ? 'confirmed' : shownStatus(row);
    for (const [key, value] of heal(row)) cells.set(key, value);
    if (status !== null) cells.set(STATUS_KEY, status);
    const state = ownState(view, row);
    if (state !== null) cells.set(STATE_KEY, cellText(encodeRowState(state)));
    if (cells.size > 0 && row.id !== '') wanted.set(row.id, cells);
  }
  if (wanted.size === 0) return view;
  let last = view;
  const { unsettled } = writeChecked(world, settings.sheetId, { view, wanted }, (earlier) => {
    last = lookOnce(earlier);
    return last;
  });
  if (unsettled > 0) throw new Problem('conflict', messages.unsettled(unsettled));
  return last;
}

/** True when a person wrote Usher's own word over it while a run was at work. */
function isTypedAgain(row: TicketRow, typed: Typed): boolean {
  if (!isStateCurrent(row) || row.status === 'confirmed') return false;
  const kept = Object.entries(row.origins).flatMap(([field, origin]) => {
    if (origin.kind !== 'usher' || typed(row, STATUS_KEY) !== undefined) return [];
    const edit = typed(row, labelKey(field));
    return edit?.isSure === true && edit.value.trim() === origin.label ? [field] : [];
  });
  return kept.length > 0 && keepsWholeRow(row, new Set(kept));
}

/** The state that a copied row, or a decided row whose text was rewritten, must have from now on; null for all others. */
function ownState(view: SheetView, row: TicketRow): RowState | null {
  const { state } = row;
  if (state === null) return null;
  if (state.id !== row.id) return isStateCurrent(row) ? { ...state, id: row.id } : null;
  const isDecided = !Object.values(row.origins).some(isOpen);
  if (!isDecided || isStateCurrent(row)) return null;
  const rest = restDigest(view, row.row);
  return { ...state, hash: row.hash, ...(rest === '' ? {} : { rest }) };
}
