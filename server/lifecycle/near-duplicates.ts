// Groups tickets that are copies of one another but for a few words, so that no group stands on both sides of a split.
// Source: A. Broder, "On the resemblance and containment of documents" (1997): hashes whose least value agrees as often as the
// sets overlap; candidates are checked exactly.

import type { Document } from '../../src/core/classifier/document.ts';
import { contentHash } from '../../src/core/classifier/folds.ts';

/** Share of common word grams from which two tickets are copies. */
const OVERLAP_MIN = 0.8;
/** Eight bands of four hashes find 98 % of the pairs at an overlap of .8. */
const BANDS = 8;
const HASHES_A_BAND = 4;
/** A form letter sent a thousand times would cost a million comparisons; its copies meet in the first of a bucket anyway. */
const BUCKET_COMPARED_MAX = 8;
/**
 * A larger group is a form or an alarm that comes again and again, and will come again: only its exact copies stay together, since
 * to learn nothing of it, or only from it, would be like no desk's future.
 */
const RECURRING_MIN = 10;
/** Counts stand in the low four bits of a gram. */
const COUNT_BITS = 4;

/** Groups of near-duplicates. */
export interface DuplicateGroups {
  /** The same number for all rows of a group, made of their content alone: as good as stable when rows are added. */
  readonly keys: Uint32Array;
  /** Rows that have an exact copy earlier in the set. */
  readonly exact: number;
  /** Rows in a group of more than one, exact copies included. */
  readonly grouped: number;
}

/** Groups the documents. Cost: rows × grams × 32, and a few comparisons a row. */
export function groupDuplicates(documents: readonly Document[]): DuplicateGroups {
  const parent = documents.map((_, row) => row);
  const find = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root]!;
    while (parent[row] !== root) {
      const next = parent[row]!;
      parent[row] = root;
      row = next;
    }
    return root;
  };
  const hashes = Uint32Array.from(documents, contentHash);
  const firstOf = new Map<number, number>();
  let exact = 0;
  hashes.forEach((hash, row) => {
    const first = firstOf.get(hash);
    if (first === undefined) {
      firstOf.set(hash, row);
      return;
    }
    exact++;
    parent[row] = find(first);
  });
  joinCopies(documents, [...firstOf.values()], (one, other) => {
    parent[find(one)] = find(other);
  });
  const keys = new Uint32Array(documents.length).fill(0xffffffff);
  const sizes = new Map<number, number>();
  for (let row = 0; row < documents.length; row++) {
    const root = find(row);
    keys[root] = Math.min(keys[root]!, hashes[row]!);
    sizes.set(root, (sizes.get(root) ?? 0) + 1);
  }
  let grouped = 0;
  for (const size of sizes.values()) if (size > 1) grouped += size;
  const keyOf = (row: number): number => {
    const root = find(row);
    return (sizes.get(root) ?? 0) > RECURRING_MIN ? hashes[row]! : keys[root]!;
  };
  return { keys: keys.map((_, row) => keyOf(row)), exact, grouped };
}

function joinCopies(
  documents: readonly Document[],
  rows: readonly number[],
  join: (one: number, other: number) => void,
): void {
  const buckets = new Map<string, number[]>();
  const least = new Uint32Array(BANDS * HASHES_A_BAND);
  for (const row of rows) {
    const { grams, wordGrams } = documents[row]!;
    if (wordGrams === 0) continue;
    least.fill(0xffffffff);
    for (let index = 0; index < wordGrams; index++) {
      const gram = grams[index]! >>> COUNT_BITS;
      for (let hash = 0; hash < least.length; hash++) {
        const value = mix(gram ^ Math.imul(hash + 1, 0x9e3779b1));
        if (value < least[hash]!) least[hash] = value;
      }
    }
    for (let band = 0; band < BANDS; band++) {
      const key = `${band} ${least.subarray(band * HASHES_A_BAND, (band + 1) * HASHES_A_BAND).join(' ')}`;
      const bucket = buckets.get(key);
      if (bucket === undefined) {
        buckets.set(key, [row]);
        continue;
      }
      for (const other of bucket.slice(0, BUCKET_COMPARED_MAX)) {
        if (overlap(documents[row]!, documents[other]!) >= OVERLAP_MIN) join(row, other);
      }
      bucket.push(row);
    }
  }
}

/** Share of common word grams among all of both (P. Jaccard, 1901). */
function overlap(one: Document, other: Document): number {
  const known = new Set<number>();
  for (let index = 0; index < one.wordGrams; index++) known.add(one.grams[index]! >>> COUNT_BITS);
  let common = 0;
  for (let index = 0; index < other.wordGrams; index++) {
    if (known.has(other.grams[index]! >>> COUNT_BITS)) common++;
  }
  return common / (known.size + other.wordGrams - common);
}

/** Spreads the bits of a number over all 32 (the last step of MurmurHash3). */
export function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
