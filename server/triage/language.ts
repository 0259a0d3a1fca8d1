// The language of a text, as a monitor's slice and for people; no decision hangs on it.
import { detectAll } from 'tinyld';

/** Given where the text does not tell (ISO 639-2). */
export const UNDETERMINED = 'und';

/** A start of the text tells as much as all of it, and the cost grows with the length: about 0.3 ms for this many units. */
const CHARACTERS_READ = 300;
/** Fewer letters than this are a guess: "VPN" would be Klingon. */
const LETTERS_MIN = 20;
/** Least share of agreement for the best language, and how many times the second best it must have. */
const ACCURACY_MIN = 0.15;
const LEAD_MIN = 1.5;

/** ISO 639-1 code of the text's language, or `und` for a text that is short, odd or mixed. */
export function detectLanguage(text: string): string {
  const start = text.slice(0, CHARACTERS_READ);
  if ((start.match(/\p{L}/gu) ?? []).length < LETTERS_MIN) return UNDETERMINED;
  const [best, second] = detectAll(start);
  if (best === undefined || best.lang.length !== 2 || best.accuracy < ACCURACY_MIN) return UNDETERMINED;
  return best.accuracy >= LEAD_MIN * (second?.accuracy ?? 0) ? best.lang : UNDETERMINED;
}
