// What a soak must have left in the store: each ticket recorded once as it was told, charged once, and nowhere a word of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { atMost, type Figure, reported } from './figure.ts';
import { isSame, type SoakBook, type ToldAnswer } from './soak-book.ts';

/** Compares the book with the store at `address`. */
export async function judgeStore(address: string, book: SoakBook): Promise<Figure[]> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  const rowsOf = async (sql: string) => (await client.query<Record<string, string>>(sql)).rows;
  const countOf = async (sql: string) => Number((await rowsOf(`select (${sql}) as n`))[0]?.['n'] ?? 0);
  try {
    const records = await rowsOf('select run_id, ticket_id, answer from answers');
    const places = new Set(records.map((row) => `${row['run_id']} ${row['ticket_id']}`));
    const others = records.filter((row) => {
      const told = book.told(row['run_id'] ?? '', row['ticket_id'] ?? '');
      return told === undefined || !isSame(told, JSON.parse(row['answer'] ?? '') as ToldAnswer);
    });
    const charged = await countOf('select coalesce(sum(tickets), 0) from charges');
    const logged = await countOf('select count(*) from prediction_log');
    const inHours = await countOf('select coalesce(sum(tickets), 0) from hourly');
    const twice = await countOf(
      'select count(*) from (select 1 from prediction_log group by run_id, ticket_id, field_id having count(*) > 1) as d',
    );
    return [
      atMost('tickets without an answer', book.unanswered, '', 0),
      atMost('tickets asked but not recorded', book.asked - places.size, '', 0),
      atMost('tickets recorded more than once', records.length - places.size, '', 0),
      atMost('tickets recorded otherwise than told', others.length, '', 0),
      atMost('tickets charged more or less than once', Math.abs(charged - book.asked), '', 0),
      atMost('predictions logged twice', twice, '', 0),
      atMost('predictions that log and hours count differently', Math.abs(logged - inHours), '', 0),
      reported('predictions lost to the log by kills', book.asked - logged, ''),
    ];
  } finally {
    await client.end();
  }
}

/** Files below a folder that hold the word. */
export function filesWith(folder: string, word: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(word));
}
