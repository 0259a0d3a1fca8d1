// Finds private values that begin with letters: keys of known makes, IBANs, and persons' numbers such as a Spanish NIE.
import { ValidationErrorsIBAN, validateIBAN } from 'ibantools';
import { isBlank, isDigit, isWordCharacter, unitAt } from './characters.ts';
import type { Finding } from './finding.ts';
import { isCodiceFiscale, isDni, isNationalInsuranceNumber } from './national-ids.ts';

/** The shortest IBAN (Norway) and the longest that the standard allows (ISO 13616). */
const IBAN_MIN = 15;
const IBAN_MAX = 34;
/** How often one text may ask ibantools, at about a microsecond each; beyond that the form alone decides. */
const IBAN_CALLS_MAX = 1_000;

/** How keys of well-known makes begin, and how many characters they have at least with that beginning. */
const KEY_MAKES: readonly (readonly [string, number])[] = [
  ['AKIA', 20],
  ['ASIA', 20],
  ['AIza', 39],
  ['ghp_', 36],
  ['gho_', 36],
  ['ghu_', 36],
  ['ghs_', 36],
  ['ghr_', 36],
  ['github_pat_', 40],
  ['glpat-', 20],
  ['xoxb-', 20],
  ['xoxp-', 20],
  ['xoxa-', 20],
  ['xoxr-', 20],
  ['xoxs-', 20],
  ['xapp-', 20],
  ['sk_live_', 20],
  ['sk_test_', 20],
  ['rk_live_', 20],
  ['whsec_', 20],
  ['sk-', 24],
  ['npm_', 36],
  ['hf_', 30],
  ['dop_v1_', 40],
  ['shpat_', 32],
  ['SG', 50],
  ['ya29', 20],
  ['eyJ', 30],
];
const KEY_MAKES_BY_INITIAL = Map.groupBy(KEY_MAKES, ([beginning]) => beginning.charCodeAt(0));

/** What the search remembers within one text, so that no part of it is read again and again. */
export interface IdentifierContext {
  keyCheckedUntil: number;
  ibanCalls: number;
}

/** The private value that begins with the word from `start` to `wordEnd`, if there is one. */
export function identifierAt(
  text: string,
  start: number,
  wordEnd: number,
  context: IdentifierContext,
): Finding | undefined {
  if (isWordCharacter(text, start - 1)) return undefined;
  const length = wordEnd - start;
  if (length === 2 || unitAt(text, start + 2) < 0x3a) {
    const bank = ibanAt(text, start, context);
    if (bank !== undefined) return bank;
  }
  if (length <= 6) {
    const person = personalNumberAt(text, start, length);
    if (person !== undefined) return person;
  }
  return keyAt(text, start, context);
}

function keyAt(text: string, start: number, context: IdentifierContext): Finding | undefined {
  if (start < context.keyCheckedUntil) return undefined;
  const make = KEY_MAKES_BY_INITIAL.get(unitAt(text, start))?.find(([beginning]) =>
    text.startsWith(beginning, start),
  );
  if (make === undefined) return undefined;
  let end = start;
  let digits = 0;
  while (isKeyCharacter(text, end)) {
    if (isDigit(unitAt(text, end))) digits += 1;
    end += 1;
  }
  context.keyCheckedUntil = end;
  while (end > start && !isWordCharacter(text, end - 1)) end -= 1;
  const isKey = end - start >= make[1] && digits > 0;
  if (!isKey && !(make[0] === 'ya29' && end - start > 12)) return undefined;
  return { kind: 'secret', start, end };
}

// The characters of base64url and the dots between the parts of a JSON web token.
function isKeyCharacter(text: string, index: number): boolean {
  const code = unitAt(text, index);
  return isWordCharacter(text, index) || code === 0x2d || code === 0x5f || code === 0x2e;
}

function ibanAt(text: string, start: number, context: IdentifierContext): Finding | undefined {
  // Some write a blank after the country as well: "DE 89 3704".
  const check = isBlank(unitAt(text, start + 2)) ? start + 3 : start + 2;
  if (!isDigit(unitAt(text, check)) || !isDigit(unitAt(text, check + 1))) return undefined;
  let value = text.slice(start, start + 2);
  let end = start + 2;
  let groupLength = 2;
  let best: Finding | undefined;
  for (let index = check; value.length < IBAN_MAX; index += 1) {
    if (isWordCharacter(text, index)) {
      value += text.charAt(index);
      groupLength += 1;
      end = index + 1;
      continue;
    }
    best = ibanOf(value, start, end, context) ?? best;
    // Groups of four may be parted by one blank or hyphen; only the last group is shorter.
    const sign = unitAt(text, index);
    if (groupLength !== 4 || !(isBlank(sign) || sign === 0x2d) || !isWordCharacter(text, index + 1)) break;
    groupLength = 0;
  }
  return best;
}

function ibanOf(value: string, start: number, end: number, context: IdentifierContext): Finding | undefined {
  if (value.length < IBAN_MIN) return undefined;
  context.ibanCalls += 1;
  const isIban = context.ibanCalls > IBAN_CALLS_MAX || isIbanOrNearly(value.toUpperCase());
  return isIban ? { kind: 'iban', start, end } : undefined;
}

// A wrong national check inside right international ones is a number of a foreign bank's own making, or a slip: still private.
function isIbanOrNearly(value: string): boolean {
  return validateIBAN(value).errorCodes.every(
    (code) => code === ValidationErrorsIBAN.WrongAccountBankBranchChecksum,
  );
}

function personalNumberAt(text: string, start: number, length: number): Finding | undefined {
  const found = (end: number): Finding | undefined =>
    isWordCharacter(text, end) ? undefined : { kind: 'national-id', start, end };
  if (length === 1) {
    const match = /^([XYZ])-?(\d{7})-?([A-Z])/i.exec(text.slice(start, start + 11));
    if (match === null || !isDni(`${match[1]}${match[2]}${match[3]}`)) return undefined;
    return found(start + match[0].length);
  }
  if (length === 2) {
    const match = /^([A-Z]{2}) ?(\d\d) ?(\d\d) ?(\d\d) ?([A-D])/.exec(text.slice(start, start + 13));
    if (match === null || !isNationalInsuranceNumber(match.slice(1).join(''))) return undefined;
    return found(start + match[0].length);
  }
  if (length === 6 && isDigit(unitAt(text, start + 6)) && isCodiceFiscale(text.slice(start, start + 16)))
    return found(start + 16);
  return undefined;
}
