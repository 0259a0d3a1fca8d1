// What came of a write that was checked, and how it is told.
import { Problem } from '../core/contract.ts';
import type { CrossedEdits } from './crossed-edits.ts';
import { messages } from './messages.ts';
import type { SheetView } from './sheet-view.ts';

export interface WriteResult extends CrossedEdits {
  /** Cells that were put right because rows moved or a person typed between look and write. */
  readonly repaired: number;
  /** Cells that were still wrong at the last look, or that hold another ticket's value and are closed. */
  readonly unsettled: number;
  /** Those of them that are closed. */
  readonly closed: number;
  /** Ids of tickets with a cell that takes no value. */
  readonly stuck: ReadonlySet<string>;
  /** The sheet at the last look; its rows bear the ids of their own tickets, whatever their cells say. */
  readonly view: SheetView;
}

/** The result of a write of nothing. */
export function nothingWritten(view: SheetView): WriteResult {
  return { repaired: 0, unsettled: 0, closed: 0, putBack: [], toCheck: [], stuck: new Set<string>(), view };
}

/** The same result; throws a `Problem` when the sheet did not hold still, or a closed cell holds another ticket's value. */
export function settled(result: WriteResult): WriteResult {
  if (result.unsettled === 0) return result;
  throw new Problem('conflict', unsettledText(result));
}

/** Says that cells are not as they must be, and what ends it; empty when all are. */
export function unsettledText({ unsettled, closed }: Pick<WriteResult, 'unsettled' | 'closed'>): string {
  if (closed > 0) return messages.displaced(closed);
  return unsettled > 0 ? messages.unsettled(unsettled) : '';
}
