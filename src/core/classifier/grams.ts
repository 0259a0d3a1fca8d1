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
  /** First and last-plus-one UTF-16 unit of each word, not of the pairs; see gramSpan. */
  readonly wordSpans: Uint32Array;
  /** How many parts there are up to the end of each word: a word's parts stand together, in the order of the words. */
  readonly partEnds: Uint32Array;
}

/** Room for a text's grams, where a scanner writes them. */
export type GramRoom = Pick<Grams, 'words' | 'parts' | 'partEnds'>;

/** Cuts texts into grams; made once and used for many texts. */
export interface GramScanner {
  readonly grams: Grams;
  /** Writes the keys of a text's grams under a hash seed. */
  scan(text: string, seed: number): void;
  /** Where a part of a word of the text scanned last stands, found by reading the word again. */
  partSpan(text: string, word: number, part: number): Span;
}

/** First and last-plus-one UTF-16 unit. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const KEY_MASK = 0xffffffe0;
/** Set in the keys of parts, so that no part is ever taken for a word. */
const PART_BIT = 0x10;
/** Most word grams and parts of a text: every unit makes at most two word grams and three parts, a word's end marks three more. */
export const WORDS_MAX = 2 * TEXT_UNITS_MAX + 8;
export const PARTS_MAX = 6 * TEXT_UNITS_MAX + 16;
/** Most words, not counting pairs. */
export const PART_ENDS_MAX = TEXT_UNITS_MAX + 8;
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

/** Room of its own for a scanner, about 1.2 MB. */
export function gramRoom(): GramRoom {
  return {
    words: new Uint32Array(WORDS_MAX),
    parts: new Uint32Array(PARTS_MAX),
    partEnds: new Uint32Array(PART_ENDS_MAX),
  };
}

/** Makes a scanner that writes to the given arrays. */
export function createGramScanner({ words, parts, partEnds }: GramRoom = gramRoom()): GramScanner {
  const fold = foldTable();
  const dense = denseTable();
  const run = new Uint16Array(TEXT_UNITS_MAX + 2);
  const runAt = new Uint32Array(TEXT_UNITS_MAX + 2);
  const wordSpans = new Uint32Array(2 * PART_ENDS_MAX);
  const grams = { words, parts, wordCount: 0, partCount: 0, wordSpans, partEnds };
  let wordBasis = 0;
  let partBasis = 0;
  let previousKey = 0;

  function scan(text: string, seed: number): void {
    wordBasis = mix(seed ^ WORD_KIND);
    partBasis = mix(seed ^ PART_KIND);
    grams.wordCount = 0;
    grams.partCount = 0;
    forEachRun(text, hashRun);
  }

  /** Calls `finish` with the length of every run of letters of one kind, which stands in `run` from index 1 on. */
  function forEachRun(text: string, finish: (units: number, isDense: boolean) => void): void {
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
    const firstWord = (grams.wordCount + 1) >>> 1;
    if (isDense) {
      for (let at = 1; at < units; at++) {
        addWord(mix(Math.imul(wordBasis ^ run[at]!, STEP)), runAt[at]!, runAt[at]! + 1);
      }
    } else {
      let hash = wordBasis;
      for (let at = 1; at < units; at++) hash = Math.imul(hash ^ run[at]!, STEP);
      addWord(mix(hash), runAt[1]!, runAt[units - 1]! + 1);
    }
    const before = grams.partCount;
    addParts(units + 1, shortestPart());
    partEnds[firstWord] = grams.partCount;
    if (isDense) endPartsOfCharacters(units, firstWord, before);
  }

  /** Characters that are words by themselves: a part belongs to its first character, one that starts with the mark to the first. */
  function endPartsOfCharacters(units: number, firstWord: number, before: number): void {
    const shortest = shortestPart();
    const lastWord = firstWord + units - 2;
    let end = before;
    for (let word = firstWord; word <= lastWord; word++) partEnds[word] = grams.partCount;
    for (let start = 0; start + shortest <= units + 1; start++) {
      end += Math.min(3, units + 2 - start - shortest);
      const word = firstWord + Math.max(start - 1, 0);
      if (word < lastWord) partEnds[word] = end;
    }
  }

  function shortestPart(): number {
    return run[1]! >= UNSPACED_FIRST ? 2 : 3;
  }

  function addWord(key: number, start: number, end: number): void {
    let count = grams.wordCount;
    const at = (count + 1) & ~1;
    wordSpans[at] = start;
    wordSpans[at + 1] = end;
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

  function partSpan(text: string, word: number, part: number): Span {
    const start = wordSpans[2 * word]!;
    const end = wordSpans[2 * word + 1]!;
    const before = word === 0 ? 0 : partEnds[word - 1]!;
    const first = fold[text.charCodeAt(start)]!;
    if (dense[first >>> 5] !== 0) return partSpanAmongCharacters(text, part);
    let units = 1;
    for (let at = start; at < end; at++) if (fold[text.charCodeAt(at)] !== FOLD_SKIP) runAt[units++] = at;
    return spanInRun(units, first >= UNSPACED_FIRST ? 2 : 3, part - before) ?? { start, end };
  }

  /** The parts of a character reach into its neighbours, so the whole text is read. */
  function partSpanAmongCharacters(text: string, part: number): Span {
    let first = 0;
    let span: Span | undefined;
    forEachRun(text, (units) => {
      span ??= spanInRun(units, shortestPart(), part - first);
      first += partsInRun(units, shortestPart());
    });
    return span ?? { start: 0, end: 0 };
  }

  /** Where the part of a run of letters with that number stands, if the run has as many. */
  function spanInRun(units: number, shortest: number, part: number): Span | undefined {
    runAt[0] = runAt[1]!;
    runAt[units] = runAt[units - 1]!;
    let first = 0;
    for (let start = 0; start + shortest <= units + 1; start++) {
      const count = Math.min(3, units + 2 - start - shortest);
      if (part < first + count) {
        return { start: runAt[start]!, end: runAt[start + shortest + part - first - 1]! + 1 };
      }
      first += count;
    }
    return undefined;
  }

  return { grams, scan, partSpan };
}

/** First and last-plus-one UTF-16 unit of a word gram of the text scanned last; a pair reaches over both its words. */
export function gramSpan({ wordSpans }: Grams, gram: number): Span {
  const word = (gram + 1) >>> 1;
  const isPair = gram > 0 && gram % 2 === 0;
  return { start: wordSpans[isPair ? 2 * word - 2 : 2 * word]!, end: wordSpans[2 * word + 1]! };
}

/** Parts of a run that ends before unit `units`, the marks of its ends being units too. */
function partsInRun(units: number, shortest: number): number {
  let count = 0;
  for (let start = 0; start + shortest <= units + 1; start++)
    count += Math.min(3, units + 2 - start - shortest);
  return count;
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
