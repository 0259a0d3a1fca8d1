// What people decided while a run was at work and could not attend to it: shown at its end, before another run may begin.
import { keepTogether } from './checked-write.ts';
import { labelKey } from './column-keys.ts';
import { crossedEdits, type NamedCell } from './crossed-edits.ts';
import { readEdits } from './edit-journal.ts';
import { lookAgain } from './look-again.ts';
import type { SheetWorld } from './ports.ts';
import { showDecisions } from './ready-sheet.ts';
import type { Settings } from './settings.ts';
import type { SheetView } from './sheet-view.ts';
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
  const edits = readEdits(world.settings, 0);
  if (edits.length === 0) return { result: nothingWritten(view), unsure: [], until };
  const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
  const result = keepTogether(world, settings.sheetId, view, look(view), look);
  if (result.unsettled > 0) return { result, unsure: [], until };
  const shown = showDecisions(world, settings, result.view, readJournal(world));
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
  return { result, unsure: toCheck, until };
}
