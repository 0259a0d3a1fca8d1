// The model registry: every model that was trained, and which one is in service for each field of a desk.
import type { Kysely } from 'kysely';
import type { ModelSummary } from '../../src/core/contract.ts';
import type { PromiseTable } from '../../src/core/promise/promise-table.ts';
import type { Tables } from './tables.ts';
import { growEpoch, USHER_ITSELF, writeTrail } from './trail.ts';

/** A model to be kept, with its file's bytes. */
export interface NewModel {
  readonly id: string;
  readonly desk: string;
  readonly field: string;
  readonly createdAt: number;
  readonly bytes: Uint8Array;
  readonly report: ModelSummary['report'];
  readonly promise: PromiseTable | null;
  /** False where it waits for a person's word. */
  readonly isServed?: boolean;
  /** Name and files of the version that it belongs to. */
  readonly version?: { readonly name: string; readonly files: Uint8Array };
}

/** Models of all desks. */
export interface ModelStore {
  /** Keeps new models and puts each in service for its field, all or none. `by` is the address of who acts. */
  release(models: readonly NewModel[], by?: string): Promise<void>;
  /** The desk's models, newest first. */
  list(desk: string): Promise<ModelSummary[]>;
  find(desk: string, model: string): Promise<ModelSummary | undefined>;
  /** The model file, or undefined when the desk has no such model. */
  bytes(desk: string, model: string): Promise<Uint8Array | undefined>;
  /** Model id in service, by field. */
  inService(desk: string): Promise<Record<string, string>>;
  putInService(
    desk: string,
    field: string,
    model: string,
    now: number,
    by: string,
    action?: 'model put in service' | 'model rolled back',
  ): Promise<void>;
  /** What a field is served by since when, and what served it before; undefined before the first model. */
  service(
    desk: string,
    field: string,
  ): Promise<
    { readonly model: string; readonly since: number; readonly previous: string | null } | undefined
  >;
}

/** The model registry over an open database. */
export function createModelStore(db: Kysely<Tables>): ModelStore {
  const summaries = () =>
    db
      .selectFrom('models')
      .leftJoin('models_in_service as service', 'service.model_id', 'models.id')
      .select([
        'models.id',
        'models.desk_id',
        'models.field_id',
        'models.created_at',
        'models.byte_count',
        'models.report',
        'service.model_id as served',
      ]);
  return {
    release: (models, by = USHER_ITSELF) =>
      db.transaction().execute(async (transaction) => {
        for (const model of models) {
          await transaction
            .insertInto('models')
            .values({
              id: model.id,
              desk_id: model.desk,
              field_id: model.field,
              created_at: model.createdAt,
              bytes: model.bytes,
              byte_count: model.bytes.length,
              report: JSON.stringify(model.report),
              promise: model.promise && JSON.stringify(model.promise),
            })
            .execute();
          if (model.version) {
            await transaction
              .insertInto('versions')
              .values({ model_id: model.id, desk_id: model.desk, ...model.version })
              .execute();
          }
          if (model.isServed !== false) {
            await serve(transaction, model.desk, model.field, model.id, model.createdAt);
          }
          const facts = { field: model.field, model: model.id };
          await writeTrail(transaction, model.desk, {
            ...{ at: model.createdAt, by, action: 'model trained' as const, facts },
          });
        }
      }),
    list: async (desk) => {
      const rows = await summaries()
        .where('models.desk_id', '=', desk)
        .orderBy('models.created_at', 'desc')
        .orderBy('models.id', 'desc')
        .execute();
      return rows.map(summaryFromRow);
    },
    find: async (desk, model) => {
      const row = await summaries()
        .where('models.desk_id', '=', desk)
        .where('models.id', '=', model)
        .executeTakeFirst();
      return row === undefined ? undefined : summaryFromRow(row);
    },
    bytes: async (desk, model) => {
      const row = await db
        .selectFrom('models')
        .select('bytes')
        .where('desk_id', '=', desk)
        .where('id', '=', model)
        .executeTakeFirst();
      return row?.bytes;
    },
    inService: async (desk) => {
      const rows = await db
        .selectFrom('models_in_service')
        .select(['field_id', 'model_id'])
        .where('desk_id', '=', desk)
        .execute();
      return Object.fromEntries(rows.map((row) => [row.field_id, row.model_id]));
    },
    service: async (desk, field) => {
      const row = await db
        .selectFrom('models_in_service')
        .select(['model_id', 'since', 'previous_id'])
        .where('desk_id', '=', desk)
        .where('field_id', '=', field)
        .executeTakeFirst();
      return row && { model: row.model_id, since: row.since, previous: row.previous_id };
    },
    putInService: (desk, field, model, now, by, action = 'model put in service') =>
      db.transaction().execute(async (transaction) => {
        await serve(transaction, desk, field, model, now);
        const facts = { field, model };
        await writeTrail(transaction, desk, { at: now, by, action, facts });
      }),
  };
}

/** Puts a model in service for its field. Whatever was on its way there is so no longer. */
export async function serve(
  db: Kysely<Tables>,
  desk: string,
  field: string,
  model: string,
  now: number,
): Promise<void> {
  await growEpoch(db, desk);
  await db.deleteFrom('rollouts').where('desk_id', '=', desk).where('field_id', '=', field).execute();
  await db
    .insertInto('models_in_service')
    .values({ desk_id: desk, field_id: field, model_id: model, since: now, previous_id: null })
    .onConflict((conflict) =>
      conflict
        .columns(['desk_id', 'field_id'])
        .doUpdateSet((row) => ({
          model_id: model,
          since: now,
          previous_id: row.ref('models_in_service.model_id'),
        }))
        // What serves already keeps the one before it.
        .where('models_in_service.model_id', '!=', model),
    )
    .execute();
}

interface SummaryRow {
  readonly id: string;
  readonly desk_id: string;
  readonly field_id: string;
  readonly created_at: number;
  readonly byte_count: number;
  readonly report: string;
  readonly served: string | null;
}

function summaryFromRow(row: SummaryRow): ModelSummary {
  return {
    id: row.id,
    desk: row.desk_id,
    field: row.field_id,
    createdAt: row.created_at,
    inService: row.served !== null,
    bytes: row.byte_count,
    report: JSON.parse(row.report) as ModelSummary['report'],
  };
}
