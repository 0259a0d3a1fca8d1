// All that the proxy keeps, behind one object: desks, models, training sessions, the record of answers, and promises.
import type { Kysely } from 'kysely';
import { type AnswerStore, createAnswerStore } from './answers.ts';
import { createDeskStore, type DeskStore } from './desks.ts';
import { migrate, SQLITE_TYPES } from './migrations.ts';
import { createModelStore, type ModelStore } from './models.ts';
import { createPromiseStore, type PromiseStore } from './promises.ts';
import { createSessionStore, type SessionStore } from './sessions.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** The proxy's store. Whoever opens it closes it. */
export interface Store {
  readonly desks: DeskStore;
  readonly models: ModelStore;
  readonly sessions: SessionStore;
  readonly answers: AnswerStore;
  readonly promises: PromiseStore;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a SQLite file (`:memory:` for one that ends with the process) and brings it to this build's schema. */
export async function openSqliteStore(path: string): Promise<Store> {
  const db = openSqlite(path);
  try {
    await migrate(db, SQLITE_TYPES);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return storeOver(db);
}

function storeOver(db: Kysely<Tables>): Store {
  return {
    desks: createDeskStore(db),
    models: createModelStore(db),
    sessions: createSessionStore(db),
    answers: createAnswerStore(db),
    promises: createPromiseStore(db),
    ping: async () => {
      await db.selectFrom('desks').select('id').limit(1).execute();
    },
    close: () => db.destroy(),
  };
}
