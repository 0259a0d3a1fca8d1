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
  /** Keys of words and word pairs in order of appearance; the low four bits are zero, the fifth tells parts from words. */
  readonly words: Uint32Array;
  readonly parts: Uint32Array;
  wordCount: number;
  partCount: number;
  /** First and last-plus-one UTF-16 unit of each gram in the text, kept only when the scan was told to. */
  readonly wordSpans: Uint32Array;
  readonly partSpans: Uint32Array;
}

/** Cuts texts into grams with the given hash seed; a scanner is made once and used for many texts. */
export interface GramScanner {
  readonly grams: Grams;
  scan(text: string, seed: number, keepSpans: boolean): void;
}

const KEY_MASK = 0xffffffe0;
/** Set in the keys of parts, so that no part is ever taken for a word. */
const PART_BIT = 0x10;
/** Every unit makes at most two word grams and three parts; a word's two end marks make up to six parts more. */
const WORDS_MAX = 2 * TEXT_UNITS_MAX + 8;
const PARTS_MAX = 6 * TEXT_UNITS_MAX + 16;
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

/** Makes a scanner; its scratch memory is about 4 MB with spans and is allocated when it is first needed. */
export function createGramScanner(): GramScanner {
  const fold = foldTable();
  const dense = denseTable();
  const run = new Uint16Array(TEXT_UNITS_MAX + 2);
  const runAt = new Uint32Array(TEXT_UNITS_MAX + 2);
  const grams = {
    words: new Uint32Array(WORDS_MAX),
    parts: new Uint32Array(PARTS_MAX),
    wordCount: 0,
    partCount: 0,
    wordSpans: new Uint32Array(0),
    partSpans: new Uint32Array(0),
  };

  let keepSpans = false;
  let wordBasis = 0;
  let partBasis = 0;
  let previousKey = 0;
  let previousStart = 0;

  function scan(text: string, seed: number, withSpans: boolean): void {
    if (withSpans && grams.wordSpans.length === 0) {
      grams.wordSpans = new Uint32Array(2 * WORDS_MAX);
      grams.partSpans = new Uint32Array(2 * PARTS_MAX);
    }
    keepSpans = withSpans;
    wordBasis = mix(seed ^ WORD_KIND);
    partBasis = mix(seed ^ PART_KIND);
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
        finishRun(units, runIsDense);
        units = 1;
      }
      if (code === FOLD_SEPARATOR) continue;
      runIsDense = isDense;
      run[units] = code;
      runAt[units++] = at;
    }
    if (units > 1) finishRun(units, runIsDense);
  }

  function finishRun(units: number, isDense: boolean): void {
    run[units] = END_MARK;
    runAt[0] = runAt[1]!;
    runAt[units] = runAt[units - 1]!;
    if (isDense) {
      for (let at = 1; at < units; at++) {
        addWord(mix(Math.imul(wordBasis ^ run[at]!, STEP)), runAt[at]!, runAt[at]! + 1);
      }
    } else {
      let hash = wordBasis;
      for (let at = 1; at < units; at++) hash = Math.imul(hash ^ run[at]!, STEP);
      addWord(mix(hash), runAt[1]!, runAt[units - 1]! + 1);
    }
    addParts(units + 1, run[1]! >= UNSPACED_FIRST ? 2 : 3);
  }

  function addWord(key: number, start: number, end: number): void {
    let count = grams.wordCount;
    if (keepSpans) {
      grams.wordSpans[2 * count] = start;
      grams.wordSpans[2 * count + 1] = end;
    }
    grams.words[count++] = key & KEY_MASK;
    if (count > 1) {
      if (keepSpans) {
        grams.wordSpans[2 * count] = previousStart;
        grams.wordSpans[2 * count + 1] = end;
      }
      grams.words[count++] = mix(Math.imul(previousKey, PAIR) ^ key) & KEY_MASK;
    }
    grams.wordCount = count;
    previousKey = key;
    previousStart = start;
  }

  function addParts(units: number, shortest: number): void {
    const parts = grams.parts;
    const basis = partBasis;
    const first = grams.partCount;
    let count = first;
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
    if (keepSpans) addPartSpans(units, shortest, first);
  }

  function addPartSpans(units: number, shortest: number, first: number): void {
    const spans = grams.partSpans;
    let count = first;
    for (let start = 0; start + shortest <= units; start++) {
      const stop = Math.min(start + shortest + 2, units);
      for (let end = start + shortest; end <= stop; end++) {
        spans[2 * count] = runAt[start]!;
        spans[2 * count + 1] = runAt[end - 1]! + 1;
        count++;
      }
    }
  }

  return { grams, scan };
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
