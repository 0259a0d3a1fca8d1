// Opens the embedded database: Kysely's own SQLite dialect over Node's built-in driver, which needs this thin shim because
// the dialect asks each statement whether it gives rows and hands over its parameters as one list.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { StoreRefusal } from './store-refusal.ts';
import type { Tables } from './tables.ts';

/** How long one process waits for another's write lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;
/** Pages of four kilobytes that gather in the write-ahead log: the last pages of each index are written again with every batch. */
const LOG_PAGES = 4_000;
/** Room for pages, taken as they are read: the upper pages of the indexes of a few million rows. */
const CACHE_KB = 16_000;
/** Prepared statements kept. The proxy has some thirty; lists of varying length make a few hundred more. */
const STATEMENTS_MAX = 200;
/** SQLITE_NOTADB of SQLite's result codes. */
const NOT_A_DATABASE = 26;

/** Opens the file at `path` (`:memory:` for a database that ends with the process) with no migration applied. */
export function openSqlite(path: string): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqliteDatabase(path) }) });
}

function sqliteDatabase(path: string): SqliteDatabase {
  const database = openFile(path);
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const statement = shim(database.prepare(sql));
      if (prepared.size >= STATEMENTS_MAX) prepared.clear();
      prepared.set(sql, statement);
      return statement;
    },
  };
}

function openFile(path: string): DatabaseSync {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    // With a write-ahead log, NORMAL loses nothing when the process is killed; only a power cut may cost the last commits.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    database.exec(`PRAGMA wal_autocheckpoint = ${LOG_PAGES}; PRAGMA cache_size = -${CACHE_KB};`);
    return database;
  } catch (cause) {
    database?.close();
    const what =
      isSqliteError(cause) && cause.errcode === NOT_A_DATABASE
        ? 'is no SQLite database; it was left as it is'
        : 'could not be opened';
    throw new StoreRefusal(
      `The database ${path} ${what}. Set USHER_DATABASE to a database of Usher's, or to a new file in a folder that exists and can be written.`,
      { cause },
    );
  }
}

function isSqliteError(error: unknown): error is { errcode: unknown } {
  return typeof error === 'object' && error !== null && 'errcode' in error;
}

function shim(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

/** The same values, since a batch has thousands of them. */
function bindable(values: readonly unknown[]): readonly SQLInputValue[] {
  assertBindable(values);
  return values;
}

function assertBindable(values: readonly unknown[]): asserts values is readonly SQLInputValue[] {
  for (const value of values) {
    if (typeof value === 'string' || typeof value === 'number' || value === null) continue;
    if (typeof value === 'bigint' || value instanceof Uint8Array) continue;
    throw new Error(`SQLite cannot store a ${typeof value}: turn it into text, a number or bytes first.`);
  }
}
