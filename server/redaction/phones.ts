// Tells phone numbers from other numbers: the way a number is written proposes, libphonenumber-js decides.
import { type CountryCode, isPossiblePhoneNumber, isValidPhoneNumber } from 'libphonenumber-js/min';

/**
 * How often one text may ask the library, at some microseconds each. Beyond that, whatever is written like a phone number
 * counts as one: a text with so many numbers is a list of them, and masking too much is the safe side.
 */
const LIBRARY_CALLS_MAX = 32;

/** A number as read: its digits, its groups' lengths with the signs between them, and what stood before it. */
export interface WrittenNumber {
  readonly digits: string;
  readonly layout: string;
  readonly isInternational: boolean;
  readonly isInParenthesis: boolean;
  /** A word such as "call" or "Telefon" shortly before. */
  readonly isAnnounced: boolean;
  /** A word such as "ticket" or "Rechnung" shortly before, and nearer than any word that announces a phone. */
  readonly isReference: boolean;
}

/** Judges the numbers of one text, within the number of questions one text may ask. */
export type PhoneJudge = (number: WrittenNumber) => boolean;

/** A judge for one text; make a new one for the next. */
export function createPhoneJudge(): PhoneJudge {
  let calls = 0;
  const ask = (question: () => boolean): boolean => {
    calls += 1;
    return calls > LIBRARY_CALLS_MAX || question();
  };
  return (number) => {
    const { digits, isInternational, isAnnounced, isReference } = number;
    if (digits.length < 7 || digits.length > 15) return false;
    if (isInternational)
      return digits.length >= 8 && ask(() => isPossiblePhoneNumber(`+${withoutTrunk(number)}`));
    if (isReference) return false;
    if (digits.startsWith('00')) {
      return digits.length >= 10 && ask(() => isValidPhoneNumber(`+${digits.slice(2)}`));
    }
    // Announced numbers need not be valid: people leave out area codes and mistype, and it is still somebody's number.
    if (isAnnounced) return true;
    return countriesFor(number).some((country) => ask(() => isValidPhoneNumber(digits, country)));
  };
}

// "+49 (0)30" writes a trunk zero that is not dialled.
function withoutTrunk({ digits, layout }: WrittenNumber): string {
  const trunk = /^(\d)\(1\)/.exec(layout);
  const at = trunk === null ? 0 : Number(trunk[1]);
  return at > 0 && digits.charAt(at) === '0' ? digits.slice(0, at) + digits.slice(at + 1) : digits;
}

/** The countries in which a national number is written like this; none for one that looks like any other number. */
function countriesFor({ digits, layout, isInParenthesis }: WrittenNumber): readonly CountryCode[] {
  const count = digits.length;
  if (digits.startsWith('0')) {
    if (/^\d+$/.test(layout) && !'167'.includes(digits.charAt(1))) return [];
    if (count === 10) return ['FR', 'DE', 'GB'];
    if (count === 11) return ['GB', 'DE', 'IT'];
    return count === 12 || count === 9 ? ['DE', 'BE'] : [];
  }
  if (isInParenthesis && count === 10) return ['US', 'BR'];
  if (isInParenthesis && count === 11) return ['BR'];
  if (count === 10 && /^3([-.])3\1?[-.]4$/.test(layout)) return ['US'];
  if (count === 11 && digits.startsWith('1') && /^1[-. ]3[-. ]3[-. ]4$/.test(layout)) return ['US'];
  if (count === 9 && /^3 (3 3|2 2 2)$/.test(layout)) return ['ES', 'PT'];
  return [];
}
