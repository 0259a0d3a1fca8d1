// Reads a CSV file that a visitor dropped on the page. Every refusal says what to do, and none repeats a ticket's text.
import { CsvError, parse } from 'csv-parse/sync';

/** Rows and columns that the workbench takes; the command line has no such limit. */
const ROWS_MAX = 50_000;
const COLUMNS_MAX = 100;
/** Sheets' own limit on one cell. */
const CELL_CHARACTERS_MAX = 50_000;

/** A refusal whose sentence is meant for the page. */
export class Refusal extends Error {}

/** The rows of the file, header first, all of one width. Comma, semicolon or tab, whichever the first line has most. */
export function readOwnTickets(csv: string): string[][] {
  const rows = parseRows(csv);
  const [header, ...body] = rows;
  if (header === undefined || body.length === 0) {
    throw new Refusal(
      'The file has no row below its header. The first line names the columns, each other line is a ticket.',
    );
  }
  if (header.length > COLUMNS_MAX) {
    throw new Refusal(
      `The file has ${header.length} columns; the page takes ${COLUMNS_MAX}. Remove those that are not needed.`,
    );
  }
  if (body.length > ROWS_MAX) {
    throw new Refusal(
      `The file has ${body.length} rows; the page takes ${ROWS_MAX.toLocaleString('en')}. For more, use the command line: npm run -s usher -- triage.`,
    );
  }
  const tooLong = rows.findIndex((cells) => cells.some((cell) => cell.length > CELL_CHARACTERS_MAX));
  if (tooLong >= 0) {
    throw new Refusal(
      `Row ${tooLong + 1} has a cell of more than ${CELL_CHARACTERS_MAX.toLocaleString('en')} characters, which Sheets does not take. Shorten it.`,
    );
  }
  const width = Math.max(...rows.map((cells) => cells.length));
  return rows.map((cells) => [...cells, ...Array.from({ length: width - cells.length }, () => '')]);
}

function parseRows(csv: string): string[][] {
  if (csv.includes('\0')) {
    throw new Refusal('This is not a text file. Save the sheet as CSV (UTF-8) and drop that file.');
  }
  try {
    const rows: string[][] = parse(csv, {
      bom: true,
      skipEmptyLines: true,
      delimiter: guessDelimiter(csv),
    });
    return rows;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line = 'lines' in cause && typeof cause.lines === 'number' ? ` near line ${cause.lines}` : '';
    throw new Refusal(
      `The file is not well-formed CSV${line} (${cause.code}). Usual causes: a quote that is not closed, or a row with more or fewer cells than the header. Mend that line, or export the file again.`,
      { cause },
    );
  }
}

function guessDelimiter(csv: string): string {
  const end = csv.search(/[\r\n]/);
  const header = (end < 0 ? csv : csv.slice(0, end)).replace(/"(?:[^"]|"")*"/g, '');
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: header.split(sign).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.sign ?? ',';
}
