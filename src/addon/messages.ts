// Everything the add-on says, in the language of the person it speaks to. One execution of the script has one reader, so the
// language is chosen once, where the outside world is built, and every text after that comes from `messages` or `pageTexts`.
import { english, type Messages } from './texts/english.ts';
import { englishPages, type PageTexts } from './texts/english-pages.ts';
import { german } from './texts/german.ts';
import { germanPages } from './texts/german-pages.ts';
import { type Language, languageOf } from './texts/number-text.ts';

const CATALOGUES: Readonly<Record<Language, { readonly said: Messages; readonly pages: PageTexts }>> = {
  en: { said: english, pages: englishPages },
  de: { said: german, pages: germanPages },
};

/** The language chosen last; English before any choice. */
export let language: Language = 'en';

/** The texts in that language. */
export let messages: Messages = english;

/** The texts of dialogs and sidebars in that language. */
export let pageTexts: PageTexts = englishPages;

/** Chooses the language for a locale such as `de` or `de_AT`; English for one that Usher does not speak. */
export function speakFor(locale: string): void {
  language = languageOf(locale);
  messages = CATALOGUES[language].said;
  pageTexts = CATALOGUES[language].pages;
}
