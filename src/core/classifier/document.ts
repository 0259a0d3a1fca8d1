// A document is what the classifier keeps of one text: the keys of its grams, hashed with the desk's own seed, and how
// often each occurs. No text can be read back from it, so training rows are stored as documents.
import { COUNT_BITS, COUNT_MAX, createGramScanner, type GramScanner, type Grams } from './grams.ts';

/** Hashed grams of one text, each once: key in the high 28 bits, occurrences (1–15) in the low four. */
export interface Document {
  /** Word grams first, then parts of words, each in order of first appearance. */
  readonly grams: Uint32Array;
  /** How many of the grams are words and word pairs. */
  readonly wordGrams: number;
}

/** The bytes are not encoded documents, or not of a version that this build reads. */
export class DocumentBytesError extends Error {
  override readonly name = 'DocumentBytesError';
}

const COUNT_MASK = (1 << COUNT_BITS) - 1;
/** "UDOC" read as a little-endian number. */
const MAGIC = 0x434f4455;
const VERSION = 1;
const HEADER_BYTES = 16;
const ROW_BYTES = 8;
/** Smallest hash table for counting; it grows to twice the number of grams. */
const SLOTS_MIN = 256;

let scanner: GramScanner | undefined;
let slots = new Uint32Array(SLOTS_MIN);
let room = new Uint32Array(SLOTS_MIN);
/** Where the gram of each entry of `room` first stood among the keys. */
let firstAt = new Uint32Array(SLOTS_MIN);

/** Hashes a text with the desk's 32-bit seed. An empty text gives a document without grams. */
export function documentFromText(text: string, seed: number): Document {
  scanner ??= createGramScanner();
  scanner.scan(text, seed);
  const { words, wordCount, parts, partCount } = scanner.grams;
  makeRoom(wordCount + partCount);
  const wordGrams = countGrams(words, wordCount, room, 0);
  const length = countGrams(parts, partCount, room, wordGrams);
  return { grams: room.slice(0, length), wordGrams };
}

/** A text's words and word pairs without the parts, and at which place of the scan each of them first stood. */
export interface WordDocument {
  readonly document: Document;
  /** In the order of the document's grams. Changes with the next document that is made. */
  readonly firstAt: Uint32Array;
}

/** The words of the text that a scanner has just scanned. */
export function documentOfWords({ words, wordCount }: Pick<Grams, 'words' | 'wordCount'>): WordDocument {
  makeRoom(wordCount);
  const wordGrams = countGrams(words, wordCount, room, 0);
  return { document: { grams: room.slice(0, wordGrams), wordGrams }, firstAt };
}

function makeRoom(grams: number): void {
  if (room.length >= grams) return;
  room = new Uint32Array(2 * grams);
  firstAt = new Uint32Array(2 * grams);
}

/** Packs documents for storage: version, row sizes, grams. Costs four bytes a gram and eight a document. */
export function encodeDocuments(documents: readonly Document[]): Uint8Array {
  let gramCount = 0;
  for (const document of documents) gramCount += document.grams.length;
  const bytes = new Uint8Array(HEADER_BYTES + ROW_BYTES * documents.length + 4 * gramCount);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, VERSION, true);
  view.setUint32(8, documents.length, true);
  view.setUint32(12, gramCount, true);
  let rowAt = HEADER_BYTES;
  let gramAt = HEADER_BYTES + ROW_BYTES * documents.length;
  for (const { grams, wordGrams } of documents) {
    view.setUint32(rowAt, grams.length, true);
    view.setUint32(rowAt + 4, wordGrams, true);
    rowAt += ROW_BYTES;
    for (let index = 0; index < grams.length; index++) {
      view.setUint32(gramAt, grams[index]!, true);
      gramAt += 4;
    }
  }
  return bytes;
}

/** Reads what encodeDocuments wrote; throws DocumentBytesError when the bytes are anything else. */
export function decodeDocuments(bytes: Uint8Array): Document[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new DocumentBytesError('These bytes are not encoded documents. Send the training rows again.');
  }
  const version = view.getUint32(4, true);
  if (version !== VERSION) {
    throw new DocumentBytesError(
      `Encoded documents have version ${version}, this build reads ${VERSION}. Send the training rows again.`,
    );
  }
  const rows = view.getUint32(8, true);
  const gramCount = view.getUint32(12, true);
  const expected = HEADER_BYTES + ROW_BYTES * rows + 4 * gramCount;
  if (bytes.length !== expected) {
    throw new DocumentBytesError(
      `Encoded documents have ${bytes.length} bytes, ${expected} were announced. Send the training rows again.`,
    );
  }
  return decodeRows(view, rows, gramCount);
}

function decodeRows(view: DataView, rows: number, gramCount: number): Document[] {
  const gramsAt = HEADER_BYTES + ROW_BYTES * rows;
  const all = new Uint32Array(gramCount);
  for (let index = 0; index < gramCount; index++) all[index] = view.getUint32(gramsAt + 4 * index, true);
  const documents: Document[] = [];
  let first = 0;
  for (let row = 0; row < rows; row++) {
    const length = view.getUint32(HEADER_BYTES + ROW_BYTES * row, true);
    const wordGrams = view.getUint32(HEADER_BYTES + ROW_BYTES * row + 4, true);
    if (wordGrams > length || first + length > gramCount) {
      throw new DocumentBytesError(
        `Document ${row + 1} of ${rows} has sizes that do not fit. Send the rows again.`,
      );
    }
    documents.push({ grams: all.subarray(first, first + length), wordGrams });
    first += length;
  }
  return documents;
}

/** Writes each key once with its count from `at` on; answers where it stopped. */
function countGrams(keys: Uint32Array, keyCount: number, entries: Uint32Array, at: number): number {
  let slotCount = SLOTS_MIN;
  while (slotCount < 2 * keyCount) slotCount *= 2;
  if (slots.length < slotCount) slots = new Uint32Array(slotCount);
  slots.fill(0, 0, slotCount);
  const mask = slotCount - 1;
  let end = at;
  for (let index = 0; index < keyCount; index++) {
    const key = keys[index]!;
    let slot = (key >>> COUNT_BITS) & mask;
    let position = slots[slot]!;
    while (position !== 0 && ((entries[position - 1]! ^ key) & ~COUNT_MASK) !== 0) {
      slot = (slot + 1) & mask;
      position = slots[slot]!;
    }
    if (position === 0) {
      firstAt[end] = index;
      entries[end++] = (key & ~COUNT_MASK) | 1;
      slots[slot] = end;
    } else if ((entries[position - 1]! & COUNT_MASK) < COUNT_MAX) {
      entries[position - 1]!++;
    }
  }
  return end;
}
