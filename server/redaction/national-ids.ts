// Tells numbers that states give to people by their check digits. Known: Spain (DNI, NIE), Germany (tax id), France (NIR of
// the mainland), United Kingdom (NHS; National Insurance by its form), Brazil (CPF), Poland (PESEL), Italy (codice fiscale),
// Netherlands (BSN), Portugal (NIF), Sweden (personnummer), Belgium (national number), Switzerland (AHV), United States
// (SSN, by its form alone: it has no check digit).

/** How a number was written: the lengths of its groups with the sign between them, such as "3.3.3-2". */
export type Layout = string;

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const CODICE_FISCALE = /^[A-Z]{6}\d\d[ABCDEHLMPRST]\d\d[A-Z]\d{3}[A-Z]$/;
/** Values of a codice fiscale's characters at odd places, digits and letters alike (decree of 23 December 1976). */
const CODICE_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/**
 * Whether `digits`, grouped as `layout`, is a person's number. Where the check digit lets one number in ten pass, the layout
 * must be the usual one or a word before it (`announced`) must say what it is.
 */
export function isNationalNumber(digits: string, layout: Layout, announced: boolean): boolean {
  const bare = !layout.includes(' ') && !layout.includes('-') && !layout.includes('.');
  switch (digits.length) {
    case 9:
      if (layout === '3-2-4') return isSocialSecurityNumber(digits);
      return announced && (isNif(digits) || isBsn(digits));
    case 10:
      if (layout === '6-4') return isPersonnummer(digits);
      return (announced || layout === '3 3 4') && isNhsNumber(digits);
    case 11:
      if (bare || layout === '3.3.3-2' || layout === '3 3 3 2') {
        if (isCpf(digits)) return true;
      }
      if (bare || layout === '2 3 3 3') {
        if (isGermanTaxId(digits)) return true;
      }
      if (bare && isPesel(digits)) return true;
      return (bare || layout === '2.2.2-3.2') && isBelgianNumber(digits);
    case 13:
      return (bare || layout === '3.4.4.2') && isAhvNumber(digits);
    case 15:
      return isNir(digits);
    default:
      return false;
  }
}

/** Whether eight digits and a letter are a Spanish DNI, or a letter X, Y or Z, seven digits and a letter a NIE. */
export function isDni(value: string): boolean {
  const match = /^([XYZ\d])(\d{7})([A-Z])$/.exec(value.toUpperCase());
  if (match === null) return false;
  const [, first = '', rest = '', letter = ''] = match;
  const lead = 'XYZ'.includes(first) ? 'XYZ'.indexOf(first) : first;
  return DNI_LETTERS[Number(`${lead}${rest}`) % 23] === letter;
}

/** Whether 16 characters are an Italian codice fiscale with its check letter. */
export function isCodiceFiscale(value: string): boolean {
  const code = value.toUpperCase();
  if (!CODICE_FISCALE.test(code)) return false;
  let sum = 0;
  for (let index = 0; index < 15; index += 1) {
    const unit = code.charCodeAt(index);
    const number = unit < 0x40 ? unit - 0x30 : unit - 0x41;
    sum += index % 2 === 0 ? (CODICE_ODD[number] ?? 0) : number;
  }
  return sum % 26 === code.charCodeAt(15) - 0x41;
}

/** Whether nine characters have the form of a British National Insurance number, which has no check digit. */
export function isNationalInsuranceNumber(value: string): boolean {
  return /^[A-CEGHJ-TW-Z][A-CEGHJ-NP-TW-Z]\d{6}[A-D]$/.test(value);
}

function digitAt(digits: string, index: number): number {
  return digits.charCodeAt(index) - 0x30;
}

function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1)
    sum += digitAt(digits, index) * (weights[index] ?? 0);
  return sum;
}

function isMonthAndDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

function isSocialSecurityNumber(digits: string): boolean {
  const area = digits.slice(0, 3);
  return (
    area !== '000' &&
    area !== '666' &&
    area < '900' &&
    digits.slice(3, 5) !== '00' &&
    digits.slice(5) !== '0000'
  );
}

function isNif(digits: string): boolean {
  const rest = 11 - (weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return '1235689'.includes(digits.charAt(0)) && digitAt(digits, 8) === (rest > 9 ? 0 : rest);
}

function isBsn(digits: string): boolean {
  return digits !== '000000000' && weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

function isNhsNumber(digits: string): boolean {
  const check = 11 - (weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return digitAt(digits, 9) === (check === 11 ? 0 : check);
}

function isPersonnummer(digits: string): boolean {
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  // A co-ordination number adds 60 to the day.
  return isMonthAndDay(month, day > 60 ? day - 60 : day) && isLuhn(digits);
}

function isCpf(digits: string): boolean {
  if (/^(\d)\1*$/.test(digits)) return false;
  const first = ((weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  const second = ((weightedSum(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10;
  return digitAt(digits, 9) === first && digitAt(digits, 10) === second;
}

// ISO 7064 MOD 11,10, and of the first ten digits one occurs twice or three times while the rest differ.
function isGermanTaxId(digits: string): boolean {
  const distinct = new Set(digits.slice(0, 10)).size;
  if (digits.startsWith('0') || distinct < 8 || distinct > 9) return false;
  let product = 10;
  for (let index = 0; index < 10; index += 1) {
    const sum = (digitAt(digits, index) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return digitAt(digits, 10) === (11 - product) % 10;
}

function isPesel(digits: string): boolean {
  // The century is added to the month in steps of twenty.
  if (!isMonthAndDay(Number(digits.slice(2, 4)) % 20, Number(digits.slice(4, 6)))) return false;
  return weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

function isBelgianNumber(digits: string): boolean {
  if (Number(digits.slice(2, 4)) > 12 || Number(digits.slice(4, 6)) > 31) return false;
  const check = Number(digits.slice(9));
  const body = digits.slice(0, 9);
  return 97 - (Number(body) % 97) === check || 97 - (Number(`2${body}`) % 97) === check;
}

function isAhvNumber(digits: string): boolean {
  return digits.startsWith('756') && weightedSum(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
}

function isNir(digits: string): boolean {
  const month = Number(digits.slice(3, 5));
  if (!'123478'.includes(digits.charAt(0)) || month < 1 || (month > 12 && month < 20) || month > 42)
    return false;
  return 97 - (Number(digits.slice(0, 13)) % 97) === Number(digits.slice(13));
}

/** The check of ISO/IEC 7812-1, Annex B, over all digits, the last one being the check digit. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, double = false; index >= 0; index -= 1, double = !double) {
    const value = digitAt(digits, index) * (double ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
