// The sheet made ready for a run: every ticket beside what Usher wrote for it and under an id of its own, nothing left over from a
// run that was cut off, and people's decisions shown.
import { cellText } from './cell-text.ts';
import { resumeWrite, writeChecked } from './checked-write.ts';
import { type ColumnKey, labelKey, STATE_KEY, STATUS_KEY } from './column-keys.ts';
import type { NamedCell } from './crossed-edits.ts';
import { readEdits } from './edit-journal.ts';
import { assertRowsStandStill } from './formula-rows.ts';
import { isOtherId } from './give-ids.ts';
import { healerOf } from './heal.ts';
import { lookAgain } from './look-again.ts';
import { messages } from './messages.ts';
import { overwrittenCells } from './overwritten-cells.ts';
import { clearedCells, isPastedOver } from './pasted-over.ts';
import { keepsWholeRow, shownStatus } from './people-edit.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { planTogether } from './realign.ts';
import { restDigest, seenRows } from './row-identity.ts';
import { encodeRowState, type RowState } from './row-state.ts';
import { isOpen, isStateCurrent, type TicketRow } from './rows.ts';
import type { HeldRun } from './run-lease.ts';
import { shownCells } from './run-summary.ts';
import { recordCells } from './runs-tab.ts';
import type { Settings } from './settings.ts';
import { lookAtFormulas, type SheetView } from './sheet-view.ts';
import { placedEdits, saysAgain, type Typed, typedBy } from './typed-edits.ts';
import { type Journal, readJournal, stoodIn } from './write-journal.ts';
import { settled } from './write-result.ts';

/** Looks after which ids that people keep moving about are left for the next run. */
const LOOKS_MAX = 6;

/** Brings the sheet to order under the lease of `run`. Throws a `Problem` when it cannot be trusted or does not hold still. */
export function readySheet(world: SheetWorld, settings: Settings, run: HeldRun): SheetView {
  const first = lookAtFormulas(world, settings);
  assertRowsStandStill(first);
  const journal = readJournal(world);
  const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
  let view = first;
  if (journal?.holder === run.cutOff) {
    const overwritten = overwrittenCells(first, journal);
    ({ view } = settled(resumeWrite(world, settings.sheetId, journal, first, look)));
    tellOverwritten(world, overwritten);
  }
  if (run.cutOff !== null) run.madeUp();
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const last = looks === 0 ? journal : readJournal(world);
    const plan = planTogether(view, last, typedIn(world, view, last), run.runId, world.newId);
    if (plan === null) break;
    ({ view } = settled(writeChecked(world, settings.sheetId, plan, look)));
  }
  return showDecisions(world, settings, view, journal);
}

function tellOverwritten(world: SheetWorld, cells: readonly NamedCell[]): void {
  if (cells.length === 0) return;
  recordCells(world, { at: world.now(), toCheck: cells });
  world.ui.toast(messages.troubles.overwritten(shownCells(cells)), messages.title, 30);
}

/** Brings status and state of rows to what people decided or copied while no trigger saw it; answers the sheet as it is then. */
export function showDecisions(
  world: SheetWorld,
  settings: Settings,
  view: SheetView,
  journal: Journal | null,
): SheetView {
  const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
  const typed = typedIn(world, view, journal);
  const heal = healerOf(view, journal);
  const named = new Set<string>();
  for (const row of view.rows) {
    // A copy is shown what was decided in it once it has an id of its own: what is wanted of an id is written into its first row.
    if (row.id === '' || named.has(row.id)) continue;
    named.add(row.id);
    const cells = new Map<ColumnKey, WrittenValue>();
    if (isPastedOver(row, typed)) {
      wanted.set(row.id, clearedCells(row));
      continue;
    }
    const status = isTypedAgain(row, typed) ? 'confirmed' : shownStatus(row);
    for (const [key, value] of heal(row)) cells.set(key, value);
    if (status !== null) cells.set(STATUS_KEY, status);
    const state = markKept(ownState(view, row) ?? row.state, row, status ?? row.status);
    if (state !== null && state !== row.state) cells.set(STATE_KEY, cellText(encodeRowState(state)));
    if (cells.size > 0) wanted.set(row.id, cells);
  }
  if (wanted.size === 0) return view;
  const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
  return settled(writeChecked(world, settings.sheetId, { view, wanted }, look)).view;
}

function typedIn(world: SheetWorld, view: SheetView, journal: Journal | null): Typed {
  return typedBy(placedEdits(readEdits(world.settings).edits, stoodIn(journal)), seenRows(view));
}

/** True when a person wrote Usher's own word over it while a run was at work. */
function isTypedAgain(row: TicketRow, typed: Typed): boolean {
  if (row.state?.id !== row.id || row.status === 'confirmed') return false;
  const kept = Object.entries(row.origins).flatMap(([field, origin]) => {
    if (origin.kind !== 'usher' || typed(row, STATUS_KEY) !== undefined) return [];
    const edit = typed(row, labelKey(field));
    return edit && saysAgain(edit, origin.label) ? [field] : [];
  });
  return kept.length > 0 && keepsWholeRow(row, new Set(kept));
}

/**
 * Notes in the state that a person kept the whole row, or has taken that back: the status says so to people, and sorts of some columns may
 * carry it off. The same state where it is right.
 */
function markKept(state: RowState | null, row: TicketRow, status: string): RowState | null {
  if (state === null || state.hash !== row.hash || Object.keys(state.written).length === 0) return state;
  const isKept =
    status === 'confirmed' && Object.values(row.origins).every(({ kind }) => kind !== 'corrected');
  if (isKept === (state.kept === true)) return state;
  const { kept: _earlier, ...rest } = state;
  return isKept ? { ...rest, kept: true } : rest;
}

/** The state that a copied row, or a decided row whose text was rewritten, must have from now on; null for all others. */
function ownState(view: SheetView, row: TicketRow): RowState | null {
  const { state } = row;
  if (state === null) return null;
  if (state.id !== row.id) return isOtherId(row) ? { ...state, id: row.id } : null;
  const isDecided = !Object.values(row.origins).some(isOpen);
  if (!isDecided || isStateCurrent(row)) return null;
  const rest = restDigest(view, row.row);
  return { ...state, hash: row.hash, ...(rest === '' ? {} : { rest }) };
}
