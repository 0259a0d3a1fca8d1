// After a run that was cut off in the middle: values may stand in the wrong rows. What people decided is put back from the
// journal and from their edits since, and what Usher wrote into a row that it was not meant for is taken away.
import { Problem } from '../core/contract.ts';
import { cellText, unchangedText } from './cell-text.ts';
import { writeChecked } from './checked-write.ts';
import { type ColumnKey, confidenceKey, labelKey, REASON_KEY, STATE_KEY, STATUS_KEY } from './column-keys.ts';
import { readEdits } from './edit-journal.ts';
import { messages } from './messages.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { isStateCurrent, type TicketRow } from './rows.ts';
import type { Settings } from './settings.ts';
import { columnKeys, type SheetView } from './sheet-view.ts';
import { type Typed, typedBy } from './typed-edits.ts';
import type { SavedCells, SavedDecisions } from './write-journal.ts';

/** Brings the sheet to rest after a run was killed that had put down `saved`; answers the sheet as it is then. */
export function recoverRun(
  world: SheetWorld,
  settings: Settings,
  saved: SavedDecisions,
  view: SheetView,
  lookOnce: (earlier: SheetView) => SheetView,
): SheetView {
  const typed = typedBy(readEdits(world.settings, saved.at), view.rows);
  const wanted = new Map<string, ReadonlyMap<ColumnKey, WrittenValue>>();
  // What people typed into columns of their own can have been overwritten where columns were moved.
  const otherKeys = [...columnKeys(view).values()].filter((key) => key.startsWith('header:'));
  const seen = new Set<string>();
  for (const row of view.rows) {
    if (row.id === '' || seen.has(row.id)) continue;
    seen.add(row.id);
    const known = saved.decisions[row.id];
    const cells = known ? rightCells(row, known.cells, typed) : foreignCells(row);
    for (const key of otherKeys) {
      const edit = typed(row, key);
      if (edit?.isTold === true) cells.set(key, unchangedText(edit.value));
    }
    if (cells.size > 0) wanted.set(row.id, cells);
  }
  if (wanted.size === 0) return view;
  let last = view;
  const look = (earlier: SheetView) => {
    last = lookOnce(earlier);
    return last;
  };
  const write = { view, wanted, isRecovery: true, editsFrom: saved.at };
  const { unsettled } = writeChecked(world, settings.sheetId, write, look);
  if (unsettled > 0) throw new Problem('conflict', messages.unsettled(unsettled));
  return last;
}

/** A row that came after the cut-off run had looked: only what Usher wrote there for another row is taken away. */
function foreignCells(row: TicketRow): Map<ColumnKey, WrittenValue> {
  const cells = new Map<ColumnKey, WrittenValue>();
  // A state under another id that is about this very text came with a copied row.
  if (row.state === null || row.state.id === row.id || isStateCurrent(row)) return cells;
  for (const [field, origin] of Object.entries(row.origins)) {
    if (origin.kind === 'usher') cells.set(labelKey(field), '');
    cells.set(confidenceKey(field), '');
  }
  for (const key of [STATUS_KEY, REASON_KEY, STATE_KEY]) cells.set(key, '');
  return cells;
}

/** The cells of a row that are not as they must be. */
function rightCells(row: TicketRow, saved: SavedCells, typedInto: Typed): Map<ColumnKey, WrittenValue> {
  const cells = new Map<ColumnKey, WrittenValue>();
  const isOwnState = row.state !== null && row.state.id === row.id;
  const typed = (key: ColumnKey): string | undefined => typedInto(row, key)?.value;
  for (const [field, origin] of Object.entries(row.origins)) {
    if (origin.kind === 'formula') continue;
    const key = labelKey(field);
    const now = 'label' in origin ? origin.label : '';
    const right = typed(key) ?? saved[key] ?? (isOwnState ? (row.state?.written[field] ?? '') : '');
    if (now !== right) cells.set(key, cellText(right));
    if (row.state !== null && !isOwnState) cells.set(confidenceKey(field), '');
  }
  const status = typed(STATUS_KEY) ?? saved[STATUS_KEY];
  if (isOwnState && row.state !== null && row.status !== (status ?? row.state.status)) {
    cells.set(STATUS_KEY, cellText(status ?? row.state.status));
  }
  if (row.state !== null && !isOwnState) {
    cells.set(STATUS_KEY, cellText(status ?? ''));
    cells.set(REASON_KEY, '');
    cells.set(STATE_KEY, '');
  }
  return cells;
}
