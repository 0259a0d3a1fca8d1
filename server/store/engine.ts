// Where SQLite and PostgreSQL want different SQL, and statements for many rows whose text is made once: a query builder
// would take longer over two hundred rows than the database does.
import { CompiledQuery, type Kysely, type QueryResult, sql } from 'kysely';
import type { Tables } from './tables.ts';

export type Engine = 'sqlite' | 'postgres';

export type SqlValue = string | number | Uint8Array | null;

/** Rows in one statement: PostgreSQL allows 65,535 parameters. */
const ROWS_MAX = 1_000;
/** SQLite keeps statements by their text, so their lengths are powers of two and there are few of them. */
const SQLITE_ROWS_MAX = 256;

/** Inserts rows, as many a statement as suits the engine. `suffix` follows the values, such as an ON CONFLICT clause. */
export async function insertRows(
  db: Kysely<Tables>,
  engine: Engine,
  insert: { readonly table: keyof Tables; readonly columns: readonly string[]; readonly suffix: string },
  rows: readonly (readonly SqlValue[])[],
): Promise<QueryResult<unknown>[]> {
  const results: QueryResult<unknown>[] = [];
  for (let first = 0; first < rows.length; ) {
    const count = rowsAStatement(engine, rows.length - first);
    const values: SqlValue[] = [];
    for (let at = first; at < first + count; at++) for (const value of rows[at] ?? []) values.push(value);
    const text = insertText(engine, insert, count);
    results.push(await db.executeQuery(CompiledQuery.raw(text, values)));
    first += count;
  }
  return results;
}

/** Rows that statements changed. */
export function changedBy(results: readonly QueryResult<unknown>[]): number {
  return results.reduce((sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0), 0);
}

function rowsAStatement(engine: Engine, left: number): number {
  if (engine === 'postgres') return Math.min(left, ROWS_MAX);
  return Math.min(SQLITE_ROWS_MAX, 2 ** Math.floor(Math.log2(left)));
}

const insertTexts = new Map<string, string>();

function insertText(
  engine: Engine,
  { table, columns, suffix }: { table: string; columns: readonly string[]; suffix: string },
  count: number,
): string {
  const key = `${engine} ${table} ${suffix} ${count}`;
  const known = insertTexts.get(key);
  if (known !== undefined) return known;
  let next = 0;
  const place = () => {
    next++;
    return engine === 'sqlite' ? '?' : `$${next}`;
  };
  const row = () => `(${columns.map(place).join(',')})`;
  const text = `insert into ${table} (${columns.join(',')}) values ${Array.from({ length: count }, row).join(',')} ${suffix}`;
  insertTexts.set(key, text);
  return text;
}

/** `column in (values)` as one parameter, whatever their number. */
export function isOneOf(engine: Engine, column: string, values: readonly string[]) {
  return engine === 'sqlite'
    ? sql<boolean>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`
    : sql<boolean>`${sql.ref(column)} = any(${values})`;
}

/** Lets one transaction at a time write under `name`, until it ends. SQLite has one writer anyway. */
export async function lockFor(transaction: Kysely<Tables>, engine: Engine, name: string): Promise<void> {
  if (engine === 'sqlite') return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(transaction);
}
