// Numbers in the words of one language: grouped thousands, shares as whole percent.

/** The languages in which the add-on speaks. */
export type Language = 'en' | 'de';

export interface NumberText {
  /** A whole number with its thousands grouped. */
  number(n: number): string;
  /** `1 row`, `1,200 rows`. */
  count(n: number, one: string, many: string): string;
  /** US dollars without the sign: `1.50`; four digits after the point where there would be too little to see. */
  dollars(usd: number): string;
  /** A share from 0 to 1 as whole percent, never rounded up to a hundred. */
  percent(share: number): string;
}

const POINT: Readonly<Record<Language, string>> = { en: '.', de: ',' };
const GROUP: Readonly<Record<Language, string>> = { en: ',', de: '.' };

/** The language for a locale such as `de`, `de_AT` or `pt-BR`; English where there is none of its own. */
export function languageOf(locale: string): Language {
  return /^de\b|^de[_-]/i.test(locale) ? 'de' : 'en';
}

/** Written out here rather than left to the engine, whose language data differ from place to place. */
export function numbersIn(language: Language): NumberText {
  const number = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, GROUP[language]);
  return {
    number,
    count: (n, one, many) => `${number(n)} ${n === 1 ? one : many}`,
    dollars: (usd) => usd.toFixed(usd < 0.1 ? 4 : 2).replace('.', POINT[language]),
    percent: (share) => `${Math.min(share < 1 ? 99 : 100, Math.round(share * 100))} %`,
  };
}
