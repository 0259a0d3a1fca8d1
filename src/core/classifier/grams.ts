// Cuts a text into hashed grams in one pass and without making strings: words, pairs of neighbouring words, and parts of
// words (3–5 characters with the word's ends marked; 2–4 in scripts that write without spaces). In Chinese and Japanese
// every character is a word of its own, so that pairs of characters count; Thai, Lao and Khmer live on their parts.
import { FOLD_SEPARATOR, FOLD_SKIP, foldTable } from './fold.ts';

/** UTF-16 units of a text that are read; the rest is ignored. A ticket of ten pages is about 30,000 characters. */
export const TEXT_UNITS_MAX = 32_768;

/** Low bits of a document's entry that hold how often the gram occurs, so that a gram costs four bytes. */
export const COUNT_BITS = 4;

/** Highest count that is kept; with a logarithmic term frequency more would change little. */
export const COUNT_MAX = 15;

/** Hashed grams of the text scanned last. The arrays belong to the scanner and change with its next scan. */
export interface Grams {
  /** Keys of words and word pairs: the first word, then each next word followed by its pair with the one before. */
  readonly words: Uint32Array;
  readonly parts: Uint32Array;
  wordCount: number;
  partCount: number;
  /** First and last-plus-one UTF-16 unit of each gram of the text located last, in the order of the keys. */
  readonly wordSpans: Uint32Array;
  readonly partSpans: Uint32Array;
  /** Index of the word that each part is in, counting words from 0. */
  readonly partWords: Uint32Array;
}

/** Cuts texts into grams; made once and used for many texts. */
export interface GramScanner {
  readonly grams: Grams;
  /** Writes the keys of a text's grams under a hash seed. */
  scan(text: string, seed: number): void;
  /** Writes where the grams of a text stand, without hashing it. */
  locate(text: string): void;
}

const KEY_MASK = 0xffffffe0;
/** Set in the keys of parts, so that no part is ever taken for a word. */
const PART_BIT = 0x10;
/** Most word grams and parts of a text: every unit makes at most two word grams and three parts, a word's end marks three more. */
export const WORDS_MAX = 2 * TEXT_UNITS_MAX + 8;
export const PARTS_MAX = 6 * TEXT_UNITS_MAX + 16;
const END_MARK = 1;
/** Words and parts are hashed from different starting points. */
const WORD_KIND = 0x51ab3c27;
const PART_KIND = 0x2f6e2b1d;
/** First code of a script whose characters are words by themselves (see denseTable). */
const DENSE_FIRST = 0x2e80;
/** From Thai on, characters say more and words are longer, so parts start at two characters. */
const UNSPACED_FIRST = 0x0e00;
/** Odd constants of MurmurHash3's finaliser (Austin Appleby, public domain) and of FNV-1a. */
const MIX_A = 0x85ebca6b;
const MIX_B = 0xc2b2ae35;
const STEP = 0x01000193;
const PAIR = 0x9e3779b1;

