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
import { placedEdits } from './typed-edits.ts';
import { readJournal, stoodIn } from './write-journal.ts';
import { nothingWritten, type WriteResult } from './write-result.ts';
import { bringBack } from './written-over.ts';

export interface Attended {
  readonly result: WriteResult;
  /** Pasted cells that hold Usher's own word: whether a person has decided so cannot be told. */
  readonly unsure: readonly NamedCell[];
  /** The filed edits that were attended to; others may be filed at any moment. */
  readonly read: readonly string[];
}

/** Shows what people decided since `view`. */
export function attendToEdits(world: SheetWorld, settings: Settings, view: SheetView): Attended {
  const filed = readEdits(world.settings);
  const read = filed.keys;
  if (read.length === 0) return { result: nothingWritten(view), unsure: [], read };
  const journal = readJournal(world);
  const edits = placedEdits(filed.edits, stoodIn(journal));
  const look = (earlier: SheetView) => lookAgain(world, settings, earlier);
  const together = keepTogether(world, settings.sheetId, view, look(view), look);
  if (together.unsettled > 0) return { result: together, unsure: [], read };
  const back = bringBack(world, settings, together.view, edits, journal);
  const putBack = [...together.putBack, ...back.putBack];
  const result = { ...back, putBack, toCheck: [...together.toCheck, ...back.toCheck] };
  if (back.unsettled > 0) return { result, unsure: [], read };
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
  return { result: { ...result, view: shown }, unsure: onlyOthers(toCheck, result.toCheck), read };
}

/** What came of edits that were filed since `attended`; null where there were none. */
export function attendToLater(world: SheetWorld, settings: Settings, attended: Attended): Attended | null {
  const { result, unsure, read } = attended;
  if (result.unsettled > 0) return null;
  const known = new Set(read);
  if (readEdits(world.settings).keys.every((key) => known.has(key))) return null;
  const later = attendToEdits(world, settings, result.view);
  return { ...later, unsure: onlyOthers(later.unsure, unsure) };
}

/** Those cells that `named` does not name already. */
export function onlyOthers(cells: readonly NamedCell[], named: readonly NamedCell[]): readonly NamedCell[] {
  const nameOf = ({ id, header }: NamedCell): string => `${id}\n${header}`;
  const known = new Set(named.map(nameOf));
  return cells.filter((cell) => !known.has(nameOf(cell)));
}
