// Brings the answers of one wave to the rows as they are by now, under the lock, and tells what came of it.
import { keepTogether, writeChecked } from './checked-write.ts';
import { readEdits } from './edit-journal.ts';
import { lookAgain } from './look-again.ts';
import { addTallies, EMPTY_TALLY, type Outcome, planTriage, type Tally } from './plan-triage.ts';
import type { SheetWorld } from './ports.ts';
import { seenRows } from './row-identity.ts';
import type { Settings } from './settings.ts';
import type { SheetView } from './sheet-view.ts';
import { withKeptLabels } from './typed-edits.ts';
import { nothingWritten, type WriteResult } from './write-result.ts';

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
  const look = (from: SheetView) => lookAgain(world, settings, from);
  const locked = world.lock.withLock(LOCK_WAIT_MS, () => {
    const together = keepTogether(world, settings.sheetId, earlier, look(earlier), look);
    // As below: the journal must not be written over.
    if (together.unsettled > 0) return { tally: { ...EMPTY_TALLY, lost: outcomes.size }, result: together };
    const { view } = together;
    const rows = withKeptLabels(view.rows, () => seenRows(view), readEdits(world.settings).edits);
    const { wanted, tally } = planTriage({ ...view, rows }, outcomes, hashes, runId);
    const result = writeChecked(world, settings.sheetId, { view, wanted }, look);
    // What could not be put right stands in the journal, over which another write would put its own.
    if (result.stuck.size === 0 || result.unsettled > 0) return { tally, result };
    // The rows themselves say why they were left out, as far as their other cells take a value.
    const skipped = new Map([...result.stuck].map((id) => [id, { kind: 'stuck' } as const]));
    const why = planTriage(result.view, skipped, hashes, runId).wanted;
    const told = writeChecked(world, settings.sheetId, { view: result.view, wanted: why }, look);
    const all = addResults(result, { ...told, stuck: result.stuck });
    return { tally: { ...tally, review: Math.max(0, tally.review - why.size) }, result: all };
  });
  return (
    locked?.value ?? {
      tally: { ...EMPTY_TALLY, lost: outcomes.size },
      result: nothingWritten(earlier),
    }
  );
}

/** Both together; the view is the later one's. */
export function addWritten(a: Written, b: Written): Written {
  return { tally: addTallies(a.tally, b.tally), result: addResults(a.result, b.result) };
}

function addResults(a: WriteResult, b: WriteResult): WriteResult {
  return {
    repaired: a.repaired + b.repaired,
    unsettled: a.unsettled + b.unsettled,
    closed: a.closed + b.closed,
    putBack: [...a.putBack, ...b.putBack],
    toCheck: [...a.toCheck, ...b.toCheck],
    stuck: new Set([...a.stuck, ...b.stuck]),
    view: b.view,
  };
}
