// The version in service, told in the labels that the desk has today: a lead who merges or retires a queue takes nothing away that
// a gate should miss.
import type { Label } from '../../src/core/contract.ts';
import { currentLabelId } from '../../src/core/labels.ts';
import type { Champion } from './comparison.ts';
import { counted, type SliceResult } from './evaluation.ts';

/**
 * The champion as if it had always known `labels` as they are now: what it knew of a merged label counts for the one that it was merged
 * into, what it knew of a retired one is left out, and a label that the desk does not have at all stays, to be asked for.
 */
export function championUnder(labels: readonly Label[], champion: Champion): Champion {
  const today = (id: string): string | null =>
    labels.some((label) => label.id === id) ? currentLabelId(labels, id) : id;
  const rows = new Map<string, number>();
  champion.labels.forEach((id, index) => {
    const now = today(id);
    if (now !== null) rows.set(now, (rows.get(now) ?? 0) + (champion.rowsPerLabel[index] ?? 0));
  });
  const retired = champion.labels.reduce(
    (sum, id, index) => sum + (today(id) === null ? (champion.rowsPerLabel[index] ?? 0) : 0),
    0,
  );
  const { witness } = champion;
  return {
    ...champion,
    witness: { ...witness, labels: witness.labels.map((id) => today(id) ?? id) },
    rows: champion.rows - retired,
    labels: [...rows.keys()],
    rowsPerLabel: [...rows.values()],
    slices: slicesUnder(today, champion.slices),
  };
}

function slicesUnder(
  today: (id: string) => string | null,
  slices: readonly SliceResult[],
): readonly SliceResult[] {
  const joined = new Map<string, SliceResult>();
  for (const one of slices) {
    const slice = one.attribute === 'queue' ? today(one.slice) : one.slice;
    if (slice === null) continue;
    const key = `${one.attribute} ${slice}`;
    const before = joined.get(key)?.right;
    const hits = (before?.hits ?? 0) + one.right.hits;
    const n = (before?.n ?? 0) + one.right.n;
    joined.set(key, before === undefined ? { ...one, slice } : { ...one, slice, right: counted(hits, n) });
  }
  return [...joined.values()];
}
