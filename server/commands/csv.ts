// Reads and writes CSV files of tickets. Every refusal names the file, the line and what to do; every text cell written is
// safe to open in a spreadsheet.
import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { CommandRefusal } from './command.ts';
import { reasonOf, writeOutput } from './output.ts';

/** A CSV file with a header; cells are as in the file. */
export interface Table {
  readonly path: string;
  /** The first line as it is in the file. */
  readonly titles: readonly string[];
  /** The titles trimmed and in lower case, by which columns are found. */
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Cells that a spreadsheet may take for a formula (OWASP, "CSV Injection"): spreadsheets skip blanks and marks without width before the
 * sign, and some read full-width signs like the others.
 */
const FORMULA_START = /^(?:[\s\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u;

/** Reads a file of UTF-8 bytes; refuses a missing file, another encoding, uneven rows and broken quotes. */
export function readTable(path: string): Table {
  const text = readText(path);
  try {
    const delimiter = delimiterOf(text);
    const [titles = [], ...rows] = parse(text, { bom: true, skipEmptyLines: true, delimiter }) as string[][];
    if (titles.length === 0)
      throw new CommandRefusal(`${path} is empty. Its first line must name the columns.`);
    if (rows.length === 0) {
      throw new CommandRefusal(
        `${path} has a first line that names columns and no row below it. Give a file with tickets.`,
      );
    }
    return { path, titles, headers: titles.map((title) => title.trim().toLowerCase()), rows };
  } catch (cause) {
    if (cause instanceof CsvError) {
      const what =
        cause.code === 'CSV_QUOTE_NOT_CLOSED'
          ? `a quote that opens in line ${lineOfOpenQuote(text)} is never closed`
          : cause.message;
      throw new CommandRefusal(
        `${path} is not a well-formed CSV file: ${what}. Check the quotes and separators there.`,
        { cause },
      );
    }
    throw cause;
  }
}

/** The column `id`, or the numbers from 1 where there is none. */
export function idsOf(table: Table): string[] {
  const id = table.headers.indexOf('id');
  return table.rows.map((row, index) => (id < 0 ? String(index + 1) : (row[id] ?? '')));
}

/** Writes a table. Texts that a spreadsheet would run as a formula get an apostrophe before them; numbers stay numbers. */
export function writeTable(
  path: string,
  headers: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? safeCell(cell) : String(cell))),
  );
  writeOutput(path, stringify([headers.map(safeCell), ...cells]));
}

/** The text with an apostrophe before it where a spreadsheet would take it for a formula. */
export function safeCell(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}

/** Reads a file's bytes; a missing or unreadable file is a refusal. */
export function readBytes(path: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new CommandRefusal(
      `${path === '' ? 'An empty path' : path} cannot be read (${reasonOf(cause)}). Check the path.`,
      { cause },
    );
  }
}

function readText(path: string): string {
  const bytes = readBytes(path);
  // Every other byte of UTF-16 is zero where the text is Latin, and no text in UTF-8 has one.
  if (bytes.includes(0)) {
    throw new CommandRefusal(`${path} is not UTF-8 text. Save it as "CSV UTF-8" and try again.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CommandRefusal(`${path} is not UTF-8 text. Save it as "CSV UTF-8" and try again.`, { cause });
  }
}

/** The line of the last quote that opens and does not close; the parser names the file's last line instead. */
function lineOfOpenQuote(text: string): number {
  let line = 1;
  let opened = 1;
  let isOpen = false;
  for (const mark of text) {
    if (mark === '\n') line++;
    if (mark !== '"') continue;
    isOpen = !isOpen;
    if (isOpen) opened = line;
  }
  return opened;
}

/** Spreadsheets in much of Europe write semicolons, and exports tabs; a first line with a comma in it means commas. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const titles = end < 0 ? text : text.slice(0, end);
  return [',', ';', '\t'].find((mark) => titles.includes(mark)) ?? ',';
}
