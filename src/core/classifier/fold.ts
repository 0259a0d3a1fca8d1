// Folds UTF-16 code units before hashing: lower case, accents off, and what separates words. One table of 64 K entries,
// built once; it says nothing about what a word is in scripts without spaces (see grams.ts).

/** Folded code of a character that is dropped as if it were not there (accents on their own, soft hyphens). */
export const FOLD_SKIP = 0;

/** Folded code of every character that parts words. */
export const FOLD_SEPARATOR = 32;

/** Latin letters that no decomposition turns into a base letter, and what they are folded to. */
const LETTERS_WITHOUT_DECOMPOSITION: readonly (readonly [string, string])[] = [
  ['ß', 's'],
  ['æ', 'a'],
  ['œ', 'o'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['þ', 't'],
  ['ħ', 'h'],
  ['ı', 'i'],
  ['ς', 'σ'],
  ['ى', 'ي'],
  ['ة', 'ه'],
];

/** Ranges in which letters have cases or accents; the others stay as they are (kana and Hangul would lose sounds). */
const FOLDED_RANGES: readonly (readonly [number, number])[] = [
  [0xaa, 0x24f],
  [0x370, 0x58f],
  [0x622, 0x626],
  [0x6c0, 0x6d3],
  [0x10a0, 0x10ff],
  [0x1e00, 0x1fff],
  [0xff10, 0xff9f],
];

/** Unicode blocks of punctuation, spaces, arrows and box drawings above ASCII. Emoji and dingbats count as letters. */
const SEPARATOR_RANGES: readonly (readonly [number, number])[] = [
  [0x80, 0xa9],
  [0xab, 0xb4],
  [0xb6, 0xb9],
  [0xbb, 0xbf],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x37e, 0x37e],
  [0x387, 0x387],
  [0x55a, 0x55f],
  [0x589, 0x58a],
  [0x5be, 0x5be],
  [0x5c0, 0x5c0],
  [0x5c3, 0x5c3],
  [0x5f3, 0x5f4],
  [0x600, 0x60f],
  [0x61b, 0x61f],
  [0x66a, 0x66d],
  [0x6d4, 0x6d4],
  [0x964, 0x965],
  [0xe2f, 0xe2f],
  [0xe4f, 0xe4f],
  [0xe5a, 0xe5b],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2010, 0x205f],
  [0x20a0, 0x20cf],
  [0x2190, 0x25ff],
  [0x2e00, 0x2e7f],
  [0x3000, 0x3004],
  [0x3008, 0x3020],
  [0x3030, 0x3030],
  [0x30fb, 0x30fb],
  [0xa4fe, 0xa4ff],
  [0xfe10, 0xfe1f],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff0f],
  [0xff1a, 0xff20],
  [0xff3b, 0xff40],
  [0xff5b, 0xff65],
  [0xfff0, 0xffff],
];

/** Marks that carry no letter of their own: accents, vowel points, joiners, variation selectors, tatweel. */
const SKIPPED_RANGES: readonly (readonly [number, number])[] = [
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x591, 0x5bd],
  [0x5bf, 0x5bf],
  [0x5c1, 0x5c2],
  [0x5c4, 0x5c5],
  [0x610, 0x61a],
  [0x640, 0x640],
  [0x64b, 0x65f],
  [0x670, 0x670],
  [0x6d6, 0x6ed],
  [0x200b, 0x200f],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

let table: Uint16Array | undefined;

/** The table from UTF-16 code unit to folded code; built on the first call (about 3,000 characters are looked up). */
export function foldTable(): Uint16Array {
  table ??= buildFoldTable();
  return table;
}

function buildFoldTable(): Uint16Array {
  const fold = new Uint16Array(65_536);
  for (let code = 0; code < 65_536; code++) fold[code] = code < 128 ? FOLD_SEPARATOR : code;
  for (let digit = 48; digit < 58; digit++) fold[digit] = digit;
  for (let letter = 97; letter < 123; letter++) {
    fold[letter] = letter;
    fold[letter - 32] = letter;
  }
  for (const [first, last] of FOLDED_RANGES) {
    foldRange(fold, first, last);
  }
  fill(fold, SEPARATOR_RANGES, FOLD_SEPARATOR);
  fill(fold, SKIPPED_RANGES, FOLD_SKIP);
  for (const [from, to] of LETTERS_WITHOUT_DECOMPOSITION) {
    fold[from.charCodeAt(0)] = to.charCodeAt(0);
    fold[from.toUpperCase().charCodeAt(0)] = to.charCodeAt(0);
  }
  fold['S'.charCodeAt(0)] = 's'.charCodeAt(0);
  fold['I'.charCodeAt(0)] = 'i'.charCodeAt(0);
  fold[0x1e9e] = 's'.charCodeAt(0);
  return fold;
}

/** Base letters of a range, by one call for the whole range: a call for each character takes milliseconds. */
function foldRange(fold: Uint16Array, first: number, last: number): void {
  const codes = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const bases = codes
    .map((code) => String.fromCharCode(code))
    .join('\n')
    .toLowerCase()
    .normalize('NFKD')
    .split('\n');
  bases.forEach((base, index) => {
    fold[first + index] = base.charCodeAt(0);
  });
}

function fill(fold: Uint16Array, ranges: readonly (readonly [number, number])[], value: number): void {
  for (const [first, last] of ranges) fold.fill(value, first, last + 1);
}