/** Makes a scanner that writes keys to the given arrays; scratch for locating, about 3 MB, is made when it is first needed. */
export function createGramScanner(
  words: Uint32Array = new Uint32Array(WORDS_MAX),
  parts: Uint32Array = new Uint32Array(PARTS_MAX),
): GramScanner {
  const fold = foldTable();
  const dense = denseTable();
  const run = new Uint16Array(TEXT_UNITS_MAX + 2);
  const runAt = new Uint32Array(TEXT_UNITS_MAX + 2);
  const none = new Uint32Array(0);
  const grams = {
    words,
    parts,
    wordCount: 0,
    partCount: 0,
    wordSpans: none,
    partSpans: none,
    partWords: none,
  };
  let wordBasis = 0;
  let partBasis = 0;
  let previousKey = 0;

  function scan(text: string, seed: number): void {
    wordBasis = mix(seed ^ WORD_KIND);
    partBasis = mix(seed ^ PART_KIND);
    forEachRun(text, hashRun);
  }

  function locate(text: string): void {
    if (grams.wordSpans.length === 0) {
      grams.wordSpans = new Uint32Array(2 * WORDS_MAX);
      grams.partSpans = new Uint32Array(2 * PARTS_MAX);
      grams.partWords = new Uint32Array(PARTS_MAX);
    }
    forEachRun(text, locateRun);
  }

  /** Calls `finish` with the length of every run of letters of one kind, which stands in `run` from index 1 on. */
  function forEachRun(text: string, finish: (units: number, isDense: boolean) => void): void {
    grams.wordCount = 0;
    grams.partCount = 0;
    const length = Math.min(text.length, TEXT_UNITS_MAX);
    let units = 1;
    let runIsDense = false;
    run[0] = END_MARK;
    for (let at = 0; at < length; at++) {
      const code = fold[text.charCodeAt(at)]!;
      if (code === FOLD_SKIP) continue;
      const isDense = code >= DENSE_FIRST && dense[code >>> 5] !== 0;
      if (units > 1 && (code === FOLD_SEPARATOR || isDense !== runIsDense)) {
        finish(units, runIsDense);
        units = 1;
      }
      if (code === FOLD_SEPARATOR) continue;
      runIsDense = isDense;
      run[units] = code;
      runAt[units++] = at;
    }
    if (units > 1) finish(units, runIsDense);
  }

  function hashRun(units: number, isDense: boolean): void {
    run[units] = END_MARK;
    if (isDense) {
      for (let at = 1; at < units; at++) addWord(mix(Math.imul(wordBasis ^ run[at]!, STEP)));
    } else {
      let hash = wordBasis;
      for (let at = 1; at < units; at++) hash = Math.imul(hash ^ run[at]!, STEP);
      addWord(mix(hash));
    }
    addParts(units + 1, run[1]! >= UNSPACED_FIRST ? 2 : 3);
  }

  function addWord(key: number): void {
    let count = grams.wordCount;
    words[count++] = key & KEY_MASK;
    if (count > 1) words[count++] = mix(Math.imul(previousKey, PAIR) ^ key) & KEY_MASK;
    grams.wordCount = count;
    previousKey = key;
  }

  function addParts(units: number, shortest: number): void {
    const basis = partBasis;
    let count = grams.partCount;
    for (let start = 0; start + shortest <= units; start++) {
      const firstEnd = start + shortest;
      const lastEnd = firstEnd + 2 < units ? firstEnd + 2 : units;
      let hash = basis;
      for (let at = start; at < firstEnd; at++) hash = Math.imul(hash ^ run[at]!, STEP);
      parts[count++] = (mix(hash) & KEY_MASK) | PART_BIT;
      for (let at = firstEnd; at < lastEnd; at++) {
        hash = Math.imul(hash ^ run[at]!, STEP);
        parts[count++] = (mix(hash) & KEY_MASK) | PART_BIT;
      }
    }
    grams.partCount = count;
  }

  function locateRun(units: number, isDense: boolean): void {
    runAt[0] = runAt[1]!;
    runAt[units] = runAt[units - 1]!;
    const firstWord = (grams.wordCount + 1) >>> 1;
    if (isDense) {
      for (let at = 1; at < units; at++) locateWord(runAt[at]!, runAt[at]! + 1);
    } else {
      locateWord(runAt[1]!, runAt[units - 1]! + 1);
    }
    locateParts(units + 1, run[1]! >= UNSPACED_FIRST ? 2 : 3, firstWord, isDense);
  }

  function locateWord(start: number, end: number): void {
    const { wordSpans } = grams;
    let count = grams.wordCount;
    wordSpans[2 * count] = start;
    wordSpans[2 * count + 1] = end;
    count++;
    if (count > 1) {
      wordSpans[2 * count] = count === 2 ? wordSpans[0]! : wordSpans[2 * count - 6]!;
      wordSpans[2 * count + 1] = end;
      count++;
    }
    grams.wordCount = count;
  }

  function locateParts(units: number, shortest: number, firstWord: number, isDense: boolean): void {
    const { partSpans, partWords } = grams;
    let count = grams.partCount;
    for (let start = 0; start + shortest <= units; start++) {
      const stop = Math.min(start + shortest + 2, units);
      const word = isDense ? firstWord + Math.min(Math.max(start - 1, 0), units - 3) : firstWord;
      for (let end = start + shortest; end <= stop; end++) {
        partSpans[2 * count] = runAt[start]!;
        partSpans[2 * count + 1] = runAt[end - 1]! + 1;
        partWords[count++] = word;
      }
    }
    grams.partCount = count;
  }

  return { grams, scan, locate };
}

/** Spreads a hash over all 32 bits. */
function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), MIX_A);
  mixed = Math.imul(mixed ^ (mixed >>> 13), MIX_B);
  return mixed ^ (mixed >>> 16);
}

/** Blocks of 32 codes whose characters are words by themselves: ideographs, kana, and halves of astral characters. */
function denseTable(): Uint8Array {
  const table = new Uint8Array(2048);
  table.fill(1, 0x2e80 >>> 5, 0xa000 >>> 5);
  table.fill(1, 0xd800 >>> 5, 0xe000 >>> 5);
  table.fill(1, 0xf900 >>> 5, 0xfb00 >>> 5);
  table.fill(1, 0xff60 >>> 5, 0xffa0 >>> 5);
  return table;
}
