// All documents of a training as one sparse matrix: every distinct gram gets a number, every row a run of entries. Built
// once; each fit then takes the rows it may see and keeps the grams that are frequent enough among them.
import type { Document } from './document.ts';
import { COUNT_BITS } from './grams.ts';

/** Rows as runs of entries (gram number in the high 28 bits, occurrences in the low four). */
export interface Corpus {
  readonly rows: number;
  /** Row r has the entries rowStart[r] to rowStart[r + 1]; those before rowSplit[r] are word grams. */
  readonly rowStart: Uint32Array;
  readonly rowSplit: Uint32Array;
  readonly entries: Uint32Array;
  /** Key of each gram, by number. */
  readonly keys: Uint32Array;
  /** One where the gram, by number, is a part of a word. */
  readonly isPart: Uint8Array;
}

/** Grams kept for one fit, words first, and the weight of each in a row. */
export interface Vocabulary {
  readonly features: number;
  readonly wordFeatures: number;
  /** Feature of each gram number, plus one; zero where the gram is left out. */
  readonly featureOf: Uint32Array;
  readonly keys: Uint32Array;
  /** Inverse document frequency, ln((1 + rows) / (1 + frequency)), by feature; at least IDF_MIN. */
  readonly idf: Float32Array;
}

const COUNT_MASK = (1 << COUNT_BITS) - 1;
const SLOTS_MIN = 1 << 12;
/** A gram that is in nearly every row tells little, but with a handful of rows it may be all there is. */
const IDF_MIN = 0.1;

/** Numbers the grams of the documents, in order of first appearance. */
export function createCorpus(documents: readonly Document[]): Corpus {
  let entryCount = 0;
  for (const document of documents) entryCount += document.grams.length;
  const rowStart = new Uint32Array(documents.length + 1);
  const rowSplit = new Uint32Array(documents.length);
  const entries = new Uint32Array(entryCount);
  let keys: Uint32Array = new Uint32Array(SLOTS_MIN);
  let slots: Uint32Array = new Uint32Array(2 * SLOTS_MIN);
  let keyCount = 0;
  let at = 0;
  documents.forEach(({ grams, wordGrams }, row) => {
    if (2 * (keyCount + grams.length) > slots.length) {
      const capacity = powerOfTwo(2 * (keyCount + grams.length));
      keys = resized(keys, capacity);
      slots = slotsOf(keys, keyCount, 2 * capacity);
    }
    const mask = slots.length - 1;
    rowSplit[row] = at + wordGrams;
    for (let index = 0; index < grams.length; index++) {
      const gram = grams[index]!;
      const key = gram >>> COUNT_BITS;
      let slot = key & mask;
      let found = slots[slot]!;
      while (found !== 0 && keys[found - 1] !== key) {
        slot = (slot + 1) & mask;
        found = slots[slot]!;
      }
      if (found === 0) {
        keys[keyCount++] = key;
        found = keyCount;
        slots[slot] = found;
      }
      entries[at++] = ((found - 1) << COUNT_BITS) | (gram & COUNT_MASK);
    }
    rowStart[row + 1] = at;
  });
  keys = keys.slice(0, keyCount);
  return {
    rows: documents.length,
    rowStart,
    rowSplit,
    entries,
    keys,
    isPart: partFlags(rowStart, rowSplit, entries, keyCount),
  };
}

/**
 * Keeps the grams that occur in at least `frequencyMin` of the counted rows; `withParts` false leaves parts of words out.
 * Rows that only lend their frequencies (tickets without a label) are counted like the others.
 */
export function selectVocabulary(
  corpus: Corpus,
  countedRows: ArrayLike<number>,
  frequencyMin: number,
  withParts: boolean,
): Vocabulary {
  const { rowStart, entries, isPart, keys } = corpus;
  const frequency = new Uint32Array(keys.length);
  for (let index = 0; index < countedRows.length; index++) {
    const row = countedRows[index]!;
    const end = rowStart[row + 1]!;
    for (let at = rowStart[row]!; at < end; at++) frequency[entries[at]! >>> COUNT_BITS]!++;
  }
  const featureOf = new Uint32Array(keys.length);
  let features = 0;
  let wordFeatures = 0;
  for (let block = 0; block < (withParts ? 2 : 1); block++) {
    for (let gram = 0; gram < keys.length; gram++) {
      if (isPart[gram] === block && frequency[gram]! >= frequencyMin) featureOf[gram] = ++features;
    }
    if (block === 0) wordFeatures = features;
  }
  const featureKeys = new Uint32Array(features);
  const idf = new Float32Array(features);
  for (let gram = 0; gram < keys.length; gram++) {
    const feature = featureOf[gram]!;
    if (feature === 0) continue;
    featureKeys[feature - 1] = keys[gram]!;
    idf[feature - 1] = Math.max(IDF_MIN, Math.log((1 + countedRows.length) / (1 + frequency[gram]!)));
  }
  return { features, wordFeatures, featureOf, keys: featureKeys, idf };
}

function partFlags(
  rowStart: Uint32Array,
  rowSplit: Uint32Array,
  entries: Uint32Array,
  keyCount: number,
): Uint8Array {
  const isPart = new Uint8Array(keyCount).fill(1);
  for (let row = 0; row < rowSplit.length; row++) {
    const end = rowSplit[row]!;
    for (let at = rowStart[row]!; at < end; at++) isPart[entries[at]! >>> COUNT_BITS] = 0;
  }
  return isPart;
}

function slotsOf(keys: Uint32Array, keyCount: number, slotCount: number): Uint32Array {
  const slots = new Uint32Array(slotCount);
  const mask = slotCount - 1;
  for (let number = 0; number < keyCount; number++) {
    let slot = keys[number]! & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number + 1;
  }
  return slots;
}

function resized(array: Uint32Array, length: number): Uint32Array {
  const larger = new Uint32Array(length);
  larger.set(array);
  return larger;
}

function powerOfTwo(atLeast: number): number {
  let power = SLOTS_MIN;
  while (power < atLeast) power *= 2;
  return power;
}
