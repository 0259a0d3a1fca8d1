// Parts training rows into folds for choosing settings and for calibration. Rows with the same text share a fold, or the
// model would be judged on texts that it has seen; labels are spread evenly; the order of the rows does not matter.
import type { Document } from './document.ts';
import { countUp } from './seeded-order.ts';

/** Fold of each row, 0 to folds − 1, by the rows' content hashes. */
export function assignFolds(hashes: Uint32Array, targets: ArrayLike<number>, folds: number): Uint8Array {
  const order = countUp(hashes.length);
  order.sort((one, other) => targets[one]! - targets[other]! || hashes[one]! - hashes[other]! || one - other);
  const foldOfText = new Map<number, number>();
  const foldOfRow = new Uint8Array(hashes.length);
  for (const row of order) {
    const hash = hashes[row]!;
    const fold = foldOfText.get(hash) ?? foldOfText.size % folds;
    foldOfText.set(hash, fold);
    foldOfRow[row] = fold;
  }
  return foldOfRow;
}

/** A 32-bit hash of a document's grams (FNV-1a over its words); equal for texts that fold to the same grams. */
export function contentHash({ grams }: Document): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < grams.length; index++) hash = Math.imul(hash ^ grams[index]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
