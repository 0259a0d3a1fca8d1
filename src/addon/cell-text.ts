// The one way text gets into a cell: it stays text, and it fits.

/** Sheets refuses more than 50,000 characters in a cell; we stay clear of it. */
const CELL_CHARACTERS_MAX = 49_000;

/** What Sheets would take for a formula, a number, a date or a truth value when a program writes it as a string. */
const WOULD_BE_PARSED = /^\s*([=+\-@'\t\r\n]|[\d.,(%$€£¥])/;
/** Truth values in the languages in which a spreadsheet may read them. */
const TRUTH =
  /^\s*(true|false|wahr|falsch|vrai|faux|verdadero|falso|vero|verdadeiro|waar|onwaar|sant|falskt|sand|falsk|prawda|fałsz|истина|ложь)\s*$/i;
/** A short text with a number anywhere may be a date in some language, as “March 3” is in English. */
const DATE_CHARACTERS_MAX = 40;

/**
 * The text as it must be written so that the cell holds exactly this text: cut at 49,000 characters, and marked with a
 * leading apostrophe (which Sheets takes off) where Sheets would read something else into it.
 */
export function cellText(text: string): string {
  const cut = text.length > CELL_CHARACTERS_MAX ? `${text.slice(0, CELL_CHARACTERS_MAX - 1)}…` : text;
  return unchangedText(cut);
}

/** Text that stood in a cell before, as it must be written to stand there again: marked where need be, and never cut. */
export function unchangedText(text: string): string {
  const mayBeDate = text.length <= DATE_CHARACTERS_MAX && /\d/.test(text);
  return mayBeDate || WOULD_BE_PARSED.test(text) || TRUTH.test(text) ? `'${text}` : text;
}

/** The text of a cell that was read, trimmed; dates as ISO 8601, numbers and truth values as Sheets names them. */
export function textOfCell(value: string | number | boolean | Date | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  return Number.isNaN(value.getTime()) ? '' : value.toISOString();
}

/** How a written value reads back: without the apostrophe that kept it text, and trimmed like every cell we read. */
export function shownText(value: string | number | boolean | Date): string {
  return typeof value === 'string' ? value.replace(/^'/, '').trim() : textOfCell(value);
}
