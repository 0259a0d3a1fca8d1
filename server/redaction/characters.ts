// Sorts UTF-16 units into the few classes that the scan turns on, with one table look-up a character.

export const OTHER = 0;
export const LETTER = 1;
export const DIGIT = 2;
/** Characters at which a search may have to begin: @ : = + - */
export const TRIGGER = 3;

/** The class of each of the 65,536 units. One table is faster than ranges, and a ticket touches only a few of its lines. */
export const CLASS = buildClasses();

function buildClasses(): Uint8Array {
  const table = new Uint8Array(65_536);
  table.fill(LETTER, 0xc0);
  // General punctuation, surrogates (emoji), CJK punctuation, presentation forms and full-width signs are no letters.
  for (const [from, to] of [
    [0x2000, 0x2bff],
    [0x3000, 0x303f],
    [0xd800, 0xf8ff],
    [0xfe00, 0xffff],
  ] as const) {
    table.fill(OTHER, from, to + 1);
  }
  table[0xd7] = OTHER;
  table[0xf7] = OTHER;
  table.fill(LETTER, 0x41, 0x5b);
  table.fill(LETTER, 0x61, 0x7b);
  table.fill(DIGIT, 0x30, 0x3a);
  for (const sign of '@:=+-') table[sign.charCodeAt(0)] = TRIGGER;
  return table;
}

/** The UTF-16 unit at `index`, 0 outside the text: a NaN as a table's index would slow every later look-up down. */
export function unitAt(text: string, index: number): number {
  return index >= 0 && index < text.length ? text.charCodeAt(index) : 0;
}

/** Whether the unit at `index` is a letter or a digit; false outside the text. */
export function isWordCharacter(text: string, index: number): boolean {
  const kind = CLASS[unitAt(text, index)];
  return kind === LETTER || kind === DIGIT;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Blank, tab, no-break space or narrow no-break space: what stands between words on one line. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0xa0 || code === 0x202f;
}

/** Whether a unit ends a line; the zero that `unitAt` gives outside the text does. */
export function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0;
}

/** The first index at or after `index` that is not blank. */
export function skipBlanks(text: string, index: number): number {
  let next = index;
  while (isBlank(unitAt(text, next))) next += 1;
  return next;
}

/** The end of the run of letters that begins at `index`. */
export function letterRunEnd(text: string, index: number): number {
  let end = index;
  while (CLASS[unitAt(text, end)] === LETTER) end += 1;
  return end;
}

/** The end of the run of letters, digits and underscores that begins at `index`. */
export function identifierRunEnd(text: string, index: number): number {
  let end = index;
  while (isWordCharacter(text, end) || unitAt(text, end) === 0x5f) end += 1;
  return end;
}
