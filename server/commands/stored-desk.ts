// Opens the proxy's database for a command that reports on one desk.
import { existsSync } from 'node:fs';
import { isPostgres, readStoreConfig } from '../config.ts';
import { ConfigError } from '../environment.ts';
import type { DeskRecord } from '../store/desks.ts';
import { openStore, type Store } from '../store/store.ts';
import { type CommandIo, CommandRefusal } from './command.ts';

/** Calls `work` with the store and the desk that is named, or the only one there is; closes the store whatever happens. */
export async function withDesk<T>(
  wanted: string | undefined,
  { environment }: CommandIo,
  work: (store: Store, desk: DeskRecord) => Promise<T>,
): Promise<T> {
  const store = await openStore(databaseOf(environment));
  try {
    const ids = await store.desks.ids();
    const id = wanted ?? (ids.length === 1 ? ids[0] : undefined);
    const desk = id === undefined ? undefined : await store.desks.find(id);
    if (desk === undefined) {
      const known = ids.length === 0 ? 'The database has no desk yet' : `The desks are ${ids.join(', ')}`;
      throw new CommandRefusal(`${known}. Give one of them with --desk.`);
    }
    return await work(store, desk);
  } finally {
    await store.close();
  }
}

function databaseOf(environment: CommandIo['environment']): string {
  try {
    const { database } = readStoreConfig(environment);
    if (isPostgres(database) || existsSync(database)) return database;
    throw new CommandRefusal(`There is no database ${database}. Set USHER_DATABASE to the proxy's database.`);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandRefusal(error.message, { cause: error });
    throw error;
  }
}
