// Brings the answers of one wave to the rows as they are by now, under the lock, and tells what came of it.
import { unchangedText } from './cell-text.ts';
import { NOTHING_WRITTEN, type WriteResult, writeChecked } from './checked-write.ts';
import { ID_KEY } from './column-keys.ts';
import { addTallies, EMPTY_TALLY, type Outcome, planTriage, type Tally } from './plan-triage.ts';
import type { SheetWorld, WrittenValue } from './ports.ts';
import { knownTickets, partedRows, seenRows } from './row-identity.ts';
import type { Settings } from './settings.ts';
import { lookAgain, type SheetView } from './sheet-view.ts';

/** Writing takes seconds; a longer wait would eat the run's own time. */
const LOCK_WAIT_MS = 5_000;

export interface Answers {
  /** By Usher ID. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Which text each outcome is about, by Usher ID. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly runId: string;
}

export interface Written {
  /** The sheet as it was at the last look. */
  readonly view: SheetView;
  readonly tally: Tally;
  readonly result: WriteResult;
}

/** Writes what the answers say; where the lock cannot be had, nothing, and all is left for the next run. */
export function writeOutcomes(
  world: SheetWorld,
  settings: Settings,
  { outcomes, hashes, runId }: Answers,
  earlier: SheetView,
): Written {
  let last = earlier;
  const look = (from: SheetView): SheetView => {
    last = lookAgain(world, settings, from);
    return last;
  };
  const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
    const { view, idCells } = togetherAgain(look(earlier), earlier);
    const { wanted: planned, tally } = planTriage(view, outcomes, hashes, runId);
    const wanted = new Map(planned);
    for (const [id, cell] of idCells) wanted.set(id, new Map([...(planned.get(id) ?? []), [ID_KEY, cell]]));
    const result = writeChecked(world, settings.sheetId, { view, wanted }, look);
    if (result.stuck.size === 0) return { view: last, tally, result };
    // The rows themselves say why they were left out, as far as their other cells take a value.
    const skipped = new Map([...result.stuck].map((id) => [id, { kind: 'stuck' } as const]));
    const why = planTriage(view, skipped, hashes, runId).wanted;
    const told = writeChecked(world, settings.sheetId, { view: last, wanted: why }, look);
    const all = addResults(result, { ...told, stuck: result.stuck });
    return { view: last, tally: { ...tally, review: Math.max(0, tally.review - why.size) }, result: all };
  });
  return (
    locked?.value ?? {
      view: earlier,
      tally: { ...EMPTY_TALLY, lost: outcomes.size },
      result: NOTHING_WRITTEN,
    }
  );
}

/** The rows under the ids of their own tickets, where people have sorted some columns only since `earlier`; and the cells to write. */
function togetherAgain(
  view: SheetView,
  earlier: SheetView,
): { readonly view: SheetView; readonly idCells: ReadonlyMap<string, WrittenValue> } {
  const ids = partedRows(seenRows(view), knownTickets(earlier));
  const idCells = new Map<string, WrittenValue>();
  if (ids === null) return { view, idCells };
  for (const id of ids.values()) if (id !== '') idCells.set(id, unchangedText(id));
  return {
    view: { ...view, rows: view.rows.map((row) => ({ ...row, id: ids.get(row.row) ?? row.id })) },
    idCells,
  };
}

/** Both together; the view is the later one's. */
export function addWritten(a: Written, b: Written): Written {
  return { view: b.view, tally: addTallies(a.tally, b.tally), result: addResults(a.result, b.result) };
}

function addResults(a: WriteResult, b: WriteResult): WriteResult {
  return {
    repaired: a.repaired + b.repaired,
    unsettled: a.unsettled + b.unsettled,
    putBack: [...a.putBack, ...b.putBack],
    toCheck: [...a.toCheck, ...b.toCheck],
    stuck: new Set([...a.stuck, ...b.stuck]),
  };
}
