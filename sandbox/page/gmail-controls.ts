// The bar above the mailbox: where the add-on is open, how time goes by, what it may do, and who reads.
import type { MailVariant } from '../workbench/commands.ts';
import { el } from './dom.ts';

/** What the bar's controls do. */
export interface MailControls {
  readonly home: () => void;
  readonly besideSheet: () => void;
  readonly hour: () => void;
  readonly setting: (variant: MailVariant, locale: 'en' | 'de') => void;
}

const VARIANTS: readonly (readonly [MailVariant, string])[] = [
  ['gmail-schedule', 'reads when asked, labels, runs hourly'],
  ['gmail', 'least: reads when asked'],
  ['gmail-read-on-open', 'reads on open'],
  ['gmail-labels', 'reads when asked, labels'],
  ['gmail-sheet', 'reads when asked, writes to a sheet'],
  ['gmail-everything', 'everything'],
];
/** The one spreadsheet of the sandbox, for the add-on's settings. */
const SHEET = 'https://docs.google.com/spreadsheets/d/sandbox-spreadsheet/edit';

/** The bar as an element. */
export function mailControls(deeds: MailControls): HTMLElement {
  const button = (text: string, press: () => void): HTMLElement => {
    const made = el('button', { type: 'button', class: 'button' }, text);
    made.addEventListener('click', press);
    return made;
  };
  const variant = el('select', { 'aria-label': 'What the add-on may do' });
  for (const [value, text] of VARIANTS) variant.append(el('option', { value }, text));
  const locale = el('select', { 'aria-label': 'Language of the reader' });
  for (const [value, text] of [
    ['en', 'English'],
    ['de', 'Deutsch'],
  ] as const)
    locale.append(el('option', { value }, text));
  const change = (): void => {
    const chosen = VARIANTS.find(([value]) => value === variant.value)?.[0];
    if (chosen !== undefined) deeds.setting(chosen, locale.value === 'de' ? 'de' : 'en');
  };
  variant.addEventListener('change', change);
  locale.addEventListener('change', change);
  return el(
    'div',
    { class: 'mail-controls', role: 'toolbar', 'aria-label': 'Mailbox' },
    button('Usher’s home card', deeds.home),
    button('Beside a sheet', deeds.besideSheet),
    button('An hour passes', deeds.hour),
    el('span', { class: 'dim' }, 'The add-on may:'),
    variant,
    locale,
    el('span', { class: 'dim mail-sheet' }, `Spreadsheet here: ${SHEET}`),
  );
}
