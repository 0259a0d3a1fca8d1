// What people decided while a run was at work and could not attend to it: shown at its end, before another run may begin.
import { unchangedText } from './cell-text.ts';
import { keepTogether, writeChecked } from './checked-write.ts';
import { type ColumnKey, labelKey, STATUS_KEY } from './column-keys.ts';
import { headersOf } from './columns.ts';
import { crossedEdits, type NamedCell } from './crossed-edits.ts';
import { readEdits } from './edit-journal.ts';
import { lookAgain } from './look-again.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { showDecisions } from './ready-sheet.ts';
import { seenRows } from './row-identity.ts';
import { isStateCurrent } from './rows.ts';
import type { Settings } from './settings.ts';
import type { SheetView } from './sheet-view.ts';
import { type PersonEdit, placedEdits, typedBy } from './typed-edits.ts';
import { readJournal } from './write-journal.ts';
import { nothingWritten, type WriteResult } from './write-result.ts';

export interface Attended {
  readonly result: WriteResult;
  /** Pasted cells that hold Usher's own word: whether a person has decided so cannot be told. */
  readonly unsure: readonly NamedCell[];
  /** Epoch milliseconds up to which edits were attended to. */
  readonly until: number;
}

/** Shows what people decided since `view`. */
export function attendToEdits(world: SheetWorld, settings: Settings, view: SheetView): Attended {
  const until = world.now();
  const edits = placedEdits(readEdits(world.settings, 0), view.rows);
  if (edits.length === 0) return { result: nothingWritten(view), unsure: [], until };
  const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
  const result = keepTogether(world, settings.sheetId, view, look(view), look);
  if (result.unsettled > 0) return { result, unsure: [], until };
  const back = wordsBack(world, settings, result.view, edits);
  if (back.unsettled > 0) return { result: back, unsure: [], until };
  const shown = showDecisions(world, settings, back.view, readJournal(world));
  const waiting = new Set(
    shown.rows.flatMap(({ id, origins }) =>
      Object.keys(origins).flatMap((field) =>
        origins[field]?.kind === 'usher' ? [`${id}\n${labelKey(field)}`] : [],
      ),
    ),
  );
  const { toCheck } = crossedEdits(shown, edits, (id, key) =>
    waiting.has(`${id}\n${key}`) ? 'wanted' : null,
  );
  return { result: { ...result, putBack: back.putBack, view: shown }, unsure: toCheck, until };
}

/** What came of edits that were heard of since `attended`; null where there were none. */
export function attendToLater(world: SheetWorld, settings: Settings, attended: Attended): Attended | null {
  const { result, unsure, until } = attended;
  if (result.unsettled > 0 || readEdits(world.settings, until).length === 0) return null;
  const later = attendToEdits(world, settings, result.view);
  const named = new Set(unsure.map(({ id, header }) => `${id}\n${header}`));
  return { ...later, unsure: later.unsure.filter(({ id, header }) => !named.has(`${id}\n${header}`)) };
}

/** Brings labels back that a run wrote over before they were heard of: events come seconds after what they tell. */
function wordsBack(
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
