// Everything the add-on says, in the language of the person it speaks to. One execution of the script has one reader, so the
// language is chosen once, where the outside world is built, and every text after that comes from `messages`.
import { english, type Messages } from './texts/english.ts';
import { german } from './texts/german.ts';
import { type Language, languageOf } from './texts/number-text.ts';

const CATALOGUES: Readonly<Record<Language, Messages>> = { en: english, de: german };

/** The texts in the language chosen last; English before any choice. */
export let messages: Messages = english;

/** Chooses the language for a locale such as `de` or `de_AT`; English for one that Usher does not speak. */
export function speakFor(locale: string): void {
  messages = CATALOGUES[languageOf(locale)];
}
