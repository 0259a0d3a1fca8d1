// Opens a PostgreSQL database through a pool of connections that outlives restarts of the server.
import { Kysely, PostgresDialect } from 'kysely';
import type { PoolConfig } from 'pg';
import type { Tables } from './tables.ts';

/** Connections of one instance. Cloud SQL's smallest machines allow 25 in all, for two or three instances. */
const CONNECTIONS_MAX = 8;
const CONNECT_TIMEOUT_MS = 5_000;
/** A statement that takes longer has lost its caller. */
const STATEMENT_TIMEOUT_MS = 30_000;
const INT8 = 20;

/** Opens the database at `address` (`postgres://user:password@host:port/name`) with no migration applied. */
export async function openPostgres(address: string): Promise<Kysely<Tables>> {
  // Loaded only here: whoever runs on SQLite does not wait for it.
  const { default: pg } = await import('pg');
  const types: NonNullable<PoolConfig['types']> = {
    // Counts and instants are far below 2^53.
    getTypeParser: (id: number, format?: 'text' | 'binary') =>
      id === INT8 ? Number : pg.types.getTypeParser(id, format as 'text'),
  };
  const pool = new pg.Pool({
    connectionString: address,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    types,
  });
  // An idle connection that the server closes is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
