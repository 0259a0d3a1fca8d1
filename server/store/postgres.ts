// Opens a PostgreSQL database through a pool of connections that outlives restarts of the server.
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient, PoolConfig } from 'pg';
import { isStoreAway } from './store-away.ts';
import type { Tables } from './tables.ts';

/** Connections of one instance. Cloud SQL's smallest machines allow 25 in all, for two or three instances. */
const CONNECTIONS_MAX = 8;
const CONNECT_TIMEOUT_MS = 5_000;
/** A statement that takes longer has lost its caller. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** A little later nobody waits for the server any more: it, or the way to it, is gone without a word. */
const SILENCE_MS_MAX = STATEMENT_TIMEOUT_MS + 1_000;
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
    query_timeout: SILENCE_MS_MAX,
    keepAlive: true,
    types,
  });
  // An idle connection that the server closes is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: withoutLost(pool) }) });
}

/** A connection on which the server fell silent would be given to the next one who asks: it is closed instead. */
function withoutLost(pool: Pool): PostgresPool {
  const known = new WeakMap<object, PostgresPoolClient>();
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      let watched = known.get(client);
      if (watched === undefined) {
        watched = watchedClient(client);
        known.set(client, watched);
      }
      return watched;
    },
  };
}

function watchedClient(client: PoolClient): PostgresPoolClient {
  let isLost = false;
  // A connection that breaks between two statements of a transaction tells nobody else, and would end the process.
  client.on('error', () => {
    isLost = true;
  });
  const asked = client as PostgresPoolClient;
  const query = async (text: string, values: readonly unknown[]) => {
    try {
      return await asked.query(text, values);
    } catch (error) {
      isLost ||= isStoreAway(error);
      throw error;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: (isToBeClosed) => client.release(isToBeClosed === true || isLost),
  };
}
