// The language of a text, as a monitor's slice and for people; no decision hangs on it.
import { FUNCTION_WORDS } from './function-words.ts';

/** Given where the text does not tell (ISO 639-2). */
export const UNDETERMINED = 'und';

/** A start of the text tells as much as all of it. */
const CHARACTERS_READ = 300;
/** Fewer letters than this are a guess: "VPN" would be Klingon. */
const LETTERS_MIN = 20;
/** Least share of agreement for the detector's best language, and how many times the second best it must have. */
const ACCURACY_MIN = 0.15;
const LEAD_MIN = 1.5;
/** Small words that must speak for a language, and how many times as many as for the second. */
const WORDS_MIN = 3;
const WORDS_LEAD_MIN = 1.5;
/** Fewer are enough where no other language has any. */
const WORDS_ALONE_MIN = 2;

const WORD_START = 0x811c9dc5;
/** Longer words are no small ones. */
const WORD_UNITS_MAX = 10;

const CODES = Object.keys(FUNCTION_WORDS);
/** Words' numbers and, beside each, one bit a language in which the word is a small one: so no word is cut out of a text to look it up. */
const SLOTS = 2_048;
const WORD_TABLE = new Uint32Array(2 * SLOTS);
for (const [index, code] of CODES.entries()) {
  for (const word of (FUNCTION_WORDS[code] ?? '').split(' ')) {
    let number = WORD_START;
    for (let at = 0; at < word.length; at++) number = withUnit(number, word.charCodeAt(at));
    const slot = slotOf(number);
    WORD_TABLE[2 * slot] = number >>> 1;
    WORD_TABLE[2 * slot + 1] = (WORD_TABLE[2 * slot + 1] ?? 0) | (1 << index);
  }
}

/** Where a word stands in the table, or where it would. */
function slotOf(number: number): number {
  const wanted = number >>> 1;
  let slot = wanted & (SLOTS - 1);
  while (WORD_TABLE[2 * slot + 1] !== 0 && WORD_TABLE[2 * slot] !== wanted) slot = (slot + 1) & (SLOTS - 1);
  return slot;
}

/** FNV-1a over UTF-16 units. Some 700 small words share 31 bits, so that another word is taken for one of them once in three million. */
function withUnit(number: number, unit: number): number {
  return Math.imul(number ^ unit, 0x01000193) >>> 0;
}

/** Tells languages. */
export interface Languages {
  /** ISO 639-1 code of the text's language, or `und` for a text that is short, odd or mixed; undefined until `load`. */
  detect(text: string): string | undefined;
  /** Loads what tells the language of texts whose small words do not: 750 KB, which most desks never need. */
  load(): Promise<void>;
}

type Detector = (text: string) => readonly { readonly lang: string; readonly accuracy: number }[];

/** Languages by their small words, and by the detector once it is loaded. */
export function createLanguages(): Languages {
  let detector: Detector | undefined;
  return {
    detect: (text) => {
      const start = text.slice(0, CHARACTERS_READ);
      const language = byFunctionWords(start);
      if (language !== undefined) return language;
      if ((start.match(/\p{L}/gu) ?? []).length < LETTERS_MIN) return UNDETERMINED;
      return detector === undefined ? undefined : byDetector(detector, start);
    },
    load: async () => {
      detector = (await import('tinyld')).detectAll;
    },
  };
}

/** The language whose small words clearly prevail, in some 5 µs; undefined where none does. */
function byFunctionWords(text: string): string | undefined {
  const counts = new Uint16Array(CODES.length);
  const lower = text.toLowerCase();
  let units = 0;
  let number = WORD_START;
  for (let at = 0; at <= lower.length; at++) {
    const unit = at < lower.length ? lower.charCodeAt(at) : 0;
    // a to z, the apostrophe, and whatever is beyond ASCII.
    if ((unit >= 97 && unit <= 122) || unit >= 0xc0 || unit === 39) {
      units++;
      number = withUnit(number, unit);
      continue;
    }
    if (units === 0) continue;
    let languages = units > WORD_UNITS_MAX ? 0 : (WORD_TABLE[2 * slotOf(number) + 1] ?? 0);
    units = 0;
    number = WORD_START;
    for (; languages !== 0; languages &= languages - 1) {
      const index = 31 - Math.clz32(languages & -languages);
      counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  let best = 0;
  let second = -1;
  for (let index = 1; index < counts.length; index++) {
    const count = counts[index] ?? 0;
    if (count > (counts[best] ?? 0)) {
      second = best;
      best = index;
    } else if (second < 0 || count > (counts[second] ?? 0)) {
      second = index;
    }
  }
  const most = counts[best] ?? 0;
  const next = counts[second] ?? 0;
  const isClear = most >= WORDS_MIN ? most >= WORDS_LEAD_MIN * next : most >= WORDS_ALONE_MIN && next === 0;
  return isClear ? CODES[best] : undefined;
}

/** The detector's answer, for some 200 µs. */
function byDetector(detectAll: Detector, text: string): string {
  const [best, second] = detectAll(text);
  if (best === undefined || best.lang.length !== 2 || best.accuracy < ACCURACY_MIN) return UNDETERMINED;
  return best.accuracy >= LEAD_MIN * (second?.accuracy ?? 0) ? best.lang : UNDETERMINED;
}
