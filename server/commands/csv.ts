// Reads and writes CSV files of tickets. Every refusal names the file, the line and what to do; every text cell written is
// safe to open in a spreadsheet.
import { readFileSync, writeFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { ticketText } from '../../src/core/ticket.ts';
import { CommandRefusal } from './command.ts';

/** A CSV file with a header; cells are as in the file. */
export interface Table {
  readonly path: string;
  /** The first line as it is in the file. */
  readonly titles: readonly string[];
  /** The titles trimmed and in lower case, by which columns are found. */
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Cells that a spreadsheet would take for a formula (OWASP, "CSV Injection"). */
const FORMULA_START = /^[=+\-@\t\r]/;

/** Reads a file of UTF-8 bytes; refuses a missing file, another encoding, uneven rows and broken quotes. */
export function readTable(path: string): Table {
  const text = readText(path);
  try {
    const [titles = [], ...rows] = parse(text, { bom: true, skipEmptyLines: true }) as string[][];
    if (titles.length === 0)
      throw new CommandRefusal(`${path} is empty. Its first line must name the columns.`);
    return { path, titles, headers: titles.map((title) => title.trim().toLowerCase()), rows };
  } catch (cause) {
    if (cause instanceof CsvError) {
      throw new CommandRefusal(
        `${path} is not a well-formed CSV file: ${cause.message}. Check the quotes and separators there.`,
        { cause },
      );
    }
    throw cause;
  }
}

/** The texts of a table: its column `text`, or `subject` and `body` put together as in triage. */
export function textsOf(table: Table): string[] {
  const text = table.headers.indexOf('text');
  if (text >= 0) return table.rows.map((row) => row[text] ?? '');
  const subject = table.headers.indexOf('subject');
  const body = table.headers.indexOf('body');
  if (subject < 0 && body < 0) throw missingColumns(table, '`text`, or `subject` and `body`');
  return table.rows.map((row) => ticketText({ subject: row[subject] ?? '', body: row[body] ?? '' }));
}

/** The texts and labels of a table; labels are trimmed, rows without a label keep an empty one. */
export function labelledTextsOf(table: Table): { texts: string[]; labels: string[] } {
  const label = table.headers.indexOf('label');
  if (label < 0) throw missingColumns(table, '`text` and `label`');
  return { texts: textsOf(table), labels: table.rows.map((row) => (row[label] ?? '').trim()) };
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
  try {
    writeFileSync(path, stringify([[...headers], ...cells]));
  } catch (cause) {
    throw new CommandRefusal(
      `${path} cannot be written (${reasonOf(cause)}). Give a path in a folder that exists.`,
      {
        cause,
      },
    );
  }
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
    throw new CommandRefusal(`${path} cannot be read (${reasonOf(cause)}). Check the path.`, { cause });
  }
}

function readText(path: string): string {
  const bytes = readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CommandRefusal(`${path} is not UTF-8 text. Save it as "CSV UTF-8" and try again.`, { cause });
  }
}

function missingColumns({ path, headers }: Table, wanted: string): CommandRefusal {
  const found = headers.map((header) => `\`${header}\``).join(', ');
  return new CommandRefusal(
    `${path} has the columns ${found}; needed are ${wanted}. Rename the columns in its first line.`,
  );
}

function reasonOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause);
}
