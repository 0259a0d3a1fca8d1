// All that the proxy keeps, behind one object, on SQLite or on PostgreSQL.
import type { Kysely } from 'kysely';
import { isPostgres } from '../config.ts';
import { type AnswerStore, createAnswerStore } from './answers.ts';
import { createDeskStore, type DeskStore } from './desks.ts';
import type { Engine } from './engine.ts';
import { createErasureStore, type ErasureStore } from './erasure.ts';
import { createHealthFigures, type HealthFigures } from './health-figures.ts';
import { createMemberStore, type MemberStore } from './members.ts';
import { migrate, POSTGRES_TYPES, SQLITE_TYPES } from './migrations.ts';
import { createModelStore, type ModelStore } from './models.ts';
import { createMonitoringStore, type MonitoringStore } from './monitoring.ts';
import { createOpinionStore, type OpinionStore } from './opinions.ts';
import { openPostgres } from './postgres.ts';
import { createPredictionLogStore, type PredictionLogStore } from './prediction-log.ts';
import { createPromiseStore, type PromiseStore } from './promises.ts';
import { createRolloutStore, type RolloutStore } from './rollouts.ts';
import { createSessionStore, type SessionStore } from './sessions.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';
import { createTrailStore, type TrailStore } from './trail.ts';
import { createUsageStore, type UsageStore } from './usage.ts';
import { createVersionStore, type VersionStore } from './versions.ts';

/** The proxy's store. Whoever opens it closes it. */
export interface Store {
  readonly desks: DeskStore;
  readonly members: MemberStore;
  readonly trail: TrailStore;
  readonly models: ModelStore;
  readonly rollouts: RolloutStore;
  readonly versions: VersionStore;
  readonly sessions: SessionStore;
  readonly answers: AnswerStore;
  readonly log: PredictionLogStore;
  readonly usage: UsageStore;
  readonly erasure: ErasureStore;
  readonly promises: PromiseStore;
  readonly opinions: OpinionStore;
  readonly monitoring: MonitoringStore;
  readonly healthFigures: HealthFigures;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a database and brings it to this build's schema. `database` is a `postgres://` address, the path of a SQLite file,
 * or `:memory:` for one that ends with the process.
 */
export async function openStore(database: string): Promise<Store> {
  const isServer = isPostgres(database);
  const db = isServer ? await openPostgres(database) : openSqlite(database);
  try {
    await migrate(db, isServer ? POSTGRES_TYPES : SQLITE_TYPES);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return storeOver(db, isServer ? 'postgres' : 'sqlite');
}

function storeOver(db: Kysely<Tables>, engine: Engine): Store {
  return {
    desks: createDeskStore(db),
    members: createMemberStore(db),
    trail: createTrailStore(db),
    models: createModelStore(db),
    rollouts: createRolloutStore(db),
    versions: createVersionStore(db),
    sessions: createSessionStore(db),
    answers: createAnswerStore(db, engine),
    log: createPredictionLogStore(db, engine),
    usage: createUsageStore(db),
    erasure: createErasureStore(db),
    promises: createPromiseStore(db),
    opinions: createOpinionStore(db),
    monitoring: createMonitoringStore(db, engine),
    healthFigures: createHealthFigures(db),
    ping: async () => {
      await db.selectFrom('desks').select('id').limit(1).execute();
    },
    close: () => db.destroy(),
  };
}
