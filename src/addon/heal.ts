// Status, confidence and reason beside a state that tells what they were: where a run was cut off while it moved them, they are put
// beside their state again.
import { shownText, textOfCell, unchangedText } from './cell-text.ts';
import { type ColumnKey, confidenceKey, managedKeys, REASON_KEY, STATUS_KEY } from './column-keys.ts';
import type { WrittenValue } from './ports.ts';
import { type RowState, type Status, shortDigest } from './row-state.ts';
import { isOpen, isStateCurrent, type TicketRow } from './rows.ts';
import { rowValues, type SheetView } from './sheet-view.ts';
import type { Journal } from './write-journal.ts';

/** What Usher alone writes as a status, and an emptied cell. */
const USHERS: ReadonlySet<string> = new Set<Status | ''>([
  '',
  'assigned',
  'needs review',
  'skipped',
  'failed',
]);

/**
 * Tells the cells of a row that are not as its state says; a reason that is nobody's of Usher's is a person's note and stays. A reason
 * that stands nowhere any more may still be in the journal.
 */
export function healerOf(
  view: SheetView,
  journal: Journal | null,
): (row: TicketRow) => ReadonlyMap<ColumnKey, WrittenValue> {
  const columns = new Map([...managedKeys(view.columns)].map(([column, key]) => [key, column]));
  const cellOf = (row: TicketRow, key: ColumnKey) => rowValues(view, row.row)[columns.get(key) ?? -1];
  let reasons: ReadonlyMap<string, string> | null = null;
  const reasonOf = (digest: string): string | undefined => {
    reasons ??= new Map(
      [...reasonsIn(journal), ...view.rows.map((row) => textOfCell(cellOf(row, REASON_KEY)))].map((text) => [
        shortDigest(text),
        text,
      ]),
    );
    return reasons.get(digest);
  };
  let told: ReadonlyMap<string, readonly RowState[]> | null = null;
  /** The states whose reason it is. */
  const statesOf = (digest: string): readonly RowState[] => {
    told ??= byReason(view);
    return told.get(digest) ?? [];
  };
  const isTold = (digest: string): boolean => statesOf(digest).length > 0;
  // A copy of what can be seen of a row has its label too: without a state it is nobody's word, and stays so.
  const isCopied = (row: TicketRow, reason: string): boolean =>
    statesOf(shortDigest(reason)).some(({ written }) =>
      Object.entries(row.origins).some(
        ([field, origin]) => 'label' in origin && origin.label === written[field],
      ),
    );
  return (row) => {
    const cells = new Map<ColumnKey, WrittenValue>();
    const { state } = row;
    const standing = textOfCell(cellOf(row, REASON_KEY));
    if (state === null && standing !== '' && isTold(shortDigest(standing)) && !isCopied(row, standing)) {
      // Sorts of different columns have brought what is another ticket's beside one that Usher never touched.
      cells.set(REASON_KEY, '');
      for (const field of Object.keys(row.origins)) cells.set(confidenceKey(field), '');
      if (USHERS.has(row.status)) cells.set(STATUS_KEY, '');
    }
    const isWaiting = Object.values(row.origins).every(isOpen);
    if (state === null || state.id !== row.id || !isStateCurrent(row) || !isWaiting) return cells;
    if (row.status !== state.status && USHERS.has(row.status)) cells.set(STATUS_KEY, state.status);
    for (const [field, confidence] of Object.entries(state.confidences ?? {})) {
      const key = confidenceKey(field);
      if (columns.has(key) && textOfCell(cellOf(row, key)) !== String(confidence)) cells.set(key, confidence);
    }
    if (state.why === undefined || shortDigest(standing) === state.why) return cells;
    const right = reasonOf(state.why);
    const isForeign = standing === '' || isTold(shortDigest(standing));
    if (right !== undefined && isForeign) cells.set(REASON_KEY, unchangedText(right));
    return cells;
  };
}

function byReason(view: SheetView): ReadonlyMap<string, readonly RowState[]> {
  const states = new Map<string, RowState[]>();
  for (const { state } of view.rows) {
    if (state?.why === undefined) continue;
    const others = states.get(state.why);
    if (others) others.push(state);
    else states.set(state.why, [state]);
  }
  return states;
}

function reasonsIn(journal: Journal | null): string[] {
  return [...(journal?.tickets.values() ?? [])].flatMap(({ held, wanted }) => [
    textOfCell(held.get(REASON_KEY)),
    shownText(wanted.get(REASON_KEY) ?? ''),
  ]);
}
