// The tables of the monitors: traces of tickets (hashed, no text), what is known of each desk between two looks, outbreaks.
import { type Kysely, sql } from 'kysely';

/** `bytes` is the engine's name for a column of bytes. */
export async function createMonitoring(db: Kysely<unknown>, bytes: string): Promise<void> {
  const bytesType = sql`${sql.raw(bytes)}`;
  await db.schema
    .createTable('traces')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.notNull())
    .addColumn('arrived_at', 'bigint', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('confidence', 'double precision', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('text_length', 'integer', (column) => column.notNull())
    .addColumn('unknown_rate', 'double precision', (column) => column.notNull())
    .addColumn('document', bytesType, (column) => column.notNull())
    .addColumn('probabilities', bytesType, (column) => column.notNull())
    .addColumn('attributes', 'text', (column) => column.notNull())
    .addColumn('is_assigned', 'integer', (column) => column.notNull())
    .addColumn('is_watched', 'integer', (column) => column.notNull())
    .addColumn('lot', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('traces_key', ['desk_id', 'field_id', 'ticket_id'])
    .execute();
  await db.schema
    .createIndex('traces_by_arrival')
    .on('traces')
    .columns(['desk_id', 'field_id', 'arrived_at'])
    .execute();
  await db.schema
    .createIndex('traces_unwatched')
    .on('traces')
    .columns(['desk_id', 'field_id', 'is_watched', 'seen_at'])
    .execute();
  await db.schema
    .createTable('monitor_states')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('documents', bytesType)
    .addPrimaryKeyConstraint('monitor_states_key', ['desk_id', 'field_id'])
    .execute();
  await db.schema
    .createTable('outbreaks')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('outbreak', 'text', (column) => column.notNull())
    .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('outbreaks_key', ['desk_id', 'field_id', 'id'])
    .execute();
}
