// The schema's history, one entry a change. An entry that has been released is never edited: a later one corrects it.
import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { createMonitoring } from './create-monitoring.ts';
import { createRollouts } from './rollout-table.ts';
import { StoreRefusal } from './store-refusal.ts';

/** What the two engines name differently. */
export interface ColumnTypes {
  readonly bytes: 'blob' | 'bytea';
}

/** Column types of SQLite. */
export const SQLITE_TYPES: ColumnTypes = { bytes: 'blob' };
/** Column types of PostgreSQL. */
export const POSTGRES_TYPES: ColumnTypes = { bytes: 'bytea' };

/** Brings the database to this build's schema; throws a StoreRefusal when it cannot. */
export async function migrate<T>(db: Kysely<T>, types: ColumnTypes): Promise<void> {
  const provider: MigrationProvider = { getMigrations: async () => migrations(types) };
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new StoreRefusal(whyNotMigrated(error, failed), { cause: error });
}

function whyNotMigrated(error: unknown, failed: string | undefined): string {
  const told = error instanceof Error ? error.message : String(error);
  if (failed !== undefined) {
    return `The database could not be brought to this version's schema: the step ${failed} failed (${told}). It is as it was before the step. Restore it from a backup, or deploy the version that wrote it.`;
  }
  if (told.startsWith('corrupted migrations')) {
    return 'The database was written by a newer version of Usher. Deploy that version or a later one; nothing was changed.';
  }
  const code = error instanceof Error && 'code' in error ? `, ${String(error.code)}` : '';
  return `The database does not answer as USHER_DATABASE names it (${told}${code}). Check its address, user, password and name, and that the server runs; nothing was changed.`;
}

