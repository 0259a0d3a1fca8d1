import { keepTogether } from './checked-write.ts';
import { labelKey } from './column-keys.ts';
import { crossedEdits, type NamedCell } from './crossed-edits.ts';
import { readEdits } from './edit-journal.ts';
import { lookAgain } from './look-again.ts';
import type { SheetWorld } from './ports.ts';
import { showDecisions } from './ready-sheet.ts';
import type { Settings } from './settings.ts';
import type { SheetView } from './sheet-view.ts';
import { placedEdits } from './typed-edits.ts';
import { readJournal } from './write-journal.ts';
import { nothingWritten, type WriteResult } from './write-result.ts';
import { bringLabelsBack } from './written-over.ts';

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
  const back = bringLabelsBack(world, settings, result.view, edits);
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
