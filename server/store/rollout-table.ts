// The table of models on their way into service, as its migration makes it.
import type { Kysely } from 'kysely';

/** Makes the table. */
export async function createRollouts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rollouts')
    .addColumn('desk_id', 'text', (column) => column.notNull().references('desks.id'))
    .addColumn('field_id', 'text', (column) => column.notNull())
    .addColumn('model_id', 'text', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('tickets', 'bigint', (column) => column.notNull())
    .addColumn('agreed', 'bigint', (column) => column.notNull())
    .addColumn('rules', 'text', (column) => column.notNull())
    .addColumn('is_ready', 'integer', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('rollouts_key', ['desk_id', 'field_id'])
    .execute();
}