function migrations(types: ColumnTypes): Record<string, Migration> {
  const bytes = sql.raw(types.bytes);
  return {
    '0001-desks': { up: createDesks },
    '0002-models': {
      up: async (db) => {
        await db.schema
          .createTable('models')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
          .addColumn('field_id', 'text', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('bytes', sql`${bytes}`, (column) => column.notNull())
          .addColumn('byte_count', 'bigint', (column) => column.notNull())
          .addColumn('report', 'text', (column) => column.notNull())
          .execute();
        await db.schema
          .createIndex('models_by_desk')
          .on('models')
          .columns(['desk_id', 'created_at'])
          .execute();
        await db.schema
          .createTable('models_in_service')
          .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
          .addColumn('field_id', 'text', (column) => column.notNull())
          .addColumn('model_id', 'text', (column) => column.notNull().references('models.id'))
          .addColumn('since', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('models_in_service_key', ['desk_id', 'field_id'])
          .execute();
      },
    },
    '0003-training-sessions': {
      up: async (db) => {
        await db.schema
          .createTable('training_sessions')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('expires_at', 'bigint', (column) => column.notNull())
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('lease_until', 'bigint', (column) => column.notNull())
          .addColumn('result', 'text')
          .execute();
        await db.schema
          .createTable('training_parts')
          .addColumn('session_id', 'text', (column) =>
            column.notNull().references('training_sessions.id').onDelete('cascade'),
          )
          .addColumn('part', 'integer', (column) => column.notNull())
          .addColumn('row_count', 'integer', (column) => column.notNull())
          .addColumn('documents', sql`${bytes}`, (column) => column.notNull())
          .addColumn('labels', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('training_parts_key', ['session_id', 'part'])
          .execute();
      },
    },
    '0004-answers': { up: createAnswers },
    '0005-promises': { up: createPromises },
    '0006-trail': { up: createTrail },
    '0007-usage': { up: createUsage },
    '0020-opinions': { up: createOpinions },
    '0030-versions': { up: (db) => createVersions(db, types) },
    '0031-rollouts': { up: createRollouts },
    '0040-monitoring': { up: (db) => createMonitoring(db, types.bytes) },
    '0050-audited-texts': { up: addAuditedTexts },
    '0060-charges': { up: createCharges },
  };
}

async function createDesks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('desks')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('fields', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('feature_seed', 'bigint', (column) => column.notNull())
    .addColumn('text_key', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('members')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('members_key', ['desk_id', 'email'])
    .execute();
  await db.schema.createIndex('members_by_email').on('members').column('email').execute();
}

async function createVersions(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const bytes = sql.raw(types.bytes);
  await db.schema
    .createTable('versions')
    .addColumn('model_id', 'text', (column) => column.primaryKey())
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('files', sql`${bytes}`, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('gate_files')
    .addColumn('desk_id', 'text', (column) => column.primaryKey().references('desks.id'))
    .addColumn('content', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('signing_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('private_key', 'text', (column) => column.notNull())
    .execute();
  await db.schema.alterTable('models_in_service').addColumn('previous_id', 'text').execute();
  await db.schema
    .alterTable('training_parts')
    .addColumn('facts', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  await db.schema.alterTable('training_parts').addColumn('probes', sql`${bytes}`).execute();
}

async function createOpinions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('opinions')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('pair', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('weights', 'text', (column) => column.notNull())
    .addColumn('promise', 'text')
    .addColumn('row_count', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('opinions_key', ['desk_id', 'field_id', 'pair'])
    .execute();
}

async function createPromises(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('models').addColumn('promise', 'text').execute();
  await db.schema
    .alterTable('prediction_log')
    .addColumn('in_auto', 'text', (column) => column.notNull().defaultTo('review'))
    .execute();
  await db.schema
    .createTable('watchdogs')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('group_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('watchdogs_key', ['desk_id', 'field_id', 'group_id'])
    .execute();
  await db.schema
    .createTable('audits')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('withheld_label', 'text', (column) => column.notNull())
    .addColumn('confidence', 'double precision', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('persons_label', 'text')
    .addColumn('judged_at', 'bigint')
    .addPrimaryKeyConstraint('audits_key', ['desk_id', 'ticket_id', 'field_id'])
    .execute();
  await db.schema
    .createIndex('audits_by_judgement')
    .on('audits')
    .columns(['desk_id', 'field_id', 'judged_at'])
    .execute();
}

/** Audits of before know no text: an empty hash, by which each of them stays a text of its own. */
async function addAuditedTexts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('audits')
    .addColumn('text_hash', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema
    .createIndex('audits_by_text')
    .on('audits')
    .columns(['desk_id', 'field_id', 'text_hash'])
    .execute();
}

async function createTrail(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('desks')
    .addColumn('epoch', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema
    .alterTable('desks')
    .addColumn('redaction', 'text', (column) => column.notNull().defaultTo('redact'))
    .execute();
  await db.schema
    .createTable('trail')
    .addColumn('desk_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('facts', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('trail_by_time').on('trail').columns(['desk_id', 'at']).execute();
}

async function createUsage(db: Kysely<unknown>): Promise<void> {
  const hour = ['desk_id', 'field_id', 'hour', 'decision', 'label', 'backend', 'model'] as const;
  await db.schema
    .createTable('hourly')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('hour', 'bigint', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('backend', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('tickets', 'bigint', (column) => column.notNull())
    .addColumn('fallbacks', 'bigint', (column) => column.notNull())
    .addColumn('confidence_sum', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('hourly_key', [...hour])
    .execute();
  await db.schema
    .createTable('usage')
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_key', ['scope', 'period'])
    .execute();
  await db.schema.createIndex('answers_by_time').on('answers').columns(['desk_id', 'answered_at']).execute();
}

async function createCharges(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('charges')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('day', 'bigint', (column) => column.notNull())
    .addColumn('tickets', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('charges_key', ['desk_id', 'day'])
    .execute();
}

async function createAnswers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('answers')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('text_hash', 'text', (column) => column.notNull())
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('answered_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('answers_key', ['desk_id', 'run_id', 'ticket_id', 'text_hash', 'field_id'])
    .execute();
  await db.schema
    .createTable('prediction_log')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('logged_at', 'bigint', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('label', 'text')
    .addColumn('confidence', 'double precision')
    .addColumn('backend', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('is_fallback', 'integer', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('text_length', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('prediction_log_by_time')
    .on('prediction_log')
    .columns(['desk_id', 'field_id', 'logged_at'])
    .execute();
}
